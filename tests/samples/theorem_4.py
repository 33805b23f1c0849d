"""Records about Theorem 4, beside those in files."""

from dataclasses import astuple, replace
from functools import cache

import pytest

from gametheory.plans.box import Box
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.single_price_elimination import ListedElimination, eliminate_listed
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_double_star.one_buyer.elimination import PlanElimination, eliminate_plans, payoff_matrix
from mechanisms.markets.informed_price_taking import InformedDemands, third_demands
from mechanisms.markets.market import Side
from mechanisms.markets.trader import separable
from proofs.audit.on_any_mechanism import TruthLost
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, quarters, shares, units
from proofs.theorem_4.groups import best_after_price_taking as best
from proofs.theorem_4.groups import claims as larger_groups
from proofs.theorem_4.groups import sellers_take_prices, single_price
from proofs.theorem_4.hedges.all_dominated import AllDominated
from proofs.theorem_4.hedges.first_message_rounds import FirstMessageRounds, first_message_rounds
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.only_price_taking import OnlyPriceTaking
from proofs.theorem_4.hedges.search import AT_0, AT_0_AND_1, NEVER, P
from proofs.theorem_4.mixed.statement import BetterAtTheMean, NoCopy, price_taking_everywhere
from proofs.theorem_4.one_buyer.statement import BetterReply, Unexpected, solve, violations
from proofs.theorem_4.one_buyer.witnesses import printed_condition_2
from tests.broken_g_double_star import OwnPrice
from tests.interdependent_instances import HALF, SINGLE_PRICE, TENTH, by_mate, market
from tests.samples.sample import sample, samples_of

ALONE = AnonymousCase(quarters(0, 3), quarters(1, 5), shares(2, 1, 2))
POOLING = AnonymousCase(quarters(0, 3), quarters(0, 3), shares(1, 1, 1))
RISING = AnonymousCase(quarters(0, 1, 2, 3), quarters(2, 3, 4, 1), EVEN)
HEDGED = AnonymousCase(units(0, 0, "5/2", "1/4"), units(0, "1/4", "5/2", 0), EVEN, P)
QUARTER = HALF / 2


@samples_of(PlanElimination)
def plan_elimination():
    game = by_mate(
        market(SINGLE_PRICE), {("L", "L"): 0, ("L", "H"): QUARTER, ("H", "L"): HALF, ("H", "H"): 1}
    )
    found = eliminate_plans(game)
    early = eliminate_plans(game, len(found.rounds) - 1)
    agent, first = next((agent, lost) for agent, lost in found.rounds[0].items() if lost.thirds.dominations)
    matrix, _ = payoff_matrix(found.payoffs[agent], found.sets[0][agent], found.sets[0])
    removal, *rest = first.thirds.dominations
    equal = replace(removal, strict_at=removal.gains(matrix).index(0))
    thirds = replace(first.thirds, dominations=(equal, *rest))
    forged = {**found.rounds[0], agent: replace(first, thirds=thirds)}
    yield sample(
        found,
        forged=[
            early,
            replace(found, sets=found.sets[1:], rounds=found.rounds[1:]),
            replace(found, sets=(*found.sets, found.sets[-1])),
            replace(found, rounds=(forged, *found.rounds[1:])),
        ],
    )


@samples_of(TruthLost)
def truth_lost():
    """A plan that asks for nothing is no truth, and is eliminated."""
    game = by_mate(market(SINGLE_PRICE), {("L", "L"): 1, ("L", "H"): 1, ("H", "L"): 1, ("H", "H"): 1})
    plans_of_buyer = eliminate_plans(game)
    agent = next(iter(plans_of_buyer.survivors))
    every, left = (
        set(sets[agent].plans(game.mechanism.market))
        for sets in (plans_of_buyer.sets[0], plans_of_buyer.sets[-1])
    )
    gone, kept = min(every - left, key=astuple), min(left, key=astuple)
    yield sample(TruthLost(agent, gone), game, forged=[TruthLost(agent, kept)])


@samples_of(ListedElimination)
def listed_elimination():
    found = eliminate_listed(ALONE.instance())
    agent = (2, "L")
    fewer = {**found.sets[1], agent: found.sets[1][agent][1:]}
    early = eliminate_listed(ALONE.instance(), rounds=1)
    nobody = {other: places for other, places in found.sets[-1].items() if other != agent}
    yield sample(
        found,
        forged=[
            early,
            replace(found, sets=(found.sets[0], fewer, *found.sets[2:])),
            replace(found, sets=found.sets[1:], rounds=found.rounds[1:]),
            replace(found, sets=(*found.sets[:-1], nobody)),
        ],
    )


