"""Mechanisms that draw a grouping, a price and a branch: what G** and G+ have in common (sections 3.2, 3.5).

In every branch but the last everybody trades at the price drawn; each of these has the small probability η.
In the last one, almost certain, the price drawn plays no part.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Generic, TypeVar

from gametheory.games.errors import InputError
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.grouping import Group, Grouping, grouping_count, groupings
from mechanisms.markets.market import Bundle, Market, Message, Price

Profile = TypeVar("Profile", contravariant=True)  # m: everybody's messages


@dataclass(frozen=True)
class Named:
    """What the members of a group name, in the order in which they are served."""

    group: Group
    supplies: tuple[Message, ...]
    demands: tuple[Message, ...]


class LotteryError(InputError):
    """An η that makes no lottery, or groups that the mechanism does not have; says what is possible."""


@dataclass(frozen=True)
class BranchMechanism(ABC, Generic[Profile]):
    """G = (M, g): g(m) draws φ and p uniformly and a branch b, and chooses `allocation(φ, p, m, b)`.

    The paper prints η in (0, 1/2), but the last branch needs a positive probability too.
    """

    market: Market
    eta: Fraction
    symbol: ClassVar[str]
    branches: ClassVar[tuple[int, ...]]

    def __post_init__(self) -> None:
        small = len(self.branches) - 1
        if not 0 < self.eta < Fraction(1, small):
            raise LotteryError(f"eta: between 0 and 1/{small}, both excluded, got {self.eta}")

    @property
    @abstractmethod
    def shown_agents(self) -> range:
        """Those whose first messages others are shown: they have to reveal their signals."""

    @abstractmethod
    def allocation(self, phi: Grouping, p: int, m: Profile, b: int) -> Allocation:
        """What is chosen at φ, the p-th price of P and branch b when agents announce m."""

    @abstractmethod
    def in_the_last_branch(self, phi: Grouping, i: int, m: Profile) -> tuple[Named, Named]:
        """What agent i's group names for what it trades, and another group for the price at which it does."""

    def trade(self, phi: Grouping, p: int, m: Profile, b: int, i: int) -> tuple[Bundle, Price]:
        """Agent i's part of `allocation(φ, p, m, b)`: what she trades, and at which price."""
        a = self.allocation(phi, p, m, b)
        return a.x[i], a.q[i]

    def branch_probability(self, b: int) -> Fraction:
        """The probability of branch b, over all φ and p."""
        return self.eta if b != self.branches[-1] else 1 - (len(self.branches) - 1) * self.eta

    def weight(self, b: int) -> Fraction:
        """The probability of (φ, p, b), the same for every φ and p."""
        return self.branch_probability(b) / (grouping_count(self.market) * len(self.market.P))

    @abstractmethod
    def printed_weight(self, b: int, T: int) -> Fraction:
        """The same as the paper prints it."""

    def draws(self) -> Iterator[tuple[Grouping, int, int, Fraction]]:
        """All (φ, p, b) with their probabilities; in the last branch one p stands for all of them."""
        prices = range(len(self.market.P))
        *small, last = self.branches
        for phi in groupings(self.market):
            for b in small:
                for p in prices:
                    yield phi, p, b, self.weight(b)
            yield phi, 0, last, self.weight(last) * len(prices)

    def lottery(self, m: Profile) -> dict[Allocation, Fraction]:
        """g(m): each allocation in the support with its probability. Runs through all of Φ."""
        shares: dict[Allocation, Fraction] = defaultdict(Fraction)
        for phi, p, b, share in self.draws():
            shares[self.allocation(phi, p, m, b)] += share
        return dict(shares)
