"""The least sum of local costs: functions of few variables each, added up and minimised over all variables.

Variables are eliminated one after another: the costs that involve a variable are added up, and replaced by
their minimum over it, a function of its neighbours. This is nonserial dynamic programming (Bertelè and
Brioschi 1972), today bucket elimination (Dechter 1999). It is exact; what it takes is room for the largest
table, which depends on how the costs overlap and on the order: always the variable with the smallest table.
Where that is too large, the variable in most costs is set to each of its values in turn (conditioning).

`least_sum_by_bounds` comes first where costs hardly conflict: it sets variables one by one, and
leaves out what cannot be less than was found even if every cost were least by itself (depth-first branch
and bound, as for weighted constraints). It gives up, for elimination to go on, after so many values.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeAlias

import numpy as np

from gametheory.games.errors import EntangledError
from gametheory.games.exact import IntegerArray

Scope: TypeAlias = tuple[int, ...]  # the variables that a cost depends on, increasing

MOST_ENTRIES = 2_000_000  # of a table
MOST_SPLITS = 5_000  # combinations of values that variables are set to
MOST_SET = 2_000  # values, one after the other, until bounds are given up


@dataclass(frozen=True, eq=False)
class LocalCost:
    """A cost that depends on the variables `scope`: one axis of the table for each."""

    scope: Scope
    table: IntegerArray


def least_sum(
    sizes: Sequence[int], costs: Sequence[LocalCost], splits: int = 1
) -> tuple[int, tuple[int, ...]]:
    """The least sum of the costs over all values 0, ..., size - 1 of the variables, and where it is reached.

    The caller chooses a dtype that holds every sum of entries. `splits` counts the combinations of values
    that the caller runs through. Raises `EntangledError`.

    >>> unequal, liking = np.array([[5, 0], [0, 5]]), np.array([0, 1])
    >>> least_sum((2, 2), [LocalCost((0, 1), unequal), LocalCost((0,), liking)])
    (0, (0, 1))
    """
    left, pending = set(range(len(sizes))), list(costs)
    decided: list[tuple[int, Scope, IntegerArray]] = []
    while left:
        around = {v: {v}.union(*(cost.scope for cost in pending if v in cost.scope)) for v in left}
        entries = {v: prod(sizes[u] for u in scope) for v, scope in around.items()}
        v = min(left, key=lambda v: (entries[v], v))
        if entries[v] > MOST_ENTRIES:
            return _conditioned(sizes, costs, splits, entries[v])
        scope = (*sorted(around[v] - {v}), v)
        touching = [cost for cost in pending if v in cost.scope]
        table = np.zeros([sizes[u] for u in scope], dtype=np.result_type(np.int64, *_dtypes(touching)))
        for cost in touching:
            table += _along(cost, scope, sizes)
        best = table.argmin(axis=-1)
        decided.append((v, scope[:-1], best))
        rest = np.take_along_axis(table, best[..., np.newaxis], axis=-1)[..., 0]
        pending = [cost for cost in pending if v not in cost.scope] + [LocalCost(scope[:-1], rest)]
        left.remove(v)
    values = [0] * len(sizes)
    for v, scope, best in reversed(decided):
        values[v] = int(best[tuple(values[u] for u in scope)])
    return sum(int(cost.table) for cost in pending), tuple(values)


def least_sum_by_bounds(
    sizes: Sequence[int], costs: Sequence[LocalCost], most_set: int = MOST_SET
) -> tuple[int, tuple[int, ...]]:
    """The same as `least_sum`, by bounds first; by elimination if more than `most_set` values were set.

    >>> unequal, liking = np.array([[5, 0], [0, 5]]), np.array([0, 1])
    >>> least_sum_by_bounds((2, 2), [LocalCost((0, 1), unequal), LocalCost((0,), liking)])
    (0, (0, 1))
    """
    search = _ByBounds(sizes, costs, most_set)
    search.descend(frozenset(range(len(sizes))), [cost.table for cost in costs], {})
    if search.found is None or search.left < 0:
        return least_sum(sizes, costs)
    value, values = search.found
    return value, tuple(values.get(v, 0) for v in range(len(sizes)))


class _ByBounds:
    """Tables keep their axes; an axis whose variable is set has length 1."""

    def __init__(self, sizes: Sequence[int], costs: Sequence[LocalCost], most_set: int) -> None:
        self.sizes, self.left = sizes, most_set
        self.found: tuple[int, dict[int, int]] | None = None
        self.touching = {
            v: [(place, cost.scope.index(v)) for place, cost in enumerate(costs) if v in cost.scope]
            for v in range(len(sizes))
        }

    def descend(self, free: frozenset[int], tables: list[IntegerArray], values: dict[int, int]) -> None:
        """All values of the free variables, where the others have these values."""
        if not free:
            value = sum(int(table.item()) for table in tables)
            if self.found is None or value < self.found[0]:
                self.found = value, values
            return
        least = [int(table.min()) for table in tables]
        bound = sum(least)
        v = max(free, key=lambda v: (len(self.touching[v]), -v))
        by_value = np.full(
            self.sizes[v], bound - sum(least[place] for place, _ in self.touching[v]), dtype=object
        )
        for place, axis in self.touching[v]:
            others = tuple(each for each in range(tables[place].ndim) if each != axis)
            by_value += tables[place].min(axis=others).astype(object)
        for value in np.argsort(by_value, kind="stable").tolist():
            self.left -= 1
            if self.left < 0 or (self.found is not None and by_value[value] >= self.found[0]):
                break
            smaller = list(tables)
            for place, axis in self.touching[v]:
                smaller[place] = tables[place].take([value], axis=axis)
            self.descend(free - {v}, smaller, {**values, v: value})


def _conditioned(
    sizes: Sequence[int], costs: Sequence[LocalCost], splits: int, entries: int
) -> tuple[int, tuple[int, ...]]:
    """The same by setting one variable to each of its values, and eliminating the others."""
    u = max(range(len(sizes)), key=lambda v: (sizes[v] > 1, sum(v in cost.scope for cost in costs)))
    if sizes[u] == 1 or splits * sizes[u] > MOST_SPLITS:
        raise EntangledError(f"a table of at most {MOST_ENTRIES:,} entries, got {entries:,}")
    found = []
    for value in range(sizes[u]):
        fixed = [
            LocalCost(cost.scope, cost.table.take([value], axis=cost.scope.index(u)))
            if u in cost.scope
            else cost
            for cost in costs
        ]
        left = [1 if v == u else size for v, size in enumerate(sizes)]
        least, values = least_sum(left, fixed, splits * sizes[u])
        found.append((least, (*values[:u], value, *values[u + 1 :])))
    return min(found)


def _dtypes(costs: Sequence[LocalCost]) -> list[np.dtype[np.generic]]:
    return [cost.table.dtype for cost in costs]


def _along(cost: LocalCost, scope: Scope, sizes: Sequence[int]) -> IntegerArray:
    """The table with one axis for each variable of a larger scope, in its order."""
    order = sorted(range(len(cost.scope)), key=lambda axis: scope.index(cost.scope[axis]))
    return cost.table.transpose(order).reshape([sizes[u] if u in cost.scope else 1 for u in scope])
