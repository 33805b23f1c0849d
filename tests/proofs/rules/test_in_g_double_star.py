"""The rules of G**, (1), (2), (7) and (11): a mechanism with one thing broken has a record that holds there only."""

from dataclasses import replace
from itertools import product

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.market import Market, Tie, price_grid
from proofs.claims.claim import unwatched
from proofs.rules import feasibility, in_g_double_star, own_price_in_g_double_star, serving
from proofs.rules.g_double_star_outcomes import every_outcome, random_outcomes
from tests.broken_g_double_star import LastServedFirst, NobodyIsRaised, OwnPrice
from tests.faults.rules import g_double_star
from tests.interdependent_instances import TENTH, market


def test_sellers_served_in_the_wrong_order_break_7():
    g = LastServedFirst(market(n=2), TENTH)
    outcomes = random_outcomes(g, 40, seed=0)
    found = next(found for out in outcomes for found in serving.violations(g, out.phi, out.p, out.b, out.m))
    assert found.holds(g)
    assert not found.holds(GDoubleStar(g.market, TENTH))


def test_a_group_that_clears_itself_breaks_11():
    g = OwnPrice(market(), TENTH)
    outcomes = random_outcomes(g, 40, seed=0)
    found = next(found for out in outcomes for found in own_price_in_g_double_star.violations(g, out))
    assert found.holds(g)
    assert not found.holds(GDoubleStar(g.market, TENTH))
    assert found.describe(g) == f"{g.market.name(found.i)} changes her own price"
    back = replace(found, outcome=replace(found.outcome, m=found.changed), changed=found.outcome.m)
    assert back.holds(g)
    assert not replace(found, changed=found.outcome.m).holds(g)


def test_sellers_who_are_not_raised_break_1():
    g = NobodyIsRaised(market(), TENTH)
    found = next(found for out in every_outcome(g) for found in feasibility.draw_violations(g, out))
    assert found.holds(g)
    assert not found.holds(GDoubleStar(g.market, TENTH))
    assert found.describe(g) == "(1): as much of commodity 1 is sold as bought, got 0 and 1"


def test_a_sale_that_breaks_7_in_words():
    g = LastServedFirst(market(n=2), TENTH)
    outcomes = random_outcomes(g, 40, seed=0)
    found = next(found for out in outcomes for found in serving.violations(g, out.phi, out.p, out.b, out.m))
    offered, sold, bought = found.sale(g)
    assert found.describe(g) == (
        f"group {found.phi.groups(2).index(found.group) + 1}, whose buyers buy {bought} of commodity 1, and whose "
        f"sellers offer {offered[0]} and {offered[1]} and sell {sold[0]} and {sold[1]}: no î fits"
    )


def test_scopes_follow_the_sizes(monkeypatch):
    g_double_star()(monkeypatch)
    assert in_g_double_star.check_serving(unwatched).scope == (
        "every draw and profile at n=k=l=T=1; random ones at (n, k, l, T) = (1,1,2,1), (2,1,1,1); both tie rules; "
        "seeds 0 to 1"
    )
    monkeypatch.setattr(in_g_double_star, "SIZES", [(1, 1, 2, 1), (1, 2, 1, 1)])
    assert in_g_double_star.check_serving(unwatched).scope == (
        "every draw and profile at n=k=1, l=2, T=1; random ones at (n, k, l, T) = (1,2,1,1); both tie rules; seed 0"
    )
    monkeypatch.setattr(in_g_double_star, "ETAS", in_g_double_star.ETAS[:1])
    assert in_g_double_star.check_weights(unwatched).scope == "(n,k,T) = (1,1,1), (1,2,1); 1 η"


def test_both_groups_trade_at_their_prices():
    """`prices`, which (11) is checked by, against the allocation, on outcomes of every size and tie rule."""
    compared = 0
    for tie, (n, k, l, T) in product(Tie, in_g_double_star.SIZES):
        g = GDoubleStar(Market(n, k, l, price_grid(k, T), tie), TENTH)
        for out in random_outcomes(g, 12, seed=n):
            a = out.allocation(g)
            for group, place in g.prices(out.phi, out.p, out.m, out.b):
                for i in (*group.sellers, *group.buyers):
                    assert a.q[i] == g.market.P[place]
                    compared += 1
    assert compared > 2_000
