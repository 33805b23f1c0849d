"""A market of many agents by types: agents of one side with the same payoffs, and what a price taker wants.

Where a price taker is indifferent, D_i leaves a choice; here all take the least of the best bundles (the
first in the order of X), or all take the greatest.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, groupby, pairwise

from gametheory.games.errors import InputError
from mechanisms.markets.market import Bundle, Market, Message, Price, Side
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.trader import Trader, require_traders


class Indifferent(Enum):
    """What a price taker names who likes several bundles best."""

    LEAST = "least"
    GREATEST = "greatest"


@dataclass(frozen=True)
class Demand:
    """What is wanted at each price: from place `places[j]` of P up to the next the bundle `bundles[j]`."""

    places: tuple[int, ...]  # rising, the first is 0
    bundles: tuple[Bundle, ...]  # each differs from the one before

    def at(self, p: int) -> Bundle:
        """The bundle at the p-th price.

        >>> Demand((0, 3), ((0,), (1,))).at(2), Demand((0, 3), ((0,), (1,))).at(3)
        ((0,), (1,))
        """
        return self.bundles[bisect_right(self.places, p) - 1]

    def message(self, market: Market) -> Message:
        """The same as an element of D."""
        return tuple(self.at(p) for p in range(len(market.P)))


def price_taking_demand(trader: Trader, market: Market, choice: Indifferent) -> Demand:
    """A price-taking message. With one commodity the prices at which it changes are found by bisection."""
    if market.k == 1:
        return _of_one_commodity(trader, market, choice)
    place = 0 if choice is Indifferent.LEAST else -1
    return _steps((p, best_bundles(trader, market, p)[place]) for p in range(len(market.P)))


def _of_one_commodity(trader: Trader, market: Market, choice: Indifferent) -> Demand:
    """A seller's costs matter by their lower convex hull, a buyer's values by their upper concave one.

    From one corner (x, w) of the hull to the next (y, z) she moves at the price (z - w) / (y - x), where
    she is indifferent. A bundle between corners is never the only best one, nor the least or the greatest
    of several.
    """
    is_seller = trader.side is Side.SELLER
    sign = 1 if is_seller else -1
    hull: list[tuple[int, Fraction]] = []
    for x in range(market.l + 1):
        new = (x, sign * trader.worth[(x,)])
        while len(hull) > 1 and _slope(hull[-2], hull[-1]) >= _slope(hull[-1], new):
            hull.pop()
        hull.append(new)
    prices = [sign * _slope(one, two) for one, two in pairwise(hull)]
    key = _unit_price
    steps: list[tuple[int, Bundle]] = []
    if is_seller:  # she sells y from the first price above (at or above) the slope on
        find = bisect_right if choice is Indifferent.LEAST else bisect_left
        steps = [
            (0, (0,)),
            *((find(market.P, p, key=key), (y,)) for p, (y, _) in zip(prices, hull[1:], strict=True)),
        ]
    else:  # she asks for x instead of y from the first price at or above (above) the slope on
        find = bisect_left if choice is Indifferent.LEAST else bisect_right
        down = zip(reversed(prices), reversed(hull[:-1]), strict=True)
        steps = [(0, (hull[-1][0],)), *((find(market.P, p, key=key), (x,)) for p, (x, _) in down)]
    last = {p: bundle for p, bundle in steps if p < len(market.P)}  # of several steps at once the last
    return _steps(sorted(last.items()))


def _unit_price(p: Price) -> Fraction:
    return p[0]


def _slope(one: tuple[int, Fraction], two: tuple[int, Fraction]) -> Fraction:
    return (two[1] - one[1]) / (two[0] - one[0])


def _steps(bundles: Iterable[tuple[int, Bundle]]) -> Demand:
    firsts = [next(run) for _, run in groupby(bundles, key=lambda step: step[1])]
    return Demand(tuple(p for p, _ in firsts), tuple(x for _, x in firsts))


@dataclass(frozen=True)
class TraderType:
    """Agents of one side with the same payoffs, and the message that all of them send."""

    trader: Trader
    agents: tuple[int, ...]
    demand: Demand

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.agents)


@dataclass(frozen=True)
class LargeMarket:
    """A market of price takers, by types; with unit demands these are in the order of `threshold`."""

    market: Market
    sellers: tuple[TraderType, ...]
    buyers: tuple[TraderType, ...]

    def side(self, side: Side) -> tuple[TraderType, ...]:
        """The types of one side."""
        return self.sellers if side is Side.SELLER else self.buyers

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The places in P at which somebody's message changes, and 0: between these all prices are alike."""
        return tuple(sorted({p for one in self.sellers + self.buyers for p in one.demand.places}))

    def type_of(self, i: int) -> tuple[Side, int]:
        """The side of agent i, and the place of her type."""
        side = self.market.side(i)
        return side, next(t for t, one in enumerate(self.side(side)) if i in one.agents)

    def messages(self) -> list[Message]:
        """m: everybody's message, sellers first."""
        of_agent = {
            i: one.demand.message(self.market) for one in self.sellers + self.buyers for i in one.agents
        }
        return [of_agent[i] for i in self.market.agents]


def large_market(
    market: Market, traders: Sequence[Trader], choice: Indifferent = Indifferent.LEAST
) -> LargeMarket:
    """The agents of a market by types, everybody a price taker. Raises `InputError`."""
    if market.groups != 2:
        raise InputError(f"groups: two, as in G* and G**, got {market.groups}")
    require_traders(market, traders)
    found: dict[tuple[Side, tuple[Fraction, ...]], tuple[Trader, list[int]]] = {}
    for i, trader in enumerate(traders):
        key = trader.side, tuple(trader.worth[x] for x in market.X)
        found.setdefault(key, (trader, []))[1].append(i)
    types = [
        TraderType(trader, tuple(agents), price_taking_demand(trader, market, choice))
        for trader, agents in found.values()
    ]
    if is_unit(market):
        types.sort(key=lambda one: (threshold(one, len(market.P)), one.agents))
    sellers, buyers = ([one for one in types if one.trader.side is side] for side in Side)
    return LargeMarket(market, tuple(sellers), tuple(buyers))


def is_unit(market: Market) -> bool:
    """Is there one commodity, of which everybody trades at most one unit?"""
    return market.k == market.l == 1


def threshold(one: TraderType, prices: int) -> int:
    """Of a unit demand: from which place of P on a seller sells, or a buyer stops to buy; `prices` if never.

    >>> from mechanisms.markets.trader import separable
    >>> seller = separable(Side.SELLER, [[1]])
    >>> threshold(TraderType(seller, (0,), Demand((0,), ((0,),))), 5), Demand((0,), ((1,),)).at(0)
    (5, (1,))
    """
    if len(one.demand.places) == 2:
        return one.demand.places[1]
    is_seller = one.trader.side is Side.SELLER
    return prices if is_seller == (one.demand.bundles[0] == (0,)) else 0


def totals(types: Sequence[TraderType]) -> list[int]:
    """How many agents the types before each one have, and all of them."""
    return list(accumulate((one.count for one in types), initial=0))
