"""Instances of G** and G+ as `Mechanism`s: types are private signals, truth is to take prices as given.

An agent has more messages than can be listed, but for the smallest markets. Listed are those that tell the
truth of some signal: of the price-taking announcements the one that repeats
her first message where it may. What she gains most by, when all others
tell the truth, is found in plan form (`best_reply`): her payoff is then a sum over entries of her message.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from gametheory.games.errors import TooLargeError
from gametheory.plans.box import Box
from mechanisms.as_mechanisms.announcement import Announcement, Reply, Shape
from mechanisms.as_mechanisms.g_star import paid
from mechanisms.general.mechanism import Mechanism
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.informed_price_taking import InformedDemands, price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, Message, Price
from mechanisms.markets.prior import Signals
from mechanisms.markets.triplicate import Triplicate

MOST_ENTRIES = 20_000  # of a message
MOST_DRAWS = 10_000  # of an outcome: groupings, prices and branches
FEW_MESSAGES = 1_000  # of an agent, so that all are listed
Said = Message | Announcement


class InformedMechanism(Mechanism):
    """A mechanism with private signals on a market, everybody's payoffs and the prior."""

    interdependent: ClassVar[bool] = True
    players: list[str]
    types: dict[str, tuple[str, ...]]
    messages: dict[str, list[Said]]

    def __init__(self, instance: InterdependentInstance, written_in: str = "") -> None:
        """Raises `TooLargeError` where a single message has too many entries."""
        require_as_defined(instance.mechanism)
        self.instance, self.written_in = instance, written_in
        self._outcomes: dict[tuple[Said, ...], dict[Allocation, Any]] = {}
        market = self.market
        if self.shape.entries > MOST_ENTRIES:
            raise TooLargeError(
                f"a message has {self.shape.entries:,} entries, at most {MOST_ENTRIES:,} are written down"
            )
        draws = sum(1 for _ in instance.mechanism.draws()) if grouping_count(market) <= MOST_DRAWS else None
        if draws is None or draws > MOST_DRAWS:
            raise TooLargeError(
                f"an outcome is a lottery over {grouping_count(market):,} groupings and more, "
                f"at most {MOST_DRAWS:,} draws are run through"
            )
        self.players = [market.name(i) for i in market.agents]
        spaces = instance.prior.spaces
        self.types = dict(zip(self.players, spaces, strict=True))
        self.prior = dict(instance.prior.f)
        truths = {i: [self._announced(i, signal) for signal in spaces[i]] for i in market.agents}
        conflict = next((each for own in truths.values() for each in own if isinstance(each, str)), "")
        if conflict:
            self.no_truth, self.truth = f"no message takes prices as given; {conflict}", None
        else:
            self._truths = {
                (i, signal): said
                for i, own in truths.items()
                for signal, said in zip(spaces[i], own, strict=True)
            }
            self.truth = lambda i, type: self._truths[i, type]
        self.messages = {
            name: self._listed(i, [] if conflict else truths[i]) for i, name in enumerate(self.players)
        }

    @property
    def market(self) -> Market:
        """The market."""
        return self.instance.mechanism.market

    @cached_property
    @abstractmethod
    def shape(self) -> Shape:
        """What second and third messages see."""

    @abstractmethod
    def later(self, i: int, signal: str) -> tuple[InformedDemands, InformedDemands]:
        """The price-taking second and third messages."""

    @abstractmethod
    def best_reply(self, i: int, type: str) -> Reply | None:
        """The announcement by which she gains most when all others tell the truth, or None."""

    @abstractmethod
    def announced(self, messages: Sequence[Said]) -> Any:
        """The profile that the mechanism is given."""

    def is_triplicate(self, i: int) -> bool:
        """Does agent i announce a triplicate?"""
        return True

    def _announced(self, i: int, signal: str) -> Any:
        """Her truth, or why there is none."""
        first = next(iter(price_taking_given_own(self.instance, i, signal)))
        if not self.is_triplicate(i):
            return first
        parts = self.later(i, signal)
        for part in parts:
            if (conflict := part.find_conflict()) is not None:
                return conflict.describe(self.instance)
        second, third = (
            tuple(_near(first, part.at(shown)) for shown in self.shape.tuples[number])
            for number, part in zip((2, 3), parts, strict=True)
        )
        return Announcement(first, second, third, f"the truth of {signal}")

    def _listed(self, i: int, truths: list[Said]) -> list[Said]:
        """All messages, if they are few; else those that are true, with one where nothing is."""
        if self.message_count(i) > FEW_MESSAGES:
            nothing: Message = ((0,) * self.market.k,) * len(self.market.P)
            seconds, thirds = (len(self.shape.tuples[part]) for part in (2, 3))
            silent = Announcement(nothing, (nothing,) * seconds, (nothing,) * thirds, "nothing")
            return list(dict.fromkeys(truths)) or [silent if self.is_triplicate(i) else nothing]
        if not self.is_triplicate(i):
            return list(self.market.messages())
        named = {said: said for said in reversed(truths)}
        return [named.get(said, said) for said in self.shape.every()]

    def message_count(self, i: int) -> int:
        """How many messages she has."""
        return self.shape.count if self.is_triplicate(i) else self.market.message_count

    def truth_of(self, i: int, signal: str) -> Any:
        """Her truth, which is there."""
        return self._truths[i, signal]

    def triplicate(self, i: int, signal: str) -> Triplicate:
        """Her truth as the mechanism is given it."""
        return self.shape.triplicate(self.truth_of(i, signal))

    def unlisted(self, i: int, type: str, reply: Reply) -> Announcement:
        """The truth of a signal with these changes."""
        return self.shape.changed(self.truth_of(i, type), reply)

    def outcome(self, messages: tuple[Said, ...]) -> dict[Allocation, Any]:
        """The lottery over allocations, by the definition of the mechanism; remembered."""
        if messages not in self._outcomes:
            self._outcomes[messages] = self.instance.mechanism.lottery(self.announced(messages))
        return self._outcomes[messages]

    def payoff(self, i: int, type: Signals, outcome: Allocation) -> Any:
        """What the trade is worth to agent i at these signals of all agents."""
        return self.instance.traders[i].at[type].payoff(outcome.x[i], outcome.q[i])

    def payments(self, outcome: Allocation) -> list[Any]:
        """What buyers pay; sellers receive it."""
        return paid(self.market, outcome)

    def share(self, i: int, outcome: Allocation) -> tuple[Bundle, Price]:
        """What agent i trades, at which price."""
        return outcome.x[i], outcome.q[i]


def _near(first: Message, choices: Box[Bundle]) -> Message:
    """Of these choices her first message, price by price; where that is not among them, the first choice."""
    return tuple(x if x in own else own[0] for x, own in zip(first, choices.choices, strict=True))


def best_changes(
    worth: Mapping[tuple[int, int, int], Sequence[Any]], true: Mapping[tuple[int, int, int], int]
) -> tuple[Any, tuple[tuple[int, int, int, int], ...]]:
    """What is gained by the best bundle in each entry that counts, and which entries change for it."""
    gain: Any = 0
    changes = []
    for entry, values in sorted(worth.items()):
        best = max(range(len(values)), key=values.__getitem__)
        if values[best] > values[true[entry]]:
            gain += values[best] - values[true[entry]]
            changes.append((*entry, best))
    return gain, tuple(changes)
