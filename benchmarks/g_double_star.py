"""G**: iterated elimination with evidence, many instances of the family, and worst cases at larger sizes."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import islice, product
from random import Random

import numpy as np

from benchmarks.suite import Case, Contestant, Suite
from gametheory.games.exact import IntegerArray
from gametheory.games.relation import By
from gametheory.plans.dominance import domination_or_support
from gametheory.plans.evidence import PlanDomination
from gametheory.plans.form import Plan
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_double_star.one_buyer.elimination import eliminate_plans
from mechanisms.markets.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.prior import explicit_prior
from mechanisms.markets.trader import Trader, separable
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer.family import family
from proofs.theorem_4.one_buyer.outcome import outcome


def _instance(place: int) -> InterdependentInstance:
    """A member of the family that breaks no hypothesis."""
    good = (instance for case in family() if not broken_hypotheses(instance := case.instance()))
    return next(islice(good, place, None))


def _eliminate_with_evidence(by: By, instance: InterdependentInstance) -> int:
    """S^∞, every removal and every survivor rechecked; how many plans are left."""
    run = eliminate_plans(instance, by=by)
    if not run.holds():
        raise ArithmeticError("the evidence does not hold")
    return sum(left.size() for left in run.survivors.values())


def _members(count: int) -> list[InterdependentInstance]:
    return [_instance(place) for place in range(0, 10 * count, 10)]


def _outcomes(instances: list[InterdependentInstance]) -> int:
    """Theorem 4 as read and as printed on each."""
    return sum(outcome(instance).read for instance in instances)


ELIMINATION = Suite(
    "S^∞ of G** at n=k=l=T=1, two signals, 4,096 plans for each buyer and signal, with evidence",
    [Case("one round", partial(_instance, 0)), Case("two rounds", partial(_instance, 700))],
    [
        Contestant("pure dominators", partial(_eliminate_with_evidence, By.PURE)),
        Contestant("mixed dominators", partial(_eliminate_with_evidence, By.MIXED)),
    ],
)

FAMILY = Suite(
    "Theorem 4 on members of the family, one process",
    [Case("50 instances", partial(_members, 50))],
    [Contestant("every plan", _outcomes)],
    seconds=120,
    repeats=1,
)


def larger(n: int, l: int, T: int, signals: int) -> InterdependentInstance:
    """Two to four signals; a unit is worth 1/4 more for each step of the own signal, 1/8 of the others'."""
    market = Market(n, 1, l, price_grid(1, T))
    names = tuple("ABCD"[:signals])
    profiles = [("s",) * market.side_size + omega for omega in product(names, repeat=market.side_size)]
    prior = explicit_prior(market, ["s"], names, dict.fromkeys(profiles, Fraction(1, len(profiles))))

    def trader(i: int, omega: tuple[str, ...]) -> Trader:
        if i in market.sellers:
            return separable(Side.SELLER, [[Fraction(0)] * l])
        steps = sum(names.index(omega[j]) for j in market.buyers)
        unit = Fraction(steps + names.index(omega[i]), 8)
        return separable(Side.BUYER, [[unit / (number + 1) for number in range(l)]])

    return interdependent_instance("larger", GDoubleStar(market, Fraction(1, 10)), prior, trader)


Worst = tuple[BuyerEnvironments, list[IntegerArray]]


def _directions(instance: InterdependentInstance, count: int) -> Worst:
    """Random plans less others, and all that the oracle computes once."""
    environments = BuyerEnvironments(instance, instance.mechanism.market.buyers[0], "A")
    form, random = environments.form, Random(1)

    def vector() -> IntegerArray:
        root = random.randrange(len(form.cells))
        return form.vector(Plan(root, tuple(random.randrange(count) for count in form.cells[root])))

    directions = [np.asarray(vector() - vector()) for _ in range(count)]
    environments.worst(directions[0])
    return environments, directions


