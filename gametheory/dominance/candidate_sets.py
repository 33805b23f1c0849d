"""For every strategy the set of those that may still dominate it, as bits: settled anew in every round.

A profile of the others sorts a player's strategies by what they pay there, and has one set of bits for each
payoff: those that pay as much, or more for strict dominance. What may dominate a strategy lies in its set at
every profile. A few scattered profiles leave hardly any candidate; those are compared everywhere. Where they
leave many, where payoffs differ too much for such sets, or where rounds are many, this is not the search:
pairs with profiles to watch (`watched_pairs`) are.
"""

from collections.abc import Iterator, Sequence
from math import prod
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.dominance.restriction import narrow
from gametheory.games.exact import IntegerArray
from gametheory.games.relation import Relation

Indices: TypeAlias = npt.NDArray[np.intp]
Found: TypeAlias = Iterator[tuple[int, int, int]]

_ROUNDS = 16  # more are cheaper by pairs that are looked at only when what they watch has gone
_PAYOFFS = 16  # different ones at a profile, each with its set
_PROBES = 64  # profiles that leave candidates out, and again for the pairs that are left; there may be ...
_MANY = 16  # ... so many for each strategy
_FEW = 4  # so few are compared at once
_BATCH = 8  # profiles after which candidates are counted
_GOLDEN = 2654435769  # the golden ratio minus 1, times 2**32: its multiples are in step with no axis
_COMPARED = 1 << 22  # payoffs compared together, so that temporary arrays stay at a few megabytes


