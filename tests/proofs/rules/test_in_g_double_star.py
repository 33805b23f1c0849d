"""The rules of G**, (1), (2), (7) and (11): a mechanism with one thing broken has a record that holds there only."""

from mechanisms.g_double_star.mechanism import GDoubleStar
from proofs.rules import feasibility, own_price_in_g_double_star, serving
from proofs.rules.g_double_star_outcomes import every_outcome, random_outcomes
from tests.broken_g_double_star import LastServedFirst, NobodyIsRaised, OwnPrice
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


def test_sellers_who_are_not_raised_break_1():
    g = NobodyIsRaised(market(), TENTH)
    found = next(found for out in every_outcome(g) for found in feasibility.draw_violations(g, out))
    assert found.holds(g)
    assert not found.holds(GDoubleStar(g.market, TENTH))
    assert found.describe(g) == "(1): as much of commodity 1 is sold as bought: got 0 and 1"
