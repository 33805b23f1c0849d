"""A variant of G*: in each group the best offers of the long side are served first, not drawn by lot.

Those who would sell at the lowest prices, or buy at the highest, come first; those who say the same are
drawn by lot. Where no two say the same, the surplus of a group is the largest that its willing members can
make at the price. Whether truth is still dominant is another question (see `rivals`).

The draws are those of `thresholds`. Given how many of the sellers who sold before a price are in group 1, m
of σ say, all sets of m are equally likely. With sellers in order, the t-th is in the set, and with fewer
than v before her, in M_t of the cases: M_1 = C(σ-1, m-1), and M_(t+1) = M_t - C(t-1, v-1) C(σ-t-1, m-1-v).
So one state takes O(n) steps, and all of them O(n³) when no two agents have the same threshold.
"""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from gametheory.games.exact import common_denominator
from mechanisms.large.binomials import lcm_up_to
from mechanisms.large.thresholds import Row, Thresholds
from mechanisms.large.types import LargeMarket, threshold
from mechanisms.markets.market import Side, Tie


def efficiently_rationed_surplus(of: LargeMarket) -> Fraction:
    """The expected surplus of this variant of G*; unit demands only, as in `unit_demands`."""
    count = len(of.market.P)
    types = of.sellers + of.buyers
    scale = common_denominator(one.trader.worth[(1,)] for one in types)
    sellers, buyers = (
        [(threshold(one, count), one.count, int(one.trader.worth[(1,)] * scale)) for one in of.side(side)]
        for side in Side
    )
    if of.market.tie is Tie.HIGHEST:
        sellers, buyers = (
            [(count - t, size, -worth) for t, size, worth in side] for side in (buyers, sellers)
        )
    found = _Efficient(of.market.n, count, sellers, buyers)
    return Fraction(2 * found.total(), found.draws * found.equal * scale)


