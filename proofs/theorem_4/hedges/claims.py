"""The claims on Theorem 4 by pure dominance with two buyers in a group."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product

from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import show
from proofs.claims.claim import Watch
from proofs.claims.scopes import in_steps, number_of, short_size, show_prices, so_many
from proofs.claims.verdict import Finding, held, not_settled, refuted
from proofs.conditions.families import grid
from proofs.theorem_4.anonymous_buyers import AnonymousCase
from proofs.theorem_4.hedges.first_message_rounds import FirstMessageRounds, first_message_rounds
from proofs.theorem_4.hedges.hedge import Hedge, find_hedge, is_outdone
from proofs.theorem_4.hedges.hedged_refutation import Hedged, find_pooled, not_price_taking
from proofs.theorem_4.hedges.search import (
    AT_0,
    AT_0_AND_1,
    BuyerWith,
    Stakes,
    smallest_forever,
    smallest_hedged,
    turning,
)
from proofs.theorem_4.hedges.undominated_plan import find_hedged_plan

QUARTER, TOP = Fraction(1, 4), Fraction(5, 2)
HALF = Fraction(1, 2)
STEP = Fraction(1, 56)  # of the line


def _scope(case: AnonymousCase) -> str:
    signals = so_many(len(case.values), "signal")
    return f"{short_size(case.market)}, {signals}, by pure dominance"


@lru_cache(maxsize=1)  # several claims are on the same case
def _decided(case: AnonymousCase) -> tuple[InterdependentInstance, FirstMessageRounds]:
    """The instance, and its first messages round by round."""
    instance = case.instance()
    return instance, first_message_rounds(instance)


def check_first_messages(watch: Watch) -> Finding:
    """That S^1 has only first messages that are price-taking."""
    watch(f"values {in_steps(QUARTER)}, small ones first")
    case, count = smallest_hedged(QUARTER, TOP)
    instance, rounds = _decided(case)
    found = Hedged(
        tuple(
            hedge for own in rounds.rounds[0].values() for hedge in own.values() if isinstance(hedge, Hedge)
        ),
        forever=False,
    )
    if not found.holds(instance):
        return not_settled(_scope(case))
    return refuted(
        f"{_scope(case)}; search through {number_of(count, 'value')}",
        f"{case.worth}: {found.describe(instance)}",
    )


def check_no_pure_plan(watch: Watch) -> Finding:
    """That a plan whose first message is not price-taking is dominated by some plan."""
    case, _ = smallest_hedged(QUARTER, TOP)
    form = BuyerForm(case.market, case.market.buyers[0]).form
    watch(f"integer programs over {form.size:,} coordinates")
    instance, rounds = _decided(case)
    hedge = rounds.rounds[0]["H"].get(AT_0)
    found = find_hedged_plan(instance, hedge) if isinstance(hedge, Hedge) else None
    if found is None or not found.holds(instance):
        return not_settled(_scope(case))
    return refuted(_scope(case), f"{case.worth}: {found.describe(instance)}")


def check_two_rounds(watch: Watch) -> Finding:
    """That S² satisfies (10)."""
    watch("the same values")
    case, _ = smallest_hedged(QUARTER, TOP)
    instance, rounds = _decided(case)
    found = find_pooled(instance, rounds.rounds[0])
    if found is None or not found.holds(instance) or not rounds.holds(instance):
        return not_settled(_scope(case))
    left = tuple(kept for own in rounds.rounds[1].values() for kept in own.values())
    after = (
        "S² keeps others than price-taking first messages"
        if not_price_taking(instance, left)
        else "S² has price-taking first messages only, so a third round does it"
    )
    return refuted(_scope(case), f"{case.worth}: {found.describe(instance)}; {after}")


def check_limit(watch: Watch) -> Finding:
    """That S^∞ has only first messages that are price-taking."""
    watch("values near the highest price")
    case, found = smallest_forever()
    instance = case.instance()
    if not found.holds(instance):
        return not_settled(_scope(case))
    return refuted(_scope(case), f"{case.worth}: {found.describe(instance)}")


def check_frontier(watch: Watch) -> Finding:
    """How much a first message may lose and survive round 1 by pure dominance."""
    cases, hedged, buyers = 0, [], list(line())
    frontier = _frontier(buyers)
    watch(f"values {in_steps(HALF)}")
    for buyer in turning(product(grid(HALF, TOP), repeat=4)):
        cases += 1
        if buyer.stakes and is_outdone(buyer.known, buyer.other) == buyer.stakes.leave_room:
            return refuted(frontier, f"v = {buyer.row}: not outdone if and only if there is room")
        if not is_outdone(buyer.replies((AT_0, AT_0_AND_1)), buyer.other):
            return refuted(frontier, f"v = {buyer.row}: not outdone against the two messages")
    watch("a line")
    for buyer in buyers:
        cases += 1
        hedge = find_hedge(buyer.known, buyer.other)
        if buyer.stakes and (hedge is not None) != buyer.stakes.leave_room:
            return refuted(frontier, f"v = {buyer.row}: hedged if and only if there is room")
        if hedge is not None:
            hedged.append(buyer.row[2][0])
    return held(
        cases,
        frontier,
        "outdone if and only if it loses half the smaller stake or more, and outdone in any case against "
        f"others who send the two messages only; on the line it survives for x from {min(hedged)} to "
        f"{max(hedged)}, strictly between {' and '.join(map(str, room(buyers)))}",
    )


def line() -> Iterator[BuyerWith]:
    """v = (0, 0, x, 1) with x from 2 to 11/4 in steps of 1/56; at x = 7/3 the mean would tie."""
    return turning((Fraction(0), Fraction(0), 2 + STEP * j, Fraction(1)) for j in range(43))


def room(buyers: Sequence[BuyerWith]) -> tuple[Fraction, Fraction]:
    """Between which x of the line a first message loses less than half the smaller stake.

    Both stakes are affine in x: at the one end 2 lost = 3 gain, at the other 2 gain = 3 lost.
    """
    points = [(buyer.row[2][0], buyer.stakes) for buyer in (buyers[0], buyers[-1])]

    def root(excess: Callable[[Stakes], Fraction]) -> Fraction:
        (x, a), (y, b) = ((x, excess(stakes)) for x, stakes in points if stakes is not None)
        return x - a * (y - x) / (b - a)

    ends = sorted((root(lambda s: 2 * s.lost - 3 * s.gain), root(lambda s: 2 * s.gain - 3 * s.lost)))
    return ends[0], ends[1]


def _frontier(buyers: Sequence[BuyerWith]) -> str:
    market = buyers[0].instance.mechanism.market
    values = zip(*(buyer.row for buyer in buyers), strict=True)
    v = ", ".join(str(own[0][0]) if len(set(own)) == 1 else "x" for own in values)
    return (
        f"n={market.n}, P = {show_prices(market.P)}, unit values {in_steps(HALF)} up to {TOP} for which the "
        f"mate's signal turns the preference at {show(market.P[-1])}, all signal profiles equally likely; "
        f"the line v = ({v}) {in_steps(STEP)}"
    )
