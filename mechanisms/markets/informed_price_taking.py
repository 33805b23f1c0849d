"""Price-taking behaviour under interdependent values: the sets D_i(ω_i), Ξ_i(ω_i), W_i(ω_i) of section 3.3.

An element of Ξ_i(ω_i) or W_i(ω_i), or of a set like them in section 3.5, is a function from tuples of first
messages to demands. It is constrained only at tuples that are the price-taking first messages of some
signals, and there price by price: a box.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import permutations, product
from math import prod
from typing import TypeAlias

from gametheory.plans.box import Box
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, Message, show, show_message
from mechanisms.markets.price_taking import best_bundles, price_taking
from mechanisms.markets.triplicate import FirstMessages

Order: TypeAlias = Sequence[int]  # which message, by its place, comes first, second, ...


class OwnPlace(Enum):
    """At which places of the tuple the own first message may stand."""

    FIRST = "first"  # as printed: i = φ(2n+1)
    ANY = "any"  # as read: her place in the group is random


def price_taking_given_own(instance: InterdependentInstance, i: int, signal: str) -> Box[Bundle]:
    """D_i(ω_i)."""
    return price_taking(instance.informed(i, {i: signal}), instance.mechanism.market)


@dataclass(frozen=True)
class Requirement:
    """Why agent i must name certain bundles after the first messages `shown`: these senders send them.

    With their signals, and her `own` one (None where that is averaged away), one of `best[p]` is best for her
    at the p-th price.
    """

    i: int
    own: str | None
    shown: FirstMessages
    senders: tuple[int, ...]
    signals: tuple[str, ...]  # of the senders
    best: tuple[tuple[Bundle, ...], ...]

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definitions of D_j(ω_j) and of conditional expectation."""
        market = instance.mechanism.market
        sent = dict(zip(self.senders, self.signals, strict=True))
        known = sent if self.own is None else sent | {self.i: self.own}
        return (
            len(sent) == len(self.senders) == len(self.shown)
            and sent.get(self.i, self.own) == self.own
            and instance.prior.probability(known) > 0
            and all(
                message in price_taking_given_own(instance, j, signal)
                for (j, signal), message in zip(sent.items(), self.shown, strict=True)
            )
            and self.best
            == tuple(best_bundles(instance.informed(self.i, known), market, p) for p in range(len(market.P)))
        )


@dataclass(frozen=True)
class Conflict:
    """Evidence that no function qualifies: requirements after the same first messages exclude each other.

    They are about one agent, and together leave nothing at the p-th price.
    """

    p: int
    requirements: tuple[Requirement, ...]

    @property
    def i(self) -> int:
        """Of whom this is required."""
        return self.requirements[0].i

    @property
    def shown(self) -> FirstMessages:
        """The first messages."""
        return self.requirements[0].shown

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck each requirement, that all are on the same agent, and that together they exclude all."""
        return (
            len({(each.i, each.own, each.shown, each.i in each.senders) for each in self.requirements}) == 1
            and all(requirement.holds(instance) for requirement in self.requirements)
            and not set.intersection(*(set(requirement.best[self.p]) for requirement in self.requirements))
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """What is best given whom, in words."""
        market = instance.mechanism.market
        own = self.requirements[0].own
        who = market.name(self.i) if own is None else f"{market.name(self.i)} with signal {own}"
        best = []
        for requirement in self.requirements:
            senders = zip(requirement.senders, requirement.signals, strict=True)
            given = ", ".join(f"{market.name(j)} {signal}" for j, signal in senders)
            best.append(f"{' or '.join(map(show, requirement.best[self.p]))} given {given}")
        return (
            f"{who}, after the first messages ({'; '.join(map(show_message, self.shown))}) at price "
            f"{show(market.P[self.p])}: nothing is best whoever sent them; best is {'; '.join(best)}"
        )


@dataclass(frozen=True)
class InformedDemands:
    """Ξ_i(ω_i), W_i(ω_i) or a set like them: all functions D^length -> D that meet the requirements."""

    market: Market
    length: int
    requirements: Mapping[FirstMessages, tuple[Requirement, ...]]  # what is left out is free

    def at(self, shown: FirstMessages) -> Box[Bundle]:
        """What the function may demand after these first messages, price by price."""
        own = self.requirements.get(shown, ())
        return Box(
            tuple(
                tuple(x for x in self.market.X if all(x in requirement.best[p] for requirement in own))
                for p in range(len(self.market.P))
            )
        )

    def __contains__(self, function: Mapping[FirstMessages, Message]) -> bool:
        """Does the function meet every requirement?"""
        return all(function[shown] in self.at(shown) for shown in self.requirements)

    def size(self) -> int:
        """How many functions qualify."""
        free = self.market.message_count**self.length - len(self.requirements)
        constrained = prod(self.at(shown).size() for shown in self.requirements)
        return constrained * int(self.market.message_count**free)

    def __iter__(self) -> Iterator[dict[FirstMessages, Message]]:
        """All of them, one at a time."""
        tuples = list(product(self.market.messages(), repeat=self.length))
        for demands in product(*(list(self.at(shown)) for shown in tuples)):
            yield dict(zip(tuples, demands, strict=True))

    def find_conflict(self) -> Conflict | None:
        """Why the set is empty, or None when it is not."""
        for shown, own in self.requirements.items():
            for p, choices in enumerate(self.at(shown).choices):
                if not choices:
                    return Conflict(p, own)
        return None


def second_demands(
    instance: InterdependentInstance, i: int, signal: str, place: OwnPlace = OwnPlace.ANY
) -> InformedDemands:
    """Ξ_i(ω_i): θ demands what is best given the signals of the buyers whose first messages the tuple shows.

    The tuple has no names. It may show any n buyers, i among them, in any order; as printed, i first.
    """
    market = instance.mechanism.market
    groups = [
        group
        for group in permutations(market.buyers, market.n)
        if (group[0] == i if place is OwnPlace.FIRST else i in group)
    ]
    return informed_demands(instance, i, signal, groups, market.n)


def third_demands(instance: InterdependentInstance, i: int, signal: str) -> InformedDemands:
    """W_i(ω_i): w demands what is best given all buyers' signals; its tuple is in the order of the buyers."""
    market = instance.mechanism.market
    return informed_demands(instance, i, signal, [tuple(market.buyers)], market.side_size)


