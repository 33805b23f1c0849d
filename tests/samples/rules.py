"""Records that say where a mechanism breaks a rule: each holds about a broken one only."""

from dataclasses import replace
from fractions import Fraction
from random import Random

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_double_star.one_buyer.seller_influence import SellerInfluence, find_seller_influence
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_star.mechanism import GStar
from mechanisms.g_star.plan_form import Isolation
from mechanisms.markets.allocation import Infeasibility, infeasibilities
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, price_grid
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.claims.verdict import Reading
from proofs.rules import (
    branch_7,
    clearing,
    feasibility,
    own_influence,
    own_price,
    own_price_in_g_double_star,
    printed_groups,
    rationing,
    serving,
    weights,
)
from proofs.rules.g_double_star_outcomes import random_outcomes as g_double_star_outcomes
from proofs.rules.g_plus_outcomes import random_outcomes as g_plus_outcomes
from proofs.rules.g_plus_outcomes import random_triplicate
from proofs.rules.outcome import Outcome
from tests import broken, broken_g_double_star, broken_g_plus
from tests.interdependent_instances import TENTH, market
from tests.samples.sample import sample, samples_of

TINY = Market(n=1, k=1, l=1, P=price_grid(1, 1))
NEVER, ONE_AT_1, AT_0, ALWAYS = TINY.messages()
PHI = Grouping((0, 1), (2, 3))
SINGLE = Market(1, 1, 1, ((Fraction(1, 2),),), groups=3)
NO, YES = SINGLE.messages()


def first(rule, g):
    every = feasibility.every_outcome(g.market)
    return next(found for phi, m in every for found in rule.violations(g, phi, m))


@samples_of(clearing.NotClearing)
def not_clearing():
    g = broken.OwnPrice(TINY)
    found = first(clearing, g)
    forged = [replace(found, better=1 - found.better), replace(found, m=(NEVER,) * 4)]
    yield sample(found, g, forged=forged, elsewhere=[GStar(TINY)])


@samples_of(rationing.Misrationed)
def misrationed():
    g = broken.Unrationed(TINY)
    found = first(rationing, g)
    yield sample(found, g, forged=[replace(found, m=(NEVER,) * 4)], elsewhere=[GStar(TINY)])


@samples_of(own_price.WrongPrice)
def wrong_price():
    m = (NEVER, NEVER, NEVER, AT_0)
    (found,) = (each for each in own_price.wrong_prices(GStar(TINY), Reading.PRINTED, PHI, m) if each.i == 3)
    yield sample(found, GStar(TINY), forged=[replace(found, i=2), replace(found, reading=Reading.READ)])


@samples_of(own_price.OwnInfluence)
def own_influence_in_g_star():
    g = broken.OwnPrice(TINY)
    every = feasibility.every_outcome(TINY)
    found = next(found for phi, m in every for found in own_price.own_influences(g, phi, m, g.market.agents))
    yield sample(found, g, forged=[replace(found, m=(ALWAYS,) * 4)], elsewhere=[GStar(TINY)])


@samples_of(Infeasibility)
def infeasibility():
    a = broken.Unrationed(TINY).allocation(PHI, (NEVER, NEVER, ALWAYS, ALWAYS))
    found = next(infeasibilities(TINY, a))
    fair = GStar(TINY).allocation(PHI, (NEVER, NEVER, ALWAYS, ALWAYS))
    yield sample(found, TINY, forged=[replace(found, allocation=fair), replace(found, sold=found.bought)])


@samples_of(feasibility.InfeasibleOutcome)
def infeasible_outcome():
    g = broken.Unrationed(TINY)
    found = first(feasibility, g)
    yield sample(found, g, forged=[replace(found, m=(NEVER,) * 4)], elsewhere=[GStar(TINY)])


