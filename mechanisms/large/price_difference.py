"""How likely it is that the two groups trade at prices that differ by ε or more, exact, in G*.

With few types the compositions of a group are listed: of the order of n^(J-1) for J types of a side,
squared. With unit demands and at most one agent a price (two at the first one), as when all thresholds are
distinct on a fine enough grid, the order is n³: let group 1's price be the lower one, and twice what is
found is the answer. In the words of `thresholds`, group 1's price is the p-th if somebody of group 1 has
this threshold and just n of it are counted there; then group 2's is at least the q-th if fewer than n of it
are counted before. A group of whom fewer than n are counted anywhere has the last threshold of a member for
its price.
"""

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from math import comb, prod

import numpy as np

from gametheory.games.errors import InputError, TooLargeError
from gametheory.games.exact import IntegerArray
from mechanisms.large.binomials import Binomials
from mechanisms.large.compositions import composition_count, compositions
from mechanisms.large.thresholds import Row, at_least
from mechanisms.large.types import Demand, LargeMarket, is_unit, threshold
from mechanisms.markets.market import Side, Tie

MOST_PAIRS = 40_000_000  # of compositions of sellers and of buyers


def prices_differ(of: LargeMarket, epsilon: Fraction) -> Fraction:
    """The probability that in G* some price differs by ε or more between the groups, ε > 0.

    Raises `TooLargeError` where several agents have one threshold and there are too many types.
    """
    if epsilon <= 0:
        raise InputError(f"epsilon: more than 0, got {epsilon}")
    if has_single_steps(of):
        return _Distinct(of, epsilon).probability()
    return _by_compositions(of, epsilon)


def has_single_steps(of: LargeMarket) -> bool:
    """Are all demands unit demands, and does at most one message change at a price but the first?"""
    if not is_unit(of.market):
        return False
    places = [p for one in of.sellers + of.buyers for p in one.demand.places[1:] for _ in one.agents]
    return len(set(places)) == len(places)


class _Distinct:
    """The sums, with the lowest clearing price; for the highest, prices in reverse and sides exchanged."""

    def __init__(self, of: LargeMarket, epsilon: Fraction) -> None:
        count, self.n = len(of.market.P), of.market.n
        at = [sorted(threshold(one, count) for one in of.side(side) for _ in one.agents) for side in Side]
        values = [p for (p,) in of.market.P]
        if of.market.tie is Tie.HIGHEST:
            at = [sorted(count - t for t in side) for side in reversed(at)]
            values = [-value for value in reversed(values)]
        self.at, self.never, self.C = at, count, Binomials()
        self.places = sorted({0, *(t for side in at for t in side if t < count)})
        self.values, self.epsilon = [values[p] for p in self.places], epsilon

    def _before(self, p: int) -> list[int]:
        return [bisect_left(side, p) for side in self.at]

    def probability(self) -> Fraction:
        """Twice that group 1's price is so much lower."""
        found = 0
        for x, value in enumerate(self.values):
            y = bisect_left(self.values, value + self.epsilon)
            if y < len(self.values):
                found += self._draws(self.places[x], self.places[y])
        return Fraction(2 * found, self.C.at(2 * self.n, self.n) ** 2)

    def _draws(self, p: int, q: int) -> int:
        """Draws in which group 1's price is the p-th, and group 2's the q-th or a later one."""
        n, C = self.n, self.C
        before, upto, until, changing = map(self._before, (p, p + 1, q, self.never))
        between = [until[side] - upto[side] for side in range(2)]
        later = [changing[side] - until[side] for side in range(2)]
        never = [2 * n - changing[side] for side in range(2)]
        needed = sum(until) - n + 1  # so many of group 1 are counted before q, or more
        new = [upto[side] - before[side] for side in range(2)]

        def row(side: int, taken: int, rest: int, all_of_later: bool) -> Row:
            """By how many of those between are drawn: the ways to draw them, and the others."""
            extra = later[side] if all_of_later else 0
            return Row(
                [C.at(between[side], j) * C.at(rest, n - taken - j - extra) for j in range(between[side] + 1)]
            )

        found = 0
        for U in range(min(n, upto[0]) + 1):
            for V in range(max(0, n - U), n + 1 if p == 0 else n - U + 1):  # of group 1 counted at p
                starts = self._starts(before, new, (U, V), p == 0)
                if not starts:
                    continue
                rows = [
                    [
                        row(side, taken, (later if every else [0, 0])[side] + never[side], not every)
                        for every in (True, False)
                    ]
                    for side, taken in enumerate((U, V))
                ]
                some = at_least(rows[0][0], rows[1][0], needed - U - V)[0]
                none_later = at_least(rows[0][1], rows[1][1], needed - U - V)[0]
                found += starts * (some - none_later)
        if sum(later):  # if nobody is left, group 2's price cannot be later than group 1's last one
            for U in range(max(0, n - never[0]), min(n, upto[0]) + 1):
                for V in range(max(0, n - never[1], needed - U), min(n - U - 1, upto[1]) + 1):
                    ends = C.at(never[0], n - U) * C.at(never[1], n - V)
                    if ends:
                        found += self._starts(before, new, (U, V), p == 0) * ends
        return found

    def _starts(
        self, before: Sequence[int], new: Sequence[int], taken: tuple[int, int], is_first: bool
    ) -> int:
        """Ways to draw so many of those who are counted at p, somebody among them whose threshold is p."""
        every, none_new = (
            prod(self.C.at(before[side] + more[side], taken[side]) for side in range(2))
            for more in (new, (0, 0))
        )
        return every - (0 if is_first else none_new)


