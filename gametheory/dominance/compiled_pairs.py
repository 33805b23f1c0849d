"""Watched pairs as in `watched_pairs`, in compiled loops: a round has next to no fixed cost.

Needs numba (the extra `fast`). Importing this module imports it and loads what it compiled before, and every
later elimination uses it; else `gametheory/dominance/pure.py` decides when that pays.
"""

from collections.abc import Callable, Iterator, Sequence
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt

from gametheory.dominance.restriction import narrow
from gametheory.games.exact import IntegerArray
from gametheory.games.libraries import library
from gametheory.games.relation import Relation

with library("numba", 'pip install "undominated[fast]"'):
    import numba

Indices32 = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

_compile: Callable[[Callable[..., Any]], Callable[..., Any]] = numba.njit(cache=True)
_EQUAL = -1  # instead of a watched column: the two strategies pay the same at every live one, and will
_UNKNOWN = -2  # nothing has been compared yet


class CompiledPairs:
    """Player i's ordered pairs of strategies; `watched[a, b]` is a column at which b fails to dominate a.

    The others' profiles are columns 0..m-1, in lexicographic order. Payoffs stay where the game has them: at
    column c and own strategy a, `offset[c] + a * step` is their place in the flat array.
    """

    def __init__(self, payoffs: IntegerArray, i: int, relation: Relation) -> None:
        numbers = narrow(payoffs) if payoffs.dtype.kind == "O" else payoffs
        self._payoffs = np.ascontiguousarray(numbers, dtype=numbers.dtype.newbyteorder("=")).reshape(-1)
        k, others = payoffs.shape[i], payoffs.shape[:i] + payoffs.shape[i + 1 :]
        self._step = prod(payoffs.shape[i + 1 :])
        self._axes = [(prod(others[j + 1 :]), size) for j, size in enumerate(others)]
        m = prod(others)
        self._columns = np.arange(m, dtype=np.int32)  # live ones first, ascending: the list grows shorter
        self._offset = np.add.outer(np.arange(0, m * k, k * self._step), np.arange(self._step)).reshape(-1)
        self._live = np.ones(m, dtype=np.bool_)
        self._present = np.ones(k, dtype=np.bool_)
        self._watched = np.full((k, k), _UNKNOWN, dtype=np.int32)
        np.fill_diagonal(self._watched, _EQUAL)
        self._left = m
        self._strict, self._very_weak = relation is Relation.STRICT, relation is Relation.VERY_WEAK

    def dominated_without(
        self, own: Sequence[int], others: Sequence[Sequence[int]]
    ) -> Iterator[tuple[int, int, int]]:
        """As `WatchedPairs.dominated_without`."""
        if own:
            self._present[own] = False
        gone = [(*axis, s) for axis, left in zip(self._axes, others, strict=True) for s in left]
        if gone:
            self._left = _drop(self._columns, self._left, self._live, np.array(gone))
        found = _search(
            self._payoffs,
            self._step,
            self._offset,
            self._columns,
            self._left,
            self._live,
            self._present,
            self._watched,
            self._strict,
            self._very_weak,
        )
        return map(tuple, found.tolist())


@_compile
def _drop(columns: Indices32, left: int, live: Mask, gone: npt.NDArray[np.int64]) -> int:
    """Take out the columns at which the others play what is gone; a row of it is (stride, size, strategy)."""
    for row in range(len(gone)):
        stride, size, s = gone[row]
        for start in range(s * stride, len(live), stride * size):
            live[start : start + stride] = False
    kept = 0
    for place in range(left):
        column = columns[place]
        columns[kept] = column
        kept += live[column]
    return kept


@_compile
def _scan(
    payoffs: IntegerArray,
    offset: npt.NDArray[np.int64],
    columns: Indices32,
    first: int,
    end: int,
    mine: int,
    theirs: int,
    strict: bool,
) -> tuple[int, bool]:
    """The first place at which the other one fails, or -1, and whether it pays more anywhere before."""
    more = False
    for place in range(first, end):
        at = offset[columns[place]]
        if payoffs[at + theirs] > payoffs[at + mine]:
            more = True
        elif strict or payoffs[at + theirs] < payoffs[at + mine]:
            return place, more
    return -1, more


@_compile
def _search(
    payoffs: IntegerArray,
    step: int,
    offset: npt.NDArray[np.int64],
    columns: Indices32,
    left: int,
    live: Mask,
    present: Mask,
    watched: Indices32,
    strict: bool,
    very_weak: bool,
) -> npt.NDArray[np.int64]:
    """Rows (a, b, column), as `dominated_without` has them.

    A pair whose column has gone looks on from there, in a circle. What it passed has gone or does not refute
    it, and never will: all rounds together cost a pair two circles at most.
    """
    own = np.flatnonzero(present)
    columns = columns[:left]
    dominator = np.full(len(present), -1)
    for a in own:
        start = 0
        for b in own:
            watch = watched[a, b]
            if watch >= 0 and live[watch]:
                continue
            if dominator[b] >= 0:  # if b dominates a, so does what dominates b
                continue
            more = False
            if watch != _EQUAL:
                # A new pair starts where the one before failed: it is likely to fail there too.
                first = start if watch == _UNKNOWN else np.searchsorted(columns, watch)
                mine, theirs = a * step, b * step
                place, more = _scan(payoffs, offset, columns, first, left, mine, theirs, strict)
                if place < 0:
                    place, before = _scan(payoffs, offset, columns, 0, first, mine, theirs, strict)
                    more = more or before
                if place >= 0:
                    start, watched[a, b] = place, columns[place]
                    continue
                watched[a, b] = _UNKNOWN if more else _EQUAL
            if more or (very_weak and b < a):
                dominator[a] = b
                break
    losers = np.flatnonzero(dominator >= 0)
    found = np.empty((len(losers), 3), dtype=np.int64)
    for row, a in enumerate(losers):
        b = dominator[a]
        while dominator[b] >= 0:  # it ends, see `by_survivors`
            b = dominator[b]
        found[row] = a, b, -1
        for column in columns:
            if payoffs[offset[column] + b * step] > payoffs[offset[column] + a * step]:
                found[row, 2] = column
                break
    return found
