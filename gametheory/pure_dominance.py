"""The fast search for strategies dominated by pure strategies, over all rounds of an elimination.

For every ordered pair (b, a) of a player's strategies it keeps one profile of the others at which b fails to
dominate a, and looks at the pair again only when that profile has gone: the watched literals of SAT solvers
(Moskewicz et al., "Chaff", 2001). Eliminating others' strategies never makes another profile refute less, so
a pair needs no attention before that.

The pointer to the watched profile moves forward only. A pair is compared at each profile a bounded number of
times over all rounds together, not once per round. Nor are payoffs copied per round: each player has one
table, own strategies down and the others' profiles across, in which profiles that have gone are blanked. It
is made anew from what is left when the number of profiles has halved: all copies sum to twice the first.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import prod
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.dominance import Domination, Relation, Survivors, all_strategies
from gametheory.exact import IntegerArray, integer_dtype, largest_magnitude
from gametheory.normal_form import NormalFormGame
from gametheory.restriction import profile_at

Indices: TypeAlias = npt.NDArray[np.intp]

_PROBES = 64  # how many scattered profiles are tried on all pairs at once, before any pair is scanned
_IDLE = 8  # ... and after how many in a row without effect it stops
_GOLDEN = 2654435769  # the golden ratio minus 1, times 2**32
_FEW = 16  # with so few strategies, pairs are not remembered ...
_SMALL = 1 << 20  # ... if there are at most so many comparisons to make
_BLOCK = 64  # profiles compared in one step of a scan: a cache line of int8
_CHUNK = 1 << 15  # pairs scanned together ...
_COMPARED = 1 << 22  # ... and payoffs compared together, so that temporary arrays stay at a few megabytes
_PLACE = np.argsort(_GOLDEN * np.arange(_BLOCK) % 2**32)
_SHUFFLE = np.argsort(_PLACE)


class DominatedByPure:
    """Finds all strategies dominated by pure strategies, round after round of one elimination.

    >>> game = NormalFormGame.from_arrays([[[1, 0], [1, 1]], [[0, 0], [0, 0]]])
    >>> [removal] = DominatedByPure(game, Relation.WEAK).among(((0, 1), (0, 1)))
    >>> removal.i, removal.a, removal.b, removal.strict_at
    (0, 0, 1, (0, 1))
    """

    def __init__(self, game: NormalFormGame, relation: Relation) -> None:
        self._relation = relation
        self._left = self._start = all_strategies(game)
        self._payoffs = list(game.numerators)  # of all profiles of `_start`
        self._players: list[_ComparedPairs | _WatchedPairs] = []

    def _begin(self, left: Survivors) -> None:
        """Forget what is known about pairs, and keep only the payoffs of profiles that are left."""
        for axis, (start, now) in enumerate(zip(self._start, left, strict=True)):
            if len(now) < len(start):
                kept = np.flatnonzero(np.isin(start, now))
                self._payoffs = [_narrow(payoffs.take(kept, axis)) for payoffs in self._payoffs]
        self._left = self._start = left
        self._place = [{a: place for place, a in enumerate(own)} for own in left]
        size = prod(map(len, left))
        self._players = [
            (_ComparedPairs if len(own) <= _FEW and size * len(own) <= _SMALL else _WatchedPairs)(
                np.moveaxis(payoffs, i, 0), self._relation
            )
            for i, (own, payoffs) in enumerate(zip(left, self._payoffs, strict=True))
        ]

    def among(self, left: Survivors) -> tuple[Domination, ...]:
        """All dominations by survivors when everybody keeps to `left`, a subset of the last call's."""
        if not self._players or 2 * prod(map(len, left)) <= prod(map(len, self._start)):
            self._begin(left)
        gone = [
            [place[a] for a in set(before).difference(now)] if now is not before else []
            for place, before, now in zip(self._place, self._left, left, strict=True)
        ]
        self._left = left
        return tuple(
            self._domination(i, a, b, column)
            for i, pairs in enumerate(self._players)
            for a, b, column in pairs.dominated_without(gone[i], gone[:i] + gone[i + 1 :])
        )

    def _domination(self, i: int, a: int, b: int, column: int) -> Domination:
        loser, winner = self._start[i][a], self._start[i][b]
        strict_at = profile_at(self._start, i, loser, column) if column >= 0 else None
        return Domination(i, loser, winner, self._relation, self._left, strict_at)


