"""In which sense excess supply does not fall.

Printed  ρ*: [0, 1]^k -> R is non-decreasing, and ρ*(p*) = (0, ..., 0). With k commodities the excess supply
         has k entries, so R is read as R^k. Even then an entry may fall as another commodity's price rises:
         two commodities that are substitutes.
Read     It is a monotone operator: (e(p) - e(q))·(p - q) >= 0. For a price-taking supply is a subgradient of
         the seller's profit, and minus a price-taking demand one of the buyer's surplus, both convex in p.
"""

from fractions import Fraction

from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Message, Side, price_grid, show
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.trader import tabulated


def falling_excess() -> str | None:
    """A buyer who wants one of two commodities: where her excess supply of one falls in the other's price."""
    market = Market(n=1, k=2, l=1, P=price_grid(2, 4))
    buyer = tabulated(Side.BUYER, 2, 1, lambda x: min(sum(x), 1))
    taken = {p: best_bundles(buyer, market, place) for place, p in enumerate(market.P)}
    for p, own in taken.items():
        for q, other in taken.items():
            if len(own) == len(other) == 1 and all(a <= b for a, b in zip(p, q, strict=True)):
                (x,), (y,) = own, other
                for h in range(2):
                    if -y[h] < -x[h]:
                        return (
                            "a buyer to whom one unit of either of two commodities is worth 1 demands "
                            f"{show(x)} at {show(p)} and {show(y)} at {show(q)}: no price falls, and the "
                            f"excess supply of commodity {h + 1} does"
                        )
    return None


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
