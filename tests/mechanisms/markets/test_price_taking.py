"""What is best at a price: by whole numbers, and by the payoffs themselves."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from mechanisms.markets.market import Market, Side, meet, show_message
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.trader import Trader

FRACTIONS = st.fractions(-2, 2, max_denominator=12)


@given(st.sampled_from(Side), st.integers(1, 2), st.integers(1, 2), st.data())
def test_scaled_payoffs_are_the_payoffs_times_one_positive_number(side, k, l, data):
    bundles = list(product(range(l + 1), repeat=k))
    worth = data.draw(st.lists(FRACTIONS, min_size=len(bundles), max_size=len(bundles)))
    trader = Trader(side, dict(zip(bundles, worth, strict=True)))
    q = tuple(data.draw(st.lists(FRACTIONS, min_size=k, max_size=k)))
    scaled, payoffs = trader.scaled_payoffs(q), {x: trader.payoff(x, q) for x in bundles}
    assert scaled.keys() == payoffs.keys()
    ratios = {scaled[x] / payoffs[x] for x in bundles if payoffs[x]}
    assert len(ratios) <= 1
    assert all(ratio > 0 for ratio in ratios)
    assert all(scaled[x] == 0 for x in bundles if not payoffs[x])
    market, cap = Market(1, k, l, (q,)), data.draw(st.sampled_from(bundles))
    below = [x for x in bundles if meet(x, cap) == x]
    most = max(payoffs[x] for x in below)
    assert best_bundles(trader, market, 0, cap) == tuple(x for x in below if payoffs[x] == most)
    assert best_bundles(trader, market, 0) == best_bundles(trader, market, 0, (l,) * k)


@given(
    st.lists(st.integers(0, 2), min_size=21, max_size=30),
    st.lists(st.integers(0, 2), min_size=21, max_size=30),
)
def test_long_messages_that_differ_are_told_apart(one, other):
    said = [show_message(tuple((x,) for x in amounts)) for amounts in (one, other)]
    assert (said[0] == said[1]) == (one == other)