class _ComparedPairs:
    """One player's ordered pairs of strategies in so small a game that it is fastest to compare them all."""

    def __init__(self, payoffs: IntegerArray, relation: Relation) -> None:
        self._rows = _narrow(payoffs).reshape(len(payoffs), -1)
        self._relation = relation
        self._present = np.ones(len(payoffs), dtype=bool)
        self._live = np.ones((*payoffs.shape[1:], 1), dtype=bool)

    def dominated_without(
        self, own: Sequence[int], others: Sequence[Sequence[int]]
    ) -> Iterator[tuple[int, int, int]]:
        """As for `_WatchedPairs`."""
        self._present[own] = False
        for axis, gone in enumerate(others):
            np.moveaxis(self._live, axis, 0)[gone] = False
        present, live = np.flatnonzero(self._present), np.flatnonzero(self._live)
        rows = self._rows[present].take(live, axis=1)
        fails = np.less_equal if self._relation is Relation.STRICT else np.less
        undefeated = ~fails(rows[np.newaxis], rows[:, np.newaxis]).any(axis=2)
        a, b = np.nonzero(undefeated & ~np.eye(len(rows), dtype=bool))
        dominates, column = _paying_more(rows, a, b, self._relation)
        yield from _by_survivors(
            len(self._present),
            present[a[dominates]],
            present[b[dominates]],
            np.where(column >= 0, live[column], -1)[dominates],
        )


