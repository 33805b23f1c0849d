"""Exact expectations with many agents are those over all groupings, wherever these can be listed."""

from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.games.errors import InputError, TooLargeError
from mechanisms.g_star.mechanism import GStar
from mechanisms.large.compositions import composition_count, compositions, listed_compositions, rationing_law
from mechanisms.large.in_g_star import in_g_star
from mechanisms.large.price_difference import _by_compositions, has_single_steps, prices_differ
from mechanisms.large.serving import served
from mechanisms.large.thresholds import unit_demands
from mechanisms.large.types import Indifferent, large_market
from mechanisms.large.units import any_demands
from mechanisms.markets.grouping import groupings
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.rationing import serve_in_order
from mechanisms.markets.trader import separable
from tests.large_markets import even, few_agents, over_all_groupings

EPSILONS = [Fraction(1, 5), Fraction(1, 2), Fraction(1)]


def agree(of, ways):
    everything = over_all_groupings(of)
    for way in ways:
        found = way(of)
        assert found.price_law() == everything.prices
        assert found.surplus == everything.surplus
        assert found.volume() == everything.volume
        assert [found.rationing(i) for i in of.market.agents] == everything.rationing
        assert [found.payoff(i) for i in of.market.agents] == everything.payoffs
    for epsilon in EPSILONS:
        P = of.market.P
        far = [
            share
            for (a, b), share in everything.pairs.items()
            if max(abs(x - y) for x, y in zip(P[a], P[b], strict=True)) >= epsilon
        ]
        assert prices_differ(of, epsilon) == sum(far)


@given(few_agents(most=1))
def test_unit_demands(of):
    agree(of, (unit_demands, any_demands, listed_compositions))


@given(few_agents())
def test_several_units_with_or_without_condition_1(of):
    agree(of, (any_demands, listed_compositions))


@settings(max_examples=20)
@given(few_agents(k=2, most=2))
def test_two_commodities(of):
    agree(of, (listed_compositions,))


@settings(max_examples=3)
@given(few_agents(sizes=(3,), most=2))
def test_groups_of_three(of):
    agree(of, (in_g_star, any_demands))


@settings(max_examples=2)
@given(few_agents(sizes=(3,), k=2, most=1))
def test_two_commodities_in_groups_of_three(of):
    agree(of, (listed_compositions,))


@pytest.mark.parametrize("tie", Tie)
def test_distinct_thresholds(tie):
    for n in (1, 2, 3):
        of = even(n, tie)
        assert has_single_steps(of)
        agree(of, (unit_demands, any_demands))


def test_the_definition_used_here_is_the_mean_over_all_groupings():
    """Every φ of Φ, and the mechanism's own expected payoffs."""
    of = even(2)
    g, m, everything = GStar(of.market), of.messages(), over_all_groupings(of)
    traders = {i: one.trader for one in of.sellers + of.buyers for i in one.agents}
    assert [g.expected_payoff(i, traders[i], m) for i in of.market.agents] == everything.payoffs
    sold = [sum(x[0] for x in g.allocation(phi, m).x[:4]) for phi in groupings(of.market)]
    assert Fraction(sum(sold), len(sold)) == everything.volume


def test_payoffs_and_the_loss_make_up_the_largest_surplus():
    for of in (even(9), even(9, Tie.HIGHEST)):
        found = in_g_star(of)
        assert sum(found.payoff(i) for i in of.market.agents) + found.agents * found.loss == found.largest


def test_large_markets_by_all_ways():
    of = even(10)
    assert unit_demands(of).loss == any_demands(of).loss
    traders = [
        separable(side, [[Fraction(c, 12)]])
        for side, own in ((Side.SELLER, (2, 5, 7)), (Side.BUYER, (4, 7, 10)))
        for c in own * 4
    ]
    of = large_market(Market(6, 1, 1, price_grid(1, 12)), traders)
    ways = [way(of) for way in (unit_demands, any_demands, listed_compositions)]
    assert len({each.loss for each in ways}) == len({each.most_rationed() for each in ways}) == 1


