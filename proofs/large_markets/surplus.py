"""The largest total surplus of all allocations: max over a in A of Σ u_i(a), where money cancels by (2)."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from mechanisms.markets.market import Bundle, Market, Side
from mechanisms.markets.trader import Trader


def largest_surplus(market: Market, traders: Sequence[Trader]) -> Fraction:
    """By going through the agents one by one and keeping the best surplus for each net supply so far.

    Every balanced x is in A at some q: at the price 0 everybody may trade.
    """
    best: dict[Bundle, Fraction] = {(0,) * market.k: Fraction(0)}
    for trader in traders:
        sign = 1 if trader.side is Side.SELLER else -1
        after: dict[Bundle, Fraction] = {}
        for (net, surplus), x in product(best.items(), market.X):
            supplied = tuple(a + sign * b for a, b in zip(net, x, strict=True))
            total = surplus - sign * trader.worth[x]
            if supplied not in after or after[supplied] < total:
                after[supplied] = total
        best = after
    return best[(0,) * market.k]


def total_surplus(traders: Sequence[Trader], x: Sequence[Bundle]) -> Fraction:
    """Σ v_i(x_i) - Σ c_i(x_i)."""
    signs = (-1 if trader.side is Side.SELLER else 1 for trader in traders)
    return sum(
        (sign * trader.worth[own] for sign, trader, own in zip(signs, traders, x, strict=True)), Fraction(0)
    )
