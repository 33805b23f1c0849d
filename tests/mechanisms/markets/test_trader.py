"""Traders whose payoffs are means of others'."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mechanisms.markets.market import Side
from mechanisms.markets.trader import mean_trader, tabulated

WORTH = st.fractions(-9, 9, max_denominator=12)
WEIGHT = st.one_of(st.integers(1, 9), st.fractions(Fraction(1, 9), 9, max_denominator=9))


@given(st.lists(st.tuples(st.tuples(WORTH, WORTH), WEIGHT), min_size=1, max_size=4))
def test_a_mean_is_weighed_bundle_by_bundle(weighed):
    traders = [
        (tabulated(Side.BUYER, 1, 2, lambda x, worth=worth: (0, *worth)[x[0]]), w) for worth, w in weighed
    ]
    mean = mean_trader([*traders, traders[0]])
    total = sum(w for _, w in [*weighed, weighed[0]])
    for x in mean.worth:
        assert mean.worth[x] * total == sum(w * each.worth[x] for each, w in [*traders, traders[0]])