@given(
    st.integers(1, 3),
    st.lists(st.integers(0, 11), min_size=12, max_size=12),
    st.sampled_from(Tie),
    st.sampled_from(Indifferent),
)
def test_prices_differ_where_no_two_agents_share_a_threshold(n, gaps, tie, choice):
    """Some never sell or always buy; the general way lists compositions."""
    places, cells = 0, []
    for gap in gaps[: 4 * n]:
        places += 1 + gap // 6
        cells.append(places)
    T = places + 2
    worths = [
        Fraction(2 * cell + 1, 2 * T) if gap else Fraction(3) for cell, gap in zip(cells, gaps, strict=False)
    ]
    order = sorted(range(4 * n), key=lambda i: (gaps[i] * 7 + i * 5) % 11)
    traders = [
        separable(Side.SELLER if j < 2 * n else Side.BUYER, [[worths[i]]]) for j, i in enumerate(order)
    ]
    of = large_market(Market(n, 1, 1, price_grid(1, T), tie), traders, choice)
    assert has_single_steps(of)
    for epsilon in (Fraction(1, T), Fraction(1, 4)):
        assert prices_differ(of, epsilon) == _by_compositions(of, epsilon)


@given(few_agents())
def test_messages_are_price_taking(of):
    for one in of.sellers + of.buyers:
        for p in range(len(of.market.P)):
            assert one.demand.at(p) in (best := best_bundles(one.trader, of.market, p))
            assert one.demand.at(p) in (best[0], best[-1])


@given(st.lists(st.integers(0, 3), min_size=1, max_size=5), st.integers(0, 12))
def test_the_law_of_serving_is_the_mean_over_all_orders(wants, total):
    counts = {w: wants.count(w) for w in set(wants)}
    law = served(counts, total, 60)
    orders = list(permutations(wants))
    for w, amount in product(counts, range(4)):
        by_order = sum(
            (w, amount) == pair
            for order in orders
            for pair in zip(order, serve_in_order(order, total), strict=True)
        )
        assert Fraction(law[w].get(amount, 0), 60) == Fraction(by_order, len(orders))
    types = sorted(counts)
    of_types = rationing_law([(w,) for w in types], [counts[w] for w in types], (total,), 60)
    assert of_types == [{(x,): number for x, number in law[w].items()} for w in types]


def test_compositions_are_counted():
    for counts in ([1, 3], [2, 2, 2], [4]):
        n = sum(counts) // 2
        listed = list(compositions(counts, n))
        assert len(listed) == composition_count(counts, n)
        assert sum(each.weight for each in listed) == [1, 2, 6, 20][n]


def test_what_does_not_fit_is_refused():
    of = even(9)
    with pytest.raises(TooLargeError, match="2,363,904,400 compositions of a group, at most"):
        listed_compositions(of)
    with pytest.raises(InputError, match="epsilon: more than 0, got 0"):
        prices_differ(of, Fraction(0))
    two = large_market(
        Market(1, 2, 1, price_grid(2, 1)),
        [separable(side, [[0], [0]]) for side in (Side.SELLER, Side.BUYER) for _ in range(2)],
    )
    with pytest.raises(InputError, match="k: one commodity, got 2"):
        any_demands(two)
    with pytest.raises(InputError, match="unit demands: k = l = 1, got k = 2, l = 1"):
        unit_demands(two)
    with pytest.raises(InputError, match="buyer 3: a buyer, got a seller"):
        large_market(even(1).market, [separable(Side.SELLER, [[0]])] * 4)


def test_on_a_coarse_grid_those_who_say_the_same_count_together():
    def coarse(n):
        traders = [
            separable(side, [[Fraction(4 * i - less, 8 * n)]])
            for side, less in ((Side.SELLER, 3), (Side.BUYER, 1))
            for i in range(1, 2 * n + 1)
        ]
        return large_market(Market(n, 1, 1, price_grid(1, 3)), traders)

    pairs = over_all_groupings(coarse(2)).pairs
    assert prices_differ(coarse(2), Fraction(1, 10)) == sum(
        share for (a, b), share in pairs.items() if a != b
    )
    assert Fraction(89, 100) < prices_differ(coarse(20), Fraction(1, 10)) < Fraction(9, 10)
