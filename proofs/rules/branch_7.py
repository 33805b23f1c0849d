"""(14): in branch 7 of G+ sellers are served in order up to an agent i+, or raised in order.  (paper, 3.5)

For each group and commodity, with x the total that its buyers buy, the paper asks that there be an i+ with

    excess supply   x_i = m_i before i+, x_{i+} = x - Σ_{j<i+} x_j <= m_{i+}, x_i = 0 after i+;
    excess demand   x_i = l before i+, x_{i+} = x - (i-1)l - Σ_{j>i+} x_j >= m_{i+}, x_i = m_i after i+,

where m_i is what seller φ(i) names at the group's price in her third message.

printed  (i-1)l, though the i of group β are counted from (β-1)n + 1: in later groups too much is taken off;
read     l for each seller of the *group* before i+.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import Allocation
from proofs.claims.verdict import Reading
from proofs.rules.g_plus_outcomes import GPlusOutcome
from proofs.rules.serving import describe_sale, has_place

Sale: TypeAlias = tuple[list[int], list[int], int]  # offered and sold by each seller, and bought


@dataclass(frozen=True)
class NoPlace:
    """Evidence against (14): no i+ fits in group β (counted from 0) for commodity h."""

    reading: Reading
    outcome: GPlusOutcome
    beta: int
    h: int

    def holds(self, g: GPlus) -> bool:
        """Recheck by the formulas."""
        return self.holds_at(g, self.outcome.allocation(g))

    def holds_at(self, g: GPlus, a: Allocation) -> bool:
        """The same at the outcome's allocation, where that is known."""
        offered, sold, total = self._sale_at(g, a)
        earlier = self.beta * g.market.n if self.reading is Reading.PRINTED else 0
        return not has_place(offered, sold, total, g.market.l, earlier)

    def sale(self, g: GPlus) -> Sale:
        """What the sellers of the group offer, what they sell, and what its buyers buy."""
        return self._sale_at(g, self.outcome.allocation(g))

    def _sale_at(self, g: GPlus, a: Allocation) -> Sale:
        phi, m = self.outcome.phi, self.outcome.m
        group = phi.groups(g.market.n)[self.beta]
        place = g.market.P.index(a.q[group.sellers[0]])
        supplies = g.named(phi, self.beta, group.sellers, m, 7)
        return (
            [d[place][self.h] for d in supplies],
            [a.x[i][self.h] for i in group.sellers],
            sum(a.x[i][self.h] for i in group.buyers),
        )

    def describe(self, g: GPlus) -> str:
        """The amounts, in words."""
        sale = describe_sale(self.h, *self.sale(g))
        return f"in branch 7, group {self.beta + 1}, {sale}: no i+ fits the {self.reading.value} formula"


def violations(g: GPlus, outcome: GPlusOutcome, reading: Reading = Reading.READ) -> Iterator[NoPlace]:
    """Every group and commodity for which no i+ fits; none in branches 1 to 6, which (14) is not about."""
    if outcome.b == 7:
        a = outcome.allocation(g)
        for beta in range(g.market.groups):
            for h in range(g.market.k):
                found = NoPlace(reading, outcome, beta, h)
                if found.holds_at(g, a):
                    yield found