def informed_demands(
    instance: InterdependentInstance,
    i: int,
    own: str | None,
    senders: Iterable[tuple[int, ...]],
    length: int,
    orders: Callable[[FirstMessages], Iterable[Order]] = lambda shown: [range(len(shown))],
) -> InformedDemands:
    """All functions that name what is best given the signals that a tuple reveals, and the own one.

    `senders` lists whose first messages a tuple may show; i may be among them, and then sends what `own` has
    her send. `orders` says in which orders their messages may stand there; one of several orders that make
    the same tuple is enough, since the signals are the same. Where `own` is None her signal is averaged away.
    """
    market = instance.mechanism.market
    known_own = {} if own is None else {i: own}
    taking = {
        (j, signal): list(price_taking_given_own(instance, j, signal))
        for j in market.agents
        for signal in instance.prior.spaces[j]
    }
    best: dict[frozenset[tuple[int, str]], tuple[tuple[Bundle, ...], ...] | None] = {}
    requirements: dict[FirstMessages, dict[object, Requirement]] = {}
    for agents in senders:
        for signals in product(*(([own] if own and j == i else instance.prior.spaces[j]) for j in agents)):
            sent = dict(zip(agents, signals, strict=True))
            event = frozenset((sent | known_own).items())
            if event not in best:
                best[event] = _best(instance, i, dict(event))
            choices = best[event]
            if choices is None:
                continue  # nothing to condition on: no requirement
            for messages in product(*(taking[agent] for agent in sent.items())):
                for order in orders(messages):
                    shown = tuple(messages[j] for j in order)
                    at = requirements.setdefault(shown, {})
                    if choices not in at:  # of the requirements that ask for the same one is enough
                        at[choices] = Requirement(
                            i,
                            own,
                            shown,
                            tuple(agents[j] for j in order),
                            tuple(signals[j] for j in order),
                            choices,
                        )
    return InformedDemands(market, length, {shown: tuple(at.values()) for shown, at in requirements.items()})


def _best(
    instance: InterdependentInstance, i: int, known: Mapping[int, str]
) -> tuple[tuple[Bundle, ...], ...] | None:
    """What is best for agent i at each price given the signals `known`, None if these are impossible."""
    if instance.prior.probability(known) == 0:
        return None
    trader, market = instance.informed(i, known), instance.mechanism.market
    return tuple(best_bundles(trader, market, p) for p in range(len(market.P)))
