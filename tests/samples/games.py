"""Records about games, programs and plans."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from gametheory.dominance.best_reply import Deviation, find_deviation
from gametheory.dominance.definition import Domination, MixedDomination
from gametheory.dominance.dominant import Dominant, dominant_strategies
from gametheory.dominance.mixed import DominatedByMixed
from gametheory.dominance.rows import RowDomination, dominated_rows
from gametheory.dominance.survival import (
    SupportingBelief,
    Undominated,
    find_supporting_belief,
    find_undominated,
)
from gametheory.elimination.equivalence import Renaming, find_renaming
from gametheory.elimination.interim_rounds import (
    InterimDomination,
    InterimElimination,
    eliminate_interim,
)
from gametheory.elimination.order_independence import OrderDependence, Same, find_order_dependence
from gametheory.elimination.reductions import Order, all_reductions
from gametheory.elimination.rounds import Elimination, eliminate
from gametheory.elimination.transference import TransferenceViolation, find_transference_violation
from gametheory.games.bayesian import BayesianGame
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.optimisation.alternatives import Belief, Mixture, mixture_or_belief
from gametheory.optimisation.linear_programming import Optimum, Program, maximise
from gametheory.plans.dominance import find_plan_domination
from gametheory.plans.evidence import PlanDomination
from gametheory.plans.form import Plan, PlanForm
from gametheory.plans.game import ListedEnvironments
from gametheory.plans.separable import SeparablePlans, Shortfall
from tests.samples.sample import sample, samples_of

HALF = Fraction(1, 2)

# Games

PRISONERS = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
ORDER_MATTERS = NormalFormGame.from_arrays(
    [[[1, 0], [1, 2], [0, 2]], [[1, 0], [1, 1], [0, 1]]], strategies=["TMB", "LR"]
)
BETWEEN = NormalFormGame.from_arrays([[[3, 0], [0, 3], [1, 1]], [[0, 0], [0, 0], [0, 0]]])
EVERYTHING = ((0, 1, 2), (0, 1))


@samples_of(Deviation)
def deviation():
    found = find_deviation(PRISONERS, (0, 0))
    yield sample(found, PRISONERS, forged=[replace(found, b=0), replace(found, profile=(1, 1))])


@samples_of(Dominant)
def dominant():
    (found,) = dominant_strategies(PRISONERS, 0)
    yield sample(found, PRISONERS, forged=[replace(found, b=0)], elsewhere=[BETWEEN])
    alone = NormalFormGame.from_arrays([[[1, 2]], [[0, 1]]])  # player 1 has one strategy
    yield sample(Dominant(1, 1, Relation.STRICT), alone, forged=[Dominant(0, 0, Relation.VERY_WEAK)])


@samples_of(Domination)
def domination():
    found = eliminate(PRISONERS).rounds[0][0]
    yield sample(
        found, PRISONERS, forged=[replace(found, a=found.b, b=found.a), replace(found, strict_at=None)]
    )


@samples_of(MixedDomination)
def mixed_domination():
    (found,) = DominatedByMixed(BETWEEN, Relation.STRICT).among(EVERYTHING)
    yield sample(found, BETWEEN, forged=[replace(found, mixture=((0, Fraction(1)),)), replace(found, a=0)])


@samples_of(RowDomination)
def row_domination():
    matrix = np.array([[1, 1], [1, 2], [0, 3]])
    (found,) = dominated_rows(matrix)
    other = ((2, Fraction(1)),)
    yield sample(found, matrix, forged=[replace(found, strict_at=0), replace(found, mixture=other)])


@samples_of(Undominated)
def undominated():
    game = NormalFormGame.from_arrays([[[1, 0], [0, 1]], [[0, 0], [0, 0]]])
    found = find_undominated(game, 0, 0, Relation.WEAK, ((0, 1), (0, 1)))
    yield sample(found, game, forged=[replace(found, against=((1, (0, 1)),)), replace(found, against=())])


@samples_of(SupportingBelief)
def supporting_belief():
    game = NormalFormGame.from_arrays([[[3, 0], [0, 3], [2, 2]], [[0, 0]] * 3])
    found = find_supporting_belief(game, 0, 2, Relation.STRICT, EVERYTHING)
    yield sample(found, game, forged=[replace(found, belief=(((2, 0), Fraction(1)),)), replace(found, a=0)])


@samples_of(Renaming)
def renaming():
    game = NormalFormGame.from_arrays([[[1, 0], [1, 0], [0, 1]], [[2, 3], [2, 3], [3, 2]]])
    found = find_renaming(game, ((0, 1), (0, 1)), ((2,), (0, 1)))
    straight = (found.strategies[0], ((0, 0), (1, 1)))
    yield sample(
        found, game, forged=[replace(found, strategies=straight), replace(found, other=((0,), (0, 1)))]
    )


@samples_of(Order)
def order():
    found = find_order_dependence(all_reductions(ORDER_MATTERS)).one
    yield sample(
        found, forged=[replace(found, steps=found.steps[::-1] * 2), replace(found, start=((0, 1), (0, 1)))]
    )


@samples_of(OrderDependence)
def order_dependence():
    for same in Same:
        found = find_order_dependence(all_reductions(ORDER_MATTERS), same)
        yield sample(
            found,
            forged=[
                replace(found, other=found.one),
                replace(found, one=replace(found.one, steps=found.one.steps[:-1])),
            ],
        )


@samples_of(Elimination)
def elimination():
    for by in By:
        found = eliminate(BETWEEN, Relation.STRICT, by) if by is By.MIXED else eliminate(PRISONERS, by=by)
        yield sample(found, forged=[replace(found, rounds=()), replace(found, relation=Relation.VERY_WEAK)])


def first_price(bidders, bids):
    """Types are uniform; the bids are the types."""

    def payoffs(b, t):
        top = max(b)
        return [Fraction(t[i] - top, b.count(top)) if b[i] == top else 0 for i in range(bidders)]

    names = [[str(b) for b in range(bids)]] * bidders
    return BayesianGame.from_function(
        payoffs, lambda t: Fraction(1, bids**bidders), types=names, actions=names
    )


@samples_of(InterimDomination)
def interim_domination():
    game = first_price(2, 3)
    for found in eliminate_interim(game).rounds[0]:
        turned = replace(found, a=found.b, b=found.a)
        no_one_left = tuple(tuple(() for _ in own) for own in found.left)
        yield sample(
            found, game, forged=[turned, replace(found, b=found.a), replace(found, left=no_one_left)]
        )


@samples_of(InterimElimination)
def interim_elimination():
    for bidders, bids in (2, 4), (3, 3):
        found = eliminate_interim(first_price(bidders, bids))
        first, *later = found.rounds
        turned = replace(first[0], a=first[0].b, b=first[0].a)
        yield sample(
            found,
            forged=[
                replace(found, rounds=found.rounds[:-1]),
                replace(found, rounds=(first[1:], *later)),
                replace(found, rounds=((), *found.rounds)),
                replace(found, rounds=((turned, *first[1:]), *later)),
                replace(found, rounds=(*found.rounds, first)),
            ],
        )


@samples_of(TransferenceViolation)
def transference():
    game = NormalFormGame.from_arrays([[[1, 2], [1, 0]], [[5, 3], [4, 3]]])
    found = find_transference_violation(game)
    yield sample(found, game, forged=[replace(found, j=0), replace(found, profile=(0, 1))])


# Programs, and plans


@samples_of(Mixture)
def mixture():
    gains = np.array([[2, -1], [-1, 2]])
    found = mixture_or_belief(gains, Relation.STRICT)
    yield sample(
        found, gains, forged=[replace(found, weights=(Fraction(1), Fraction(0)))], elsewhere=[-gains]
    )


@samples_of(Belief)
def belief():
    gains = np.array([[1, -1], [-1, 1]])
    found = mixture_or_belief(gains, Relation.STRICT)
    yield sample(
        found, gains, forged=[replace(found, weights=(Fraction(1), Fraction(0)))], elsewhere=[gains**2]
    )


@samples_of(Optimum)
def optimum():
    program = Program(np.array([[1, 2], [3, 1]]), np.array([4, 6]), np.array([1, 1]))
    found = maximise(program)
    forged = [replace(found, value=found.value + 1), replace(found, y=found.y[::-1])]
    yield sample(found, program, forged=forged)


@samples_of(PlanDomination)
def plan_domination():
    rows = np.array([[0, 3, 0, 1], [0, 0, 3, 1]])
    others = ListedEnvironments(PlanForm(((3,),)), ("left", "right"), rows)
    found = find_plan_domination(others, Plan(0, (2,)), By.MIXED)
    turned = PlanDomination(Plan(0, (0,)), Plan(0, (2,)), "right")
    yield sample(found, others, forged=[turned, replace(found, dominator=Plan(0, (0,)))])


@samples_of(Shortfall)
def shortfall():
    plans = SeparablePlans([{"low": {"a": Fraction(0), "b": Fraction(1)}}])
    found = plans.find_shortfall(("a",))
    yield sample(found, plans, forged=[replace(found, action="b", better="a"), replace(found, payoff=HALF)])
