"""What the supplies of a group's sellers come to, as far as a buyer in the other group can tell."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, combinations_with_replacement, product
from math import comb

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray
from mechanisms.g_double_star.groups.gains import BuyerGains
from mechanisms.markets.clearing import clearing_places
from mechanisms.markets.market import Message

MOST_SUPPLIES = 5_000  # profiles that are listed


@dataclass(frozen=True, eq=False)
class Supplies:
    """All profiles of supplies that the clearing prices can tell apart, and the prices that they make.

    A supplier is a set S of sellers of a group with signals σ_S. *If their signals tell the buyer nothing*
    all suppliers are one class, and sellers may ignore their signals. For then S with σ_S weighs in branch 4
    P(σ_S | ω_i) times the same for all of them; so branch 4 is an average over all sellers' signals σ, with
    weights f(σ | ω_i), of what it is when every seller supplies a_s(σ_s) whatever her signal is; and at some
    σ this is no more than the average. Sellers are then interchangeable: multisets of supplies are enough.
    Otherwise each supplier is a class of its own, and each seller chooses freely at each signal.
    """

    payoffs: BuyerGains

    @cached_property
    def _given(self) -> list[Fraction]:
        """P(σ_S | ω_i) for every supplier."""
        given = self.payoffs.instance.prior.given({self.payoffs.i: self.payoffs.signal})
        return [
            sum(
                (
                    belief
                    for omega, belief in given.items()
                    if all(omega[s] == t for s, t in zip(group, signals, strict=True))
                ),
                Fraction(0),
            )
            for group, signals in self.payoffs.suppliers
        ]

    @cached_property
    def weights(self) -> IntegerArray:
        """Branch 4 by class, signals of the rivals, price and bundle, at one order and one set of sellers."""
        market, moved = self.payoffs.market, self.payoffs.moved_table
        one = moved.sum(axis=0) // comb(market.side_size, market.n)  # the same for every S
        nothing = all(
            not (table.astype(object) * share.denominator - one.astype(object) * share.numerator).any()
            for table, share in zip(moved, self._given, strict=True)
        )
        return one[np.newaxis] if nothing else moved

    @property
    def tell_nothing(self) -> bool:
        """Is there one class only, and what a seller knows of no use?"""
        return len(self.weights) == 1

    @cached_property
    def _choosers(self) -> list[tuple[int, str | None]]:
        """Who chooses a supply: a seller, or a seller with a signal."""
        payoffs = self.payoffs
        if self.tell_nothing:
            return [(s, None) for s in payoffs.market.sellers]
        return [(s, t) for s in payoffs.market.sellers for t in payoffs.instance.prior.spaces[s]]

    @cached_property
    def _listed(self) -> list[tuple[int, ...]]:
        """A supply, by its place in D, for every chooser."""
        D, count = self.payoffs.market.message_count, len(self._choosers)
        size = comb(D + count - 1, count) if self.tell_nothing else D**count
        if size > MOST_SUPPLIES:
            who = "sellers" if self.tell_nothing else "signals of sellers, which tell the buyer something"
            raise TooLargeError(
                f"supplies: at most {MOST_SUPPLIES:,} profiles, got {size:,} with |D| = {D} and {count} {who}"
            )
        if self.tell_nothing:
            return list(combinations_with_replacement(range(D), count))
        return list(product(range(D), repeat=count))

    @cached_property
    def _made(self) -> tuple[list[int], IntegerArray]:
        """The profiles that are kept, and `prices`."""
        market = self.payoffs.market
        n, D, choosers = market.n, np.array(self.payoffs.buyer.demands), self._choosers
        asked = np.zeros_like(D[0])
        for _ in range(n):
            asked = asked[..., np.newaxis, :, :] + D
        if self.tell_nothing:
            suppliers = [(0, group) for group in combinations(range(market.side_size), n)]
        else:
            suppliers = [
                (place, tuple(choosers.index(member) for member in zip(group, signals, strict=True)))
                for place, (group, signals) in enumerate(self.payoffs.suppliers)
            ]
        supplied = D[np.array(self._listed)]  # profile, chooser, p, h
        shape = (len(supplied), len(self.weights)) + (len(D),) * n + (len(market.P),)
        table = np.zeros(shape, dtype=np.int64)
        for place, members in suppliers:
            total = supplied[:, list(members)].sum(axis=1)
            total = total.reshape((len(supplied),) + (1,) * n + total.shape[1:])
            q = clearing_places(market, total, asked)
            table[:, place] += q[..., np.newaxis] == np.arange(len(market.P))
        _, kept = np.unique(table.reshape(len(supplied), -1), axis=0, return_index=True)
        return kept.tolist(), table[kept]

    @property
    def prices(self) -> IntegerArray:
        """How many sets of sellers make each price: axes (profile, class, the demand of each of n buyers, p).

        Of profiles that come to the same one is enough.
        """
        return self._made[1]

    @cached_property
    def distinct(self) -> list[IntegerArray]:
        """For each profile the different columns (class, p) of `prices` that some demands make."""
        prices = np.moveaxis(self.prices, 1, -2)
        return [np.unique(own.reshape(-1, own.shape[-2] * own.shape[-1]), axis=0).T for own in prices]

    def profile(self, row: int) -> dict[tuple[int, str], Message]:
        """The supplies in a row of `prices`, by seller and signal."""
        payoffs = self.payoffs
        chosen = dict(zip(self._choosers, self._listed[self._made[0][row]], strict=True))
        return {
            (s, t): payoffs.buyer.demands[chosen[s, None if self.tell_nothing else t]]
            for s in payoffs.market.sellers
            for t in payoffs.instance.prior.spaces[s]
        }