class CandidateSets:
    """One player's strategies, and the profiles of the others in lexicographic order as columns."""

    def __init__(self, payoffs: IntegerArray, relation: Relation) -> None:
        self._payoffs = payoffs[..., np.newaxis]  # own strategy first; there is always an axis of others
        self._relation = relation
        self._present = np.ones(len(payoffs), dtype=bool)
        self._kept = [np.arange(size) for size in self._payoffs.shape[1:]]
        self._round = 0

    def dominated_without(self, own: Sequence[int], others: Sequence[Sequence[int]]) -> Found | None:
        """As `WatchedPairs.dominated_without`, or None where that is the search to use."""
        self._present[own] = False
        for axis, gone in enumerate(others):
            if gone:
                self._kept[axis] = np.setdiff1d(self._kept[axis], gone)
        self._round += 1
        if self._round == 2:  # most games have one round, for which it does not pay
            self._payoffs = narrow(self._payoffs)
        rows = np.flatnonzero(self._present)
        pairs = self._candidates(rows) if self._round <= _ROUNDS else None
        return None if pairs is None else self._dominating(rows, *pairs)

    def _candidates(self, rows: Indices) -> tuple[Indices, Indices] | None:
        """Pairs (a, b) of places in `rows` that scattered columns leave: b may dominate a."""
        n, columns = len(rows), prod(map(len, self._kept))
        sets = np.tile(_bits(np.ones(n, dtype=bool)), (n, 1))
        own = alive = np.arange(n)
        sets[own, own // 64] ^= np.uint64(1) << (own % 64).astype(np.uint64)
        left = n * (n - 1)
        for first in range(0, min(_PROBES, columns), _BATCH):
            if left <= _FEW * n:
                break
            for paid in self._paid(rows, columns, first, _BATCH):
                reached = _sets_by_payoff(paid, strict=self._relation is Relation.STRICT)
                if reached is None:
                    return None
                by_payoff, place = reached
                sets &= by_payoff[place[alive]]
            some = sets.any(axis=1)
            alive, sets = alive[some], sets[some]
            left = int(np.bitwise_count(sets).sum())
        if left > _MANY * n:
            return None
        a, b = _members(sets)
        return alive[a], b

    def _paid(self, rows: Indices, columns: int, first: int, count: int) -> IntegerArray:
        """What each strategy is paid at the next scattered columns that are left: a row for each of these."""
        multiples = _GOLDEN * np.arange(first + 1, first + count + 1) % 2**32
        at = np.unravel_index(multiples * columns >> 32, [len(kept) for kept in self._kept])
        places = tuple(kept[place][:, np.newaxis] for kept, place in zip(self._kept, at, strict=True))
        paid: IntegerArray = self._payoffs[(rows, *places)]
        return paid

    def _dominating(self, rows: Indices, a: Indices, b: Indices) -> Found:
        """Of the pairs those that dominate at every column, for each a one b that is not dominated itself.

        As dominance is transitive and irreflexive (among duplicates, very weak dominance points to the first)
        there is such a b among the candidates.
        """
        probed = self._paid(rows, prod(map(len, self._kept)), _PROBES, _PROBES)
        table = narrow(np.ascontiguousarray(probed.T))
        kept = self._is_no_worse(table, a, b)
        a, b = a[kept], b[kept]
        if not a.size:
            return iter(())
        own, place = np.unique(np.concatenate([a, b]), return_inverse=True)
        table, (c, d) = self._table(rows[own]), np.split(place, 2)
        kept = self._is_no_worse(table, c, d)
        a, b = a[kept], b[kept]
        column = self._more(table, c[kept], d[kept])
        dominates = (column >= 0) | (b < a) if self._relation is Relation.VERY_WEAK else column >= 0
        a, b, column = a[dominates], b[dominates], column[dominates]
        stays = np.isin(b, a, invert=True)
        a, first = np.unique(a[stays], return_index=True)
        b, column = b[stays][first], self._number(column[stays][first])
        return zip(rows[a].tolist(), rows[b].tolist(), column.tolist(), strict=True)

    def _is_no_worse(self, table: IntegerArray, a: Indices, b: Indices) -> npt.NDArray[np.bool_]:
        """Does b pay as much as a in all columns of the table, or more where dominance is strict?"""
        kept: list[npt.NDArray[np.bool_]] = [np.empty(0, dtype=bool)]
        for these, those in _chunks(a, b, table.shape[1]):
            worse, better = table[these], table[those]
            no_worse = better > worse if self._relation is Relation.STRICT else better >= worse
            kept.append(np.asarray(no_worse.all(axis=1)))
        return np.concatenate(kept)

    def _more(self, table: IntegerArray, a: Indices, b: Indices) -> Indices:
        """A column at which b pays more than a, or -1."""
        columns = [np.empty(0, dtype=np.intp)]
        for these, those in _chunks(a, b, table.shape[1]):
            more = table[those] > table[these]
            column = more.argmax(axis=1)
            columns.append(np.where(more[np.arange(len(column)), column], column, -1))
        return np.concatenate(columns)

    def _table(self, rows: Indices) -> IntegerArray:
        """What these strategies are paid at all columns that are left."""
        table = self._payoffs[rows]
        for axis, kept in enumerate(self._kept, start=1):
            if len(kept) < table.shape[axis]:
                table = table.take(kept, axis)
        return table.reshape(len(rows), -1)

    def _number(self, column: Indices) -> Indices:
        """The number among all columns of one that is left."""
        at = np.unravel_index(np.maximum(column, 0), [len(kept) for kept in self._kept])
        places = tuple(kept[place] for kept, place in zip(self._kept, at, strict=True))
        return np.where(column < 0, -1, np.ravel_multi_index(places, self._payoffs.shape[1:]))


def _sets_by_payoff(paid: IntegerArray, *, strict: bool) -> tuple[npt.NDArray[np.uint64], Indices] | None:
    """For each payoff the strategies that pay as much, or more, as bits; and the place of each one's payoff.

    None if there are too many payoffs.
    """
    least, most = int(paid.min()), int(paid.max())
    if most - least < _PAYOFFS:
        levels, place = np.arange(most - least + 1), (paid - least).astype(np.intp)
    else:
        levels, place = np.unique(paid, return_inverse=True)
        if len(levels) > _PAYOFFS:
            return None
        levels = np.arange(len(levels))
    reached = place > levels[:, np.newaxis] if strict else place >= levels[:, np.newaxis]
    return _bits(reached), place


def _bits(members: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint64]:
    """Along the last axis, the lowest bit of the first word is the first member."""
    octets = np.packbits(members, axis=-1, bitorder="little")
    words = np.zeros((*octets.shape[:-1], -(-members.shape[-1] // 64)), dtype="<u8")
    words.view(np.uint8)[..., : octets.shape[-1]] = octets
    return words


def _members(sets: npt.NDArray[np.uint64]) -> tuple[Indices, Indices]:
    """Of sets of bits, row by row, the members: the row, and the place of the bit."""
    row, word = np.nonzero(sets)
    octets = sets[row, word].astype("<u8").view(np.uint8).reshape(-1, 8)
    at, bit = np.nonzero(np.unpackbits(octets, axis=1, bitorder="little"))
    return row[at], 64 * word[at] + bit


def _chunks(a: Indices, b: Indices, width: int) -> Iterator[tuple[Indices, Indices]]:
    """The pairs in parts, so that not too many payoffs are compared together."""
    size = max(1, _COMPARED // width)
    return ((a[at : at + size], b[at : at + size]) for at in range(0, len(a), size))
