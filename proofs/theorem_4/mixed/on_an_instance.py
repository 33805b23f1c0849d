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
from proofs.theorem_4.hedges.first_message_rounds import Keeper, Kept, first_message_rounds
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.hedged_refutation import (
    Hedged,
    HedgedTwice,
    describe_strange,
    find_pooled,
    not_price_taking,
)
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
    """Whether first messages refute it: S^∞, or S², has one that is not price-taking, or S² breaks (10).

    They cannot establish it. Nor does it follow from S^1 alone that it is wrong: where S^1 has such a first
    message and S² has none, S² and S^∞ may still be (9) and (10).
    """
    scope = "first messages, round by round"
    watch(scope)
    try:
        known = first_message_rounds(instance)
    except UndecidedError as wrong:
        return not_settled(scope, f"not decided: {wrong}")
    rounds = known.rounds
    once, twice, last = (_listed(rounds[min(r, len(rounds)) - 1]) for r in (1, 2, len(rounds)))
    strange = not_price_taking(instance, once)
    if not strange:
        return not_settled(scope, "not decided: no first message is kept for a hedge")
    stronger = (Hedged(_hedges(last), forever=True), HedgedTwice(once, _hedges(twice)))
    lasting = next((each for each in stronger if each.strange(instance) and each.holds(instance)), None)
    found = lasting or find_pooled(instance, rounds[0])
    if found is None:
        rest = f"S² is open: {known.undecided}" if known.undecided and len(rounds) == 1 else "S² has none"
        also = f"but {rest}, and nothing shows that it breaks (10)"
        return not_settled(scope, f"not decided: {describe_strange('S^1', strange)}; {also}")
    return refuted(scope, Witnessed(found, instance))


def _listed(kept: Kept) -> tuple[Keeper, ...]:
    return tuple(each for own in kept.values() for each in own.values())


def _hedges(kept: tuple[Keeper, ...]) -> tuple[Hedge, ...]:
    return tuple(each for each in kept if isinstance(each, Hedge))


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
