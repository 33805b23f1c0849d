"""The mechanism G* of section 2.2: each group trades at the price that clears the other group."""

from collections.abc import Sequence
from dataclasses import dataclass

from mechanisms.markets.allocation import Allocation
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.market import Bundle, Message, Price
from mechanisms.markets.rationing import serve_in_order


@dataclass(frozen=True)
class GStar(GroupingMechanism):
    """G*: group 1 trades at p̃*, which clears group 2; group 2 trades at p̂*, which clears group 1."""

    symbol = "G*"

    def allocation(self, phi: Grouping, m: Sequence[Message]) -> Allocation:
        """a*(φ, m).

        >>> from mechanisms.markets.market import Market, price_grid
        >>> g = GStar(Market(n=1, k=1, l=1, P=price_grid(1, 1)))
        >>> always = ((1,), (1,))
        >>> g.allocation(Grouping((0, 1), (2, 3)), [always, always, always, always]).x
        ((1,), (1,), (1,), (1,))
        """
        market = self.market
        group_1, group_2 = phi.groups(market.n)
        p_hat, p_tilde = (self.price(group, m) for group in (group_1, group_2))
        x: list[Bundle] = [()] * len(market.agents)
        q: list[Price] = [()] * len(market.agents)
        for group, p in (group_1, p_tilde), (group_2, p_hat):
            for i, bundle in self.trades(group, p, m).items():
                x[i], q[i] = bundle, market.P[p]
        return Allocation(tuple(x), tuple(q))

    def price(self, group: Group, m: Sequence[Message]) -> int:
        """p̂*(φ, m) from group 1, p̃*(φ, m) from group 2, as a place in P."""
        return clearing_price(self.market, [m[i] for i in group.sellers], [m[i] for i in group.buyers])

    def trades(self, group: Group, p: int, m: Sequence[Message]) -> dict[int, Bundle]:
        """Who trades what in a group at the p-th price: per commodity, the short side is served in full."""
        amounts: dict[int, list[int]] = {i: [] for i in group.sellers + group.buyers}
        for h in range(self.market.k):
            supply = [m[i][p][h] for i in group.sellers]
            demand = [m[i][p][h] for i in group.buyers]
            if sum(supply) >= sum(demand):  # (3)
                supply = serve_in_order(supply, sum(demand))
            else:
                demand = serve_in_order(demand, sum(supply))
            for i, amount in zip(group.sellers + group.buyers, supply + demand, strict=True):
                amounts[i].append(amount)
        return {i: tuple(own) for i, own in amounts.items()}
