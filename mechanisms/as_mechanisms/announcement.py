"""A triplicate as one label among an agent's messages: complete tables, that can be compared and shown."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TypeAlias

from mechanisms.markets.market import Market, Message, show, show_message
from mechanisms.markets.triplicate import Triplicate

# The place in D of a first message; then changes: part 2 or 3, the place of a tuple, of a price, of a bundle.
Reply: TypeAlias = tuple[int, tuple[tuple[int, int, int, int], ...]]


@dataclass(frozen=True)
class Announcement:
    """(m^1, m^2, m^3), the latter two by tuples of first messages in lexicographic order."""

    first: Message
    second: tuple[Message, ...]
    third: tuple[Message, ...]
    name: str = field(default="", compare=False)

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.first, self.second, self.third))

    def __str__(self) -> str:
        if self.name:
            return self.name
        parts = (" ".join(map(show_message, part)) for part in ((self.first,), self.second, self.third))
        return "; ".join(parts)


@dataclass(frozen=True)
class Shape:
    """How many first messages second and third messages see in a market."""

    market: Market
    second: int
    third: int

    @cached_property
    def demands(self) -> list[Message]:
        """D."""
        return list(self.market.messages())

    @cached_property
    def tuples(self) -> dict[int, list[tuple[Message, ...]]]:
        """The tuples that parts 2 and 3 see, in order."""
        return {
            2: list(product(self.demands, repeat=self.second)),
            3: list(product(self.demands, repeat=self.third)),
        }

    @cached_property
    def places(self) -> dict[int, dict[tuple[Message, ...], int]]:
        """The places of these tuples."""
        return {part: {shown: k for k, shown in enumerate(own)} for part, own in self.tuples.items()}

    @property
    def entries(self) -> int:
        """How many entries an announcement has."""
        D = self.market.message_count
        return int(1 + D**self.second + D**self.third)

    @property
    def count(self) -> int:
        """How many announcements there are."""
        return int(self.market.message_count**self.entries)

    def every(self) -> Iterator[Announcement]:
        """All of them, in lexicographic order."""
        D = self.demands
        seconds, thirds = (len(self.tuples[part]) for part in (2, 3))
        for first, second, third in product(D, product(D, repeat=seconds), product(D, repeat=thirds)):
            yield Announcement(first, second, third)

    def triplicate(self, message: Announcement) -> Triplicate:
        """What the mechanism is given."""
        return Triplicate(
            message.first,
            dict(zip(self.tuples[2], message.second, strict=True)),
            dict(zip(self.tuples[3], message.third, strict=True)),
        )

    def changed(self, message: Announcement, reply: Reply) -> Announcement:
        """The announcement with another first message, and with these changes; its name says which."""
        first, changes = self.demands[reply[0]], reply[1]
        parts = {2: list(message.second), 3: list(message.third)}
        told = [] if first == message.first else [f"with the first message {show_message(first)}"]
        for part, place, p, x in changes:
            bundle, entry = self.market.X[x], parts[part][place]
            parts[part][place] = (*entry[:p], bundle, *entry[p + 1 :])
            shown = "; ".join(map(show_message, self.tuples[part][place]))
            number = {2: "second", 3: "third"}[part]
            told.append(
                f"{show(bundle)} in the {number} message after the first messages ({shown}) "
                f"at price {show(self.market.P[p])}"
            )
        name = f"{message.name}, but {' and '.join(told)}" if told else message.name
        return Announcement(first, tuple(parts[2]), tuple(parts[3]), name)
