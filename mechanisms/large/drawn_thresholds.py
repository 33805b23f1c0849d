"""Groups whose members' thresholds are drawn independently (k = l = 1): exact sums for any n.

In G** with a macro shock, given ω_0, signals are independent. So are the two groups, whose prices have one
law, where messages turn on own signals alone. As in `thresholds` an agent is *counted* at the p-th price if
she sells there, or no longer buys; from some place of P on. With N(p) of a group counted its excess is N(p) -
n, and the lowest of its clearing prices is the p-th one or lower exactly if

- N(p) >= n; or
- N(p) = n - w, w > 0, and from the next place at which anybody is counted on there are 2w more or all.

The second case goes through the places from the last to the first, with how often nobody else is counted
before. So the law takes O(J n²) steps for J places, and O(n³) more for a place of both sellers and buyers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from math import comb


@dataclass(frozen=True)
class DrawnGroup:
    """n sellers and n buyers; `sellers` and `buyers` are weights of the places from which on they are
    counted, 0 to `prices`, where the last one means never."""

    n: int
    prices: int  # |P|
    sellers: Mapping[int, int]
    buyers: Mapping[int, int]

    @cached_property
    def whole(self) -> int:
        """What the weights of all draws of a group sum to."""
        each = sum(self.sellers.values()) * sum(self.buyers.values())
        return int(each**self.n)

    def counted(self, p: int) -> tuple[int, int]:
        """The weights of a seller, and of a buyer, who is counted at the p-th price."""
        supply, out = (
            sum(w for place, w in own.items() if place <= p) for own in (self.sellers, self.buyers)
        )
        return supply, out

    def law(self, p: int) -> tuple[list[int], list[int]]:
        """The weights of 0, ..., n sellers, and of buyers, who are counted at the p-th price."""
        n = self.n
        found = []
        for own, here in zip((self.sellers, self.buyers), self.counted(p), strict=True):
            rest = sum(own.values()) - here
            found.append([comb(n, m) * here**m * rest ** (n - m) for m in range(n + 1)])
        return found[0], found[1]

    @cached_property
    def price_law(self) -> dict[int, Fraction]:
        """The law of the lowest clearing price, by its place in P."""
        n = self.n
        starts = sorted({0, *(p for own in (self.sellers, self.buyers) for p in own if p < self.prices)})
        never = [own.get(self.prices, 0) for own in (self.sellers, self.buyers)]
        after = _Remaining(n, *never)
        at_most: dict[int, int] = {}
        for p in reversed(starts):
            sold, out = self.law(p)
            behind = list(accumulate(reversed(out), initial=0))  # of n - m + 1 or more buyers
            here, gone = self.counted(p)
            powers = [_powers(each, n) for each in (here, gone)]
            total = 0
            for a in range(n + 1):
                total += sold[a] * behind[a + 1]  # b >= n - a
                for b in range(n - a):
                    ways = comb(n, a) * comb(n, b) * powers[0][a] * powers[1][b]
                    if ways:
                        total += ways * after.jumping[n - a, n - b]
            at_most[p] = total
            if p:
                after = after.with_place(self.sellers.get(p, 0), self.buyers.get(p, 0))
        found, below = {}, 0
        for p in starts:
            if at_most[p] > below:
                found[p] = Fraction(at_most[p] - below, self.whole)
            below = at_most[p]
        return found


class _Remaining:
    """Those who are counted at later places, or never: `jumping[r, s]` is the weight of r sellers and s
    buyers, n + w in all, of whom 2w or more, or nobody, are counted from one place on before all others."""

    def __init__(self, n: int, sellers: int, buyers: int) -> None:
        self.n, self.sellers, self.buyers = n, sellers, buyers
        r_powers, s_powers = _powers(sellers, n), _powers(buyers, n)
        self.jumping = {(r, s): r_powers[r] * s_powers[s] for r, s in self._sizes()}

    def _sizes(self) -> list[tuple[int, int]]:
        n = self.n
        return [(r, s) for r in range(1, n + 1) for s in range(n - r + 1, n + 1)]

    def with_place(self, sellers: int, buyers: int) -> "_Remaining":
        """With one more place before all these, at which a seller and a buyer have such weights."""
        found = _Remaining.__new__(_Remaining)
        found.n = self.n
        found.sellers, found.buyers = self.sellers + sellers, self.buyers + buyers
        left, right = (
            _tails(self.n, own, rest) for own, rest in ((sellers, self.sellers), (buyers, self.buyers))
        )
        found.jumping = {}
        for r, s in self._sizes():
            least = 2 * (r + s - self.n)
            if not sellers:
                ways = left[r][0] * (right[s][least] if least <= s else 0)
            elif not buyers:
                ways = right[s][0] * (left[r][least] if least <= r else 0)
            else:
                ways = sum(
                    (left[r][j] - left[r][j + 1]) * right[s][max(least - j, 0)]
                    for j in range(max(least - s, 0), r + 1)
                )
            found.jumping[r, s] = self.jumping[r, s] + ways
        return found


def _tails(n: int, here: int, rest: int) -> list[list[int]]:
    """Of m agents, m = 0, ..., n, at [m][j] the weight of j or more here and the others among the rest."""
    h, g = _powers(here, n), _powers(rest, n)
    return [
        [*accumulate((comb(m, j) * h[j] * g[m - j] for j in range(m, -1, -1)), initial=0)][::-1]
        for m in range(n + 1)
    ]


def _powers(x: int, n: int) -> list[int]:
    return [x**j for j in range(n + 1)]
