"""Random messages whose entries are drawn when they are read: all of them could never be listed."""

from random import Random

from mechanisms.markets.market import Market, Message
from mechanisms.markets.triplicate import FirstMessages


class RandomDemands(dict[FirstMessages, Message]):
    """A second or third message whose entries are drawn when they are read, and then stay.

    It is the same as itself only: of another one nobody knows what is still to be drawn.
    """

    def __init__(self, market: Market, random: Random) -> None:
        super().__init__()
        self._market, self._random = market, random

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = None

    def __missing__(self, key: FirstMessages) -> Message:
        self[key] = random_demand(self._market, self._random)
        return self[key]


def random_demand(market: Market, random: Random) -> Message:
    """An element of D."""
    return tuple(random.choice(market.X) for _ in market.P)
