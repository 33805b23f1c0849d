"""Theorem 4 as claims on one instance of G**.

With one buyer in a group every plan is listed where that is possible. Otherwise hedges may refute it by pure
dominance, as printed; by mixed dominance, as read, it can be established at any size.
"""

from collections.abc import Iterator

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.informed_price_taking import Conflict
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Claim, Watch
from proofs.claims.on_an_instance import Subject
from proofs.claims.verdict import Finding, Reading, Witnessed, held, not_settled, refuted
from proofs.conditions.hypotheses import (
    ANONYMITY,
    CONDITION_2,
    FULL_SUPPORT,
    HYPOTHESES,
    REVEALING,
    SYMMETRY,
)
from proofs.theorem_4.hedges.first_message_rounds import Keeper, Kept, first_message_rounds
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.hedged_refutation import (
    Hedged,
    HedgedTwice,
    describe_strange,
    find_pooled,
    kept_in_round_1,
    not_price_taking,
)
from proofs.theorem_4.mixed.statement import Looked, find_violation
from proofs.theorem_4.one_buyer import on_an_instance as one_buyer

NEEDS = (FULL_SUPPORT, SYMMETRY, ANONYMITY, CONDITION_2, REVEALING)
ARGUMENT_NEEDS = (FULL_SUPPORT, CONDITION_2, REVEALING)  # by mixed dominance: see `statement`


def on_g_double_star(subject: Subject[InterdependentInstance]) -> Iterator[Claim]:
    """The theorem by listing every plan, at n = 1; else by pure dominance, and by mixed dominance."""
    if subject.instance.mechanism.market.n == 1:
        yield from one_buyer.on_g_double_star(subject, beyond=_mixed)
        return
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
    """Whether first messages refute it: S^∞, or S², has one that is not price-taking, or S² breaks (10).

    They cannot establish it. Nor does it follow from S^1 alone that it is wrong: where S^1 has such a first
    message and S² has none, S² and S^∞ may still be (9) and (10).
    """
    scope = "first messages, round by round"
    watch(scope)
    known = first_message_rounds(instance)
    rounds = known.rounds
    once, twice, last = (_listed(rounds[min(r, len(rounds)) - 1]) for r in (1, 2, len(rounds)))
    strange = not_price_taking(instance, once)
    if not strange:
        return not_settled(
            scope, "no first message is kept for a hedge: that refutes nothing, proves nothing"
        )
    stronger = (Hedged(_hedges(last), forever=True), HedgedTwice(kept_in_round_1(once), _hedges(twice)))
    lasting = next((each for each in stronger if each.strange(instance) and each.holds(instance)), None)
    found = lasting or find_pooled(instance, rounds[0])
    if found is None:
        rest = f"S² is open: {known.undecided}" if known.undecided and len(rounds) == 1 else "S² has none"
        also = f"but {rest}, and nothing shows that it breaks (10)"
        return not_settled(scope, f"{describe_strange('S^1', strange)}; {also}")
    return refuted(scope, Witnessed(found, instance))


def _listed(kept: Kept) -> tuple[Keeper, ...]:
    return tuple(each for own in kept.values() for each in own.values())


def _hedges(kept: tuple[Keeper, ...]) -> tuple[Hedge, ...]:
    return tuple(each for each in kept if isinstance(each, Hedge))


def _mixed(instance: InterdependentInstance, watch: Watch) -> Finding:
    watch("first messages, and every cell on the path")
    looked, scope = Looked(), "every first message, and every cell on the path"
    found = find_violation(instance, looked)
    if isinstance(found, Conflict):  # (10) is empty
        return refuted(scope, Witnessed(found, instance))
    if found is not None:
        return not_settled(scope, f"the argument does not apply: {found.describe(instance)}")
    for name in ARGUMENT_NEEDS:  # also where the user does not insist on them
        if failure := HYPOTHESES[GDoubleStar.symbol][name](instance):
            return not_settled(scope, f"the argument needs {name}: {failure}")
    return held(
        looked.cells,
        scope,
        "by mixed dominance: first messages that are not price-taking are outdone by copies, price-taking "
        "ones are best replies to the mean; each cell on the path has a bundle that is best in every state",
    )
