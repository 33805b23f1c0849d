"""Mechanisms that are G** with one thing broken: what the checkers must notice."""

from dataclasses import replace
from fractions import Fraction

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.raising import serve_or_raise


class LastServedFirst(GDoubleStar):
    """Sellers are served in the order in which they should come last."""

    def _sold(self, group, p, m, asked):
        backwards = group.__class__(group.sellers[::-1], group.buyers)
        return super()._sold(backwards, p, m, asked)[::-1]


class LargestFirst(GDoubleStar):
    """Whoever offers most is served first."""

    def _sold(self, group, p, m, asked):
        offered = [m.sellers[i][p][0] for i in group.sellers]
        order = sorted(range(len(offered)), key=lambda place: -offered[place])
        sold = serve_or_raise([offered[place] for place in order], sum(x[0] for x in asked), self.market.l)
        return [(sold[order.index(place)],) for place in range(len(offered))]


class Evenly(GDoubleStar):
    """Nobody's offer matters, the first seller sells all she can."""

    def _sold(self, group, p, m, asked):
        total = sum(x[0] for x in asked)
        return [
            (min(self.market.l, max(0, total - place * self.market.l)),) for place in range(self.market.n)
        ]


class NobodyIsRaised(GDoubleStar):
    """Sellers sell what they offered, demand or not: goods do not balance."""

    def _sold(self, group, p, m, asked):
        return [m.sellers[i][p] for i in group.sellers]


class OwnPrice(GDoubleStar):
    """In branch 4 each group trades at its own clearing price."""

    def price(self, group, m):
        sellers = set(self.market.sellers) - set(group.sellers)
        buyers = set(self.market.buyers) - set(group.buyers)
        return super().price(type(group)(tuple(sorted(sellers)), tuple(sorted(buyers))), m)


class Subsidised(GDoubleStar):
    """Buyers pay nothing, whatever sellers receive: the budget does not balance."""

    def allocation(self, phi, p, m, b) -> Allocation:
        a = super().allocation(phi, p, m, b)
        free = (Fraction(0),) * self.market.k
        return replace(a, q=tuple(free if i in self.market.buyers else q for i, q in enumerate(a.q)))


class Leaky(GDoubleStar):
    """Weights that do not add up."""

    def weight(self, b):
        return super().weight(b) / 2