def _worst(made: Worst) -> int:
    environments, directions = made
    return sum(environments.worst(direction)[0] for direction in directions)


def _case(n: int, l: int, T: int, signals: int) -> Case:
    make: Callable[[], Worst] = partial(_prepared, n, l, T, signals)
    return Case(f"n={n} l={l} T={T}, {signals} signals", make)


def _prepared(n: int, l: int, T: int, signals: int) -> Worst:
    return _directions(larger(n, l, T, signals), 5)


WORST_CASES = Suite(
    "The worst that the others can do to a buyer of G**, exactly: five random directions",
    [
        _case(1, 1, 1, 2),
        _case(2, 1, 1, 2),
        _case(2, 1, 1, 3),
        _case(2, 2, 1, 2),
        _case(2, 1, 2, 2),
        _case(3, 1, 1, 2),
        _case(2, 1, 1, 4),
        _case(2, 1, 3, 2),
    ],
    [Contestant("the oracle", _worst)],
    seconds=300,
    repeats=1,
)


Decision = tuple[BuyerEnvironments, Plan]


def _mistaken(n: int, l: int, T: int, signals: int, mistakes: int, root: int | None = None) -> Decision:
    """A best reply to the mean, or the best after another first message, with random mistakes."""
    instance = larger(n, l, T, signals)
    environments = BuyerEnvironments(instance, instance.mechanism.market.buyers[0], "A")
    form, random, mean = environments.form, Random(2), environments.mean().astype(object)
    chosen = form.best(mean)[1].root if root is None else root
    own = list(zip(form.first[chosen], form.cells[chosen], strict=True))
    actions = [int(np.argmax(mean[at : at + count])) for at, count in own]
    for cell in random.sample(range(len(actions)), mistakes):
        actions[cell] = random.randrange(own[cell][1])
    plan = Plan(chosen, tuple(actions))
    environments.worst(form.vector(plan))  # what is computed once
    return environments, plan


def _decide(by: By, decision: Decision) -> bool:
    """Is the plan dominated? With evidence, rechecked."""
    environments, plan = decision
    answer = domination_or_support(environments, plan, by)
    if not answer.holds(environments):
        raise ArithmeticError("the evidence does not hold")
    return isinstance(answer, PlanDomination)


DECISIONS = Suite(
    "Is a plan of a buyer of G** weakly dominated? With evidence",
    [
        Case("n=2 l=1 T=1, 2 signals, a best reply to the mean", partial(_mistaken, 2, 1, 1, 2, 0)),
        Case("... 10 random actions", partial(_mistaken, 2, 1, 1, 2, 10)),
        Case("... 40 random actions", partial(_mistaken, 2, 1, 1, 2, 40)),
        Case("... another first message", partial(_mistaken, 2, 1, 1, 2, 0, 0)),
        Case("n=2 l=1 T=1, 3 signals, 10 random actions", partial(_mistaken, 2, 1, 1, 3, 10)),
        Case("n=2 l=2 T=1, 2 signals, 10 random actions", partial(_mistaken, 2, 2, 1, 2, 10)),
        Case("n=2 l=1 T=2, 2 signals, 10 random actions", partial(_mistaken, 2, 1, 2, 2, 10)),
        Case("n=2 l=1 T=1, 4 signals, 10 random actions", partial(_mistaken, 2, 1, 1, 4, 10)),
        Case("n=3 l=1 T=1, 2 signals, 10 random actions", partial(_mistaken, 3, 1, 1, 2, 10)),
        Case("n=2 l=1 T=3, 2 signals, 10 random actions", partial(_mistaken, 2, 1, 3, 2, 10)),
        Case("n=4 l=1 T=1, 2 signals, 10 random actions", partial(_mistaken, 4, 1, 1, 2, 10)),
    ],
    [
        Contestant("pure dominators", partial(_decide, By.PURE)),
        Contestant("mixed dominators", partial(_decide, By.MIXED)),
    ],
    seconds=120,
    repeats=1,
)
