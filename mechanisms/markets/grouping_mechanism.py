"""Mechanisms whose only lottery is over groupings φ: a message profile and φ fix the allocation."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from mechanisms.markets.allocation import Allocation
from mechanisms.markets.grouping import Grouping, distinct_groupings, grouping_count, groupings
from mechanisms.markets.market import Market, Message
from mechanisms.markets.trader import Trader


@dataclass(frozen=True)
class GroupingMechanism(ABC):
    """G = (M, g) with M_i = D, where g(m) draws φ uniformly from Φ and chooses `allocation(φ, m)`."""

    market: Market
    symbol: ClassVar[str]

    @abstractmethod
    def allocation(self, phi: Grouping, m: Sequence[Message]) -> Allocation:
        """The allocation chosen at φ when agents announce m."""

    def lottery(self, m: Sequence[Message]) -> dict[Allocation, Fraction]:
        """g(m): each allocation in the support with its probability. Runs through all of Φ."""
        counts = Counter(self.allocation(phi, m) for phi in groupings(self.market))
        return {a: Fraction(count, grouping_count(self.market)) for a, count in counts.items()}

    def prospects(self, m: Sequence[Message], i: int) -> dict[Allocation, Fraction]:
        """What agent i faces at m: like `lottery`, but true only of her own part of each allocation.

        Much faster when many agents send the same message (see `distinct_groupings`).
        """
        phis, probability = distinct_groupings(self.market, m, i)
        counts = Counter(self.allocation(phi, m) for phi in phis)
        return {a: count * probability for a, count in counts.items()}

    def expected_payoff(self, i: int, trader: Trader, m: Sequence[Message]) -> Fraction:
        """u_i(g(m)): agent i's exact expected payoff at m."""
        return sum(
            (share * trader.payoff(a.x[i], a.q[i]) for a, share in self.prospects(m, i).items()), Fraction(0)
        )
