"""What the coordinates of a buyer's plan form earn in G** against given strategies of the others.

Fix buyer i with signal ω_i and strategies of the others: first messages δ_j(ω_j), second messages e_j(ω_j, ·)
and supplies. Write u(x, p) for u_i(x, p, ω), every expectation given ω_i. By section 3.2 her plan earns

    branch 1   η/|P| Σ_p E u(d(p), p)
    branch 2   η/|P| Σ_p, mean over her place and her mates g = (g_1, ..., g_{n-1}), in order, of
               E u(θ(δ(ω_g) with d at her place)(p), p)
    branch 3   η/|P| Σ_p E u(w(p), p),                           w = her third message after all δ_j(ω_j)
    branch 4   (1-3η), mean over the buyers g of the other group, in order, and its sellers S, of
               E u(w(q), q),                                     q = the price that clears e_g and S.

The order of the sellers does not matter to q, so S runs through sets. Only q depends on the others' second
messages and supplies, and neither on the signals nor on the messages of those in her own group.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, permutations, product
from math import comb, factorial, perm
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.clearing import clearing_places
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market

Supplier: TypeAlias = tuple[tuple[int, ...], tuple[str, ...]]  # the sellers S of a group, and their signals


@dataclass(frozen=True, eq=False)
class BuyerGains:
    """The gains of buyer i with a signal, as integers over `denominator`."""

    instance: InterdependentInstance
    i: int
    signal: str

    def __post_init__(self) -> None:
        require_as_defined(self.instance.mechanism)

    @cached_property
    def buyer(self) -> BuyerForm:
        """Her decision."""
        return BuyerForm(self.instance.mechanism.market, self.i)

    @property
    def market(self) -> Market:
        """The market."""
        return self.buyer.market

    @cached_property
    def signals(self) -> tuple[tuple[str, ...], ...]:
        """The signals of each rival, by their order in `buyer.rivals`."""
        return tuple(self.instance.prior.spaces[j] for j in self.buyer.rivals)

    @cached_property
    def suppliers(self) -> tuple[Supplier, ...]:
        """The sellers that can make up the other group, with every combination of their signals."""
        spaces = self.instance.prior.spaces
        return tuple(
            (group, signals)
            for group in combinations(self.market.sellers, self.market.n)
            for signals in product(*(spaces[s] for s in group))
        )

    @cached_property
    def _exact(self) -> tuple[list[Fraction], ...]:
        """`worth`, `third` and `moved` below as fractions, flat."""
        market, eta = self.market, self.instance.mechanism.eta
        shape = [len(space) for space in self.signals]
        block = len(market.P) * len(market.X)
        worth = [Fraction(0)] * (int(np.prod(shape)) * block)
        moved = [[Fraction(0)] * len(worth) for _ in self.suppliers]
        places = {supplier: place for place, supplier in enumerate(self.suppliers)}
        trader = self.instance.traders[self.i]
        for omega, belief in self.instance.prior.given({self.i: self.signal}).items():
            at = [space.index(omega[j]) for space, j in zip(self.signals, self.buyer.rivals, strict=True)]
            start = int(np.ravel_multi_index(at, shape)) * block
            payoffs = [trader.at[omega].payoff(x, q) * belief for q in market.P for x in market.X]
            groups = [
                places[group, tuple(omega[s] for s in group)]
                for group in combinations(market.sellers, market.n)
            ]
            for offset, payoff in enumerate(payoffs, start):
                worth[offset] += payoff
                for place in groups:
                    moved[place][offset] += payoff
        others, n = len(self.buyer.rivals), market.n
        branch = eta / len(market.P)
        final = (1 - 3 * eta) / (perm(others, n) * comb(market.side_size, n))
        return (
            [branch * value / (n * perm(others, n - 1)) for value in worth],
            [branch * value for value in worth],
            *([final * value for value in part] for part in moved),
        )

    @cached_property
    def denominator(self) -> int:
        """What all gains are over."""
        return common_denominator(value for part in self._exact for value in part)

    @cached_property
    def _tables(self) -> tuple[IntegerArray, IntegerArray, IntegerArray]:
        """Axes: (supplier,) the signal of each rival, the price, the bundle.

        Branch 2 at one place and one order of the mates, branches 1 and 3, and branch 4 at one order of the
        other group's buyers and one supplier.
        """
        shape = (*(len(space) for space in self.signals), len(self.market.P), len(self.market.X))
        tables = []
        for values in self._exact:
            numbers = np.empty(len(values), dtype=object)
            numbers[:] = [int(value * self.denominator) for value in values]
            tables.append(numbers.reshape(shape))
        second, third, *moved = tables
        # A gain adds entries of these tables, each at most once per place and order of a group: so the sum
        # of all, times the number of places and orders, bounds every partial sum below.
        bound = factorial(2 * self.market.n) * sum(int(np.abs(table).sum()) for table in tables)
        wide = integer_dtype(max(bound, 2**31))  # int64 or Python integers
        return second.astype(wide), third.astype(wide), np.stack(moved).astype(wide)

    @property
    def second_table(self) -> IntegerArray:
        """Branch 2 at one place and one order of the mates: the signal of each rival, price, bundle."""
        return self._tables[0]

    @property
    def third_table(self) -> IntegerArray:
        """Branch 3 (and 1): the signal of each rival, price, bundle."""
        return self._tables[1]

    @property
    def moved_table(self) -> IntegerArray:
        """Branch 4 at one order of the other buyers: supplier, signal of each rival, price, bundle."""
        return self._tables[2]

    @cached_property
    def roots(self) -> IntegerArray:
        """What each first message earns in branch 1."""
        rivals = tuple(range(len(self.signals)))
        worth = self.third_table.sum(axis=rivals)
        X = self.market.X
        return np.array(
            [sum(worth[p, X.index(x)] for p, x in enumerate(d)) for d in self.buyer.demands],
            dtype=self.third_table.dtype,
        )

    @cached_property
    def mates(self) -> list[tuple[tuple[int, ...], IntegerArray]]:
        """Every ordered choice of n - 1 mates (places in `rivals`), with branch 2 by *their* signals."""
        everybody, found = range(len(self.signals)), []
        for g in permutations(everybody, self.market.n - 1):
            rest = tuple(j for j in everybody if j not in g)
            table = self.second_table.sum(axis=rest)
            by_place = sorted(g)
            found.append((g, table.transpose(*(by_place.index(j) for j in g), len(g), len(g) + 1)))
        return found

    def gains(self, opponents: Opponents) -> IntegerArray:
        """What every coordinate earns against these strategies."""
        buyer, D = self.buyer, self.buyer.demands
        first = [
            [D.index(opponents.firsts[j, t]) for t in space]
            for j, space in zip(buyer.rivals, self.signals, strict=True)
        ]
        tail = (len(self.market.P), len(self.market.X))
        second = np.zeros((len(D),) * (self.market.n - 1) + tail, dtype=self.second_table.dtype)
        for g, table in self.mates:
            for at in np.ndindex(table.shape[:-2]):
                second[tuple(first[j][t] for j, t in zip(g, at, strict=True))] += table[at]
        third = np.zeros((len(D),) * len(first) + tail, dtype=self.third_table.dtype)
        by_signals = self.third_table + self._branch_4(opponents)
        for at in np.ndindex(by_signals.shape[:-2]):
            third[tuple(own[t] for own, t in zip(first, at, strict=True))] += by_signals[at]
        return self.spread(second, third)

    @cached_property
    def _other_groups(self) -> list[tuple[list[Agent], tuple[int | slice, ...], IntegerArray]]:
        """Every ordered choice of n rivals with signals: the agents, where they are in the tables by the
        rivals' signals, and branch 4 there: supplier, signal of each of the rest, price, bundle."""
        rivals, found = self.buyer.rivals, []
        for g in permutations(range(len(rivals)), self.market.n):
            for at in product(*(range(len(self.signals[j])) for j in g)):
                where: list[int | slice] = [slice(None)] * len(rivals)
                for j, t in zip(g, at, strict=True):
                    where[j] = t
                agents = [(rivals[j], self.signals[j][t]) for j, t in zip(g, at, strict=True)]
                found.append((agents, tuple(where), self.moved_table[(slice(None), *where)]))
        return found

    def _branch_4(self, opponents: Opponents) -> IntegerArray:
        """Branch 4 by the rivals' signals, price and bundle."""
        supply = np.array(
            [
                np.sum([opponents.supplies[s, t] for s, t in zip(group, signals, strict=True)], axis=0)
                for group, signals in self.suppliers
            ]
        )
        nothing = ((0,) * self.market.k,) * len(self.market.P)
        asked = []
        for agents, _, _ in self._other_groups:
            shown = tuple([opponents.firsts[agent] for agent in agents])
            asked.append([opponents.seconds.get((*agent, shown), nothing) for agent in agents])
        cleared = clearing_places(self.market, supply, np.array(asked).sum(axis=1)[:, np.newaxis])
        made = cleared[..., np.newaxis] == np.arange(len(self.market.P))
        rest = (1,) * (len(self.signals) - self.market.n)
        total = np.zeros(self.third_table.shape, dtype=self.third_table.dtype)
        for (_, where, moved), at in zip(
            self._other_groups, made.reshape(*cleared.shape, *rest, -1, 1), strict=True
        ):
            total[where] += (moved * at).sum(axis=0)
        return total

    def spread(self, second: IntegerArray, third: IntegerArray) -> IntegerArray:
        """The vector on the coordinates, from the gains of second messages by the mates' first messages (one
        place), and of third messages by the rivals': last axes price and bundle."""
        buyer = self.buyer
        block = np.arange(len(self.market.P) * len(self.market.X))
        vector = np.zeros(buyer.form.size, dtype=third.dtype)
        vector[list(buyer.form.roots)] = self.roots
        for own in buyer.second_at:  # own[d, mates]: for one place of hers all tuples are distinct
            vector[own[..., np.newaxis] + block] += second.reshape(*second.shape[:-2], -1)
        vector[buyer.third_at[..., np.newaxis] + block] = third.reshape(*third.shape[:-2], -1)
        return vector
