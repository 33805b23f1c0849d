"""What one agent of G+ earns in each state, as integers, with three groups of one seller and one buyer.

With n = 1 the others are two agents on her own side and three on the other side. The next group is made of
one of either side, each pair with probability 1/6, and a tuple of third messages of two such pairs, each
order with 1/12; the pair that comes first in the tuple is the next group with probability 2/3 (for groups 1
and 3, not for group 2), and then its second messages, which see the first messages of the other pair, make
the price in branch 7. That price concerns buyers only: the only seller of a group sells what its buyer asks.
"""

from fractions import Fraction
from itertools import product
from math import gcd

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator
from mechanisms.g_plus.cells import InformedAgent
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.interdependent import InterdependentInstance

Node = tuple[int, str]  # an agent with a signal


class StateGains:
    """The gains of agent i with signal `own` in each state, for price p and bundle x, over `denominator`.

    first[p, x], second[f, m, p, x], plain[f, m, f2, m2, p, x], where f is one of `same_side` and m one of
    `other_side`. `thirds` has the shape of `plain`, and a third of what branch 7 adds at the price that is
    made. Raises `TooLargeError` for other sizes.
    """

    def __init__(self, instance: InterdependentInstance, i: int, own: str) -> None:
        require_as_defined(instance.mechanism)
        self.instance, self.i, self.own = instance, i, own
        self.agent = InformedAgent(instance, i, own)
        market = self.market = instance.mechanism.market
        if (market.groups, market.n) != (3, 1):
            raise TooLargeError(f"r and n: 3 and 1, got {market.groups} and {market.n}")
        sides = (market.sellers, market.buyers) if i in market.sellers else (market.buyers, market.sellers)
        self.same_side, self.other_side = (
            [(j, signal) for j in side if j != i for signal in instance.prior.spaces[j]] for side in sides
        )
        self._known: dict[frozenset[Node], IntegerArray] = {}
        self._weigh()

    def _weigh(self) -> None:
        g, P = self.instance.mechanism, len(self.market.P)
        small, last = g.branch_probability(1) / P, g.branch_probability(7)
        F, M = len(self.same_side), len(self.other_side)
        worth = self._worth()
        second = np.zeros((F, M, *worth.shape), dtype=object)
        pairs = np.zeros((F, M, F, M, *worth.shape), dtype=object)
        for f, m in product(range(F), range(M)):
            second[f, m] = self._worth(self.same_side[f], self.other_side[m])
            for f2, m2 in product(range(F), range(M)):
                nodes = self.same_side[f], self.other_side[m], self.same_side[f2], self.other_side[m2]
                if len({j for j, _ in nodes}) == 4:
                    pairs[f, m, f2, m2] = self._worth(*nodes)
        shares = [small, small / 6, small / 12, last / 36 if self.i in self.market.buyers else Fraction(0)]
        of_shares = common_denominator(shares)
        of_worth = common_denominator(worth for table in self._known.values() for worth in table.flat)
        numerator = np.vectorize(lambda value: int(value * of_worth), otypes=[object])
        worth, second, pairs = map(numerator, (worth, second, pairs))
        tables = [
            table * int(share * of_shares)
            for share, table in zip(shares, (worth, second, pairs, pairs), strict=True)
        ]
        common = gcd(of_shares * of_worth, *(value for table in tables for value in table.flat))
        self.denominator = of_shares * of_worth // common
        self.tables = [table // common for table in tables]
        self.first, self.second, self.plain, self.thirds = self.tables

    def _worth(self, *known: Node) -> IntegerArray:
        """f(ω_N | ω_i) E[u_i | ω_N, ω_i] for every price and bundle; 0 if ω_N has probability 0."""
        event = frozenset(known)
        if event not in self._known:
            prior, market = self.instance.prior, self.market
            share = prior.probability({**dict(known), self.i: self.own})
            worth = np.zeros((len(market.P), len(market.X)), dtype=object)
            if share:
                trader, share = self.agent.trader(event), share / prior.probability({self.i: self.own})
                worth[:] = [[share * trader.payoff(x, price) for x in market.X] for price in market.P]
            self._known[event] = worth
        return self._known[event]
