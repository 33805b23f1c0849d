"""Records that say where a hypothesis fails."""

from dataclasses import replace
from fractions import Fraction

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.informed_price_taking import Conflict, Requirement, second_demands
from mechanisms.markets.instance import everybody_is
from mechanisms.markets.market import Side, price_grid
from mechanisms.markets.prior import explicit_prior
from mechanisms.markets.trader import separable
from proofs.claims.verdict import Reading
from proofs.conditions import (
    anonymity,
    condition_1,
    condition_2,
    condition_3,
    full_support,
    private_preferences,
    revealing_demands,
    seller_costs,
    singletons,
    symmetric_prior,
    unnamed_signals,
)
from proofs.conditions.g_plus_instances import contrary_buyer, private_values
from proofs.theorem_4.one_buyer.witnesses import choosy_buyer
from tests.g_plus_instances import followed_buyer
from tests.interdependent_instances import SINGLE_PRICE, by_mate, common_values, instance, market, uniform
from tests.samples.sample import sample, samples_of

HALF = Fraction(1, 2)


@samples_of(full_support.NullProfile)
def null_profile():
    on = market()
    prior = explicit_prior(on, "s", "LH", {("s", "s", *pair): HALF for pair in ("LL", "HH")})
    game = instance(on, prior, lambda i, omega: [1])
    found = full_support.find_violation(game)
    yield sample(
        found, game, forged=[replace(found, omega=("s", "s", "L", "L"))], elsewhere=[common_values()]
    )


@samples_of(condition_1.Condition1Violation)
def condition_1_violation():
    falling = separable(Side.SELLER, [[Fraction(3, 4), HALF]])
    found = condition_1.find_violation(falling)
    rising = separable(Side.SELLER, [[HALF, Fraction(3, 4)]])
    yield sample(
        found,
        falling,
        forged=[replace(found, got=Fraction(1)), replace(found, bundle=(1,))],
        elsewhere=[rising],
    )


@samples_of(seller_costs.CostViolation)
def cost_violation():
    on = market(l=2)
    good, bad = (
        instance(on, uniform(on, "s", "L"), lambda i, omega: [1, 1], costs=[HALF, second])
        for second in (HALF, HALF / 2)
    )
    found = seller_costs.find_violation(bad)
    yield sample(found, bad, forged=[replace(found, i=2)], elsewhere=[good])


@samples_of(symmetric_prior.Asymmetry)
def asymmetry():
    on = market()
    shares = {"LL": 2, "LH": 1, "HL": 3, "HH": 2}
    prior = explicit_prior(on, "s", "LH", {("s", "s", *pair): Fraction(w, 8) for pair, w in shares.items()})
    game = instance(on, prior, lambda i, omega: [1])
    found = symmetric_prior.find_violation(game)
    forged = [replace(found, other=found.omega), replace(found, other=("s", "s", "L", "L"))]
    yield sample(found, game, forged=forged, elsewhere=[common_values()])


@samples_of(anonymity.NamedPayoff)
def named_payoff():
    on = market()
    game = instance(on, uniform(on, "s", "LH"), lambda i, omega: [Fraction(i)])
    found = anonymity.find_violation(game)
    yield sample(
        found, game, forged=[replace(found, a=0), replace(found, bundle=(0,))], elsewhere=[common_values()]
    )


@samples_of(revealing_demands.SharedDemand)
def shared_demand():
    game = by_mate(market(), {("L", "L"): 0, ("L", "H"): HALF, ("H", "L"): HALF, ("H", "H"): HALF})
    found = revealing_demands.find_violation(game)
    forged = [replace(found, signals=("L", "L")), replace(found, message=((0,), (1,)))]
    yield sample(found, game, forged=forged, elsewhere=[common_values()])


@samples_of(unnamed_signals.Ambiguity)
def ambiguity():
    found = unnamed_signals.find_ambiguity(contrary_buyer())
    forged = [replace(found, signals=("L", "L")), replace(found, agents=(3, 3))]
    yield sample(found, contrary_buyer(), forged=forged, elsewhere=[private_values()])


@samples_of(condition_2.Condition2Violation)
def condition_2_violation():
    found = condition_2.find_violation(common_values(), Reading.PRINTED)
    forged = [
        replace(found, reading=Reading.READ),
        replace(found, other=found.omega),
        replace(found, bundle=(0,)),
    ]
    yield sample(found, common_values(), forged=forged)


@samples_of(condition_3.Condition3Violation)
def condition_3_violation():
    found = condition_3.find_violation(followed_buyer())
    forged = [
        replace(found, phi=Grouping((0, 1, 2), (3, 4, 5))),
        replace(found, phi=Grouping((1, 0, 2), (5, 3, 4))),
    ]
    yield sample(found, followed_buyer(), forged=forged, elsewhere=[private_values()])


@samples_of(condition_3.Reversal)
def reversal():
    found = condition_3.find_violation(followed_buyer()).reversal
    forged = [replace(found, better=found.worse, worse=found.better), replace(found, i=3)]
    yield sample(found, followed_buyer(), forged=forged, elsewhere=[private_values()])


@samples_of(private_preferences.Dependence)
def dependence():
    found = private_preferences.find_dependence(followed_buyer())
    yield sample(found, followed_buyer(), forged=[replace(found, j=4)], elsewhere=[private_values()])


@samples_of(singletons.SeveralPriceTaking)
def several_price_taking():
    on = market(SINGLE_PRICE)
    tied, clear = (everybody_is(GStar(on), separable(Side.SELLER, [[cost]])) for cost in (HALF, HALF / 2))
    yield sample(singletons.find_several(tied), tied, elsewhere=[clear])


@samples_of(Conflict)
def conflict():
    game = choosy_buyer()
    found = second_demands(game, 4, "L").find_conflict()
    other = tuple(replace(why, i=5) for why in found.requirements)
    forged = [replace(found, requirements=found.requirements[:1]), replace(found, requirements=other)]
    yield sample(found, game, forged=forged)


@samples_of(Requirement)
def requirement():
    game = common_values()
    (found,) = second_demands(game, 2, "L").requirements[((1,), (0,)),]
    forged = [
        replace(found, best=found.best[::-1]),
        replace(found, own="H"),
        replace(found, shown=(((1,), (1,)),)),
    ]
    assert price_grid(1, 1) == game.mechanism.market.P
    yield sample(found, game, forged=forged)
