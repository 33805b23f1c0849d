"""The approximate clearing price of a group: the argmin formulas of sections 2.2, 3.2 and 3.5."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.markets.market import Bundle, Market, Message, Tie

MANY_PRICES = 32  # from which on the excess at all of them is taken at once


def excess(market: Market, supplies: Sequence[Message], demands: Sequence[Message], p: int) -> int:
    """max over commodities h of |total supply(p)(h) - total demand(p)(h)| at the p-th price of P."""
    most = 0
    for h in range(market.k):
        balance = 0
        for s in supplies:
            balance += s[p][h]
        for d in demands:
            balance -= d[p][h]
        most = max(most, balance, -balance)
    return most


def clearing_price(market: Market, supplies: Sequence[Message], demands: Sequence[Message]) -> int:
    """The place in P of the price that minimises the excess, ties broken by the market's rule.

    >>> from mechanisms.markets.market import price_grid
    >>> low = Market(n=1, k=1, l=1, P=price_grid(1, 2))
    >>> supply, demand = ((0,), (1,), (1,)), ((1,), (1,), (1,))
    >>> low.P[clearing_price(low, [supply], [demand])]
    (Fraction(1, 2),)
    """
    if len(market.P) >= MANY_PRICES:
        supply, demand = (np.array(side).sum(axis=0) for side in (supplies, demands))
        return int(clearing_places(market, supply, demand))
    excesses = [excess(market, supplies, demands, p) for p in range(len(market.P))]
    least = min(excesses)
    minimisers = [p for p, value in enumerate(excesses) if value == least]
    return minimisers[0] if market.tie is Tie.LOWEST else minimisers[-1]


def clearing_places(market: Market, supply: IntegerArray, demand: IntegerArray) -> IntegerArray:
    """The place in P of the clearing price for every pair of a total supply and a total demand.

    Both have axes (..., p, h), the leading ones broadcast against each other. See `clearing_price`.
    """
    excess = np.abs(supply - demand).max(axis=-1)
    if market.tie is Tie.LOWEST:
        return np.asarray(excess.argmin(axis=-1))  # the first of several minimisers
    return np.asarray(len(market.P) - 1 - excess[..., ::-1].argmin(axis=-1))


def makers_of(market: Market, p: int) -> list[tuple[Message, Message]]:
    """Supplies, and second demands, that make the p-th price and no other when everybody has the same.

    Elsewhere sellers offer all they can and buyers ask for nothing: there the excess is n·l.
    """
    nothing, everything = market.X[0], market.X[-1]

    def at_p(x: Bundle, elsewhere: Bundle) -> Message:
        return tuple(x if place == p else elsewhere for place in range(len(market.P)))

    return [
        (at_p(x, everything), at_p(y, nothing))
        for x, y in product(market.X, repeat=2)
        if len(market.P) == 1 or max(abs(a - b) for a, b in zip(x, y, strict=True)) < market.l
    ]


@lru_cache(maxsize=64)
def clearing_table(market: Market) -> tuple[tuple[int, ...], ...]:
    """q(a, e) as a place in P, for every supply a and demand e in D, by their places in D."""
    demands = list(market.messages())
    return tuple(tuple(clearing_price(market, [a], [e]) for e in demands) for a in demands)
