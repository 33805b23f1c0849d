"""Every trade: the outcomes that stand for all outcomes, against all outcomes of the smallest markets."""

from fractions import Fraction

import pytest

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import everybody_is
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.trader import separable
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.rules import every_trade, feasibility, on_an_instance
from proofs.rules.g_double_star_outcomes import every_outcome, random_outcomes
from proofs.rules.g_plus_outcomes import random_outcomes as random_g_plus_outcomes
from tests.broken import NoTrade, Subsidised, Unrationed
from tests.broken_g_double_star import NobodyIsRaised
from tests.broken_g_plus import NobodyIsRaised as NobodyIsRaisedInGPlus

TENTH = Fraction(1, 10)
SMALLEST = [Market(1, 1, 1, price_grid(1, 1), tie) for tie in Tie]
SINGLE = Market(1, 1, 1, ((Fraction(1, 2),),), groups=3)


def trades(market, phi, a):
    """What is traded in each group and commodity: the place of the group, the price, and the amounts in order."""
    for place, group in enumerate(phi.groups(market.n)):
        members = (*group.sellers, *group.buyers)
        for h in range(market.k):
            yield place, a.q[members[0]], tuple(a.x[i][h] for i in members)


@pytest.mark.parametrize(
    "market", [*SMALLEST, Market(1, 1, 2, price_grid(1, 1)), Market(1, 2, 1, ((Fraction(0),) * 2,))]
)
def test_every_trade_of_g_star_is_among_them(market):
    g = GStar(market)
    every = {
        trade
        for phi, m in feasibility.every_outcome(market)
        for trade in trades(market, phi, g.allocation(phi, m))
    }
    cases = list(every_trade.in_g_star(market))
    assert len(cases) == every_trade.case_count(market)
    assert {trade for phi, m in cases for trade in trades(market, phi, g.allocation(phi, m))} == every


@pytest.mark.thorough
@pytest.mark.parametrize("market", SMALLEST)
def test_every_trade_of_g_double_star_is_among_them(market):
    g = GDoubleStar(market, TENTH)

    def traded(outcomes):
        return {(out.b, *trade) for out in outcomes for trade in trades(market, out.phi, out.allocation(g))}

    cases = list(every_trade.in_g_double_star(g))
    assert len(cases) == every_trade.case_count(market, 4)
    assert traded(cases) == traded(every_outcome(g))


def test_random_trades_of_larger_groups_are_among_them():
    market = Market(2, 1, 1, price_grid(1, 1))
    g = GDoubleStar(market, TENTH)
    cases = {
        (out.b, *trade)
        for out in every_trade.in_g_double_star(g)
        for trade in trades(market, out.phi, out.allocation(g))
    }
    drawn = {
        (out.b, *trade)
        for out in random_outcomes(g, 200, 0)
        for trade in trades(market, out.phi, out.allocation(g))
    }
    assert drawn <= cases


@pytest.mark.parametrize("market", [SINGLE, Market(1, 1, 1, price_grid(1, 1), groups=4)])
def test_random_trades_of_g_plus_are_among_them(market):
    g = GPlus(market, TENTH)
    cases = list(every_trade.in_g_plus(g))
    assert len(cases) == every_trade.g_plus_case_count(market)
    known = {(out.b, *trade) for out in cases for trade in trades(market, out.phi, out.allocation(g))}
    drawn = {
        (out.b, *trade)
        for out in random_g_plus_outcomes(g, 60, 0)
        for trade in trades(market, out.phi, out.allocation(g))
    }
    assert drawn <= known


@pytest.mark.parametrize("broken", [Unrationed, Subsidised])
@pytest.mark.parametrize("T", [1, 2])
def test_a_broken_mechanism_is_refuted_on_an_instance(broken, T):
    """By listing at T = 1, and by random outcomes at T = 2: it is not G* itself that `every_trade` is about."""
    g = broken(Market(1, 1, 1, price_grid(1, T)))
    instance = everybody_is(g, separable(Side.SELLER, [[Fraction(1, 4)]]))
    assert on_an_instance._feasible(instance, unwatched).verdict is Verdict.REFUTED


def test_another_mechanism_that_is_too_large_to_list_is_open():
    g = NoTrade(Market(1, 1, 1, price_grid(1, 3)))
    found = on_an_instance._feasible(everybody_is(g, separable(Side.SELLER, [[Fraction(1, 4)]])), unwatched)
    assert found.verdict is Verdict.OPEN
    assert found.evidence == f"500 of {4 * 16**4:,}: none against"


@pytest.mark.parametrize(
    ("cases", "broken"),
    [
        (every_trade.in_g_double_star, NobodyIsRaised(SMALLEST[0], TENTH)),
        (every_trade.in_g_plus, NobodyIsRaisedInGPlus(SINGLE, TENTH)),
    ],
)
def test_every_trade_finds_a_fault(cases, broken):
    assert any(list(feasibility.draw_violations(broken, out)) for out in cases(broken))
