"""In which sense excess supply does not fall.

Printed  ρ*: [0, 1]^k -> R is non-decreasing, and ρ*(p*) = (0, ..., 0). With k commodities the excess supply
         has k entries, so R is read as R^k. Even then an entry may fall as another commodity's price rises:
         two commodities that are substitutes.
Read     It is a monotone operator: (e(p) - e(q))·(p - q) >= 0. For a price-taking supply is a subgradient of
         the seller's profit, and minus a price-taking demand one of the buyer's surplus, both convex in p.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Message, Side, price_grid, show
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.trader import tabulated


@dataclass(frozen=True)
class FallingExcess:
    """Evidence that the excess supply of commodity h falls from the p-th price to the q-th, no price does."""

    p: int
    q: int
    h: int

    def excesses(self, instance: Instance) -> tuple[int, int] | None:
        """That of commodity h at both, or None where somebody has several best bundles."""
        market, found = instance.mechanism.market, []
        for place in (self.p, self.q):
            best = [best_bundles(trader, market, place) for trader in instance.traders]
            if any(len(bundles) > 1 for bundles in best):
                return None
            signs = (1 if trader.side is Side.SELLER else -1 for trader in instance.traders)
            found.append(sum(sign * x[self.h] for sign, (x,) in zip(signs, best, strict=True)))
        return found[0], found[1]

    def holds(self, instance: Instance) -> bool:
        """Recheck by the definition of D_i."""
        P, found = instance.mechanism.market.P, self.excesses(instance)
        rises = all(a <= b for a, b in zip(P[self.p], P[self.q], strict=True))
        return rises and found is not None and found[1] < found[0]

    def describe(self, instance: Instance) -> str:
        """Both prices and both excesses."""
        P, (before, after) = instance.mechanism.market.P, self.excesses(instance) or ("?", "?")
        return (
            f"{instance.title}: the excess supply of commodity {self.h + 1} is {before} at "
            f"{show(P[self.p])} and {after} at {show(P[self.q])}, though no price falls"
        )


def substitutes() -> Instance:
    """Two buyers to whom one unit of either of two commodities is worth 1; costs are 3 a unit."""
    market = Market(n=1, k=2, l=1, P=price_grid(2, 4))
    seller = tabulated(Side.SELLER, 2, 1, lambda x: 3 * sum(x))
    buyer = tabulated(Side.BUYER, 2, 1, lambda x: min(sum(x), 1))
    return Instance("Two substitutes", GStar(market), (seller, seller, buyer, buyer), "Section 2.4")


def falling_excesses(instance: Instance) -> Iterator[FallingExcess]:
    """Every place where the excess supply of a commodity falls in the prices."""
    market = instance.mechanism.market
    places = range(len(market.P))
    found = (FallingExcess(p, q, h) for p in places for q in places for h in range(market.k))
    return (each for each in found if each.holds(instance))


def find_decrease(instance: Instance, m: tuple[Message, ...]) -> str | None:
    """Two prices at which price-taking messages are not monotone as an operator, or None."""
    market = instance.mechanism.market

    def excess(p: int, h: int) -> int:
        return sum(m[i][p][h] * (1 if i in market.sellers else -1) for i in market.agents)

    for p, price in enumerate(market.P):
        for q, other in enumerate(market.P):
            product = sum(
                ((excess(p, h) - excess(q, h)) * (price[h] - other[h]) for h in range(market.k)), Fraction(0)
            )
            if product < 0:
                where = f"{instance.title}: from {show(price)} to {show(other)}"
                return f"{where} (e(p) - e(q))·(p - q) is {product}"
    return None
