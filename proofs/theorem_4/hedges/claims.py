"""The claims on Theorem 4 by pure dominance with two buyers in a group."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Verdict, held, refuted
from proofs.conditions.families import grid
from proofs.theorem_4.hedges.first_message_rounds import first_message_rounds
from proofs.theorem_4.hedges.hedge import Hedge, find_hedge, is_outdone
from proofs.theorem_4.hedges.hedged_refutation import Hedged, find_pooled
from proofs.theorem_4.hedges.search import (
    AT_0,
    AT_0_AND_1,
    BuyerWith,
    smallest_forever,
    smallest_hedged,
    turning,
)
from proofs.theorem_4.hedges.undominated_plan import find_kept

QUARTER, TOP = Fraction(1, 4), Fraction(5, 2)
SIZE = "n=2, k=l=T=1, two signals, by pure dominance"


def _not_settled(scope: str) -> Finding:
    return Finding(Verdict.OPEN, scope, "the witness does not hold")


def check_first_messages(watch: Watch) -> Finding:
    """That S^1 has only first messages that are price-taking."""
    watch("values in quarters, small ones first")
    case, count = smallest_hedged(QUARTER, TOP)
    instance = case.instance()
    found = Hedged(
        tuple(
            hedge
            for own in first_message_rounds(instance).rounds[0].values()
            for hedge in own.values()
            if isinstance(hedge, Hedge)
        ),
        forever=False,
    )
    if not found.holds(instance):
        return _not_settled(SIZE)
    return refuted(f"{SIZE}; search through {count:,} values", f"{case.worth}: {found.describe(instance)}")


def check_no_pure_plan(watch: Watch) -> Finding:
    """That a plan whose first message is not price-taking is dominated by some plan."""
    case, _ = smallest_hedged(QUARTER, TOP)
    instance = case.instance()
    watch("integer programs over 1,140 coordinates")
    hedge = first_message_rounds(instance).rounds[0]["H"][AT_0]
    found = find_kept(instance, hedge) if isinstance(hedge, Hedge) else None
    if found is None or not found.holds(instance):
        return _not_settled(SIZE)
    return refuted(SIZE, f"{case.worth}: {found.describe(instance)}")


def check_two_rounds(watch: Watch) -> Finding:
    """That S² satisfies (10)."""
    watch("the same values")
    case, _ = smallest_hedged(QUARTER, TOP)
    instance = case.instance()
    rounds = first_message_rounds(instance)
    found = find_pooled(instance, rounds.rounds[0])
    if found is None or not found.holds(instance) or not rounds.holds(instance):
        return _not_settled(SIZE)
    settled = all(len(own) == 1 for own in rounds.rounds[1].values())
    after = (
        "S² has price-taking first messages only, so a third round does it" if settled else "S² keeps both"
    )
    return refuted(SIZE, f"{case.worth}: {found.describe(instance)}; {after}")


def check_limit(watch: Watch) -> Finding:
    """That S^∞ has only first messages that are price-taking."""
    watch("two units, values near the price 1")
    case, found = smallest_forever()
    scope = "n=2, k=T=1, l=2, two signals, by pure dominance"
    instance = case.instance()
    if not found.holds(instance):
        return _not_settled(scope)
    return refuted(scope, f"{case.worth}: {found.describe(instance)}")


FRONTIER = (
    "n=2, P = {0, 1}, unit values in halves up to 5/2 for which the mate's signal turns the preference at 1, "
    "all signal profiles equally likely; the line v = (0, 0, x, 1) in steps of 1/56"
)


def check_frontier(watch: Watch) -> Finding:
    """How much a first message may lose and survive round 1 by pure dominance."""
    cases, hedged = 0, []
    watch("values in halves")
    for buyer in turning(product(grid(Fraction(1, 2), TOP), repeat=4)):
        cases += 1
        if buyer.stakes and is_outdone(buyer.known, buyer.other) == buyer.stakes.leave_room:
            return refuted(FRONTIER, f"v = {buyer.row}: not outdone if and only if there is room")
        if not is_outdone(buyer.replies((AT_0, AT_0_AND_1)), buyer.other):
            return refuted(FRONTIER, f"v = {buyer.row}: not outdone against the two messages")
    watch("a line")
    for buyer in line():
        cases += 1
        hedge = find_hedge(buyer.known, buyer.other)
        if buyer.stakes and (hedge is not None) != buyer.stakes.leave_room:
            return refuted(FRONTIER, f"v = {buyer.row}: hedged if and only if there is room")
        if hedge is not None:
            hedged.append(buyer.row[2][0])
    return held(
        cases,
        FRONTIER,
        "outdone if and only if it loses half the smaller stake or more, and outdone in any case against "
        f"others who send the two messages only; on the line it survives for x from {min(hedged)} to "
        f"{max(hedged)}, strictly between 17/8 and 18/7",
    )


def line() -> Iterator[BuyerWith]:
    """v = (0, 0, x, 1) with x from 2 to 11/4 in steps of 1/56; at x = 7/3 the mean would tie."""
    step = Fraction(1, 56)
    return turning((Fraction(0), Fraction(0), 2 + step * j, Fraction(1)) for j in range(43))
