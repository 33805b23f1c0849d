"""G** given a macro shock: every signal, φ, price and branch, as the mechanism runs; and forced sellers."""

import random
from contextlib import suppress
from fractions import Fraction

import pytest

from gametheory.games.errors import InputError
from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.large.macro_shock import given_shocks, interim_payoff
from mechanisms.large.shock_market import ShockMarket, TraderKind
from mechanisms.large.thresholds import unit_demands
from mechanisms.large.units import any_demands
from mechanisms.markets.grouping import groupings
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.prior import Shock
from mechanisms.markets.trader import separable
from mechanisms.markets.triplicate import Everywhere
from tests.large_markets import even, few_agents, over_all_draws, random_shock_market


def shock_markets(seed, n, number):
    rng, found = random.Random(seed), []
    while len(found) < number:
        with suppress(InputError):  # where (8) fails
            found.append(random_shock_market(rng, n))
    return found


@pytest.mark.thorough
@pytest.mark.parametrize(("n", "number"), [(1, 12), (2, 1), pytest.param(3, 1, marks=pytest.mark.slow)])
def test_every_draw(n, number):
    for of in shock_markets(5, n, number):
        found = given_shocks(of)
        slow = over_all_draws(of)
        for fast, each in zip(found, slow, strict=True):
            assert (fast.surplus, fast.largest, fast.volume) == (each.surplus, each.largest, each.volume)
            assert sum(fast.group_prices.values()) == sum(each.apart.values()) == 1
            for epsilon in filter(None, each.apart):
                far = sum(p for gap, p in each.apart.items() if gap >= epsilon)
                assert fast.prices_differ(epsilon) == far
            assert all(fast.rationed.get(t, 0) == count for t, count in each.rationed.items())
            assert fast.most_rationed() == max(
                each.rationed[t] / (kind.count * of.share(fast.shock, Side.SELLER, signal))
                for t, (kind, signal) in enumerate(of.types(Side.SELLER))
            )
            for (side, t), earned in each.earned.items():
                assert fast.earned(side, t) == earned
        for side in Side:
            for t, (kind, signal) in enumerate(of.types(side)):
                shares = [shock.probability * of.share(shock, side, signal) for shock in of.shocks]
                earned = sum(
                    s.probability * each.earned[side, t] for s, each in zip(of.shocks, slow, strict=True)
                )
                assert interim_payoff(found, side, t) == earned / (kind.count * sum(shares))


def test_prices_of_independent_groups():
    """With one kind on each side the joint law is a product."""
    for of in shock_markets(7, 1, 20):
        if len(of.sellers) == len(of.buyers) == 1:
            for found in given_shocks(of):
                law = found.group_prices
                one = {x: sum(p for (a, _), p in law.items() if a == x) for x, _ in law}
                assert all(p == one[a] * one[b] for (a, b), p in law.items())


@pytest.mark.parametrize("tie", Tie)
@pytest.mark.parametrize("n", [1, 2])
def test_sellers_are_forced_in_the_last_branch(n, tie):
    of = even(n, tie)
    traders = {i: one.trader for one in of.sellers + of.buyers for i in one.agents}
    m, g = of.messages(), GDoubleStar(of.market, Fraction(1, 10))
    buyers = [BuyerMessage(d, Everywhere(d), Everywhere(d)) for d in m[2 * n :]]
    profile = MessageProfile(m[: 2 * n], buyers)
    outcomes = [g.allocation(phi, 0, profile, 4) for phi in groupings(of.market)]
    for way in (unit_demands, any_demands):
        found = way(of, forced=True)
        for i in of.market.agents:
            payoffs = [traders[i].payoff(a.x[i], a.q[i]) for a in outcomes]
            assert found.payoff(i) == sum(payoffs) / len(outcomes)
            p = of.market.P.index
            other = sum(a.x[i] != m[i][p(a.q[i])] for a in outcomes)
            assert found.rationing(i) == Fraction(other, len(outcomes))


def test_several_units_are_raised_alike():
    from hypothesis import find

    of = find(few_agents(sizes=(2,), most=1), lambda of: unit_demands(of, forced=True).surplus < 0)
    assert any_demands(of, forced=True).surplus == unit_demands(of, forced=True).surplus


def test_what_is_no_market_of_section_3_4_is_refused():
    market = Market(1, 1, 1, price_grid(1, 2))
    shock = Shock("only", Fraction(1), {"s": Fraction(1)}, {"a": Fraction(1, 2), "b": Fraction(1, 2)})
    seller = TraderKind(2, {("only", "s"): separable(Side.SELLER, [[0]])})
    same = TraderKind(2, {("only", s): separable(Side.BUYER, [[Fraction(3, 4)]]) for s in "ab"})
    with pytest.raises(
        InputError, match=r"\(8\): no price-taking first message of two signals, got one of a and b"
    ):
        ShockMarket(market, Fraction(1, 10), (shock,), (seller,), (same,))
    with pytest.raises(InputError, match="sellers: 2n = 2 in all, got 4"):
        ShockMarket(market, Fraction(1, 10), (shock,), (seller, seller), (same,))
