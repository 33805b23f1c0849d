"""G**: iterated elimination with evidence on one instance, and many instances of the family."""

from functools import partial
from itertools import islice

from benchmarks.suite import Case, Contestant, Suite
from gametheory.elimination import By
from mechanisms.buyer_elimination import eliminate_plans
from mechanisms.interdependent import InterdependentInstance
from proofs.theorem_4_family import family
from proofs.theorem_4_outcome import broken_hypotheses, outcome


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
