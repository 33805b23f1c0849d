"""One call of the separation oracle for a buyer of G**: what the others do worst in one direction.

Weigh her coordinates by a direction, and let a *node* be a rival j with a signal t. By `gains`, what
the direction earns is a constant (branch 1), terms that depend on the first messages δ alone (branches 2 and
3), and branch 4: for n nodes ν of distinct rivals, in every order, and every supplier, the weight L_ν(q) at
the price q that clears the supplies and ν's second messages at δ(ν), in that order. L_ν depends on δ only.

1. *The order drops out.* At another order of the same tuple ν's second messages are other entries, which are
   asked after just the same sets of nodes: what is least at one order is least at all. So each set ν counts
   n! times, with one entry for each node and each multiset of first messages that she is part of.
2. *For fixed δ* what is left is a sum of local costs: for each ν a table over the supplies (`Supplies`) and
   the entries of ν. Entries after different multisets meet only in the supplies.
3. *Over all δ* branches 1 to 3 plus the least L_ν(q) of every ν and supplier is a lower bound, computed for
   all δ at once. They are looked at in the order of this bound until it is no better than what was found.
"""

from collections.abc import Mapping
from functools import reduce
from itertools import combinations, permutations
from math import comb, factorial, prod
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray, integer_dtype
from gametheory.optimisation.local_costs import LocalCost, least_sum
from mechanisms.g_double_star.groups.gains import BuyerGains
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.supplies import Supplies
from mechanisms.markets.market import Message
from mechanisms.markets.triplicate import FirstMessages

Node: TypeAlias = tuple[int, int]  # a rival and her signal, by their places
Entry: TypeAlias = tuple[Node, tuple[int, ...]]  # her second message after a multiset of first messages


