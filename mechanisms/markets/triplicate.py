"""The triplicates of messages of sections 3.2 and 3.5: a message, and two that depend on first ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from mechanisms.markets.market import Message

FirstMessages: TypeAlias = tuple[Message, ...]  # of several agents, in an order that the mechanism fixes


@dataclass(frozen=True)
class Triplicate:
    """m_i = (m_i^1, m_i^2, m_i^3): an element of D, and two functions from tuples of first messages to D.

    A mapping may leave entries out: a run that reads one of them is a `KeyError`, so that a run shows what is
    read.
    """

    first: Message
    second: Mapping[FirstMessages, Message]
    third: Mapping[FirstMessages, Message]


class Everywhere(dict[FirstMessages, Message]):
    """The function that names one demand after all first messages, but for the entries given.

    >>> Everywhere(((0,),), {(): ((1,),)})[()], Everywhere(((0,),))[(((1,),),)]
    (((1,),), ((0,),))
    >>> Everywhere(((0,),)) == Everywhere(((1,),))
    False
    """

    def __init__(self, demand: Message, entries: Mapping[FirstMessages, Message] | None = None) -> None:
        super().__init__(entries or {})
        self._demand = demand

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Everywhere) and self._demand == other._demand and super().__eq__(other)

    __hash__ = None

    def __missing__(self, key: FirstMessages) -> Message:
        return self._demand
