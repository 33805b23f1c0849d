"""Theorem 4 as claims on one instance of G** with two or more buyers in a group.

By pure dominance, as printed, hedges may refute it; by mixed dominance, as read, it can be established.
"""

from collections.abc import Iterator

from gametheory.games.errors import UndecidedError
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Claim, Watch
from proofs.claims.on_an_instance import Subject, within_limits
from proofs.claims.verdict import Finding, Reading, Witnessed, held, not_settled, refuted
from proofs.conditions.hypotheses import ANONYMITY, CONDITION_2, FULL_SUPPORT, REVEALING, SYMMETRY
from proofs.theorem_4.hedges.first_message_rounds import Hedges, first_message_rounds
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.hedged_refutation import Hedged, HedgedTwice, find_pooled
from proofs.theorem_4.mixed.statement import Looked, find_violation

NEEDS = (FULL_SUPPORT, SYMMETRY, ANONYMITY, CONDITION_2, REVEALING)


def on_g_double_star(subject: Subject[InterdependentInstance]) -> Iterator[Claim]:
    """The theorem by pure dominance, and by mixed dominance."""
    yield subject.claim(
        "theorem-4.printed.pure",
        "Theorem 4",
        "by pure dominance S^∞ = S² is (9) and (10)",
        Reading.PRINTED,
        within_limits(_pure),
        needs=NEEDS,
    )
    yield subject.claim(
        "theorem-4.read.mixed",
        "Theorem 4",
        "for buyers, by mixed dominance, S^∞ = S² = S^1 ∩ (10), and interchangeable",
        Reading.READ,
        within_limits(_mixed),
        needs=NEEDS,
    )


def _pure(instance: InterdependentInstance, watch: Watch) -> Finding:
    """Whether hedges refute it: S^∞, or S², has a first message that is not price-taking, or S² breaks (10).

    They cannot establish it. Nor does it follow from S^1 alone that it is wrong: where S^1 has such a first
    message and S² has none, S² and S^∞ may still be (9) and (10).
    """
    scope = "first messages, round by round"
    watch(scope)
    try:
        rounds = first_message_rounds(instance).rounds
    except UndecidedError as wrong:
        return not_settled(scope, f"not decided: {wrong}")
    once, twice, last = (_listed(rounds[min(r, len(rounds)) - 1]) for r in (1, 2, len(rounds)))
    known = Hedged(once, forever=False)
    if not known.strange(instance):
        return not_settled(scope, "not decided: no first message is kept for a hedge")
    stronger = (each for each in (Hedged(last, True), HedgedTwice(once, twice)) if each.strange(instance))
    found = next(stronger, None) or find_pooled(instance, rounds[0])
    if found is None:
        also = "but S² has none, and nothing shows that it breaks (10)"
        return not_settled(scope, f"not decided: {known.describe(instance)}; {also}")
    return refuted(scope, Witnessed(found, instance))


def _listed(hedges: Hedges) -> tuple[Hedge, ...]:
    return tuple(hedge for own in hedges.values() for hedge in own.values())


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
