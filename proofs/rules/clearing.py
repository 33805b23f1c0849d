"""Section 2.2: each group trades at a price that clears the other group as well as any.

Claim    p̃*(φ, m) minimises max_h |total supply(p)(h) - total demand(p)(h)| of group 2 over p in P, p̂*(φ, m)
         that of group 1; of several minimisers it is the first or the last, as the market's tie rule says.
Checked  Against every price of P, without the mechanism's own computation of prices.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mechanisms.markets.allocation import Allocation
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Market, Message, Price, Tie, show
from proofs.claims.words import describe_messages


@dataclass(frozen=True)
class NotClearing:
    """Evidence that a group does not trade at the price that the rule names."""

    phi: Grouping
    m: tuple[Message, ...]
    group: int  # the group that trades
    better: int  # the place in P of the price that the rule names

    def holds(self, g: GroupingMechanism) -> bool:
        """Recheck by the definition alone."""
        groups = self.phi.groups(g.market.n)
        group, other = groups[self.group], groups[1 - self.group]
        a = g.allocation(self.phi, self.m)
        return self.better == _named_price(g.market, other, self.m) and not _trades_at(
            group, a, g.market.P[self.better]
        )

    def describe(self, g: GroupingMechanism) -> str:
        """The price that the rule names, and the one at which the group trades."""
        group = self.phi.groups(g.market.n)[self.group]
        q = g.allocation(self.phi, self.m).q[group.sellers[0]]
        return (
            f"group {self.group + 1} trades at {show(q)}, not at {show(g.market.P[self.better])}, when "
            f"{describe_messages(g.market, self.m)}"
        )


def violations(g: GroupingMechanism, phi: Grouping, m: Sequence[Message]) -> Iterator[NotClearing]:
    """Every group that does not trade at the price that the rule names."""
    a, groups = g.allocation(phi, m), phi.groups(g.market.n)
    for number, (group, other) in enumerate(zip(groups, reversed(groups), strict=True)):
        named = _named_price(g.market, other, m)
        if not _trades_at(group, a, g.market.P[named]):
            yield NotClearing(phi, tuple(m), number, named)


def _trades_at(group: Group, a: Allocation, price: Price) -> bool:
    return all(a.q[i] == price for i in group.sellers + group.buyers)


def _named_price(market: Market, group: Group, m: Sequence[Message]) -> int:
    places = range(len(market.P))
    in_order = places if market.tie is Tie.LOWEST else reversed(places)
    best = None
    for p in in_order:
        worst = 0
        for h in range(market.k):
            balance = 0
            for i in group.sellers:
                balance += m[i][p][h]
            for i in group.buyers:
                balance -= m[i][p][h]
            worst = max(worst, balance, -balance)
        if best is None or worst < best[0]:
            best = worst, p
    assert best is not None  # P is not empty
    return best[1]
