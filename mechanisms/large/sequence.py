"""Sequences of markets n = 1, 2, ..., as sections 2.4 and 3.4 have them: for each n an instance of G*, or a
market with a macro shock for G**."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from gametheory.games.errors import InputError
from mechanisms.large.shock_market import ShockMarket
from mechanisms.markets.instance import Instance


class MarketSequence(Protocol):
    """Anything with a market for each n; where there is none for some n, `market(n)` is an `InputError`."""

    def market(self, n: int) -> Instance:
        """The instance with n sellers and n buyers in each group."""


class ShockMarketSequence(Protocol):
    """The same with a macro shock, whose names do not turn on n."""

    def market(self, n: int) -> ShockMarket:
        """The market with n sellers and n buyers in each group."""


@dataclass(frozen=True)
class Replicated:
    """The sequence in which every agent of an instance has more and more copies, at the same prices.

    The instance itself comes first, with its own n; then there are markets for the multiples of that.
    """

    instance: Instance

    @property
    def step(self) -> int:
        """The n of the instance."""
        return self.instance.mechanism.market.n

    def market(self, n: int) -> Instance:
        """Everybody n / step times."""
        if n < 1 or n % self.step:
            raise InputError(f"n: a multiple of the instance's {self.step}, got {n}")
        g = self.instance.mechanism
        traders = tuple(trader for trader in self.instance.traders for _ in range(n // self.step))
        return replace(self.instance, mechanism=type(g)(replace(g.market, n=n)), traders=traders)


@dataclass(frozen=True)
class ReplicatedWithShock:
    """The same of a market with a macro shock."""

    of: ShockMarket

    @property
    def step(self) -> int:
        """The n of the market."""
        return self.of.market.n

    def market(self, n: int) -> ShockMarket:
        """Everybody n / step times."""
        return self.of.replicated(n)


def sizes(most: int, step: int = 1) -> Sequence[int]:
    """Multiples of `step` up to `most`: the first ones, then each about an eighth larger, and the last one.

    >>> sizes(24), sizes(9, 2)
    ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24], [2, 4, 6, 8])
    """
    last = most // step
    found, m = [], 1
    while m <= last:
        found.append(m * step)
        m += max(1, m // 8)
    return [*found, *([last * step] if last and found[-1] != last * step else [])]
