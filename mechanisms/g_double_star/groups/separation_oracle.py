"""One call of the separation oracle for a buyer of G**: what the others do worst in one direction.

Weigh her coordinates by a direction, and let a *node* be a rival j with a signal t. By `gains`, what
the direction earns is a constant (branch 1), terms that depend on the first messages δ alone (branches 2 and
3), and branch 4: for n nodes ν of distinct rivals, in every order, and every supplier, the weight L_ν(q) at
the price q that clears the supplies and ν's second messages at δ(ν), in that order. L_ν depends on δ only.

1. *The order drops out.* At another order of the same tuple ν's second messages are other entries, which are
   asked after just the same sets of nodes: what is least at one order is least at all. So each set ν counts
   n! times, with one entry for each node and each multiset of first messages that she is part of.
2. *For fixed δ* what is left is a sum of local costs: for each ν a table over the supplies (`Supplies`) and
   the entries of ν. Entries after different multisets meet only in the supplies: so for each profile of
   supplies, the best by the bound in which every ν has its least entry first, multisets are solved apart.
3. *Over all δ* branches 1 to 3 plus the least L_ν(q) of every ν and supplier is a lower bound. First messages
   are looked at by `first_message_branching`, best first, until no bound is below what was found.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, combinations, permutations
from math import comb, factorial, prod
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray, integer_dtype
from gametheory.optimisation.local_costs import LocalCost, least_sum_by_bounds
from mechanisms.g_double_star.groups.first_message_branching import FirstMessageBranching, Node
from mechanisms.g_double_star.groups.gains import BuyerGains
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.supplies import Supplies
from mechanisms.markets.market import Message
from mechanisms.markets.triplicate import FirstMessages

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
        tables = payoffs.roots, payoffs.second_table, payoffs.third_table, payoffs.moved_table
        # Every sum below adds entries of these tables, each at most (2n)! times, times the direction's.
        most = factorial(2 * n) * sum(_total(table) for table in tables) * _total(direction)
        self.dtype = integer_dtype(max(2**31, most))
        direction = direction.astype(self.dtype)
        second, third = payoffs.buyer.gather(direction)
        self.constant = int(direction[list(payoffs.buyer.form.roots)] @ payoffs.roots)
        self.second = [
            (tuple(zip(g, at, strict=True)), (second * table[at]).sum(axis=(-2, -1)))
            for g, table in payoffs.mates
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
        # prices by (profile, class, demands, p), as a matrix from (class, p) to demands for each profile
        prices = np.moveaxis(supplies.prices, 1, -2)
        self._shape = prices.shape[:-2]
        self._price_counts = prices.reshape(len(prices), prod(self._shape[1:]), -1).transpose(0, 2, 1)

    def least(self) -> tuple[int, Opponents]:
        """The least value, and opponents who make it."""
        best: tuple[int, Opponents] | None = None

        def realise(delta: Mapping[Node, int], known: int, below: int | None) -> int | None:
            nonlocal best
            branch_4 = self._branch_4(delta, None if below is None else below - known)
            if branch_4 is None:
                return None
            value, row, entries = branch_4
            best = known + value, self._opponents(delta, row, entries)
            return best[0]

        self.branching().least(realise)
        assert best is not None  # every node has a first message
        return best

    def branching(self) -> FirstMessageBranching:
        """The search over first messages, with the tables that it is about."""
        rivals = len(self.payoffs.signals)
        most = max(map(len, self.allowed.values()))
        places = {node: np.resize(np.array(own), most) for node, own in self.allowed.items()}
        for node, own in self.allowed.items():
            places[node][len(own) :] = own[-1]
        shape = [size for space in self.payoffs.signals for size in (len(space), most)]
        fixed = np.zeros(shape, dtype=self.dtype)
        fixed[(0, slice(None)) * rivals] = self.constant
        for nodes, table in (*self.second, *self.third):
            by_rival = sorted(nodes)
            where: list[int | slice] = [
                0,
                slice(None),
            ] * rivals  # of the others the first signal stands for all
            for j, t in nodes:
                where[2 * j] = t
            laid = table.transpose([nodes.index(node) for node in by_rival])[
                np.ix_(*(places[node] for node in by_rival))
            ]
            present = {j for j, _ in nodes}
            fixed[tuple(where)] += laid.reshape([most if j in present else 1 for j in range(rivals)])
        classes, prices = len(self.supplies.weights), len(self.payoffs.market.P)
        priced = np.zeros((classes, prices, *shape), dtype=self.dtype)
        for at, own in self.weights.items():
            sent = np.ix_(np.arange(classes), *(places[node] for node in enumerate(at)), np.arange(prices))
            where = [part for t in at for part in (t, slice(None))]
            priced[(slice(None), slice(None), *where)] = np.moveaxis(own[sent], -1, 1)
        same = comb(self.payoffs.market.side_size, self.n) if self.supplies.tell_nothing else 1
        return FirstMessageBranching(self.allowed, fixed, priced, self.n, factorial(self.n) * same)

    def _branch_4(
        self, delta: Mapping[Node, int], below: int | None = None
    ) -> tuple[int, int, dict[Entry, int]] | None:
        """The least of branch 4 for given first messages; the supplies and second messages that reach it.

        None where it is not `below`.
        """
        chosen = {
            at: np.moveaxis(own, 0, -2)[tuple(delta[node] for node in enumerate(at))].ravel()
            for at, own in self.weights.items()
        }
        L = np.stack([np.sum([chosen[at] for at in signals], axis=0) for signals in self.sets.values()])
        scopes: list[tuple[Entry, ...]] = []  # of each set ν
        for nodes in self.sets:
            shown = tuple(sorted(delta[node] for node in nodes))
            scopes.append(tuple((node, shown) for node in nodes))
        if not L.any():  # the direction is of messages that are not asked for
            entries = dict.fromkeys(chain.from_iterable(scopes), 0)
            return None if below is not None and below <= 0 else (0, 0, entries)
        times, best = factorial(self.n), None
        bounds = self._row_bounds(L)
        for row in np.argsort(bounds, kind="stable").tolist():
            if below is not None and times * int(bounds[row]) >= below:
                break
            tables = (L @ self._price_counts[row]).reshape(len(L), *self._shape[1:])
            value, entries = self._second_messages(scopes, tables)
            if below is None or times * value < below:
                best, below = (times * value, row, entries), times * value
        return best

    def _row_bounds(self, L: IntegerArray) -> IntegerArray:
        """For each profile of supplies: the sum over all sets ν of the least at any second messages."""
        least = [(L @ counts).min(axis=1).sum() for counts in self.supplies.distinct]
        return np.array(least, dtype=self.dtype)

    def _second_messages(
        self, scopes: Sequence[tuple[Entry, ...]], tables: IntegerArray
    ) -> tuple[int, dict[Entry, int]]:
        """The least sum of the tables, one for each set ν, and the entries that make it; multisets apart."""
        by_multiset: dict[tuple[int, ...], list[int]] = {}
        for place, scope in enumerate(scopes):
            by_multiset.setdefault(scope[0][1], []).append(place)
        total, found = 0, dict[Entry, int]()
        for places in by_multiset.values():
            variables: dict[Entry, int] = {}
            costs = []
            for place in places:
                own = [variables.setdefault(entry, len(variables)) for entry in scopes[place]]
                order = sorted(range(self.n), key=own.__getitem__)
                costs.append(LocalCost(tuple(sorted(own)), tables[place].transpose(order)))
            value, entries = least_sum_by_bounds([tables.shape[1]] * len(variables), costs)
            total += value
            found |= dict(zip(variables, entries, strict=True))
        return total, found

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
