"""Theorem 4 as claims on one instance of G** with two or more buyers in a group.

By pure dominance, as printed, hedges may refute it; by mixed dominance, as read, it can be established.
"""

from collections.abc import Iterator

from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Claim, Watch
from proofs.claims.on_an_instance import Subject
from proofs.claims.verdict import Finding, Reading, Witnessed, held, not_settled, refuted
from proofs.conditions.hypotheses import ANONYMITY, CONDITION_2, FULL_SUPPORT, REVEALING, SYMMETRY
from proofs.theorem_4.hedges.first_message_rounds import first_message_rounds
from proofs.theorem_4.hedges.hedged_refutation import Hedged
from proofs.theorem_4.mixed.statement import Looked, find_violation

NEEDS = (FULL_SUPPORT, SYMMETRY, ANONYMITY, CONDITION_2, REVEALING)


def on_g_double_star(subject: Subject[InterdependentInstance]) -> Iterator[Claim]:
    """The theorem by pure dominance, and by mixed dominance."""
    yield subject.claim(
        "theorem-4.printed.pure",
        "Theorem 4",
        "by pure dominance S^∞ = S² is (9) and (10)",
        Reading.PRINTED,
        _pure,
        needs=NEEDS,
    )
    yield subject.claim(
        "theorem-4.read.mixed",
        "Theorem 4",
        "for buyers, by mixed dominance, S^∞ = S² = S^1 ∩ (10), and interchangeable",
        Reading.READ,
        _mixed,
        needs=NEEDS,
    )


def _pure(instance: InterdependentInstance, watch: Watch) -> Finding:
    """Whether hedges refute it. They cannot establish it, so where they do not it is not decided."""
    scope = "first messages, round by round"
    watch(scope)
    rounds = first_message_rounds(instance)
    for hedges, forever in (rounds.rounds[-1], True), (rounds.rounds[0], False):
        found = Hedged(tuple(hedge for own in hedges.values() for hedge in own.values()), forever)
        if found.strange(instance):
            return refuted(scope, Witnessed(found, instance))
    return not_settled(
        scope,
        "no first message is kept for a hedge: that refutes nothing, and proves nothing",
    )


def _mixed(instance: InterdependentInstance, watch: Watch) -> Finding:
    watch("first messages, and every cell on the path")
    looked, scope = Looked(), "every first message, and every cell on the path"
    found = find_violation(instance, looked)
    if found is not None:
        return refuted(scope, Witnessed(found, instance))
    return held(
        looked.cells,
        scope,
        "first messages that are not price-taking are outdone by copies; each cell on the path has a bundle "
        "that is best in every state",
    )
