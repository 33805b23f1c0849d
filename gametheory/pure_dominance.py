"""The fast search for strategies dominated by pure strategies, over all rounds of an elimination.

For every ordered pair (b, a) of a player's strategies it keeps one profile of the others at which b fails to
dominate a, and looks at the pair again only when that profile has gone: the watched literals of SAT solvers
(Moskewicz et al., "Chaff", 2001). Eliminating others' strategies never makes another profile refute less, so
a pair needs no attention before that.

The pointer to the watched profile moves forward only. A pair is compared at each profile a bounded number of
times over all rounds together, not once per round. Payoffs are never copied again: each player has one table,
own strategies down and the others' profiles across, with a mask of the profiles that are still there.
"""

from collections.abc import Iterator, Sequence
from math import prod
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.dominance import Domination, Relation, Survivors
from gametheory.exact import IntegerArray, integer_dtype, largest_magnitude
from gametheory.normal_form import NormalFormGame

Indices: TypeAlias = npt.NDArray[np.intp]

_PROBES = 64  # how many scattered profiles are tried on all pairs at once, before any pair is scanned
_BLOCK = 64  # profiles compared in one step of a scan: a cache line of int8
_CHUNK = 1 << 15  # pairs scanned together ...
_COMPARED = 1 << 22  # ... and payoffs compared together, so that temporary arrays stay at a few megabytes


class DominatedByPure:
    """Finds all strategies dominated by pure strategies, round after round of one elimination.

    >>> game = NormalFormGame.from_arrays([[[1, 0], [1, 1]], [[0, 0], [0, 0]]])
    >>> [removal] = DominatedByPure(game, Relation.WEAK).among(((0, 1), (0, 1)))
    >>> removal.i, removal.a, removal.b, removal.strict_at
    (0, 0, 1, (0, 1))
    """

    def __init__(self, game: NormalFormGame, relation: Relation, start: Survivors | None = None) -> None:
        self._relation = relation
        self._start = tuple(tuple(range(size)) for size in game.shape) if start is None else start
        self._left = self._start
        self._players = [
            _WatchedPairs(
                np.moveaxis(game.numerators[i][np.ix_(*self._start)] if start else game.numerators[i], i, 0),
                relation,
            )
            for i in range(len(game.players))
        ]

    def among(self, left: Survivors) -> tuple[Domination, ...]:
        """All dominations by survivors when everybody keeps to `left`, a subset of the last call's."""
        gone = [
            np.flatnonzero(np.isin(start, before) & ~np.isin(start, now))
            for start, before, now in zip(self._start, self._left, left, strict=True)
        ]
        self._left = left
        removals = []
        for i, pairs in enumerate(self._players):
            pairs.remove(gone[i], [*gone[:i], *gone[i + 1 :]])
            own = self._start[i]
            for a, b, column in pairs.dominated():
                removals.append(
                    Domination(i, own[a], own[b], self._relation, left, self._profile(i, a, column))
                )
        return tuple(removals)

    def _profile(self, i: int, a: int, column: int | None) -> tuple[int, ...] | None:
        if column is None:
            return None
        others = [len(own) for j, own in enumerate(self._start) if j != i]
        local = [int(s) for s in np.unravel_index(column, others)] if others else []
        local.insert(i, a)
        return tuple(own[s] for own, s in zip(self._start, local, strict=True))


