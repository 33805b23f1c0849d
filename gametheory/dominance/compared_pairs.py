"""Ordered pairs of a player's strategies, compared at all profiles of the others at once."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude
from gametheory.games.relation import Relation

Indices: TypeAlias = npt.NDArray[np.intp]

COMPARED = 1 << 22  # payoffs compared together, so that temporary arrays stay at a few megabytes


class ComparedPairs:
    """One player's ordered pairs of strategies in so small a game that it is fastest to compare them all."""

    def __init__(self, payoffs: IntegerArray, relation: Relation) -> None:
        self._rows = narrow(payoffs).reshape(len(payoffs), -1)
        self._relation = relation
        self._present = np.ones(len(payoffs), dtype=bool)
        self._live = np.ones((*payoffs.shape[1:], 1), dtype=bool)

    def dominated_without(
        self, own: Sequence[int], others: Sequence[Sequence[int]]
    ) -> Iterator[tuple[int, int, int]]:
        """As `WatchedPairs.dominated_without`."""
        self._present[own] = False
        for axis, gone in enumerate(others):
            np.moveaxis(self._live, axis, 0)[gone] = False
        present, live = np.flatnonzero(self._present), np.flatnonzero(self._live)
        rows = self._rows[present].take(live, axis=1)
        fails = np.less_equal if self._relation is Relation.STRICT else np.less
        undefeated = ~fails(rows[np.newaxis], rows[:, np.newaxis]).any(axis=2)
        a, b = np.nonzero(undefeated & ~np.eye(len(rows), dtype=bool))
        dominates, column = paying_more(rows, a, b, self._relation)
        yield from by_survivors(
            len(self._present),
            present[a[dominates]],
            present[b[dominates]],
            np.where(column >= 0, live[column], -1)[dominates],
        )


def paying_more(
    rows: IntegerArray, a: Indices, b: Indices, relation: Relation
) -> tuple[npt.NDArray[np.bool_], Indices]:
    """For pairs in which b fails nowhere: does it dominate a, and a column where it pays more, or -1."""
    columns = [np.empty(0, dtype=np.intp)]
    for chunk in chunks(np.arange(a.size), max(1, COMPARED // rows.shape[1])):
        more = rows[b[chunk]] > rows[a[chunk]]
        column = more.argmax(axis=1)
        columns.append(np.where(more[np.arange(chunk.size), column], column, -1))
    column = np.concatenate(columns)
    return (column >= 0) | (b < a) if relation is Relation.VERY_WEAK else column >= 0, column


def by_survivors(k: int, a: Indices, b: Indices, column: Indices) -> Iterator[tuple[int, int, int]]:
    """From pairs in which b dominates a, with a column: for every such a, one b that is not dominated itself.

    Dominance is transitive and irreflexive (among duplicates, very weak dominance points to the first), so
    following dominators ends at one that stays; it pays more wherever the first one does.
    """
    dominator, strict_at = np.full(k, -1), np.full(k, -1)
    dominator[a], strict_at[a] = b, column
    losers = np.flatnonzero(dominator >= 0)
    best = dominator[losers]
    while (again := dominator[best] >= 0).any():
        best[again] = dominator[best[again]]
    return zip(losers.tolist(), best.tolist(), strict_at[losers].tolist(), strict=True)


def narrow(payoffs: IntegerArray) -> IntegerArray:
    """The payoffs in the narrowest dtype in which 1 can be added; ranks stand for those beyond 64 bits.

    Dominance compares payoffs only for order, and ranks keep the order.
    """
    dtype = integer_dtype(largest_magnitude(payoffs) + 1)
    if dtype.kind == "O":
        payoffs = np.unique(payoffs, return_inverse=True)[1].reshape(payoffs.shape)
        dtype = integer_dtype(payoffs.size)
    return payoffs.astype(dtype, copy=False)


def chunks(array: Indices, size: int) -> Iterator[Indices]:
    return (array[at : at + size] for at in range(0, array.size, size))