class _Efficient(Thresholds):
    """The sums, with the lowest clearing price. Worths are by threshold, over `equal`: means of the equal."""

    def __init__(
        self,
        n: int,
        count: int,
        sellers: Sequence[tuple[int, int, int]],
        buyers: Sequence[tuple[int, int, int]],
    ) -> None:
        super().__init__(n, count, [s[:2] for s in sellers], [b[:2] for b in buyers], (False, False))
        self.equal = lcm_up_to(2 * n)
        self.worth: list[dict[int, int]] = []  # of one agent with a threshold, in the mean
        for side, given in enumerate((sellers, buyers)):
            sums: dict[int, int] = defaultdict(int)
            for place, size, worth in given:
                sums[place] += size * worth
            self.worth.append({t: total * (self.equal // self.at[side][t]) for t, total in sums.items()})
        self.ordered = [
            [
                self.worth[side][t]
                for t in sorted(self.worth[side], reverse=side == 1)
                for _ in range(self.at[side][t])
            ]
            for side in range(2)
        ]  # sellers by rising, buyers by falling threshold
        self._sums: dict[tuple[int, int, int, int], int] = {}

    def total(self) -> int:
        """The surplus of group 1, over all draws."""
        found = 0
        for p in self.places:
            found += self._met_surplus(p)
            nexts = [q for q in self.places if q > p and self.at[0][q] + self.at[1][q] > 1]
            found += sum(self._overshot_surplus(p, q) for q in [*nexts, self.never])
        return found

    def _first(self, side: int, size: int, members: int, served: int) -> int:
        """What the first `served` of `members` of the first `size` of a side are worth, over all sets."""
        if served <= 0:
            return 0
        key = side, size, members, served
        if key not in self._sums:
            total, of = 0, self.C.at(size - 1, members - 1)
            for t in range(1, size + 1):
                total += self.ordered[side][t - 1] * of
                if t < size and served < members:
                    of -= self.C.at(t - 1, served - 1) * self.C.at(size - t - 1, members - 1 - served)
            self._sums[key] = total
        return self._sums[key]

    def _sold(self, p: int, old: int, new: int, served: int, ways: int) -> int:
        """What is sold at p costs, by so many old and new sellers; `ways` is without the C(σ, old)."""
        size = self.before[0][p]
        first = min(served, old)
        late = (served - first) * self.worth[0].get(p, 0) * self.C.at(size, old)
        return ways * (self._first(0, size, old, first) + late)

    def _met_surplus(self, p: int) -> int:
        n, C = self.n, self.C
        old, new = self.before[0][p], self.at[0][p]
        gone, leaving = self.before[1][p], self.at[1][p]
        later, idle = 2 * n - gone - leaving, 2 * n - old - new
        is_first, most = p == 0, (new + leaving - 1) // 2
        stops: dict[int, Row] = {}
        total = 0
        for A in range(max(0, n - idle), min(n, old + new) + 1):
            for b in range(max(0, n - gone - leaving, 0 if is_first else A - most), min(n, later, A) + 1):
                if b not in stops:
                    stops[b] = self._row(n - b, leaving, gone, 1)
                served = min(old + new - A, later - b)
                bought = self._first(1, later, later - b, served)
                for j in range(max(0, A - old), min(new, A) + 1):
                    needed = 0 if is_first else max(0, 2 * (A - b) + 1 - j)
                    sums = stops[b].sums
                    if needed >= len(sums) or not sums[needed]:
                        continue
                    ways = C.at(new, j) * C.at(idle, n - A) * sums[needed]
                    total += ways * C.at(old, A - j) * bought
                    total -= self._sold(p, old - A + j, new - j, served, ways * C.at(later, b))
        return total

    def _overshot_surplus(self, p: int, q: int) -> int:
        n, C = self.n, self.C
        old, new, gone, leaving = self.before[0][p], self.at[0][p], self.before[1][p], self.at[1][p]
        is_first, is_never = p == 0, q == self.never
        at = [0, 0] if is_never else [self.at[side][q] for side in range(2)]
        after = [2 * n - self.before[side][q + (not is_never)] for side in range(2)]
        between = 2 * n - gone - leaving - at[1] - after[1]
        most = n if is_never else (at[0] + at[1]) // 2
        total = 0
        for A in range(max(0, n - at[0] - after[0]), min(n, old + new) + 1):
            ends = self._row(n - A, at[0], after[0], 1)
            for b in range(A + 1, min(n, A + most, at[1] + after[1]) + 1):
                stop, none_left = C.at(gone + leaving, n - b), C.at(gone, n - b)
                selling, buying = old + new - A, between + at[1] + after[1] - b
                served = min(selling, buying)
                by_i = []  # ways to go on, and what is bought then, by how many drawn have threshold q
                for i in range(max(0, b - after[1]), min(at[1], b) + 1):
                    needed = 0 if is_never else max(0, 2 * (b - A) - i)
                    if needed >= len(ends.sums) or not ends.sums[needed]:
                        continue
                    ways, late = C.at(at[1], i) * ends.sums[needed], after[1] - b + i
                    first = min(served, late)
                    rest = served - first
                    at_q = min(rest, at[1] - i)
                    others = at_q * self.worth[1].get(q, 0) + self._all_between(p, q, rest - at_q)
                    bought = self._first(1, after[1], late, first) + others * C.at(after[1], late)
                    by_i.append((ways * C.at(after[1], late), ways * bought))
                for j in range(max(0, A - old), min(new, A) + 1):
                    starts = stop - (none_left if j == 0 and not is_first else 0)
                    ways = C.at(new, j) * starts
                    for go_on, bought in by_i:
                        total += ways * C.at(old, A - j) * bought
                        total -= self._sold(p, old - A + j, new - j, served, ways * go_on)
        return total

    def _all_between(self, p: int, q: int, served: int) -> int:
        """What the first of those who stop to buy between p and q are worth, all of whom are in the group."""
        start = len(self.ordered[1]) - self.before[1][q]
        return sum(self.ordered[1][start : start + served])