@samples_of(feasibility.InfeasibleDraw)
def infeasible_draw():
    g = broken_g_plus.Subsidised(SINGLE, TENTH)
    m = [Triplicate(YES, Everywhere(YES), Everywhere(YES))] * 6
    found = list(feasibility.draw_violations(g, Outcome(Grouping((0, 1, 2), (3, 4, 5)), 0, 1, m)))[-1]
    yield sample(found, g, elsewhere=[GPlus(SINGLE, TENTH)])


@samples_of(serving.NoPlace)
def no_place():
    g = broken_g_double_star.LastServedFirst(market(n=2), TENTH)
    found = next(
        found
        for out in g_double_star_outcomes(g, 40, seed=0)
        for found in serving.violations(g, out.phi, out.p, out.b, out.m)
    )
    yield sample(found, g, elsewhere=[GDoubleStar(g.market, TENTH)])


@samples_of(own_price_in_g_double_star.MovedPrice)
def moved_price():
    g = broken_g_double_star.OwnPrice(market(), TENTH)
    found = next(
        found
        for out in g_double_star_outcomes(g, 40, seed=0)
        for found in own_price_in_g_double_star.violations(g, out)
    )
    yield sample(
        found, g, forged=[replace(found, changed=found.outcome.m)], elsewhere=[GDoubleStar(g.market, TENTH)]
    )


@samples_of(printed_groups.SharedAgents)
def shared_agents():
    found = printed_groups.SharedAgents(Grouping((0, 1), (2, 3)))
    yield sample(found, GStar(market()), forged=[replace(found, group_1=(k, k)) for k in (0, 1)])


@samples_of(weights.PrintedWeights)
def printed_weights():
    g = GDoubleStar(market(), TENTH)
    yield sample(weights.PrintedWeights(1), g, forged=[weights.PrintedWeights(2)])


@samples_of(branch_7.NoPlace)
def no_place_in_branch_7():
    g = GPlus(SINGLE, TENTH)
    m = [Triplicate(NO, Everywhere(NO), Everywhere(NO if i < 3 else YES)) for i in range(6)]
    found = next(branch_7.violations(g, Outcome(Grouping((0, 1, 2), (3, 4, 5)), 0, 7, m), Reading.PRINTED))
    yield sample(found, g, forged=[replace(found, reading=Reading.READ), replace(found, beta=0)])


def influences(mechanism, record):
    g, others = mechanism(SINGLE, TENTH), [random_triplicate(SINGLE, Random(1))] * 6
    found = (each for out in g_plus_outcomes(g, 20, 1) for each in own_influence.violations(g, out, others))
    return g, next(each for each in found if type(each) is record)


@samples_of(own_influence.OwnInfluence)
def own_influence_in_g_plus():
    g, found = influences(broken_g_plus.SecondForFirst, own_influence.OwnInfluence)
    same = found.outcome.m[found.i]
    yield sample(found, g, forged=[replace(found, other=same)], elsewhere=[GPlus(SINGLE, TENTH)])


@samples_of(own_influence.WrongTrade)
def wrong_trade():
    g, found = influences(broken_g_plus.NoTrade, own_influence.WrongTrade)
    yield sample(found, g, elsewhere=[GPlus(SINGLE, TENTH)])


class ServedOnlyWhatTheyOffer(GDoubleStar):
    """With excess demand sellers are not raised, as in G*."""

    def _sold(self, group, p, m, asked):
        offered = [m.sellers[i][p][0] for i in group.sellers]
        return [(min(offer, x[0]),) for offer, x in zip(offered, asked, strict=True)]


@samples_of(SellerInfluence)
def seller_influence():
    g = ServedOnlyWhatTheyOffer(market(), TENTH)
    found = find_seller_influence(g, 0)
    same = found.m.sellers[0]
    yield sample(found, g, forged=[replace(found, other=same)], elsewhere=[GDoubleStar(market(), TENTH)])


@samples_of(Isolation)
def isolation():
    found = Isolation(0, 1, (1,))
    yield sample(found, GStar(TINY), elsewhere=[broken.NoTrade(TINY), broken.OwnPrice(TINY)])