@samples_of(single_price.Violation)
def violation():
    game = POOLING.instance()
    found = next(single_price.violations(eliminate_listed(game)))
    other = next(part for part in single_price.Part if part is not found.part)
    yield sample(found, game, forged=[replace(found, part=other)], elsewhere=[ALONE.instance()])


@cache
def solved():
    """An instance on which the theorem as read does not hold."""
    game, _ = printed_condition_2()
    return game, solve(game)


def of_condition_2(kind):
    """The first violation of this kind there."""
    game, found = solved()
    return game, next(each for each in violations(found) if isinstance(each, kind))


@samples_of(Unexpected)
def unexpected():
    game, found = of_condition_2(Unexpected)
    never = replace(found.plan, first=NEVER)
    yield sample(
        found, game, forged=[replace(found, survives=not found.survives), replace(found, plan=never)]
    )


@samples_of(BetterReply)
def better_reply():
    game, found = of_condition_2(BetterReply)
    forged = [replace(found, better=found.plan), replace(found, plan=replace(found.plan, first=NEVER))]
    yield sample(found, game, forged=forged)


# Groups of any size


def seller(*costs):
    return separable(Side.SELLER, [costs])


@samples_of(sellers_take_prices.Regret)
def regret():
    """Unit costs 3/4 and 0: two units are best at 1/2, one alone a loss."""
    g = GDoubleStar(market(SINGLE_PRICE, n=2, l=2), TENTH)
    found = sellers_take_prices.find_regret(g, seller(3 * QUARTER, 0))
    forged = [
        replace(found, trader=seller(0, 3 * QUARTER)),
        replace(found, trader=seller(0, 0)),  # the other offer earns less
        replace(found, other=found.best),
        replace(found, best=(1,)),  # earns less than the other, and is not best
    ]
    yield sample(found, g, forged=forged)


@samples_of(sellers_take_prices.OtherEvent)
def other_event():
    g = OwnPrice(market(n=2), TENTH)
    found = larger_groups._strange_draw(g, seed=1)
    yield sample(found, g, elsewhere=[GDoubleStar(g.market, TENTH)])


@samples_of(sellers_take_prices.InterimLoss)
def interim_loss():
    g = GDoubleStar(market(SINGLE_PRICE, n=2), TENTH)
    found = sellers_take_prices.find_loss(g, seller(3 * QUARTER), ((1,),), i=2)
    forged = [replace(found, trader=seller(0)), replace(found, message=found.taking)]
    yield sample(found, g, forged=forged)


