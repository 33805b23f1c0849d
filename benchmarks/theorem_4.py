"""Theorem 4 with two buyers in a group, on one instance: by pure dominance, and by mixed."""

from functools import partial

from benchmarks.g_double_star import larger
from benchmarks.suite import Case, Contestant, Suite
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, ByCount, units
from proofs.theorem_4.hedges.first_message_rounds import first_message_rounds
from proofs.theorem_4.hedges.hedged_refutation import find_pooled
from proofs.theorem_4.hedges.search import AT_0, P
from proofs.theorem_4.hedges.undominated_plan import find_hedged_plan
from proofs.theorem_4.mixed import statement as theorem_4_mixed

LOW: ByCount = units(0, 0, "5/2", "1/4")
HIGH: ByCount = units(0, "1/4", "5/2", 0)


def _hedged() -> InterdependentInstance:
    """The instance of docs/theorem-4-groups.md."""
    return AnonymousCase(LOW, HIGH, EVEN, P).instance()


def _pure(instance: InterdependentInstance) -> bool:
    """All rounds of first messages, S² against (10), and a plan with its certificate; all rechecked."""
    rounds = first_message_rounds(instance)
    pooled = find_pooled(instance, rounds.rounds[0])
    kept = find_hedged_plan(instance, rounds.rounds[0]["H"][AT_0])
    return (
        rounds.holds(instance)
        and pooled is not None
        and pooled.holds(instance)
        and kept is not None
        and kept.holds(instance)
    )


def _mixed(instance: InterdependentInstance) -> bool:
    """Copies, best replies to the mean, and every cell on the path."""
    return theorem_4_mixed.find_violation(instance) is None


PURE = Suite(
    "Theorem 4 by pure dominance on one instance, two buyers in a group, with evidence",
    [Case("n=2 l=1 T=1, 2 signals", _hedged)],
    [Contestant("first messages of every round, S², a plan with its certificate", _pure)],
    seconds=120,
    repeats=1,
)

MIXED = Suite(
    "Theorem 4 by mixed dominance on one instance",
    [
        Case("n=2 l=1 T=1, 2 signals", partial(larger, 2, 1, 1, 2)),
        Case("n=2 l=1 T=1, 3 signals", partial(larger, 2, 1, 1, 3)),
        Case("n=2 l=2 T=1, 2 signals", partial(larger, 2, 2, 1, 2)),
        Case("n=2 l=1 T=2, 2 signals", partial(larger, 2, 1, 2, 2)),
    ],
    [Contestant("every cell on the path", _mixed)],
    seconds=120,
    repeats=1,
)
