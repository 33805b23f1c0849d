"""Exact figures along sequences with a macro shock: against all draws, against counts of signals, above the bounds."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Symbol

from mechanisms.large.drawn_thresholds import DrawnGroup
from mechanisms.large.macro_shock import given_shock, interim_payoff
from mechanisms.large.shock_market import ShockMarket, TraderKind
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.sequences.coarse import COARSE_PAIR
from mechanisms.sequences.flat import FLAT
from mechanisms.sequences.shock_catalogue import DEAR, FORCED, RARE
from mechanisms.sequences.shocks import unit_trader
from proofs.large_markets.coarse import LossAtACoarsePrice, bound
from proofs.large_markets.flat import FlatZero, price_law
from proofs.large_markets.own_signals import DearSellers, ForcedToSell, RareShock, _draws

CHANCE = Random("exact at large n")
SOME = sorted(CHANCE.sample(range(3, 16), 2))


def counted(sequence, n):
    """Member n for `mechanisms.large.macro_shock`: one kind of each side, and its signals."""
    market = Market(n, 1, 1, price_grid(1, sequence.T(n)), sequence.tie)
    kinds = [
        TraderKind(
            2 * n,
            {
                (shock, signal): unit_trader(side, worth + block.shift_at(shock, n))
                for block in sequence.of(side)
                for signal, worth in zip(block.signals(n), block.worths(n), strict=True)
                for shock in sequence.shocks
            },
        )
        for side in Side
    ]
    shocks = sequence.macro(n).shocks
    return ShockMarket(market, Fraction(sequence.eta(Fraction(n))), shocks, (kinds[0],), (kinds[1],))


def given_by_name(sequence, n, name):
    of = counted(sequence, n)
    return given_shock(of, next(j for j, shock in enumerate(of.shocks) if shock.name == name))


@given(st.data())
def test_the_law_of_a_clearing_price_by_all_draws(data):
    n, prices = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 4))
    own = st.lists(st.integers(0, 2), min_size=prices + 1, max_size=prices + 1).filter(any)
    weights = data.draw(own), data.draw(own)
    group = DrawnGroup(n, prices, *(dict(enumerate(side)) for side in weights))
    law = Counter()
    for drawn in product(*(range(prices + 1) for _ in range(2 * n))):
        share = prod(weights[j >= n][place] for j, place in enumerate(drawn))
        excess = [abs(sum(place <= p for place in drawn) - n) for p in range(prices)]
        law[excess.index(min(excess))] += share
    assert {p: Fraction(share, group.whole) for p, share in law.items() if share} == group.price_law


@pytest.mark.parametrize("n", [1, 2])
def test_the_rare_shock_and_the_flat_zero_by_counts_of_signals(n):
    assert RareShock().formula(RARE, n) == given_by_name(RARE, n, "H").loss
    given_h = given_by_name(FLAT, n, "H")
    assert FlatZero().formula(FLAT, n) == given_h.prices_differ(Fraction(1, 4))


def test_what_is_lost_given_the_rare_shock_is_bounded():
    """So that an expected loss of 1/16 means a probability of 1/32 to lose 1/32."""
    assert all(0 <= lost <= 4 for _, lost, _ in _draws(RARE, 1, "H"))


@pytest.mark.thorough
def test_the_forced_seller_by_counts_of_signals():
    n = 2
    of = counted(FORCED, n)
    found = [given_shock(of, place) for place in range(len(of.shocks))]
    t = [signal for _, signal in of.types(Side.SELLER)].index(f"costly{n}")
    assert ForcedToSell().formula(FORCED, n) == -n * interim_payoff(found, Side.SELLER, t)


@pytest.mark.slow  # 20,736 signals, at each price
def test_dear_sales_by_all_signals_at_two_sellers_a_group():
    n = 2
    member, macro = DEAR.member(n), DEAR.macro(n)
    (given_l,) = (shock for shock in macro.shocks if shock.name == "L")
    # Signals are independent and alike, so that one φ is as good as all.
    phi = Grouping(tuple(range(2 * n)), tuple(range(2 * n, 4 * n)))
    total, eta, prices = Fraction(0), member.g.eta, range(len(member.g.market.P))
    for omega in macro.prior(member.g.market).profiles():
        share = prod((given_l.seller[s] for s in omega[: 2 * n]), start=Fraction(1))
        share *= prod(given_l.buyer[s] for s in omega[2 * n :])
        if not share or "dear1" not in omega[:n]:
            continue
        m = member.profile(omega)

        def sells(p, b, m=m, omega=omega):
            x = member.g.allocation(phi, p, m, b).x
            return any(omega[i] == "dear1" and x[i] == (1,) for i in range(n))

        total += share * (1 - 3 * eta) * sells(0, 4)
        total += share * sum(eta / len(prices) * sells(p, b) for p in prices for b in (1, 2, 3))
    assert total == DearSellers().formula(DEAR, n)


def number(expr, n):
    return Fraction(str(expr.subs(Symbol("n"), n)))


@pytest.mark.parametrize("n", SOME)
def test_no_stated_bound_is_above_the_exact_figure(n):
    assert RareShock().formula(RARE, n) >= Fraction(1, 16)
    assert DearSellers().formula(DEAR, n) >= number(DearSellers().bound(DEAR), n)
    assert ForcedToSell().formula(FORCED, n) >= number(ForcedToSell().bound(), n)
    assert FlatZero().formula(FLAT, n) >= FlatZero().bound(FLAT, n)
    assert LossAtACoarsePrice().formula(COARSE_PAIR, n) >= number(bound(6), n)


@pytest.mark.slow  # half a minute
@pytest.mark.parametrize("n", sorted(CHANCE.sample(range(30, 61), 2)))
def test_nor_is_it_at_larger_n(n):
    test_no_stated_bound_is_above_the_exact_figure(n)


@pytest.mark.slow  # some seconds each
@pytest.mark.parametrize("n", sorted(CHANCE.sample(range(100, 200), 2)))
def test_the_flat_zero_at_some_hundreds(n):
    assert sum(price_law(n)) == 1
    assert FlatZero().bound(FLAT, n) < Fraction(49, 100) < FlatZero().formula(FLAT, n) < Fraction(1, 2)


@pytest.mark.parametrize("tie", list(Tie))
def test_coarse_prices_by_all_groupings(tie):
    sequence = replace(COARSE_PAIR, tie=tie)
    assert LossAtACoarsePrice().replayed(sequence, 1) == LossAtACoarsePrice().formula(sequence, 1)


def test_formulas_are_for_the_lowest_clearing_prices():
    for quantity in (RareShock(), DearSellers(), ForcedToSell()):
        assert quantity.covers(quantity.sequence)
        assert not quantity.covers(replace(quantity.sequence, tie=Tie.HIGHEST))
