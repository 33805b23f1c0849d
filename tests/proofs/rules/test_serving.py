"""(3), (7) and (14): what has an î is what serving or raising in order gives, of all that could be traded."""

from fractions import Fraction
from itertools import product

import pytest

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Tie, price_grid
from mechanisms.markets.raising import serve_or_raise
from mechanisms.markets.rationing import serve_in_order
from proofs.rules import clearing, feasibility, rationing
from proofs.rules.serving import has_place
from tests.broken import ForcedTrade, LargestFirst, OwnPrice, Unrationed

AMOUNTS = list(product(range(3), repeat=2))  # of two agents, l = 2


def test_of_all_sales_those_that_serve_or_raise_in_order_have_a_place():
    for offered, sold, total in product(AMOUNTS, AMOUNTS, range(5)):
        in_order = list(sold) == serve_or_raise(offered, total, 2)
        assert has_place(list(offered), list(sold), total, 2) == in_order, (offered, sold, total)


@pytest.mark.parametrize(
    ("offered", "sold", "total", "earlier", "fits"),
    [
        ([0], [1], 1, 0, True),
        ([0, 0], [2, 0], 1, 0, False),  # more than l
        ([0], [1], 1, 1, False),  # 1 − 1·1 is 0
        ([0], [0], 1, 1, True),
        ([0, 0], [1, 0], 2, 1, True),  # 2 − 1·1 − 0 is 1
        ([0, 1], [0, 1], 2, 1, True),  # 2 − 1·1 − 1 is 0
        ([1, 0], [1, 0], 3, 1, False),  # 3 − 1·1 − 0 is 2, and 3 − 2·1 is 1: seller 2 sells 0
        ([1], [1], 1, 1, True),  # nobody is raised: earlier sellers are for raising alone
    ],
)
def test_14_as_printed_takes_off_l_for_sellers_of_earlier_groups(offered, sold, total, earlier, fits):
    assert has_place(offered, sold, total, 1, earlier) is fits


def test_of_all_trades_those_that_are_served_in_order_have_a_last_served():
    for wanted, got, total in product(AMOUNTS, product(range(-1, 3), repeat=2), range(5)):
        if total <= sum(wanted):
            in_order = list(got) == serve_in_order(wanted, total)
            assert rationing._has_last_served(wanted, got, total) == in_order, (wanted, got, total)


@pytest.mark.parametrize("asked", [(2, 0), (0, 2)])
def test_who_asks_no_more_than_is_offered_gets_that(asked):
    """Each sells and buys one unit: in order as far as the sellers are concerned, and not what the buyers ask."""
    market = Market(2, 1, 2, ((Fraction(1, 2),),))
    m = tuple(((amount,),) for amount in (1, 1, 1, 1, *asked, 1, 1))
    phi = Grouping((0, 1, 2, 3), (4, 5, 6, 7))
    every = [rationing.Misrationed(phi, m, group, 0) for group in (0, 1)]
    assert [record.holds(ForcedTrade(market)) for record in every] == [True, False]
    assert not any(record.holds(GStar(market)) for record in every)


def outcomes(broken, seed):
    """Of two commodities, up to two units, with two sellers and two buyers in a group; both tie rules."""
    for tie in Tie:
        g = broken(Market(2, 2, 2, price_grid(2, 1), tie))
        for phi, m in feasibility.random_outcomes(g.market, 12, seed):
            yield g, phi, m, g.allocation(phi, m)


@pytest.mark.parametrize(
    ("broken", "fails"), [(GStar, False), (LargestFirst, True), (ForcedTrade, True), (Unrationed, True)]
)
def test_those_commodities_are_misrationed_that_are_not_served_in_order(broken, fails):
    found = []
    for g, phi, m, a in outcomes(broken, 1):
        expected = set()
        for number, group in enumerate(phi.groups(2)):
            p = g.market.P.index(a.q[group.sellers[0]])
            for h in range(2):
                offered, asked = ([m[i][p][h] for i in side] for side in (group.sellers, group.buyers))
                total = min(sum(offered), sum(asked))
                served = serve_in_order(offered, total) + serve_in_order(asked, total)
                if [a.x[i][h] for i in group.sellers + group.buyers] != served:
                    expected.add(rationing.Misrationed(phi, m, number, h))
        every = {rationing.Misrationed(phi, m, *place) for place in product(range(2), range(2))}
        assert {record for record in every if record.holds(g)} == expected
        found += expected
    assert bool(found) is fails


@pytest.mark.parametrize(("broken", "fails"), [(GStar, False), (OwnPrice, True)])
def test_those_groups_do_not_clear_that_trade_at_another_price_than_that_of_the_other(broken, fails):
    found = []
    for g, phi, m, a in outcomes(broken, 2):
        groups = phi.groups(2)
        expected = set()
        for number, group in enumerate(groups):
            other = groups[1 - number]
            named = clearing_price(g.market, [m[i] for i in other.sellers], [m[i] for i in other.buyers])
            if a.q[group.buyers[1]] != g.market.P[named]:
                expected.add(clearing.NotClearing(phi, m, number, named))
        every = {clearing.NotClearing(phi, m, *place) for place in product(range(2), range(len(g.market.P)))}
        assert {record for record in every if record.holds(g)} == expected
        found += expected
    assert bool(found) is fails