class WorstCase:
    """The search over what the others can do when each node keeps to its `allowed` first messages."""

    def __init__(
        self,
        payoffs: BuyerGains,
        supplies: Supplies,
        allowed: Mapping[Node, IntegerArray],
        direction: IntegerArray,
    ) -> None:
        self.payoffs, self.supplies, self.allowed = payoffs, supplies, allowed
        self.n = n = payoffs.market.n
        self._axes: dict[tuple[Node, ...], tuple[tuple[IntegerArray, ...], list[int], list[int]]] = {}
        tables = payoffs.roots, payoffs.second_table, payoffs.third_table, payoffs.moved_table
        # Every sum below adds entries of these tables, each at most (2n)! times, times the direction's.
        most = factorial(2 * n) * sum(_total(table) for table in tables) * _total(direction)
        self.dtype = integer_dtype(max(2**31, most))
        direction = direction.astype(self.dtype)
        second, third = payoffs.buyer.gather(direction)
        self.constant = int(direction[list(payoffs.buyer.form.roots)] @ payoffs.roots)
        self.second = [
            (tuple(zip(g, at, strict=True)), (second * table[at]).sum(axis=(-2, -1)))
            for g, table in payoffs.mates()
            for at in np.ndindex(table.shape[:-2])
        ]
        signals = list(np.ndindex(payoffs.third_table.shape[:-2]))  # of all rivals
        self.third = [
            (tuple(enumerate(at)), (third * payoffs.third_table[at]).sum(axis=(-2, -1))) for at in signals
        ]
        # weights[at][class, first message of each rival, price]
        self.weights = {
            at: np.stack([(third * own[at]).sum(axis=-1) for own in supplies.weights]) for at in signals
        }
        self.sets: dict[tuple[Node, ...], list[tuple[int, ...]]] = {}  # ν, and the signals that contain it
        for group in combinations(range(len(payoffs.signals)), n):
            for at in signals:
                self.sets.setdefault(tuple((j, at[j]) for j in group), []).append(at)
        # prices by (profile, class, demands, p), as a matrix from (class, p) to (profile, demands)
        prices = np.moveaxis(supplies.prices, 1, -2)
        self._shape = prices.shape[:-2]
        self._price_counts = prices.reshape(prod(self._shape), -1).T.astype(self.dtype)

    def least(self) -> tuple[int, Opponents]:
        """The least value, and opponents who make it."""
        known, bound = self._bounds()
        best: tuple[int, Opponents] | None = None
        for flat in np.argsort(bound, axis=None, kind="stable").tolist():
            if best is not None and bound.flat[flat] >= best[0]:
                break
            at = np.unravel_index(flat, bound.shape)
            delta = {node: int(own[x]) for (node, own), x in zip(self.allowed.items(), at, strict=True)}
            value, row, entries = self._branch_4(delta)
            value += int(known[at])
            if best is None or value < best[0]:
                best = value, self._opponents(delta, row, entries)
        assert best is not None  # every node has a first message
        return best

    def _bounds(self) -> tuple[IntegerArray, IntegerArray]:
        """With an axis for each node's first message: branches 1 to 3, and the lower bound."""
        known = np.full([len(own) for own in self.allowed.values()], self.constant, dtype=self.dtype)
        for nodes, table in (*self.second, *self.third):
            known += self._laid(nodes, table)
        bound = known.copy()
        market = self.payoffs.market
        same = comb(market.side_size, self.n) if self.supplies.tell_nothing else 1  # suppliers in a class
        for signals in self.sets.values():
            if not any(self.weights[at].any() for at in signals):
                continue  # a direction of first or second messages
            for one in range(len(self.supplies.weights)):
                prices = [
                    reduce(
                        np.add,
                        (self._laid(tuple(enumerate(at)), self.weights[at][one, ..., p]) for at in signals),
                    )
                    for p in range(len(market.P))
                ]
                bound += factorial(self.n) * same * np.minimum.reduce(prices)
        return known, bound

    def _laid(self, nodes: tuple[Node, ...], table: IntegerArray) -> IntegerArray:
        """A table by the first messages of some nodes, laid along the axes of all nodes."""
        if nodes not in self._axes:
            self._axes[nodes] = (
                np.ix_(*(self.allowed[node] for node in nodes)),
                sorted(range(len(nodes)), key=nodes.__getitem__),
                [len(left) if node in nodes else 1 for node, left in self.allowed.items()],
            )
        sent, order, shape = self._axes[nodes]
        return table[sent].transpose(order).reshape(shape)

    def _branch_4(self, delta: Mapping[Node, int]) -> tuple[int, int, dict[Entry, int]]:
        """The least of branch 4 for given first messages; the supplies and second messages that reach it."""
        chosen = {
            at: np.moveaxis(own, 0, -2)[tuple(delta[node] for node in enumerate(at))].ravel()
            for at, own in self.weights.items()
        }
        L = np.stack([np.sum([chosen[at] for at in signals], axis=0) for signals in self.sets.values()])
        tables = (L @ self._price_counts).reshape(len(L), *self._shape)
        variables: dict[Entry, int] = {}
        costs = []
        for nodes, table in zip(self.sets, tables, strict=True):
            shown = tuple(sorted(delta[node] for node in nodes))
            scope = [variables.setdefault((node, shown), 1 + len(variables)) for node in nodes]
            costs.append(LocalCost((0, *scope), table))
        if not L.any():  # the direction is of messages that are not asked for
            return 0, 0, dict.fromkeys(variables, 0)
        sizes = [self._shape[0], *[self._shape[1]] * len(variables)]
        value, (row, *entries) = least_sum(sizes, costs)
        return factorial(self.n) * value, row, dict(zip(variables, entries, strict=True))

    def _opponents(self, delta: Mapping[Node, int], row: int, entries: Mapping[Entry, int]) -> Opponents:
        """The strategies, with every second message that can be asked for in the other group."""
        D = self.payoffs.buyer.demands
        agents = {(j, t): (self.payoffs.buyer.rivals[j], self.payoffs.signals[j][t]) for j, t in self.allowed}
        seconds: dict[tuple[int, str, FirstMessages], Message] = {}
        for nodes in self.sets:
            multiset = tuple(sorted(delta[node] for node in nodes))
            for order in permutations(nodes):
                shown = tuple(D[delta[node]] for node in order)
                for node in nodes:
                    seconds[(*agents[node], shown)] = D[entries[node, multiset]]
        firsts = {agents[node]: D[first] for node, first in delta.items()}
        return Opponents(self.supplies.profile(row), firsts, seconds)


def _total(table: IntegerArray) -> int:
    """The sum of absolute values, as a Python integer."""
    return int(np.abs(table.astype(object)).sum())
