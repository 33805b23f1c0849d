"""Ordered pairs of a player's strategies in a small game: comparisons as bits, settled anew in every round.

For a pair one Python integer has a bit for each profile of the others, set where the second strategy pays
less than the first; another integer has the bits of the profiles that are left, so that one AND of the two
settles the pair. Most pairs are settled by a sample of the profiles already; the bits of all are made for a
pair when they are first needed. Nothing is made anew while others' strategies leave.
"""

from collections.abc import Iterator, Sequence
from struct import iter_unpack
from typing import Any

import numpy as np
import numpy.typing as npt

from gametheory.dominance.restriction import narrow
from gametheory.games.exact import IntegerArray
from gametheory.games.relation import Relation

_ALL = 512  # up to so many profiles of the others are compared for all pairs at the beginning ...
_SAMPLE = _WORD = 64  # ... and else a sample of so many, the bits of a machine word


class MaskedPairs:
    """One player's ordered pairs of strategies, in a game so small that they are looked at in every round.

    Columns are the others' profiles in lexicographic order.
    """

    def __init__(self, payoffs: IntegerArray, relation: Relation) -> None:
        k = len(payoffs)
        self._rows = np.ascontiguousarray(narrow(payoffs)).reshape(k, -1)
        count = self._rows.shape[1]
        self._step = 1 if count <= _ALL else -(-count // _SAMPLE) | 1  # odd: in step with few axes
        masks = _less_masks(self._rows[:, :: self._step])
        self._sampled = [masks[at : at + k] for at in range(0, k * k, k)]  # [a][b]: where b pays less than a
        self._all = self._sampled if self._step == 1 else [[-1] * k for _ in range(k)]  # -1: not made yet
        self._relation = relation
        self._present = list(range(k))
        self._sizes = payoffs.shape[1:]
        self._kept = [list(range(size)) for size in self._sizes]
        self._place, self._bit = divmod(np.arange(0, count, self._step), 8)  # of the sample, in octets
        self._live = (1 << count) - 1
        self._live_in_sample = (1 << len(range(0, count, self._step))) - 1

    def dominated_without(
        self, own: Sequence[int], others: Sequence[Sequence[int]]
    ) -> Iterator[tuple[int, int, int]]:
        """As `WatchedPairs.dominated_without`."""
        if own:
            self._present = [a for a in self._present if a not in own]
        for axis, gone in enumerate(others):
            if gone:
                self._kept[axis] = [s for s in self._kept[axis] if s not in gone]
        if len(self._present) == 1:
            return
        if any(others):
            self._look()
        found = self._strictly() if self._relation is Relation.STRICT else self._weakly()
        for a, b in found.items():
            while b in found:
                b = found[b]
            yield a, b, self._any_less(b, a)

    def dominated_among(
        self, own: Sequence[int], others: Sequence[Sequence[int]]
    ) -> Iterator[tuple[int, int, int]]:
        """The same where these strategies are left, whatever was left before."""
        self._present, self._kept = [*own], [[*kept] for kept in others]
        self._look()
        return self.dominated_without((), ())

    def _look(self) -> None:
        """Which columns are left, and which of them are in the sample."""
        mask, count = 1, 1
        for size, kept in zip(reversed(self._sizes), reversed(self._kept), strict=True):
            before, mask = mask, 0
            for s in kept:
                mask |= before << s * count
            count *= size
        self._live = self._live_in_sample = mask
        if self._step > 1:
            octets = np.frombuffer(mask.to_bytes(-(-count // 8), "little"), dtype=np.uint8)
            self._live_in_sample = _mask(octets[self._place] >> self._bit & 1)

    def _strictly(self) -> dict[int, int]:
        """For each a that is strictly dominated the first strategy that dominates it."""
        sampled, live_in_sample, live = self._sampled, self._live_in_sample, self._live
        return {
            a: b
            for a in self._present
            for b in self._present
            if sampled[b][a] & live_in_sample == live_in_sample and self._less(b, a) & live == live
        }

    def _weakly(self) -> dict[int, int]:
        """For each a that is dominated, weakly or very weakly, a strategy that dominates it."""
        sampled, live_in_sample, live = self._sampled, self._live_in_sample, self._live
        very_weak = self._relation is Relation.VERY_WEAK
        found = {}
        for a in self._present:
            less = sampled[a]
            for b in [b for b in self._present if not less[b] & live_in_sample]:
                if b == a or self._less(a, b) & live:
                    continue
                if (very_weak and b < a) or self._any_less(b, a) >= 0:
                    found[a] = b
                    break
        return found

    def _less(self, a: int, b: int) -> int:
        """The columns at which b pays less than a."""
        if self._all[a][b] < 0:
            self._all[a][b] = _mask(self._rows[b] < self._rows[a])
        return self._all[a][b]

    def _any_less(self, a: int, b: int) -> int:
        """A column that is left at which b pays less than a, or -1."""
        if less := self._sampled[a][b] & self._live_in_sample:
            return _first(less) * self._step
        return _first(self._less(a, b) & self._live)


def _mask(columns: npt.NDArray[Any]) -> int:
    """The lowest bit is the first column."""
    return int.from_bytes(np.packbits(columns, bitorder="little").tobytes(), "little")


def _less_masks(rows: IntegerArray) -> list[int]:
    """For all pairs of rows, in order: the columns at which the second is less than the first."""
    less = rows[np.newaxis] < rows[:, np.newaxis]
    if rows.shape[1] > _WORD:
        bits = np.packbits(less, axis=2, bitorder="little")
        return [
            int.from_bytes(mask, "little") for (mask,) in iter_unpack(f"{bits.shape[2]}s", bits.tobytes())
        ]
    padded = np.zeros((len(rows), len(rows), _WORD), dtype=bool)
    padded[:, :, : rows.shape[1]] = less
    words: list[int] = np.packbits(padded, bitorder="little").view("<u8").tolist()
    return words


def _first(mask: int) -> int:
    """The first column in the mask, or -1 if there is none.

    >>> _first(0b110), _first(0)
    (1, -1)
    """
    return (mask & -mask).bit_length() - 1
