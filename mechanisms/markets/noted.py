"""What runs of G** and G+ read: bare labels in place of first messages, later ones that note who asks."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NoReturn

from mechanisms.markets.market import Bundle, Message
from mechanisms.markets.triplicate import FirstMessages


class Label(tuple[Bundle, ...]):
    """In place of a first message: whoever looks into it gets an `ArithmeticError`."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def _is_looked_into(self, *_: object) -> NoReturn:
        raise ArithmeticError("a first message is looked into where it should be looked up")

    __getitem__ = __iter__ = __len__ = _is_looked_into


@cache
def label(place: int) -> Label:
    """The label with this number, always the same one."""
    return Label()


class Noted(Mapping[FirstMessages, Message]):
    """The function that names one demand after all first messages, and notes after which it was asked."""

    def __init__(self, demand: Message) -> None:
        self.demand = demand
        self.asked: set[FirstMessages] = set()

    def __getitem__(self, shown: FirstMessages) -> Message:
        self.asked.add(shown)
        return self.demand

    def __iter__(self) -> Iterator[FirstMessages]:
        return iter(self.asked)

    def __len__(self) -> int:
        return len(self.asked)
