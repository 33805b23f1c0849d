"""Ordered pairs of a player's strategies, each with a profile of the others at which one fails to dominate.

A pair (b, a) is looked at again only when the profile has gone at which b fails to dominate a: the watched
literals of SAT solvers (Moskewicz et al., "Chaff", 2001). Eliminating others' strategies never makes another
profile refute less, so a pair needs no attention before that. The pointer to the watched profile moves
forward only: a pair is compared at each profile a bounded number of times over all rounds together, not once
per round.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import prod
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.dominance.probed_pairs import PROBES, Words, probed_pairs
from gametheory.dominance.restriction import narrow
from gametheory.games.exact import IntegerArray
from gametheory.games.relation import Relation

Indices: TypeAlias = npt.NDArray[np.intp]

_MORE = 64  # how many more scattered profiles are tried on pairs that are left, before tables are made
_TAKEN = 1 << PROBES  # the highest bit of a pair's word: it is among those that watch a column
_GOLDEN = 2654435769  # the golden ratio minus 1, times 2**32
_BLOCK = 64  # profiles compared in one step of a scan: a cache line of int8
_CHUNK = 1 << 15  # pairs scanned together
_COMPARED = 1 << 22  # payoffs compared together, so that temporary arrays stay at a few megabytes
_PLACE = np.argsort(_GOLDEN * np.arange(_BLOCK) % 2**32)
_SHUFFLE = np.argsort(_PLACE)


class WatchedPairs:
    """One player's ordered pairs of strategies, a * k + b standing for "b may dominate a".

    The others' profiles are columns 0..m-1, in lexicographic order. The table has them in blocks of 64, block
    j holding the columns that are j modulo the number of blocks, shuffled. So a block is spread over all the
    columns, and the failure that is found first in it is a random one: whatever order strategies leave in,
    a pair that has many columns to watch rarely loses the one it watches.
    """

    def __init__(self, payoffs: IntegerArray, relation: Relation) -> None:
        self._payoffs = payoffs[..., np.newaxis]  # own strategy first; there is always an axis of others
        self._relation = relation
        self._k, *self._others = self._payoffs.shape
        self._m = prod(self._others)
        self._blocks = -(-self._m // _BLOCK)
        self._tables: tuple[IntegerArray, IntegerArray] | None = None
        self._present = np.ones(self._k, dtype=bool)
        # A strategy that pays the same as an earlier one at every live column shares its fate from then on,
        # and its pairs are looked at no more.
        self._original = np.arange(self._k)
        self._live = np.arange(_BLOCK * self._blocks) < self._m  # a column of the padding has gone
        # Pairs that no probed column refutes any more, by a column at which they fail, with the block from
        # which to look on: in those before, no live column refutes them.
        self._watched: dict[int, list[tuple[Indices, int]]] = {}
        self._probes = self._scattered(0, PROBES)
        self._words = self._probed()
        self._word = 0  # of the probed columns that were live when pairs were last taken from `_words`

    def dominated_without(
        self, own: Sequence[int], others: Sequence[Sequence[int]]
    ) -> Iterator[tuple[int, int, int]]:
        """(a, b, column) for all dominated a, when strategies have left: own ones, and each of the others'.

        b dominates a, is not dominated itself, and pays more at the column (-1: it pays the same everywhere).
        """
        self._present[own] = False
        if (self._present & ~self._present[self._original]).any():
            raise ValueError("strategies that pay the same leave together, got one that stays behind")
        if any(others):
            before = self._live.copy()
            columns = self._live[: self._m].reshape(self._others)
            for axis, gone in enumerate(others):
                np.moveaxis(columns, axis, 0)[gone] = False
            self._blank(np.flatnonzero(before & ~self._live))
        a, b, column = self._settle(*self._collect())
        found = np.full(self._k, -1)
        found[a] = np.arange(a.size)
        copies = np.flatnonzero(self._present & (self._original != np.arange(self._k)))
        of = found[self._original[copies]]
        a, of = np.append(a, copies[of >= 0]), of[of >= 0]
        return _by_survivors(self._k, a, np.append(b, b[of]), np.append(column, column[of]))

    def _scattered(self, first: int, count: int) -> list[int]:
        """Columns to probe: the multiples of the golden ratio modulo 1, which keep no step with any axis.

        Source: Knuth, The Art of Computer Programming, 6.4.
        """
        multiples = _GOLDEN * np.arange(first + 1, first + count + 1) % 2**32
        return list(dict.fromkeys((multiples * self._m >> 32).tolist()))

    def _paid(self, columns: list[int]) -> IntegerArray:
        at: tuple[Any, ...] = np.unravel_index(columns, self._others)
        return narrow(self._payoffs[:, *at])

    def _probed(self) -> Words:
        """At which probed columns pairs fail; those of a strategy with itself are taken already."""
        words = probed_pairs(self._paid(self._probes), strict=self._relation is Relation.STRICT)
        np.fill_diagonal(words, _TAKEN)
        return words

    def _loose(self) -> Indices:
        """Take the pairs that no probed column refutes which is left."""
        live = int(self._live[self._probes] @ (1 << np.arange(len(self._probes)))) | _TAKEN
        if live == self._word:
            return np.empty(0, dtype=np.intp)
        self._word = live
        loose = np.flatnonzero(self._words & np.uint16(live) == 0)
        self._words.ravel()[loose] = _TAKEN
        return loose

    def _collect(self) -> tuple[Indices, Indices]:
        """The pairs whose columns have gone, in order, and the block from which to look on."""
        loose = self._loose()
        pairs, blocks = [loose], [np.zeros_like(loose)]
        keys = np.fromiter(self._watched, dtype=np.intp, count=len(self._watched))
        for column in keys[~self._live[keys]].tolist():
            for group, block_of_group in self._watched.pop(column):
                pairs.append(group)
                blocks.append(np.full(group.size, block_of_group))
        loose, block = np.concatenate(pairs), np.concatenate(blocks)
        kept = self._compared(loose)
        loose, block = loose[kept], block[kept]
        order = np.argsort(loose)
        return loose[order], block[order]

    def _compared(self, pairs: Indices) -> npt.NDArray[np.bool_]:
        original = self._present & (self._original == np.arange(self._k))
        kept: npt.NDArray[np.bool_] = original[pairs // self._k] & original[pairs % self._k]
        return kept

    def _settle(self, pairs: Indices, block: Indices) -> tuple[Indices, Indices, Indices]:
        """Give every pair a new column to watch, or find that it dominates.

        Only a few pairs are scanned for each a at first, then more and more: one that dominates makes the
        others for the same a superfluous.
        """
        undecided = np.ones(self._k, dtype=bool)
        found = [(pairs[:0], pairs[:0], pairs[:0])]
        width = 1
        while pairs.size:
            start = _group_starts(pairs // self._k)
            now = np.arange(pairs.size) - np.repeat(start[:-1], np.diff(start)) < width
            for chunk in _chunks(np.flatnonzero(now), _CHUNK):
                a, b = np.divmod(self._scan(pairs[chunk], block[chunk]), self._k)
                if not a.size:
                    continue
                dominates, column = self._decide(a, b)
                undecided[a[dominates]] = False
                found.append((a[dominates], b[dominates], column[dominates]))
                if self._relation is Relation.WEAK:  # if very weak, the later one is about to go
                    self._original[np.maximum(a, b)[~dominates]] = np.minimum(a, b)[~dominates]
            while (self._original != self._original[self._original]).any():
                self._original = self._original[self._original]
            later = ~now & undecided[pairs // self._k] & self._compared(pairs)
            pairs, block = pairs[later], block[later]
            width *= 16
        a, b, column = map(np.concatenate, zip(*found, strict=True))
        return a, b, column

    def _scan(self, pairs: Indices, block: Indices) -> Indices:
        """Watch a live column at which each pair fails; return the pairs that fail at none."""
        if self._tables is None:
            pairs, block = self._probe_more(pairs, block)
            if not pairs.size:
                return pairs
        theirs, mine = self._made_tables()
        a, b = np.divmod(pairs, self._k)
        undefeated, effort = [pairs[:0]], _CHUNK
        while pairs.size:
            ahead = min(self._blocks, max(1, effort // (_BLOCK * pairs.size)))
            effort = min(16 * effort, _COMPARED)
            window = np.minimum(block[:, np.newaxis] + np.arange(ahead), self._blocks)
            failing = theirs[b[:, np.newaxis], window] < mine[a[:, np.newaxis], window]
            failing = failing.reshape(pairs.size, -1)
            offset = failing.argmax(axis=1)
            found = failing[np.arange(pairs.size), offset]
            self._watch(block[found], offset[found], pairs[found])
            block = block + ahead
            ended = ~found & (block >= self._blocks)
            undefeated.append(pairs[ended])
            on = ~(found | ended)
            pairs, a, b, block = pairs[on], a[on], b[on], block[on]
        return np.concatenate(undefeated)

    def _probe_more(self, pairs: Indices, block: Indices) -> tuple[Indices, Indices]:
        """Watch a scattered column where one refutes a pair: there may be no need for tables."""
        columns = [column for column in self._scattered(PROBES, _MORE) if self._live[column]]
        if not columns:
            return pairs, block
        paid = self._paid(columns)
        a, b = np.divmod(pairs, self._k)
        failing = paid[b] <= paid[a] if self._relation is Relation.STRICT else paid[b] < paid[a]
        first = failing.argmax(axis=1)
        found = failing[np.arange(pairs.size), first]
        self._watch_columns(np.array(columns)[first[found]], pairs[found], 0)
        return pairs[~found], block[~found]

    def _watch(self, block: Indices, offset: Indices, pairs: Indices) -> None:
        self._watch_columns(self._column(block + offset // _BLOCK, offset % _BLOCK), pairs)

    def _watch_columns(self, column: Indices, pairs: Indices, block: int | None = None) -> None:
        """With `block` it is looked on from there, else from the column's own block."""
        narrow = column.astype(np.min_scalar_type(self._live.size))  # NumPy sorts 16 bits by radix
        order = np.argsort(narrow, kind="stable")
        column, pairs = column[order], pairs[order]
        for start, end in pairwise(_group_starts(column).tolist()):
            watched = int(column[start])
            begin = watched % self._blocks if block is None else block
            self._watched.setdefault(watched, []).append((pairs[start:end], begin))

    def _decide(self, a: Indices, b: Indices) -> tuple[npt.NDArray[np.bool_], Indices]:
        """Of pairs that fail nowhere, which dominate, and a column where b pays more, or -1.

        The others are equal at every live column, and stay so.
        """
        rows = self._made_tables()[0].reshape(self._k, -1)
        dominates, offset = _paying_more(rows, a, b, self._relation)
        return dominates, np.where(offset >= 0, self._column(*np.divmod(offset, _BLOCK)), -1)

    def _made_tables(self) -> tuple[IntegerArray, IntegerArray]:
        """Two tables, own strategies x blocks x places: b fails where it has less than a has in the second.

        For weak dominance they are one and the same; for strict dominance the second has 1 added. Columns
        that have gone are zero in both. They are made when a pair is first scanned.
        """
        if self._tables is None:
            payoffs = narrow(self._payoffs)
            flat = np.zeros((self._k, self._live.size), dtype=payoffs.dtype)
            flat[:, : self._m].reshape(payoffs.shape)[...] = payoffs
            theirs = np.zeros((self._k, self._blocks + 1, _BLOCK), dtype=payoffs.dtype)
            spread = flat.reshape(self._k, _BLOCK, self._blocks)[:, _SHUFFLE]
            theirs[:, :-1] = np.swapaxes(spread, 1, 2)
            self._tables = theirs, theirs + 1 if self._relation is Relation.STRICT else theirs
            self._blank(np.flatnonzero(~self._live))
            self._tables[1][:, -1] = 0
        return self._tables

    def _blank(self, columns: Indices) -> None:
        for table in self._tables or ():
            table[:, columns % self._blocks, _PLACE[columns // self._blocks]] = 0

    def _column(self, block: Indices, place: Indices) -> Indices:
        return _SHUFFLE[place] * self._blocks + block


def _group_starts(values: Indices) -> Indices:
    """Where the runs of equal values begin, and the length at the end."""
    differs = np.ones(values.size + 1, dtype=bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:-1])
    return np.flatnonzero(differs) if values.size else np.zeros(1, dtype=np.intp)


def _paying_more(
    rows: IntegerArray, a: Indices, b: Indices, relation: Relation
) -> tuple[npt.NDArray[np.bool_], Indices]:
    """For pairs in which b fails nowhere: does it dominate a, and a column where it pays more, or -1."""
    columns = [np.empty(0, dtype=np.intp)]
    for chunk in _chunks(np.arange(a.size), max(1, _COMPARED // rows.shape[1])):
        more = rows[b[chunk]] > rows[a[chunk]]
        column = more.argmax(axis=1)
        columns.append(np.where(more[np.arange(chunk.size), column], column, -1))
    column = np.concatenate(columns)
    return (column >= 0) | (b < a) if relation is Relation.VERY_WEAK else column >= 0, column


def _by_survivors(k: int, a: Indices, b: Indices, column: Indices) -> Iterator[tuple[int, int, int]]:
    """From pairs in which b dominates a, with a column: for every such a, one b that is not dominated itself.

    Dominance is transitive and irreflexive (among duplicates, very weak dominance points to the first), so
    following dominators ends at one that stays; it pays more wherever one on the way does.
    """
    dominator, strict_at = np.full(k, -1), np.full(k, -1)
    dominator[a], strict_at[a] = b, column
    losers = np.flatnonzero(dominator >= 0)
    best, more = dominator[losers], strict_at[losers]
    while (again := dominator[best] >= 0).any():
        same = again & (more < 0)
        more[same] = strict_at[best[same]]
        best[again] = dominator[best[again]]
    return zip(losers.tolist(), best.tolist(), more.tolist(), strict=True)


def _chunks(array: Indices, size: int) -> Iterator[Indices]:
    return (array[at : at + size] for at in range(0, array.size, size))
