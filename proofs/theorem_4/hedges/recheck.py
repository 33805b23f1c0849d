"""A hedge rechecked by runs of G**: no formula for branches, no list of demands "that matter" is used.

What is to be shown of a first message d, second demands after it and others who send e, one e of several:

1. At every e, signal profile and grouping the third message is read after a tuple (`reads` runs branches 3
   and 4), and some third demand is best at *every* signal profile that may be behind the tuple, price by
   price. Then a third message with these demands earns, at each draw, all that any can, whatever the price.
2. For every other first message, and all second demands after it, some e is such that less is earned in
   branches 1 and 2. The runs say which entry of a second message is traded at which order of the buyers and
   price; so what second demands earn against the e's is a vector, the sum of one vector for each of these
   entries. All sums are listed entry by entry, equal ones once. One is dropped only if, against some e, it
   falls short whatever the entries to come name: a plan with it does earn less against this e.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.groups.reads import Entry, first_trades, reads
from mechanisms.g_double_star.groups.second_message_payoffs import DemandPair, Sent
from mechanisms.g_double_star.mechanism import GroupSizeError
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.prior import Signals
from mechanisms.markets.triplicate import FirstMessages

MOST_SUMS = 200_000

Vector: TypeAlias = tuple[Fraction, ...]  # one payoff against each e


def keeps_first_message(
    instance: InterdependentInstance,
    agent: Agent,
    first: Message,
    second: Mapping[Message, DemandPair],
    sent: Sequence[Sent],
) -> bool:
    """Does every plan with another first message earn less in branches 1 and 2 against one of `sent`?

    And is there a third message that is best in branches 3 and 4 against all of them? `second` has, for each
    message m that others send, the demands at (first, m) and at (m, first).
    """
    market = instance.mechanism.market
    if (market.groups, market.n) != (2, 2):
        raise GroupSizeError(f"n: hedges are for G** with two buyers in a group, got n = {market.n}")
    signals = instance.prior.spaces[market.buyers[0]]
    if (
        not sent
        or any(tuple(t for t, _ in e) != tuple(signals) for e in sent)
        or set(second) != {m for e in sent for _, m in e}
        or any(m == first and at_first != at_m for m, (at_first, at_m) in second.items())
    ):
        return False
    buyer = BuyerByRuns(instance, agent, sent)
    if not buyer.some_third_is_best(first):
        return False
    earned = buyer.earned(first, entries(first, second))
    return not any(_can_reach(earned, *buyer.branches_1_and_2(d)) for d in market.messages() if d != first)


def entries(first: Message, second: Mapping[Message, DemandPair]) -> dict[FirstMessages, Message]:
    """The entries of a second message after a first one."""
    named: dict[FirstMessages, Message] = {(first, m): x for m, (x, _) in second.items()}
    return named | {(m, first): y for m, (_, y) in second.items()}


class BuyerByRuns:
    """What a buyer with a signal earns against others who send e, for each e of several, by runs of G**."""

    def __init__(self, instance: InterdependentInstance, agent: Agent, sent: Sequence[Sent]) -> None:
        self.instance, (self.i, signal), self.sent = instance, agent, [dict(e) for e in sent]
        self.market = instance.mechanism.market
        self.beliefs = instance.prior.given({self.i: signal})
        self.trader = instance.traders[self.i].at

    def others(self, e: Mapping[str, Message], omega: Signals) -> FirstMessages:
        """The other buyers' first messages at ω."""
        return tuple(e[omega[j]] for j in self.market.buyers if j != self.i)

    def some_third_is_best(self, first: Message) -> bool:
        """Is there, after every tuple that may be read, a demand that is best at every ω behind it?"""
        best: dict[FirstMessages, list[set[Bundle]]] = {}
        prices = range(len(self.market.P))
        for e in self.sent:
            for omega in self.beliefs:
                own = [set(best_bundles(self.trader[omega], self.market, p)) for p in prices]
                read = {
                    shown
                    for b in (3, 4)
                    for shown, _ in reads(self.instance.mechanism, self.i, first, self.others(e, omega), b)
                }
                for shown in read:
                    known = best.get(shown, own)
                    best[shown] = [a & b for a, b in zip(known, own, strict=True)]
        return all(all(own) for own in best.values())

    def earned(self, first: Message, second: Mapping[FirstMessages, Message]) -> Vector:
        """What a first message and a second one earn in branches 1 and 2."""
        base, cells = self.branches_1_and_2(first)
        return add(base, *(by_bundle[second[shown][p]] for (shown, p), by_bundle in cells.items()))

    def branches_1_and_2(self, first: Message) -> tuple[Vector, dict[Entry, dict[Bundle, Vector]]]:
        """What the first message earns in branch 1, and each entry of the second in branch 2 when it names x.

        Sums over all prices and orders of the buyers: the two branches have the same weight.
        """
        market = self.market
        base = [Fraction(0)] * len(self.sent)
        cells: dict[Entry, dict[Bundle, list[Fraction]]] = defaultdict(
            lambda: {x: [Fraction(0)] * len(self.sent) for x in market.X}
        )
        for place, e in enumerate(self.sent):
            for omega, belief in self.beliefs.items():
                others, worth = self.others(e, omega), self.trader[omega]
                read = reads(self.instance.mechanism, self.i, first, others, 2)
                orders = sum(read.values()) // len(market.P)
                for p, x in enumerate(first_trades(self.instance.mechanism, self.i, first, others)):
                    base[place] += belief * orders * worth.payoff(x, market.P[p])
                for (shown, p), count in read.items():
                    for x in market.X:
                        cells[shown, p][x][place] += belief * count * worth.payoff(x, market.P[p])
        return tuple(base), {
            cell: {x: tuple(vector) for x, vector in by_bundle.items()} for cell, by_bundle in cells.items()
        }


def add(*vectors: Vector) -> Vector:
    """Entry by entry."""
    return tuple(sum(entries, Fraction(0)) for entries in zip(*vectors, strict=True))


def _can_reach(earned: Vector, base: Vector, cells: Mapping[Entry, Mapping[Bundle, Vector]]) -> bool:
    """Is some sum of `base` and one vector of each cell nowhere below `earned`?"""
    columns = list(cells.values())
    room = [tuple(Fraction(0) for _ in earned)]  # the most that the last cells add, each against each e
    for by_bundle in reversed(columns):
        most = tuple(max(entries) for entries in zip(*by_bundle.values(), strict=True))
        room.append(add(room[-1], most))
    sums = {base} if _is_within(room[-1], base, earned) else set()
    for by_bundle, more in zip(columns, reversed(room[:-1]), strict=True):
        sums = {
            total
            for one in sums
            for vector in by_bundle.values()
            for total in [add(one, vector)]
            if _is_within(more, total, earned)
        }
        if len(sums) > MOST_SUMS:
            raise TooLargeError(f"sums of second demands: at most {MOST_SUMS:,}, got {len(sums):,}")
    return bool(sums)


def _is_within(more: Vector, total: Vector, earned: Vector) -> bool:
    """Is `total` nowhere more than `more` below `earned`?"""
    return all(a + b >= c for a, b, c in zip(total, more, earned, strict=True))
