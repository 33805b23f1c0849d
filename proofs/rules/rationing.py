"""(3): how the short and the long side of a group are served.  (paper, 2.2)

Claim    In each group and for each commodity, under excess supply (3) every buyer buys what she asks, and
         there is a place î such that sellers before î sell what they offer, seller î sells what is then left
         of the demand, which is no more than she offers, and sellers after î sell nothing; under excess
         demand the same with the sides exchanged.
Checked  By looking for î in every outcome, not by running the rationing again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from mechanisms.markets.allocation import Allocation
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Market, Message
from proofs.claims.words import describe_messages


@dataclass(frozen=True)
class Misrationed:
    """Evidence that one group is not served as (3) says in one commodity."""

    phi: Grouping
    m: tuple[Message, ...]
    group: int
    commodity: int

    def holds(self, g: GroupingMechanism) -> bool:
        """Recheck by the definition alone."""
        group = self.phi.groups(g.market.n)[self.group]
        return not _is_served(g.market, g.allocation(self.phi, self.m), group, self.m, self.commodity)

    def describe(self, g: GroupingMechanism) -> str:
        """What the members of the group trade, and the messages."""
        a, group = g.allocation(self.phi, self.m), self.phi.groups(g.market.n)[self.group]
        trades = ", ".join(
            f"{g.market.name(i)} {a.x[i][self.commodity]}" for i in (*group.sellers, *group.buyers)
        )
        return (
            f"group {self.group + 1} trades of commodity {self.commodity + 1}: {trades}, when "
            f"{describe_messages(g.market, self.m)}"
        )


def violations(g: GroupingMechanism, phi: Grouping, m: Sequence[Message]) -> Iterator[Misrationed]:
    """Every group and commodity that the outcome at φ and m serves otherwise than (3) says."""
    a = g.allocation(phi, m)
    for (number, group), h in product(enumerate(phi.groups(g.market.n)), range(g.market.k)):
        if not _is_served(g.market, a, group, m, h):
            yield Misrationed(phi, tuple(m), number, h)


def _is_served(market: Market, a: Allocation, group: Group, m: Sequence[Message], h: int) -> bool:
    p = market.P.index(a.q[group.sellers[0]])
    offered, sold = zip(*((m[i][p][h], a.x[i][h]) for i in group.sellers), strict=True)
    asked, bought = zip(*((m[i][p][h], a.x[i][h]) for i in group.buyers), strict=True)
    if sum(offered) >= sum(asked):  # (3)
        return bought == asked and _has_last_served(offered, sold, sum(asked))
    return sold == offered and _has_last_served(asked, bought, sum(offered))


def _has_last_served(wanted: Sequence[int], got: Sequence[int], total: int) -> bool:
    """Is there an î as printed?"""
    return any(
        tuple(got[:last]) == tuple(wanted[:last])
        and got[last] == total - sum(wanted[:last])
        and 0 <= got[last] <= wanted[last]
        and not any(got[last + 1 :])
        for last in range(len(wanted))
    )
