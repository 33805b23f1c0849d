"""W*: the largest sum of payoffs that an allocation brings, exact, for many agents."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import TypeAlias

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import common_denominator
from mechanisms.large.types import LargeMarket
from mechanisms.markets.market import Bundle
from mechanisms.markets.trader import Trader

MOST_STEPS = 5_000_000
Counted: TypeAlias = Sequence[tuple[Trader, int]]  # traders of one side, and how many there are of each
Margins: TypeAlias = list[tuple[int, int]]  # what a unit adds, and how many such units there are


def largest_surplus(of: LargeMarket) -> Fraction:
    """The maximum of Σ v_i(x_i) - Σ c_i(x_i) over all x in X^4n that meet (1)."""
    sellers, buyers = ([(one.trader, one.count) for one in side] for side in (of.sellers, of.buyers))
    return surplus_of(sellers, buyers)


def surplus_of(sellers: Counted, buyers: Counted) -> Fraction:
    """The same for traders by type."""
    everybody = [trader for trader, _ in (*sellers, *buyers)]
    scale = common_denominator(worth for trader in everybody for worth in trader.worth.values())
    if all(len(x) == 1 for trader in everybody for x in trader.worth):
        costs, values = (_margins(side, sign, scale) for side, sign in ((sellers, 1), (buyers, -1)))
        if costs is not None and values is not None:
            return Fraction(_trade_in_order(costs, values)[1], scale)
    costs_of, values_of = (_best_totals(side, sign, scale) for side, sign in ((sellers, -1), (buyers, 1)))
    return Fraction(max(gain + costs_of[x] for x, gain in values_of.items() if x in costs_of), scale)


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
