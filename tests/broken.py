"""Mechanisms that are G* with one thing broken: what the checkers must notice."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.market import Bundle, Message


class OwnPrice(GStar):
    """Each group trades at its own clearing price."""

    def allocation(self, phi: Grouping, m: Sequence[Message]) -> Allocation:
        x: dict[int, Bundle] = {}
        q = {}
        for group in phi.groups(self.market.n):
            p = self.price(group, m)
            x |= self.trades(group, p, m)
            q |= dict.fromkeys(group.sellers + group.buyers, self.market.P[p])
        agents = self.market.agents
        return Allocation(tuple(x[i] for i in agents), tuple(q[i] for i in agents))


class LargestFirst(GStar):
    """The long side is rationed by its own messages: whoever names most is served first."""

    def trades(self, group: Group, p: int, m: Sequence[Message]) -> dict[int, Bundle]:
        def by_size(agents: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(sorted(agents, key=lambda i: [-amount for amount in m[i][p]]))

        return super().trades(Group(by_size(group.sellers), by_size(group.buyers)), p, m)


class Unrationed(GStar):
    """Everybody trades what she names: goods do not balance."""

    def trades(self, group: Group, p: int, m: Sequence[Message]) -> dict[int, Bundle]:
        return {i: m[i][p] for i in group.sellers + group.buyers}


class Subsidised(GStar):
    """Buyers pay nothing, whatever sellers receive: the budget does not balance."""

    def allocation(self, phi: Grouping, m: Sequence[Message]) -> Allocation:
        a = super().allocation(phi, m)
        free = (Fraction(0),) * self.market.k
        q = tuple(free if i in self.market.buyers else price for i, price in enumerate(a.q))
        return replace(a, q=q)


class NoTrade(GStar):
    """Nobody trades anything: every message is dominant."""

    def trades(self, group: Group, p: int, m: Sequence[Message]) -> dict[int, Bundle]:
        return dict.fromkeys(group.sellers + group.buyers, (0,) * self.market.k)


class ForcedTrade(GStar):
    """Everybody trades one unit whatever she says: every message is dominant, and some lose."""

    def trades(self, group: Group, p: int, m: Sequence[Message]) -> dict[int, Bundle]:
        return dict.fromkeys(group.sellers + group.buyers, (1,) * self.market.k)
