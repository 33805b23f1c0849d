"""Who belongs to which group, as section 2.2 prints it: φ(1), …, φ(2n) and φ(2n+1), …, φ(4n) to group 1."""

from dataclasses import dataclass

from mechanisms.markets.grouping import Grouping
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Market


@dataclass(frozen=True)
class SharedAgents:
    """Evidence that the printed sentence puts agents into both groups at φ.

    `group_1` says how many of each side it puts into group 1, in n; "the rest of each group" is group 2.
    """

    phi: Grouping
    group_1: tuple[int, int] = (2, 2)

    def groups(self, market: Market) -> tuple[frozenset[int], frozenset[int]]:
        """The two groups as printed."""
        sellers, buyers = self.group_1
        return (
            frozenset({*self.phi.sellers[: sellers * market.n], *self.phi.buyers[: buyers * market.n]}),
            frozenset({*self.phi.sellers[market.n :], *self.phi.buyers[market.n :]}),
        )

    def both(self, market: Market) -> list[int]:
        """Who is in both."""
        return sorted(frozenset.intersection(*self.groups(market)))

    def holds(self, g: GroupingMechanism) -> bool:
        """Recheck by counting, for every agent, in how many of the two groups she is."""
        groups = self.groups(g.market)
        return any(sum(i in group for group in groups) > 1 for i in g.market.agents)

    def describe(self, g: GroupingMechanism) -> str:
        """Who they are, in words."""
        names = " and ".join(map(g.market.name, self.both(g.market)))
        return f"with φ the identity {names} are in both groups"