class _WatchedPairs:
    """One player's ordered pairs of strategies, a * k + b standing for "b may dominate a"."""

    def __init__(self, payoffs: IntegerArray, relation: Relation) -> None:
        self._payoffs = payoffs[..., np.newaxis]  # own strategy first; there is always an axis of others
        self._others = self._payoffs.shape[1:]
        self._relation = relation
        self._fails = np.less_equal if relation is Relation.STRICT else np.less
        self._k = payoffs.shape[0]
        self._blocks = -(-prod(self._others) // _BLOCK)
        self._table: IntegerArray | None = None
        self._present = np.ones(self._k, dtype=bool)
        # The padding, and one block beyond, count as profiles that have gone.
        self._live = np.zeros((self._blocks + 1, _BLOCK), dtype=bool)
        self._columns().fill(True)
        # Pairs by the column at which they are known to fail. Nothing is known about the columns before a
        # probed one; before a watched one, no live column refutes the pair.
        self._probed: dict[int, list[Indices]] = {}
        self._watched: dict[int, list[Indices]] = {}
        self._loose, self._from = self._probe()

    def remove(self, own: Indices, others: Sequence[Indices]) -> None:
        """Strategies leave, the player's own and those of each of the others in turn."""
        self._present[own] = False
        columns = self._columns()
        for axis, gone in enumerate(others):
            if gone.size:
                np.moveaxis(columns, axis, 0)[gone] = False

    def dominated(self) -> Iterator[tuple[int, int, int | None]]:
        """(a, b, column): b, which is not dominated itself, dominates a, and pays more at the column.

        The relation is transitive and irreflexive (among duplicates, very weak dominance points to the
        first), so following dominators ends at one that stays; it pays more wherever the first one does.
        """
        dominator, column = self._settle(*self._collect())
        losers = np.flatnonzero(dominator >= 0)
        best = dominator[losers]
        while (again := dominator[best] >= 0).any():
            best[again] = dominator[best[again]]
        for a, b in zip(losers.tolist(), best.tolist(), strict=True):
            yield a, b, int(column[a]) if column[a] >= 0 else None

    def _columns(self) -> npt.NDArray[np.bool_]:
        """Which profiles of the others are live, one axis per other player: a view."""
        return self._live.reshape(-1)[: prod(self._others)].reshape(self._others)

    def _probe(self) -> tuple[Indices, Indices]:
        """Refute as many pairs as possible by scattered profiles; return the pairs that are left.

        The multiples of the golden ratio modulo 1 spread evenly and keep no step with any axis (Knuth, The
        Art of Computer Programming, 6.4).
        """
        m = prod(self._others)
        scattered = np.unique(np.arange(min(_PROBES, m), dtype=np.uint64) * 2654435769 % 2**32 * m >> 32)
        probes = scattered.astype(np.intp)
        np.random.default_rng(0).shuffle(probes)
        at: tuple[Any, ...] = np.unravel_index(probes, self._others)
        sample, dtype = _narrowest(self._payoffs[:, *at])
        alive = ~np.eye(self._k, dtype=bool)
        count = self._k * (self._k - 1)
        for probe, paid in zip(probes.tolist(), sample.T.astype(dtype), strict=True):
            refuted = self._fails(paid[np.newaxis, :], paid[:, np.newaxis]) & alive
            pairs = np.flatnonzero(refuted)
            if pairs.size:
                self._probed[probe] = [pairs]
                alive ^= refuted
                count -= pairs.size
            if count == 0 or pairs.size * 16 < count:
                break
        left = np.flatnonzero(alive)
        return left, np.zeros_like(left)

    def _collect(self) -> tuple[Indices, Indices]:
        """The pairs whose watched column has gone, in order, and the column from which to look on."""
        pairs, starts = [self._loose], [self._from]
        columns = self._live.reshape(-1)
        for lists, moves in ((self._probed, False), (self._watched, True)):
            keys = np.fromiter(lists, dtype=np.intp, count=len(lists))
            for column in keys[~columns[keys]].tolist():
                for group in lists.pop(column):
                    pairs.append(group)
                    starts.append(np.full(group.size, column if moves else 0))
        self._loose = self._from = np.empty(0, dtype=np.intp)
        loose, start = np.concatenate(pairs), np.concatenate(starts)
        kept = self._present[loose // self._k] & self._present[loose % self._k]
        loose, start = loose[kept], start[kept]
        order = np.argsort(loose)
        return loose[order], start[order]

    def _settle(self, pairs: Indices, starts: Indices) -> tuple[Indices, Indices]:
        """Give every pair a new column to watch, or find that it dominates.

        Only a few pairs are scanned for each a at first, then more and more: one that dominates makes the
        others for the same a superfluous.
        """
        dominator = np.full(self._k, -1)
        strict_at = np.full(self._k, -1)
        width = 1
        while pairs.size:
            _, first, count = np.unique(pairs // self._k, return_index=True, return_counts=True)
            now = np.arange(pairs.size) - np.repeat(first, count) < width
            for chunk in _chunks(np.flatnonzero(now), _CHUNK):
                undefeated = self._scan(pairs[chunk], starts[chunk])
                for a, b, column in self._decide(undefeated):
                    dominator[a], strict_at[a] = b, column
            later = ~now & (dominator[pairs // self._k] < 0)
            pairs, starts = pairs[later], starts[later]
            width *= 4
        return dominator, strict_at

    def _scan(self, pairs: Indices, starts: Indices) -> Indices:
        """Watch the first live column at which each pair fails; return the pairs that fail at none."""
        table = self._blocked_table()
        a, b = np.divmod(pairs, self._k)
        block = starts // _BLOCK
        undefeated, ahead = [], 1
        while pairs.size:
            window = np.minimum(block[:, np.newaxis] + np.arange(ahead), self._blocks)
            failing = self._fails(table[b[:, np.newaxis], window], table[a[:, np.newaxis], window])
            failing = (failing & self._live[window]).reshape(pairs.size, -1)
            offset = failing.argmax(axis=1)
            found = failing[np.arange(pairs.size), offset]
            _watch(self._watched, block[found] * _BLOCK + offset[found], pairs[found])
            block += ahead
            ended = ~found & (block >= self._blocks)
            undefeated.append(pairs[ended])
            on = ~(found | ended)
            pairs, a, b, block = pairs[on], a[on], b[on], block[on]
            ahead = max(1, min(2 * ahead, self._blocks, _COMPARED // (_BLOCK * max(1, pairs.size))))
        return np.concatenate(undefeated) if undefeated else pairs

    def _decide(self, pairs: Indices) -> Iterator[tuple[int, int, int]]:
        """(a, b, column) for each pair that fails nowhere and dominates: b pays more there; -1 if nowhere.

        The others are equal at every live column, and stay so: they need never be looked at again.
        """
        table = self._blocked_table()
        for chunk in _chunks(pairs, max(1, _COMPARED // self._live.size)):
            a, b = np.divmod(chunk, self._k)
            more = ((table[b] > table[a]) & self._live).reshape(chunk.size, -1)
            column = more.argmax(axis=1)
            somewhere = more[np.arange(chunk.size), column]
            match self._relation:
                case Relation.STRICT | Relation.WEAK:
                    dominates = somewhere
                case Relation.VERY_WEAK:
                    dominates = somewhere | (b < a)
            column[~somewhere] = -1
            yield from zip(
                a[dominates].tolist(), b[dominates].tolist(), column[dominates].tolist(), strict=True
            )

    def _blocked_table(self) -> IntegerArray:
        """Own strategies x blocks x columns of a block, made when a pair is first scanned."""
        if self._table is None:
            payoffs, dtype = _narrowest(self._payoffs)
            table = np.zeros((self._k, self._live.size), dtype=dtype)
            table[:, : prod(self._others)].reshape(payoffs.shape)[...] = payoffs
            self._table = table.reshape(self._k, *self._live.shape)
        return self._table


def _chunks(array: Indices, size: int) -> Iterator[Indices]:
    return (array[at : at + size] for at in range(0, array.size, size))


def _watch(lists: dict[int, list[Indices]], columns: Indices, pairs: Indices) -> None:
    order = np.argsort(columns, kind="stable")
    columns, pairs = columns[order], pairs[order]
    cuts = np.flatnonzero(np.diff(columns)) + 1
    for group in np.split(np.arange(columns.size), cuts) if columns.size else ():
        lists.setdefault(int(columns[group[0]]), []).append(pairs[group])


def _narrowest(payoffs: IntegerArray) -> tuple[IntegerArray, np.dtype[Any]]:
    """The payoffs, and the narrowest dtype for them; ranks stand for payoffs beyond 64 bits.

    Dominance compares payoffs only for order, and ranks keep the order.
    """
    if payoffs.dtype == object:
        payoffs = np.unique(payoffs, return_inverse=True)[1].reshape(payoffs.shape)
    return payoffs, integer_dtype(largest_magnitude(payoffs))
