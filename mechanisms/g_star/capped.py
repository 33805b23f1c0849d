"""G* cell by cell in arrays of integers: what a bundle earns at each price when no more than r is left.

The plan form (`plan_form`) is the definition. Its cells are the prices p, its states the residuals r, and
what action x earns there is u(x ∧ r, p). So a cell is one row of payoffs, read at the table of meets x ∧ r,
and what is best in a state is the largest payoff below r, a running maximum along each commodity.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import lcm, prod

import numpy as np

from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype
from gametheory.plans.box import Box
from gametheory.plans.separable import Shortfall
from mechanisms.markets.market import Bundle, Market, Side
from mechanisms.markets.trader import Trader


@lru_cache(maxsize=4)
def meets(k: int, l: int) -> IntegerArray:
    """`meets[x, r]`: the place in X of x ∧ r, for every x and r by their places."""
    shape, size = (l + 1,) * k, (l + 1) ** k
    amounts = np.array(np.unravel_index(np.arange(size), shape))
    both = np.minimum(amounts[:, :, np.newaxis], amounts[:, np.newaxis, :])
    return np.asarray(np.ravel_multi_index(tuple(both), shape))


@dataclass(frozen=True, eq=False)
class CappedPayoffs:
    """What a trader earns in every cell and state of G*, as integers in proportion to payoffs."""

    market: Market
    trader: Trader

    @cached_property
    def payoffs(self) -> IntegerArray:
        """By price and bundle, both by their places."""
        market, worth = self.market, self.trader.worth
        scale = lcm(common_denominator(worth.values()), *(q.denominator for price in market.P for q in price))
        sign = 1 if self.trader.side is Side.SELLER else -1
        prices = [[int(q * scale) for q in price] for price in market.P]
        own = [int(worth[x] * scale) for x in market.X]
        most = market.k * market.l * max(max(map(abs, row)) for row in prices) + max(map(abs, own))
        dtype = integer_dtype(max(2**31, 2 * most))
        money = np.array(prices, dtype=dtype) @ np.array(market.X, dtype=dtype).T
        return np.asarray(sign * (money - np.array(own, dtype=dtype)))

    @cached_property
    def best(self) -> IntegerArray:
        """By price and residual r: the most that a bundle earns below r."""
        shape = (self.market.l + 1,) * self.market.k
        running = self.payoffs.reshape(len(self.market.P), *shape)
        for axis in range(1, 1 + self.market.k):
            running = np.maximum.accumulate(running, axis=axis)
        return running.reshape(len(self.market.P), prod(shape))

    def capped(self, p: int) -> IntegerArray:
        """By bundle x and residual r: what x earns at the p-th price when r is left."""
        return np.asarray(self.payoffs[p][meets(self.market.k, self.market.l)])

    @cached_property
    def dominant(self) -> Box[Bundle]:
        """All messages that are best in every cell and state."""
        X = self.market.X
        good = [(self.capped(p) == self.best[p]).all(axis=1) for p in range(len(self.market.P))]
        return Box(tuple(tuple(X[x] for x in np.flatnonzero(own)) for own in good))

    def shortfalls(self, p: int, x: Bundle) -> Iterator[Shortfall[Bundle, Bundle]]:
        """Every residual at which another bundle earns more than x at the p-th price, and the first best."""
        market, X = self.market, self.market.X
        row = self.payoffs[p]
        own = row[meets(market.k, market.l)[X.index(x)]]
        for r in np.flatnonzero(own < self.best[p]).tolist():
            below = meets(market.k, market.l)[:, r]
            better, price = X[int(np.argmax(row[below]))], market.P[p]
            earned, more = (self.trader.payoff(X[below[X.index(each)]], price) for each in (x, better))
            yield Shortfall(p, X[r], x, better, earned, more)

    def losses(self, p: int, x: Bundle) -> Iterator[Bundle]:
        """Every residual at which x loses at the p-th price."""
        X = self.market.X
        own = self.payoffs[p][meets(self.market.k, self.market.l)[X.index(x)]]
        yield from (X[r] for r in np.flatnonzero(own < 0))
