"""A sequence in Python: an even economy whose top buyer is worth n times the root of n, rounded.

No message shows it, so that nothing is traded differently; but she is rationed as often as anybody else.
"""

from fractions import Fraction
from math import isqrt

from mechanisms import GStar, Instance, Market, Side, price_grid, separable


class TopBuyer:
    """Costs (4i-3)/(8n), values (4i-1)/(8n), i = 1, ..., 2n, but the last value is n⌊√n⌋ + 1."""

    title = "One buyer is worth more and more"

    def market(self, n):
        costs = [Fraction(4 * i - 3, 8 * n) for i in range(1, 2 * n + 1)]
        values = [Fraction(4 * i - 1, 8 * n) for i in range(1, 2 * n)] + [Fraction(n * isqrt(n) + 1)]
        traders = [separable(Side.SELLER, [[c]]) for c in costs] + [
            separable(Side.BUYER, [[v]]) for v in values
        ]
        return Instance(self.title, GStar(Market(n, 1, 1, price_grid(1, 4 * n))), tuple(traders))
