"""(7): in G** sellers are served in order up to an agent î, or raised to l in order up to one.  (paper, 3.2)

For each group and commodity, with x the total that its buyers buy, the paper asks that there be an î with

    excess supply   x_i = m_i before î, x_î = x - Σ_{j<î} x_j <= m_î, x_i = 0 after î;
    excess demand   x_i = l before î, x_î = x - (î-1)l - Σ_{j>î} x_j >= m_î, x_i = m_i after î.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mechanisms.g_double_star.mechanism import MessageProfile
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Group, Grouping


@dataclass(frozen=True)
class NoPlace:
    """Evidence against (7): at (φ, p, b) and m no î fits in a group for a commodity."""

    phi: Grouping
    p: int
    b: int
    m: MessageProfile
    group: Group
    h: int

    def holds(self, g: BranchMechanism[MessageProfile]) -> bool:
        """Recheck by the formulas."""
        return not has_place(*self.sale(g), g.market.l)

    def sale(self, g: BranchMechanism[MessageProfile]) -> tuple[list[int], list[int], int]:
        """What the sellers of the group offer, what they sell, and what its buyers buy."""
        return self.sale_at(g, g.allocation(self.phi, self.p, self.m, self.b))

    def sale_at(self, g: BranchMechanism[MessageProfile], a: Allocation) -> tuple[list[int], list[int], int]:
        """The same at an allocation that is known."""
        place = g.market.P.index(a.q[self.group.sellers[0]])
        return (
            [self.m.sellers[i][place][self.h] for i in self.group.sellers],
            [a.x[i][self.h] for i in self.group.sellers],
            sum([a.x[i][self.h] for i in self.group.buyers]),
        )

    def describe(self, g: BranchMechanism[MessageProfile]) -> str:
        """The amounts, in words."""
        number = self.phi.groups(g.market.n).index(self.group) + 1
        return f"group {number}, {describe_sale(self.h, *self.sale(g))}: no î fits"


def describe_sale(h: int, offered: list[int], sold: list[int], total: int) -> str:
    """What is offered, sold and bought of a commodity in a group, in words."""
    return (
        f"whose buyers buy {total} of commodity {h + 1}, and whose sellers offer "
        f"{' and '.join(map(str, offered))} and sell {' and '.join(map(str, sold))}"
    )


def has_place(offered: list[int], sold: list[int], total: int, l: int, earlier: int = 0) -> bool:
    """Is there an î as in the formulas above, and as in (14) of G+?

    `earlier` counts sellers of other groups for whom l is taken off too, as (14) prints it.
    """
    places = range(len(sold))
    if sum(offered) >= total:
        return any(
            sold[:at] == offered[:at]
            and sold[at] == total - sum(sold[:at]) <= offered[at]
            and not any(sold[at + 1 :])
            for at in places
        )
    return any(
        sold[:at] == [l] * at
        and sold[at] == total - (earlier + at) * l - sum(sold[at + 1 :]) >= offered[at]
        and sold[at + 1 :] == offered[at + 1 :]
        for at in places
    )


def violations(
    g: BranchMechanism[MessageProfile], phi: Grouping, p: int, b: int, m: MessageProfile
) -> Iterator[NoPlace]:
    """Every group and commodity for which no î fits."""
    a = g.allocation(phi, p, m, b)
    for group in phi.groups(g.market.n):
        for h in range(g.market.k):
            found = NoPlace(phi, p, b, m, group, h)
            if not has_place(*found.sale_at(g, a), g.market.l):
                yield found