class _WatchedPairs:
    """One player's ordered pairs of strategies, a * k + b standing for "b may dominate a".

    The others' profiles are columns 0..m-1, in lexicographic order. The table has them in blocks of 64, block
    j holding the columns that are j modulo the number of blocks, shuffled. So a block is spread over all the
    columns, and the failure that is found first in it is a random one: whatever order strategies leave in,
    a pair that has many columns to watch rarely loses the one it watches.
    """

    def __init__(self, payoffs: IntegerArray, relation: Relation) -> None:
        self._payoffs = payoffs[..., np.newaxis]  # own strategy first; there is always an axis of others
        self._relation = relation
        self._fails = np.less_equal if relation is Relation.STRICT else np.less
        self._k, *self._others = self._payoffs.shape
        self._m = prod(self._others)
        self._blocks = -(-self._m // _BLOCK)
        self._tables: tuple[IntegerArray, IntegerArray] | None = None
        self._present = np.ones(self._k, dtype=bool)
        self._live = np.arange(_BLOCK * self._blocks) < self._m  # a column of the padding has gone
        # Pairs by a column at which they fail. Of the blocks before that of a watched column, none has a live
        # column that refutes the pair; with a probed column nothing is known about other columns.
        self._probed: dict[int, list[Indices]] = {}
        self._watched: dict[int, list[Indices]] = {}
        self._loose = self._probe()

    def dominated_without(
        self, own: Sequence[int], others: Sequence[Sequence[int]]
    ) -> Iterator[tuple[int, int, int]]:
        """(a, b, column) for all dominated a, when strategies have left: own ones, and each of the others'.

        b dominates a, is not dominated itself, and pays more at the column (-1: it pays the same everywhere).
        """
        self._present[own] = False
        if any(others):
            before = self._live.copy()
            columns = self._live[: self._m].reshape(self._others)
            for axis, gone in enumerate(others):
                np.moveaxis(columns, axis, 0)[gone] = False
            self._blank(np.flatnonzero(before & ~self._live))
        return _by_survivors(self._k, *self._settle(*self._collect()))

    def _probe(self) -> Indices:
        """Refute as many pairs as possible by scattered columns; return the pairs that are left.

        The multiples of the golden ratio modulo 1 spread evenly and keep no step with any axis (Knuth, The
        Art of Computer Programming, 6.4).
        """
        multiples = _GOLDEN * np.arange(1, _PROBES + 1) % 2**32
        probes = list(dict.fromkeys((multiples * self._m >> 32).tolist()))
        at: tuple[Any, ...] = np.unravel_index(probes, self._others)
        sample = _narrow(self._payoffs[:, *at])
        alive = ~np.eye(self._k, dtype=bool)
        count, idle = self._k * (self._k - 1), 0
        for probe, paid in zip(probes, np.ascontiguousarray(sample.T), strict=True):
            refuted = self._fails(paid[np.newaxis, :], paid[:, np.newaxis]) & alive
            pairs = np.flatnonzero(refuted)
            if pairs.size:
                self._probed[probe] = [pairs]
                alive ^= refuted
                count -= pairs.size
            idle = 0 if pairs.size else idle + 1
            if count == 0 or idle == _IDLE:
                break
        return np.flatnonzero(alive)

    def _collect(self) -> tuple[Indices, Indices]:
        """The pairs whose column has gone, in order, and the block from which to look on."""
        pairs, blocks = [self._loose], [np.zeros_like(self._loose)]
        for lists, block_count in ((self._probed, 1), (self._watched, self._blocks)):
            keys = np.fromiter(lists, dtype=np.intp, count=len(lists))
            for column in keys[~self._live[keys]].tolist():
                group = np.concatenate(lists.pop(column))
                pairs.append(group)
                blocks.append(np.full(group.size, column % block_count))
        self._loose = self._loose[:0]
        loose, block = np.concatenate(pairs), np.concatenate(blocks)
        kept = self._present[loose // self._k] & self._present[loose % self._k]
        loose, block = loose[kept], block[kept]
        order = np.argsort(loose)
        return loose[order], block[order]

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
                dominates, column = self._decide(a, b)
                undecided[a[dominates]] = False
                found.append((a[dominates], b[dominates], column[dominates]))
            later = ~now & undecided[pairs // self._k]
            pairs, block = pairs[later], block[later]
            width *= 16
        a, b, column = map(np.concatenate, zip(*found, strict=True))
        return a, b, column

    def _scan(self, pairs: Indices, block: Indices) -> Indices:
        """Watch a live column at which each pair fails; return the pairs that fail at none."""
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

    def _watch(self, block: Indices, offset: Indices, pairs: Indices) -> None:
        column = self._column(block + offset // _BLOCK, offset % _BLOCK)
        narrow = column.astype(np.min_scalar_type(self._live.size))  # NumPy sorts 16 bits by radix
        order = np.argsort(narrow, kind="stable")
        column, pairs = column[order], pairs[order]
        for start, end in pairwise(_group_starts(column).tolist()):
            self._watched.setdefault(int(column[start]), []).append(pairs[start:end])

    def _decide(self, a: Indices, b: Indices) -> tuple[npt.NDArray[np.bool_], Indices]:
        """Of pairs that fail nowhere, which dominate, and a column where b pays more, or -1.

        The others are equal at every live column, and stay so: they need never be looked at again.
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
            payoffs = _narrow(self._payoffs)
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
    following dominators ends at one that stays; it pays more wherever the first one does.
    """
    dominator, strict_at = np.full(k, -1), np.full(k, -1)
    dominator[a], strict_at[a] = b, column
    losers = np.flatnonzero(dominator >= 0)
    best = dominator[losers]
    while (again := dominator[best] >= 0).any():
        best[again] = dominator[best[again]]
    return zip(losers.tolist(), best.tolist(), strict_at[losers].tolist(), strict=True)


def _chunks(array: Indices, size: int) -> Iterator[Indices]:
    return (array[at : at + size] for at in range(0, array.size, size))


def _group_starts(values: Indices) -> Indices:
    """Where the runs of equal values begin, and the length at the end."""
    differs = np.ones(values.size + 1, dtype=bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:-1])
    return np.flatnonzero(differs) if values.size else np.zeros(1, dtype=np.intp)


def _narrow(payoffs: IntegerArray) -> IntegerArray:
    """The payoffs in the narrowest dtype in which 1 can be added; ranks stand for those beyond 64 bits.

    Dominance compares payoffs only for order, and ranks keep the order.
    """
    dtype = integer_dtype(largest_magnitude(payoffs) + 1)
    if dtype.kind == "O":
        payoffs = np.unique(payoffs, return_inverse=True)[1].reshape(payoffs.shape)
        dtype = integer_dtype(payoffs.size)
    return payoffs.astype(dtype, copy=False)