def _by_compositions(of: LargeMarket, epsilon: Fraction) -> Fraction:
    """Every composition of group 1; the other group has the rest."""
    market, n = of.market, of.market.n
    demands: list[dict[Demand, int]] = [{}, {}]  # who says the same counts as one type here
    for side, told in zip(Side, demands, strict=True):
        for each in of.side(side):
            told[each.demand] = told.get(each.demand, 0) + each.count
    counts = [list(told.values()) for told in demands]
    numbers = [composition_count(each, n) for each in counts]
    if prod(numbers) > MOST_PAIRS:
        raise TooLargeError(
            f"n = {n}: {prod(numbers):,} compositions of a group, at most {MOST_PAIRS:,} are listed for the "
            "difference of prices"
        )
    wants = [
        np.array([[demand.at(p) for p in of.places] for demand in told], dtype=np.int64) for told in demands
    ]  # [type, place, commodity]
    ends = [*of.places[1:], len(market.P)]
    prices = [
        market.P[p if market.tie is Tie.LOWEST else end - 1] for p, end in zip(of.places, ends, strict=True)
    ]
    far = np.array(
        [
            [max(abs(a - b) for a, b in zip(one, two, strict=True)) >= epsilon for two in prices]
            for one in prices
        ]
    )
    listed = [list(compositions(each, n)) for each in counts]
    supply, demand = (
        np.tensordot(np.array([each.counts for each in some], dtype=np.int64), want, axes=(1, 0))
        for some, want in zip(listed, wants, strict=True)
    )
    whole = [
        np.tensordot(np.array(each), want, axes=(0, 0)) for each, want in zip(counts, wants, strict=True)
    ]
    weights = np.array([each.weight for each in listed[1]], dtype=object)
    total = 0
    for own, some in zip(supply, listed[0], strict=True):
        excess = own - demand
        one, two = (_places(each, market.tie) for each in (excess, whole[0] - whole[1] - excess))
        total += some.weight * int(weights[far[one, two]].sum())
    return Fraction(total, comb(2 * n, n) ** 2)


def _places(excess: IntegerArray, tie: Tie) -> IntegerArray:
    """The place of the price that clears best, for many groups at once: excess[group, place, commodity]."""
    largest = np.abs(excess).max(axis=2)
    if tie is Tie.HIGHEST:
        largest = largest[:, ::-1]
    places: IntegerArray = np.argmin(largest, axis=1)
    return places if tie is Tie.LOWEST else largest.shape[1] - 1 - places
