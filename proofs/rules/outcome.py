"""A draw of G** or G+ and a profile of messages: what (1), (2), (7), (11) and (14) are checked on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Generic, TypeVar

from mechanisms.markets.allocation import Allocation
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Grouping

Profile = TypeVar("Profile")


@dataclass(frozen=True)
class Outcome(Generic[Profile]):
    """φ, the place in P of the price p, the branch b, and everybody's messages m."""

    phi: Grouping
    p: int
    b: int
    m: Profile

    def allocation(self, g: BranchMechanism[Any]) -> Allocation:
        """What the mechanism chooses."""
        return g.allocation(self.phi, self.p, self.m, self.b)


def random_draws(
    g: BranchMechanism[Any], profile: Callable[[Random], Profile], count: int, seed: int
) -> Iterator[Outcome[Profile]]:
    """So many random profiles, each with a random draw of every branch; the same at every call."""
    market, random = g.market, Random(seed)
    for _ in range(count):
        m = profile(random)
        for b in g.branches:
            sellers, buyers = (
                tuple(random.sample(side, len(side))) for side in (market.sellers, market.buyers)
            )
            yield Outcome(Grouping(sellers, buyers), random.randrange(len(market.P)), b, m)
