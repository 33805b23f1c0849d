"""Price-taking behaviour under interdependent values: the sets D_i(ω_i), Ξ_i(ω_i), W_i(ω_i) of section 3.3.

An element of Ξ_i(ω_i) or W_i(ω_i) is a function from tuples of first messages to demands. It is constrained
only at tuples that are the price-taking first messages of some signals, and there price by price: a box.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import permutations, product
from math import prod

from gametheory.box import Box
from mechanisms.g_double_star import FirstMessages
from mechanisms.interdependent import InterdependentInstance
from mechanisms.market import Bundle, Market, Message
from mechanisms.price_taking import best_bundles, price_taking


class OwnPlace(Enum):
    """At which places of the tuple the own first message may stand."""

    FIRST = "first"  # as printed: i = φ(2n+1)
    ANY = "any"  # as read: her place in the group is random


def price_taking_given_own(instance: InterdependentInstance, i: int, signal: str) -> Box[Bundle]:
    """D_i(ω_i)."""
    return price_taking(instance.informed(i, {i: signal}), instance.mechanism.market)


@dataclass(frozen=True)
class Requirement:
    """Why a tuple of first messages is constrained: these agents with these signals send it.

    Agent i, who knows their signals, must demand one of `best[p]` at the p-th price.
    """

    agents: tuple[int, ...]
    signals: tuple[str, ...]
    best: tuple[tuple[Bundle, ...], ...]


@dataclass(frozen=True)
class Conflict:
    """Evidence that no function qualifies: at one tuple and price the requirements contradict each other."""

    tuple_: FirstMessages
    p: int
    requirements: tuple[Requirement, ...]

    def holds(self, instance: InterdependentInstance, i: int) -> bool:
        """Recheck each requirement by the definitions of D_j(ω_j) and of conditional expectation."""
        market = instance.mechanism.market
        for requirement in self.requirements:
            known = dict(zip(requirement.agents, requirement.signals, strict=True))
            if i not in known or instance.prior.probability(known) == 0:
                return False
            if any(
                message not in price_taking_given_own(instance, j, signal)
                for (j, signal), message in zip(known.items(), self.tuple_, strict=True)
            ):
                return False
            if best_bundles(instance.informed(i, known), market, self.p) != requirement.best[self.p]:
                return False
        return not set.intersection(*(set(requirement.best[self.p]) for requirement in self.requirements))


@dataclass(frozen=True)
class InformedDemands:
    """Ξ_i(ω_i) or W_i(ω_i): all functions D^length -> D that meet the requirements at each tuple."""

    market: Market
    length: int
    requirements: Mapping[FirstMessages, tuple[Requirement, ...]]  # tuples that are left out are free

    def at(self, tuple_: FirstMessages) -> Box[Bundle]:
        """What the function may demand after these first messages, price by price."""
        own = self.requirements.get(tuple_, ())
        return Box(
            tuple(
                tuple(x for x in self.market.X if all(x in requirement.best[p] for requirement in own))
                for p in range(len(self.market.P))
            )
        )

    def __contains__(self, function: Mapping[FirstMessages, Message]) -> bool:
        """Does the function meet every requirement?"""
        return all(function[tuple_] in self.at(tuple_) for tuple_ in self.requirements)

    def size(self) -> int:
        """How many functions qualify."""
        free = self.market.message_count**self.length - len(self.requirements)
        constrained = prod(self.at(tuple_).size() for tuple_ in self.requirements)
        return constrained * int(self.market.message_count**free)

    def __iter__(self) -> Iterator[dict[FirstMessages, Message]]:
        """All of them, one at a time."""
        tuples = list(product(self.market.messages(), repeat=self.length))
        for demands in product(*(list(self.at(tuple_)) for tuple_ in tuples)):
            yield dict(zip(tuples, demands, strict=True))

    def find_conflict(self) -> Conflict | None:
        """Why the set is empty, or None when it is not."""
        for tuple_, own in self.requirements.items():
            for p, choices in enumerate(self.at(tuple_).choices):
                if not choices:
                    return Conflict(tuple_, p, own)
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
    return _informed(instance, i, signal, groups, market.n)


def third_demands(instance: InterdependentInstance, i: int, signal: str) -> InformedDemands:
    """W_i(ω_i): w demands what is best given all buyers' signals; its tuple is in the order of the buyers."""
    market = instance.mechanism.market
    return _informed(instance, i, signal, [tuple(market.buyers)], market.side_size)


def _informed(
    instance: InterdependentInstance, i: int, signal: str, groups: list[tuple[int, ...]], length: int
) -> InformedDemands:
    market = instance.mechanism.market
    taking = {
        (j, own): list(price_taking_given_own(instance, j, own))
        for j in market.buyers
        for own in instance.prior.spaces[j]
    }
    requirements: dict[FirstMessages, list[Requirement]] = {}
    for group in groups:
        for signals in product(*((signal,) if j == i else instance.prior.spaces[j] for j in group)):
            known = dict(zip(group, signals, strict=True))
            if instance.prior.probability(known) == 0:
                continue  # nothing to condition on: no requirement
            trader = instance.informed(i, known)
            best = tuple(best_bundles(trader, market, p) for p in range(len(market.P)))
            for tuple_ in product(*(taking[j, own] for j, own in known.items())):
                requirements.setdefault(tuple_, []).append(Requirement(group, signals, best))
    return InformedDemands(market, length, {t: tuple(own) for t, own in requirements.items()})
