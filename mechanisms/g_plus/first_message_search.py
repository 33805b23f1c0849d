"""The separation oracle of G+ at r = 3, n = 1: the first messages and answers that make a sum of gains least.

The others are on the same side as the agent or on the other side. The sum falls into terms of one of each
side (second messages) and of two of each side (third ones), by their first messages; and in branch 7, by the
price that one pair makes after it has seen what the other pair sends. Given the first messages, what one pair
answers to a tuple concerns no other tuple. So

1. for all first messages at once: the sum, with the best price for each term by itself: a lower bound, which
   is exact where no price is free (single prices; sellers, whom branch 7 does not concern);
2. in the order of the bound: the exact sum, where for each tuple those on the same side answer in every way,
   and each on the other side, who meets only them, as is then best; until no bound is below the least found.
"""

from collections.abc import Sequence
from itertools import product

import numpy as np

from gametheory.games.exact import IntegerArray

Answer = tuple[int, tuple[int, int], int]  # who (same side first), to which tuple, and what


class FirstMessageSearch:
    """The least sum of gains, for gains that have been multiplied by a direction already.

    second[f, m, d, e]: when f on the same side sends d and m on the other side sends e.
    `plain[f, m, f2, m2, d, e, d2, e2]`: when these two pairs do so; 0 where m and m2 are the same.
    `priced[p, ...]`: the same if (f, m) makes price p in branch 7; None where that earns nothing.
    `made[d, e]`: the price that the answers d of the same and e of the other side make.
    `sent`: the first messages that each may send, the same side first.
    """

    def __init__(
        self,
        second: IntegerArray,
        plain: IntegerArray,
        priced: IntegerArray | None,
        made: IntegerArray,
        sent: Sequence[Sequence[int]],
    ) -> None:
        self.F, self.M, self.D, _ = second.shape
        self.sent = sent
        self.same_side_sent, self.other_side_sent = sent[: self.F], sent[self.F :]
        self.second, self.plain, self.made = second, plain, made
        self.priced = np.zeros((1, *plain.shape), dtype=plain.dtype) if priced is None else priced
        least = self.priced.min(axis=0)
        self.bounded = plain + least
        self.is_exact = bool((self.priced == least).all())
        self.realised = 0  # how many profiles of first messages step 2 looked at

    def bounds(self) -> IntegerArray:
        """Step 1: one axis for each of the others, in `order`: a half of the other side, then the rest."""
        rows = np.array(list(product(*self.same_side_sent)), dtype=np.intp).reshape(-1, self.F)
        # What each on the other side adds, and each two of them, by their messages; in each row.
        alone = sum(self.second[f].transpose(1, 0, 2)[rows[:, f]] for f in range(self.F))
        # [f, f2, d, d2, m, e, m2, e2]
        by_messages = np.ascontiguousarray(self.bounded.transpose(0, 2, 4, 6, 1, 5, 3, 7))
        pairs = np.zeros((len(rows), *by_messages.shape[4:]), dtype=by_messages.dtype)
        for f, f2 in np.ndindex(self.F, self.F):
            if (both := by_messages[f, f2]).any():  # not two signals of one agent
                pairs += both[rows[:, f], rows[:, f2]]
        # Two halves of the other side, each by all its messages; then what is between them.
        left, right = range(self.M // 2), range(self.M // 2, self.M)
        sums = [self._within(alone, pairs, part) for part in (left, right)]
        places = [
            list(product(*(range(len(self.other_side_sent[m])) for m in part))) for part in (left, right)
        ]
        met = [
            np.ascontiguousarray(
                sum(
                    self._between(pairs, m, m2).transpose(2, 0, 1)[:, :, own]
                    for m, own in zip(left, zip(*places[0], strict=True), strict=True)
                )
            )
            for m2 in right
        ]
        total = np.empty((len(places[1]), *sums[0].shape), dtype=self.second.dtype)
        for at, own in enumerate(places[1]):
            np.add(sums[0], sums[1][:, at, None], out=total[at])
            for by_message, place in zip(met, own, strict=True):
                total[at] += by_message[place]
        return total.reshape([len(self.sent[node]) for node in self.order])

    @property
    def order(self) -> list[int]:
        """The others in the order of `bounds`, by their places in `sent`."""
        half = self.F + self.M // 2
        return [*range(half, self.F + self.M), *range(half)]

    def _within(self, alone: IntegerArray, pairs: IntegerArray, part: Sequence[int]) -> IntegerArray:
        """What some on the other side add among themselves, one column for all their first messages."""
        sizes = [len(self.other_side_sent[m]) for m in part]
        total = np.zeros((len(alone), *sizes), dtype=self.second.dtype)
        for place, m in enumerate(part):
            own = alone[:, m, list(self.other_side_sent[m])]
            total += own.reshape(-1, *(size if at == place else 1 for at, size in enumerate(sizes)))
            for before in range(place):
                both = self._between(pairs, part[before], m)
                total += both.reshape(
                    -1, *(size if at in (before, place) else 1 for at, size in enumerate(sizes))
                )
        return total.reshape(len(alone), -1)

    def _between(self, pairs: IntegerArray, m: int, m2: int) -> IntegerArray:
        """What two on the other side add together, one axis for the messages of each."""
        both = pairs[:, m, :, m2, :] + pairs[:, m2, :, m, :].transpose(0, 2, 1)
        return both[:, list(self.other_side_sent[m])][:, :, list(self.other_side_sent[m2])]

    def least(self) -> tuple[int, tuple[int, ...], list[Answer]]:
        """The least sum, the first messages that have it, the same side's first, and the answers."""
        bounds = self.bounds()
        flat = bounds.ravel()
        first = int(np.argmin(flat))
        sent = self._sent(first, bounds.shape)
        if self.is_exact:
            return int(flat[first]), sent, []
        realised = self.realise(sent, None)
        assert realised is not None
        found = realised[0], sent, realised[1]
        below = np.flatnonzero(flat < found[0])
        for at in below[np.argsort(flat[below], kind="stable")].tolist():
            if int(flat[at]) >= found[0]:
                break
            sent = self._sent(at, bounds.shape)
            realised = self.realise(sent, found[0])
            if realised is not None and realised[0] < found[0]:
                found = realised[0], sent, realised[1]
        return found

    def _sent(self, at: int, shape: tuple[int, ...]) -> tuple[int, ...]:
        chosen = dict(zip(self.order, np.unravel_index(at, shape), strict=True))
        return tuple(own[int(chosen[node])] for node, own in enumerate(self.sent))

    def realise(self, sent: Sequence[int], below: int | None) -> tuple[int, list[Answer]] | None:
        """Step 2 for one profile of first messages; None where the sum cannot be less than `below`."""
        self.realised += 1
        same_side, other_side = np.array(sent[: self.F]), np.array(sent[self.F :])
        f, m, f2, m2 = np.ix_(range(self.F), range(self.M), range(self.F), range(self.M))
        at = f, m, f2, m2, same_side[f], other_side[m], same_side[f2], other_side[m2]
        pairs = np.ix_(range(self.F), range(self.M))
        fixed = int(
            self.plain[at].sum() + self.second[(*pairs, same_side[pairs[0]], other_side[pairs[1]])].sum()
        )
        terms = np.moveaxis(self.priced[(slice(None), *at)], 0, -1)
        # Now by the pair that makes the price, the other pair, and the price.
        tuples = sorted(set(product(same_side.tolist(), other_side.tolist())))
        by_tuple = [terms[:, :, same_side == d][:, :, :, other_side == e].sum(axis=(2, 3)) for d, e in tuples]
        if below is not None and fixed + sum(int(gains.min(axis=-1).sum()) for gains in by_tuple) >= below:
            return None
        total, answers = fixed, list[Answer]()
        for seen, gains in zip(tuples, by_tuple, strict=True):
            value, answer = self._answers(gains)
            total += value
            answers += [(who, seen, d) for who, d in enumerate(answer)]
        return total, answers

    def _answers(self, gains: IntegerArray) -> tuple[int, list[int]]:
        """The answers to one tuple that make the sum of gains[f, m, p] least at the prices p made."""
        # by_answer[m, e, d_1, d_2, ...]: what m meets with answer e when the same side answers d_1, ...
        by_answer = np.zeros((self.M, self.D, *(self.D,) * self.F), dtype=gains.dtype)
        for f in range(self.F):
            met = gains[f][:, self.made.T]  # [m, e, d]
            by_answer += met.reshape(self.M, self.D, *(self.D if axis == f else 1 for axis in range(self.F)))
        total = by_answer.min(axis=1).sum(axis=0)
        same_side = np.unravel_index(int(np.argmin(total)), total.shape)
        other_side = by_answer.reshape(self.M, self.D, -1)[:, :, int(np.argmin(total))].argmin(axis=1)
        return int(total[same_side]), [*map(int, same_side), *map(int, other_side)]
