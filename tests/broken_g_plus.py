"""Mechanisms that are G+ with one thing broken: what the checkers must notice."""

from dataclasses import replace
from fractions import Fraction

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.raising import serve_or_raise


class TwoGroups(GPlus):
    """r = 2: the group after the next is the own one, whose first messages make the own price."""

    def __post_init__(self) -> None:
        pass


class OwnPrice(GPlus):
    """Each group trades at its own clearing price."""

    def price(self, phi, beta, m):
        return super().price(phi, (beta - 1) % self.market.groups, m)


class SeesItself(GPlus):
    """Third messages see the own group's first messages too."""

    def other_first(self, phi, beta, m):
        return tuple(message.first for message in m)


class SecondForFirst(GPlus):
    """Branches 1 and 2 trade what second messages name."""

    def named(self, phi, beta, agents, m, b):
        return super().named(phi, beta, agents, m, 3 if b <= 2 else b)


class NobodyIsRaised(GPlus):
    """Sellers sell what they offered in branch 7, demand or not: goods do not balance."""

    def _sold(self, supplies, p, bought):
        return [d[p] for d in supplies]


class LastFirst(GPlus):
    """Sellers are served or raised from the last to the first."""

    def _sold(self, supplies, p, bought):
        backwards = [
            serve_or_raise([d[p][h] for d in reversed(supplies)], sum(x[h] for x in bought), self.market.l)
            for h in range(self.market.k)
        ]
        return list(zip(*backwards, strict=True))[::-1]


class Subsidised(GPlus):
    """Buyers pay nothing, whatever sellers receive: the budget does not balance."""

    def allocation(self, phi, p, m, b) -> Allocation:
        a = super().allocation(phi, p, m, b)
        free = (Fraction(0),) * self.market.k
        return replace(a, q=tuple(free if i in self.market.buyers else q for i, q in enumerate(a.q)))


class Leaky(GPlus):
    """Weights that do not add up."""

    def weight(self, b):
        return super().weight(b) / 2


class ForcedTrade(GPlus):
    """Everybody trades as much as there is, whatever is named."""

    def allocation(self, phi, p, m, b) -> Allocation:
        a = super().allocation(phi, p, m, b)
        return replace(a, x=(self.market.X[-1],) * len(a.x))


class NoTrade(GPlus):
    """Nobody trades anything, whatever is named."""

    def allocation(self, phi, p, m, b) -> Allocation:
        a = super().allocation(phi, p, m, b)
        return replace(a, x=((0,) * self.market.k,) * len(a.x))
