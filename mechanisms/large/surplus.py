"""W*: the largest sum of payoffs that an allocation brings, exact, for many agents."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import common_denominator
from mechanisms.large.types import LargeMarket, TraderType
from mechanisms.markets.market import Bundle
from mechanisms.markets.trader import Trader

MOST_STEPS = 100_000_000
Counted: TypeAlias = Sequence[tuple[Trader, int]]  # traders of one side, and how many there are of each


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
        if costs is not None and values is not None:  # the cheapest units go to those who like them most
            pairs = zip(sorted(costs), sorted(values), strict=True)
            return Fraction(sum(max(0, -value - cost) for cost, value in pairs), scale)
    costs_of, values_of = (_best_totals(side, sign, scale) for side, sign in ((sellers, -1), (buyers, 1)))
    return Fraction(max(gain + costs_of[x] for x, gain in values_of.items() if x in costs_of), scale)


def _margins(side: Counted, sign: int, scale: int) -> list[int] | None:
    """Of each unit what it adds, times `sign`, where this never falls from unit to unit, as in Condition 1."""
    found: list[int] = []
    for trader, count in side:
        worths = [int(trader.worth[x] * scale) for x in sorted(trader.worth)]
        margins = [sign * (two - one) for one, two in zip(worths, worths[1:], strict=False)]
        if margins != sorted(margins):
            return None
        found += margins * count
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


def efficient_volume(of: LargeMarket) -> int:
    """How many units change hands when they go to those who like them most (one commodity, Condition 1)."""
    costs, values = (sorted(_unit_worths(side)) for side in (of.sellers, of.buyers))
    return sum(cost < value for cost, value in zip(costs, reversed(values), strict=True))


def _unit_worths(side: Iterable[TraderType]) -> Iterable[Fraction]:
    for one in side:
        worths = [one.trader.worth[x] for x in sorted(one.trader.worth)]
        yield from (two - a for a, two in zip(worths, worths[1:], strict=False) for _ in range(one.count))
