"""W*: the largest sum of payoffs that an allocation brings, exact, for many agents; and that of one."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import TypeAlias

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import common_denominator
from mechanisms.markets.market import Bundle, Side
from mechanisms.markets.trader import Trader

MOST_STEPS = 5_000_000
Counted: TypeAlias = Sequence[tuple[Trader, int]]  # traders, and how many there are of each
Margins: TypeAlias = list[tuple[int, int]]  # what a unit adds, and how many such units there are


def largest_surplus(traders: Counted) -> Fraction:
    """W*: the maximum of Σ v_i(x_i) - Σ c_i(x_i) over all x in X^4n that meet (1); money cancels by (2).

    Every such x is in A at some q: at the price 0 everybody may trade.

    >>> from mechanisms.markets.trader import separable
    >>> str(largest_surplus([(separable(Side.SELLER, [[1]]), 3), (separable(Side.BUYER, [[2]]), 5)]))
    '3'
    """
    scale = common_denominator(worth for trader, _ in traders for worth in trader.worth.values())
    sellers, buyers = ([each for each in traders if each[0].side is side] for side in Side)
    if all(len(x) == 1 for trader, _ in traders for x in trader.worth):
        costs, values = (_margins(side, sign, scale) for side, sign in ((sellers, 1), (buyers, -1)))
        if costs is not None and values is not None:
            return Fraction(_trade_in_order(costs, values)[1], scale)
    costs_of, values_of = (_best_totals(side, sign, scale) for side, sign in ((sellers, -1), (buyers, 1)))
    return Fraction(max(gain + costs_of[x] for x, gain in values_of.items() if x in costs_of), scale)


def total_surplus(traders: Sequence[Trader], x: Sequence[Bundle]) -> Fraction:
    """Σ v_i(x_i) - Σ c_i(x_i)."""
    signs = (-1 if trader.side is Side.SELLER else 1 for trader in traders)
    return sum(
        (sign * trader.worth[own] for sign, trader, own in zip(signs, traders, x, strict=True)), Fraction(0)
    )


def _trade_in_order(costs: Margins, values: Margins) -> tuple[int, int]:
    """The cheapest units go to those who like them most, while they gain: how many units, and the surplus."""
    sold, bought = sorted(costs, reverse=True), sorted(values, reverse=True)  # the next one is the last
    volume = surplus = 0
    while sold and bought:
        (cost, offered), (minus_value, wanted) = sold.pop(), bought.pop()
        if cost + minus_value >= 0:
            break
        units = min(offered, wanted)
        volume, surplus = volume + units, surplus - (cost + minus_value) * units
        if offered > units:
            sold.append((cost, offered - units))
        if wanted > units:
            bought.append((minus_value, wanted - units))
    return volume, surplus


def _margins(side: Counted, sign: int, scale: int) -> Margins | None:
    """What each unit adds, times `sign`; None where this falls from unit to unit, unlike in Condition 1."""
    found: Margins = []
    for trader, count in side:
        worths = [int(trader.worth[x] * scale) for x in sorted(trader.worth)]
        margins = [sign * (two - one) for one, two in pairwise(worths)]
        if margins != sorted(margins):
            return None
        found += [(margin, count) for margin in margins if count]
    return found


def _best_totals(side: Counted, sign: int, scale: int) -> dict[Bundle, int]:
    """Of each total that a side can trade the best way to share it: the definition, agent by agent."""
    bundles = sorted(side[0][0].worth)
    agents = sum(count for _, count in side)
    size = (len(bundles) * agents) ** len(bundles[0]) * len(bundles) * agents
    if size > MOST_STEPS:
        raise TooLargeError(f"the largest surplus: {size:,} steps, at most {MOST_STEPS:,}")
    best: dict[Bundle, int] = {tuple(0 for _ in bundles[0]): 0}
    for trader, count in side:
        worth = [(x, sign * int(trader.worth[x] * scale)) for x in bundles]
        for _ in range(count):
            new: dict[Bundle, int] = {}
            for (total, gain), (x, more) in product(best.items(), worth):
                y = tuple(map(sum, zip(total, x, strict=True)))
                if y not in new or new[y] < gain + more:
                    new[y] = gain + more
            best = new
    return best
