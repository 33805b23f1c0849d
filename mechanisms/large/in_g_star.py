"""What is expected in G*: by the quickest of the three ways that fits the market."""

from mechanisms.large.compositions import listed_compositions
from mechanisms.large.expected import Expected
from mechanisms.large.thresholds import unit_demands
from mechanisms.large.types import LargeMarket, is_unit
from mechanisms.large.units import any_demands


def in_g_star(of: LargeMarket) -> Expected:
    """Loss, volume, prices, rationing and payoffs in G* when everybody is a price taker.

    Raises `TooLargeError` where that would take too long.

    >>> from fractions import Fraction
    >>> from mechanisms.large.types import large_market
    >>> from mechanisms.markets.market import Market, Side, price_grid
    >>> from mechanisms.markets.trader import separable
    >>> sides = (Side.SELLER, [1, 5]), (Side.BUYER, [3, 7])
    >>> traders = [separable(side, [[Fraction(c, 8)]]) for side, own in sides for c in own]
    >>> str(in_g_star(large_market(Market(1, 1, 1, price_grid(1, 4)), traders)).loss)
    '3/32'
    """
    if is_unit(of.market):
        return unit_demands(of)
    return any_demands(of) if of.market.k == 1 else listed_compositions(of)