def as_if_10(asked) -> object:
    """(10) asks something else of third messages."""

    def plant(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(best, "third_demands", asked)

    return plant


@samples_of(best.BetterAction)
def better_action():
    game = ALONE.instance()
    plant = as_if_10(lambda *_: InformedDemands(ALONE.market, 2, {}))
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        found = best.find_violation(game, (2, "L"))
    cells = BuyerEnvironments(game, 2, "L").payoffs.buyer.cells[found.root]
    elsewhere = [cell for cell in cells if cell.part == found.cell.part and cell != found.cell]
    forged = [
        replace(found, better=found.allowed),
        replace(found, allowed=found.better, better=found.allowed),
        *(replace(found, cell=cell) for cell in elsewhere),
    ]
    yield sample(found, game, forged=forged, plant=plant)


class Picky(InformedDemands):
    """Allows only the first of several best actions."""

    def at(self, shown):
        return Box(tuple(choices[:1] for choices in super().at(shown).choices))


def picky(*which):
    right = third_demands(*which)
    return Picky(right.market, right.length, right.requirements)


@samples_of(best.NeverWorse)
def never_worse():
    game, plant = RISING.instance(), as_if_10(picky)
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        found = best.find_violation(game, (4, "L"))
        strict = next(
            replace(found, cell=cell)
            for cell in BuyerEnvironments(game, 4, "L").payoffs.buyer.cells[found.root]
            if cell.part == found.cell.part
            and len(third_demands(game, 4, "L").at(cell.shown).choices[cell.p]) == 1
            and picky(game, 4, "L").at(cell.shown).choices[cell.p] == (found.allowed,)
        )
    yield sample(found, game, forged=[replace(found, forbidden=found.allowed), strict], plant=plant)


@samples_of(best.NothingAllowed)
def nothing_allowed():
    found = best.find_violation(POOLING.instance(), (2, "L"))
    yield sample(found, POOLING.instance(), elsewhere=[ALONE.instance()])


# Two buyers in a group


@cache
def rounds():
    game = HEDGED.instance()
    return game, first_message_rounds(game)


@samples_of(FirstMessageRounds)
def all_rounds():
    game, found = rounds()
    first, *gone = found.gone
    fewer = {**first, "L": {NEVER: first["L"][NEVER]}}
    kept, *later = found.rounds
    hedged = next(d for d, why in kept["H"].items() if not isinstance(why, OnlyPriceTaking))
    wrong = {**kept, "H": {**kept["H"], hedged: OnlyPriceTaking((4, "H"), hedged)}}
    t, d = next((t, d) for t in "LH" for d in found.gone[1][t] if isinstance(kept[t][d], Hedge))
    again = {**later[0], t: {**later[0][t], d: kept[t][d]}}  # by a hedge that needs what round 1 removes
    rest = {**gone[0], t: {own: why for own, why in gone[0][t].items() if own != d}}
    stale = replace(found, rounds=(kept, again), gone=(first, rest), undecided="round 3")
    (one, why), (other, why_other), *_ = kept["H"].items()
    swapped = {**kept, "H": {**kept["H"], one: why_other, other: why}}
    yield sample(
        found,
        game,
        forged=[
            replace(found, rounds=found.rounds[1:], gone=found.gone[1:]),
            replace(found, gone=(fewer, *gone)),
            replace(found, gone=found.gone[:-1]),
            replace(found, rounds=({**kept, "Z": {}}, *later)),
            replace(found, rounds=({"L": kept["L"]},), gone=(first,), undecided="round 2"),
            stale,
            replace(found, rounds=(wrong, *later)),  # why a message stays is not so
            replace(found, rounds=(swapped, *later)),  # or is about another one
        ],
    )


@samples_of(AllDominated)
def all_dominated():
    game, found = rounds()
    yield sample(found.gone[0]["L"][NEVER], game, forged=[replace(found.gone[0]["L"][NEVER], copies=())])
    second = found.gone[1]["H"][AT_0]
    free = tuple((t, (*own, NEVER)) for t, own in second.sent)
    yield sample(second, game, forged=[replace(second, copies=second.copies[1:]), replace(second, sent=free)])


class OwnFirst(GDoubleStar):
    """A buyer's own first message comes first in the tuple of her group: to send another one is no copy."""

    def demands(self, group, m, b):
        own = [m.buyers[i - self.market.side_size] for i in group.buyers]
        firsts = [message.first for message in own]
        if b != 2:
            return super().demands(group, m, b)
        return [
            message.second[(message.first, *firsts[:place], *firsts[place + 1 :])]
            for place, message in enumerate(own)
        ]


@samples_of(OnlyPriceTaking)
def only_price_taking():
    found = OnlyPriceTaking((4, "L"), AT_0)
    yield sample(
        found, HEDGED.instance(), forged=[replace(found, first=AT_0_AND_1), replace(found, agent=(4, "H"))]
    )
    game = RISING.instance()
    broken = replace(game, mechanism=OwnFirst(game.mechanism.market, game.mechanism.eta))
    yield sample(OnlyPriceTaking((4, "H"), ((1,),)), game, elsewhere=[broken])


@samples_of(BetterAtTheMean)
def better_at_the_mean():
    game = HEDGED.instance()
    environments = BuyerEnvironments(game, 4, "H")
    _, plan = environments.form.best(environments.mean())
    found = BetterAtTheMean((4, "H"), AT_0, plan)
    same, worse = (price_taking_everywhere(environments.payoffs.buyer, d) for d in (AT_0, NEVER))
    forged = [replace(found, better=plan) for plan in (same, worse)]
    yield sample(found, game, forged=[replace(found, first=AT_0_AND_1), *forged])


@samples_of(NoCopy)
def no_copy():
    game = RISING.instance()
    found = NoCopy((4, "L"), ((0,),), ((1,),))
    broken = replace(game, mechanism=OwnFirst(game.mechanism.market, game.mechanism.eta))
    yield sample(found, broken, elsewhere=[game])
