"""Instances on which hedges refute Theorem 4 by pure dominance, found by search, and how far hedges reach.

Two buyers in a group, two signals, anonymous values (`anonymous_buyers`), all signal profiles equally likely.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import product

from mechanisms.g_double_star.groups.second_message_payoffs import Agent, BuyerBranches
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message, price_grid
from proofs.conditions.families import grid
from proofs.theorem_4.anonymous_buyers import EVEN, SIGNALS, AnonymousCase, ByCount, units
from proofs.theorem_4.hedges.hedge import Hedge, Replies, find_hedge, replies
from proofs.theorem_4.hedges.hedged_refutation import Hedged

P = price_grid(1, 1)
EIGHTH = Fraction(1, 8)
AT_0: Message = ((1,), (0,))
AT_0_AND_1: Message = ((1,), (1,))
NEVER: Message = ((0,), (0,))
ONE_AT_1: Message = ((0,), (1,))


@dataclass(frozen=True)
class Stakes:
    """At price 1: what a unit gains given a mate with one signal and loses given the other, times the odds.

    `loss` is what a first message loses in branch 1 that names the wrong amount at price 1, and the right one
    elsewhere. In units of η/|P|.
    """

    gain: Fraction
    lost: Fraction

    @property
    def loss(self) -> Fraction:
        """|gain - lost|."""
        return abs(self.gain - self.lost)

    @property
    def leave_room(self) -> bool:
        """Is the loss less than half of what turns on the mate's signal?"""
        return self.loss < min(self.gain, self.lost) / 2


@dataclass(frozen=True)
class BuyerWith:
    """A buyer at P = {0, 1} with these values, whatever her signal: it tells her nothing of the others'."""

    row: ByCount

    @cached_property
    def instance(self) -> InterdependentInstance:
        """Everybody is such a buyer."""
        return AnonymousCase(self.row, self.row, EVEN, P).instance()

    @property
    def agent(self) -> Agent:
        """The first of them."""
        return self.instance.mechanism.market.buyers[0], SIGNALS[0]

    @cached_property
    def branches(self) -> BuyerBranches:
        """What her first and second messages earn."""
        return BuyerBranches(self.instance, self.agent)

    def replies(self, messages: Sequence[Message] | None = None) -> Replies:
        """Her first and second messages, when others send these messages, or any, whatever their signals."""
        every = self.branches.demands if messages is None else messages
        return replies(self.instance, self.agent, dict.fromkeys(SIGNALS, every))

    @cached_property
    def known(self) -> Replies:
        """The same when they may send any."""
        return self.replies()

    @cached_property
    def stakes(self) -> Stakes | None:
        """With unit trade, or None where the mate's signal does not turn her preference at 1."""
        worth = sorted(self.branches.worth(t, ONE_AT_1) for t in SIGNALS)
        return Stakes(worth[-1], -worth[0]) if worth[0] < 0 < worth[-1] else None

    @property
    def other(self) -> Message:
        """With unit trade, the first message that is price-taking but for price 1."""
        return AT_0 if self.branches.first[AT_0_AND_1] > self.branches.first[AT_0] else AT_0_AND_1


def turning(values: Iterable[Sequence[Fraction]]) -> Iterator[BuyerWith]:
    """Buyers of a unit whose preference at 1 turns with the mate's signal, and does not tie on average."""
    for own in values:
        buyer = BuyerWith(units(*own))
        if buyer.stakes is not None and buyer.stakes.loss:
            yield buyer


@cache
def smallest_hedged(step: Fraction, top: Fraction) -> tuple[AnonymousCase, int]:
    """The first unit values with which each signal's first message survives at the other signal too.

    On a grid, by their sum and then in lexicographic order. With L a unit is worth less than 1 on average,
    with H more. Also says how many values were looked at.
    """
    found: dict[bool, ByCount] = {}
    every = sorted(product(grid(step, top), repeat=4), key=lambda own: (sum(own), own))
    for count, own in enumerate(every, start=1):
        for buyer in turning([own]):
            wants_it = buyer.other == AT_0
            if wants_it in found or not (buyer.stakes and buyer.stakes.leave_room):
                continue
            if find_hedge(buyer.known, buyer.other):
                found[wants_it] = buyer.row
        if len(found) == 2:
            return AnonymousCase(found[False], found[True], EVEN, P), count
    raise LookupError(f"no values up to {top} in steps of {step}")


PAIR: tuple[Message, Message] = (((2,), (0,)), ((2,), (1,)))  # two units at price 0; none or one at price 1


@cache
def smallest_forever() -> tuple[AnonymousCase, Hedged]:
    """The first instance with two units and P = {0, 1} that keeps both messages of `PAIR` at both signals.

    When 0 or 2 others have H every amount is worth what it costs at price 1. When 1 has, the second unit is
    worth a eighths less. When all 3 have, the first unit is worth an eighth more, or less, and both together
    b eighths more. In the order of a + b, then of a.
    """
    found: dict[int, tuple[ByCount, list[Hedge]]] = {}
    for total in range(1, 64):
        for a in range(1, min(total, 8) + 1):
            for sign in (1, -1):
                if sign not in found and (hedges := _both_hedged(row := near_par(a, sign, total - a))):
                    found[sign] = row, hedges
        if len(found) == 2:
            (low, first), (high, second) = found[-1], found[1]
            i = BuyerWith(low).agent[0]
            hedges = [
                _with_signal(hedge, (i, t))
                for t, own in zip(SIGNALS, (first, second), strict=True)
                for hedge in own
            ]
            return AnonymousCase(low, high, EVEN, P), Hedged(tuple(hedges), forever=True)
    raise LookupError("no such values")


def near_par(a: int, sign: int, b: int) -> ByCount:
    """The values of `smallest_forever`."""
    par = (Fraction(1), Fraction(2))
    return (par, (Fraction(1), 2 - a * EIGHTH), par, (1 + sign * EIGHTH, 2 + b * EIGHTH))


def _both_hedged(row: ByCount) -> list[Hedge]:
    """Hedges with both messages of `PAIR` against others who send these; none if one lacks."""
    buyer = BuyerWith(row)
    first = buyer.branches.first
    if max(first, key=first.__getitem__) not in PAIR or len({first[d] for d in PAIR}) == 1:
        return []
    known = buyer.replies(PAIR)
    hedges = [find_hedge(known, d) for d in PAIR]
    return [hedge for hedge in hedges if hedge] if all(hedges) else []


def _with_signal(hedge: Hedge, agent: Agent) -> Hedge:
    return Hedge(agent, hedge.first, hedge.second, hedge.sent)
