"""G* with unit demands: exact expectations in closed form, by the agents' thresholds (k = l = 1).

At the p-th price a seller is *counted* if she sells there, a buyer if she no longer buys; both from their
thresholds on. A group's excess e_g(p) is the number of its members that are counted, less n, and never falls.

With the lowest of several clearing prices, group 2's price is the p-th exactly if

- e_2(p) = e >= 0, and before e_2 was below -e: somebody of group 2 has this threshold, more than 2e agents;
  or
- e_2(p) = e < 0, somebody of group 2 has this threshold, nobody of it a later one up to some p°, and at least
  -2e of it the threshold p° (or nobody of it any later one).

Let the members of group 2 be drawn: a sellers of the σ whose threshold is before p, j of the σ0 at p, b
buyers of the β after p and so on. The number of draws is a product of binomial coefficients, and group 1,
which trades at p, has the rest of each set. Its short side is served in full; of the long side, in an order
drawn by lot, everybody with the same chance. Sums over j are suffix sums, so that the first case costs O(n)
for each excess that is possible, and all of it O(n²) when no two agents have the same threshold, O(J² n²)
for J types. With the highest clearing price sellers and buyers, and the order of prices, change places.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from gametheory.games.errors import InputError
from mechanisms.large.binomials import Binomials, lcm_up_to
from mechanisms.large.expected import Expected, Traded
from mechanisms.large.types import LargeMarket, is_unit, threshold, totals
from mechanisms.markets.market import Bundle, Side, Tie


@dataclass
class Some:
    """Agents of one side of a group that trades at a price: how many of them there are, and get a unit."""

    is_seller: bool
    place: int
    low: int  # their thresholds are from here
    high: int  # up to here, but not this one
    want: bool  # do they want one?
    present: int = 0  # over the number of draws
    getting: int = 0  # over this times `shares`

    def add(self, present: int, share: int) -> None:
        """So many more in a case in which each of them gets a unit with this chance, over `shares`."""
        self.present += present
        self.getting += present * share


@dataclass(frozen=True)
class Row:
    """Weights by the number j of members drawn from one set, and their suffix sums."""

    weights: Sequence[int]

    @cached_property
    def sums(self) -> list[int]:
        """At t the sum of the weights from t on."""
        return _suffix_sums(self.weights)

    @cached_property
    def moments(self) -> list[int]:
        """At t the sum of j times the weight from t on."""
        return _suffix_sums([j * weight for j, weight in enumerate(self.weights)])


def _suffix_sums(weights: Sequence[int]) -> list[int]:
    sums = [0] * (len(weights) + 1)
    for j in range(len(weights) - 1, -1, -1):
        sums[j] = sums[j + 1] + weights[j]
    return sums


def at_least(one: Row, two: Row, total: int) -> tuple[int, int, int]:
    """The sum of products of weights over all j + k >= total; of these times j; and times k.

    >>> at_least(Row([1, 2]), Row([1, 1]), 1)
    (5, 4, 3)
    """
    if len(one.weights) > len(two.weights):
        sum_, of_two, of_one = at_least(two, one, total)
        return sum_, of_one, of_two
    sums, moments, last = two.sums, two.moments, len(two.weights)
    found = of_one = of_two = 0
    for j, weight in enumerate(one.weights):
        from_ = total - j if total > j else 0
        if from_ < last and weight:
            product = weight * sums[from_]
            found += product
            of_one += j * product
            of_two += weight * moments[from_]
    return found, of_one, of_two


def unit_demands(of: LargeMarket, *, forced: bool = False) -> Expected:
    """Expectations in G*; with `forced` in the last branch of G** where nobody has anything to learn.

    There buyers get what they ask for, and sellers who would rather not may have to sell. Raises `InputError`
    for more than one commodity or unit.
    """
    market, count = of.market, len(of.market.P)
    if not is_unit(market):
        raise InputError(f"unit demands: k = l = 1, got k = {market.k}, l = {market.l}")
    sellers, buyers = (
        [(threshold(one, count), one.count) for one in side] for side in (of.sellers, of.buyers)
    )
    if market.tie is Tie.HIGHEST:
        mirrored = [[(count - t, size) for t, size in side] for side in (sellers, buyers)]
        found = Thresholds(market.n, count, mirrored[1], mirrored[0], forced=(False, forced))
    else:
        found = Thresholds(market.n, count, sellers, buyers, forced=(forced, False))
    found.run()
    places = {p: count - 1 - p if market.tie is Tie.HIGHEST else p for p in found.prices}
    prices = {places[p]: weight * found.shares for p, weight in found.prices.items()}
    starts = {side: [threshold(one, count) for one in of.side(side)] for side in Side}
    upto = {side: totals(of.side(side)) for side in Side}
    traded = []
    for some in found.some:
        if not some.present:
            continue
        is_seller, low, high = some.is_seller, some.low, some.high
        if market.tie is Tie.HIGHEST:
            is_seller, low, high = not is_seller, count - high + 1, count - low + 1
        side = Side.SELLER if is_seller else Side.BUYER
        types = range(bisect_left(starts[side], low), bisect_left(starts[side], high))
        members = upto[side][types.stop] - upto[side][types.start]
        rationed = some.present * found.shares - some.getting if some.want else some.getting
        if some.getting or rationed:
            amounts: dict[Bundle, int] = {(1,): 2 * some.getting}
            traded.append(Traded(side, places[some.place], types, members, amounts, 2 * rationed))
    return Expected(of, found.draws * found.shares, prices, traded)


class Thresholds:
    """The sums, with the lowest clearing price; `forced` says of sellers and of buyers whether they may be.

    Sides are 0, sellers, and 1, buyers; everything is by the threshold.
    """

    def __init__(
        self,
        n: int,
        count: int,
        sellers: Sequence[tuple[int, int]],
        buyers: Sequence[tuple[int, int]],
        forced: tuple[bool, bool],
    ) -> None:
        self.n, self.forced, self.never = n, forced, count
        self.at = [[0] * (count + 1) for _ in range(2)]  # how many agents of either side have a threshold
        for side, given in enumerate((sellers, buyers)):
            for place, size in given:
                self.at[side][place] += size
        self.before = [list(accumulate(at, initial=0)) for at in self.at]  # how many have an earlier one
        self.places = [p for p in range(count) if p == 0 or self.at[0][p] or self.at[1][p]]
        self.C = Binomials()
        self.shares = lcm_up_to(2 * n)
        self.draws = self.C.at(2 * n, n) ** 2
        self.prices: dict[int, int] = {}  # how many draws make a price
        self.some: list[Some] = []
        self._later: dict[int, tuple[dict[int, Row], dict[int, Row]]] = {}

    def run(self) -> None:
        """All cases of all prices."""
        for p in self.places:
            self.prices[p] = self._met(p) + self._overshot(p)

    def _chances(self, selling: int, buying: int) -> tuple[int, int, int, int]:
        """With what chance members of a group trade: willing sellers, willing buyers, and others of both."""
        if selling >= buying:
            if self.forced[1]:
                idle = self.n - buying
                return self.shares, self.shares, 0, (selling - buying) * (self.shares // idle) if idle else 0
            return buying * (self.shares // selling) if selling else 0, self.shares, 0, 0
        if self.forced[0]:
            return self.shares, self.shares, (buying - selling) * (self.shares // (self.n - selling)), 0
        return self.shares, selling * (self.shares // buying), 0, 0

    def _row(self, total: int, block: int, rest: int, factor: int) -> Row:
        """Weights of drawing j of a block and total - j of the rest, times a factor."""
        if not 0 <= total <= block + rest:
            return NOTHING
        low, high = max(0, total - rest), min(block, total)
        of_block, of_rest = self.C.of(block), self.C.of(rest)
        weights = [0] * low
        weights += [factor * of_block[j] * of_rest[total - j] for j in range(low, high + 1)]
        return Row(weights)

    def _met(self, p: int) -> int:
        """Draws in which group 2 has no excess demand at p, and so much before p that p is better."""
        n, C = self.n, self.C
        old, new = self.before[0][p], self.at[0][p]  # sellers who sold before p, and who begin there
        gone, leaving = self.before[1][p], self.at[1][p]  # buyers who stopped before p, or stop there
        later, idle = 2 * n - gone - leaving, 2 * n - old - new
        is_first, most = p == 0, (new + leaving - 1) // 2
        selling, beginning = Some(True, p, 0, p, True), Some(True, p, p, p + 1, True)
        left, stopping = Some(False, p, 0, p, False), Some(False, p, p, p + 1, False)
        buying, waiting = (
            Some(False, p, p + 1, self.never + 1, True),
            Some(True, p, p + 1, self.never + 1, False),
        )
        rows: dict[int, Row] = {}
        all_draws = 0
        for A in range(max(0, n - idle), min(n, old + new) + 1):  # sellers of group 2 who sell at p
            row = self._row(A, new, old, C.at(idle, n - A))
            for b in range(max(0, n - gone - leaving, 0 if is_first else A - most), min(n, later, A) + 1):
                if b not in rows:  # buyers of group 2 who buy at p
                    rows[b] = self._row(n - b, leaving, gone, C.at(later, b))
                draws, begin, stop = at_least(row, rows[b], 0 if is_first else 2 * (A - b) + 1)
                if not draws:
                    continue
                all_draws += draws
                chances = self._chances(old + new - A, later - b)
                selling.add((old - A) * draws + begin, chances[0])
                beginning.add(new * draws - begin, chances[0])
                buying.add((later - b) * draws, chances[1])
                if chances[2]:
                    waiting.add((idle - n + A) * draws, chances[2])
                if chances[3]:
                    left.add((gone - n + b) * draws + stop, chances[3])
                    stopping.add(leaving * draws - stop, chances[3])
        self.some += [selling, beginning, buying, waiting, left, stopping]
        return all_draws

    def _overshot(self, p: int) -> int:
        """Draws in which group 2 has excess demand at p, less than before, and no less excess supply next.

        Next is the first price after p at which its excess is another one, if there is any.
        """
        nexts = [q for q in self.places if q > p and self.at[0][q] + self.at[1][q] > 1]
        return sum(self._overshot_until(p, q) for q in [*nexts, self.never])

    def _overshot_until(self, p: int, q: int) -> int:
        """The same if next is the q-th price; `never` if there is none."""
        n, C = self.n, self.C
        old, new, gone, leaving = self.before[0][p], self.at[0][p], self.before[1][p], self.at[1][p]
        is_first, is_never = p == 0, q == self.never
        between, at, after = (
            [self.before[side][high] - self.before[side][low] for side in range(2)]
            for low, high in ((p + 1, q), (q, q + 1), (q + 1, self.never + 1))
        )
        ranges = [(p + 1, q), (q, q + 1), (q + 1, self.never + 1)]
        if is_never:  # they are all those that may be drawn, with no condition on how many
            at, after, ranges[1:] = [0, 0], at, [(q, q), (q, q + 1)]
        selling, beginning = Some(True, p, 0, p, True), Some(True, p, p, p + 1, True)
        left, stopping = Some(False, p, 0, p, False), Some(False, p, p, p + 1, False)
        buying = [Some(False, p, low, high, True) for low, high in ranges]
        waiting = [Some(True, p, low, high, False) for low, high in ranges]
        rows = self._later.setdefault(q, ({}, {}))
        most = n if is_never else (self.at[0][q] + self.at[1][q]) // 2  # excess demand
        all_draws = 0
        for A in range(max(0, n - at[0] - after[0]), min(n, old + new) + 1):
            ways, none_new = C.at(old + new, A), C.at(old, A)
            for b in range(A + 1, min(n, A + most, at[1] + after[1]) + 1):
                for side, total in enumerate((n - A, b)):
                    if total not in rows[side]:
                        rows[side][total] = self._row(total, at[side], after[side], 1)
                ends, *drawn = at_least(rows[0][n - A], rows[1][b], 0 if is_never else 2 * (b - A))
                stop, none_left = C.at(gone + leaving, n - b), C.at(gone, n - b)
                starts = ways * stop - (0 if is_first else none_new * none_left)
                draws = starts * ends
                if not draws:
                    continue
                all_draws += draws
                begin = new * C.at(old + new - 1, A - 1) * stop * ends if new else 0
                chances = self._chances(old + new - A, between[1] + at[1] + after[1] - b)
                selling.add((old - A) * draws + begin, chances[0])
                beginning.add(new * draws - begin, chances[0])
                for side, total, some, chance in (
                    (1, b, buying, chances[1]),
                    (0, n - A, waiting, chances[2]),
                ):
                    some[0].add(between[side] * draws, chance)
                    some[1].add(at[side] * draws - starts * drawn[side], chance)
                    some[2].add((after[side] - total) * draws + starts * drawn[side], chance)
                if chances[3]:
                    stopped = leaving * C.at(gone + leaving - 1, n - b - 1) * ways * ends if leaving else 0
                    left.add((gone - n + b) * draws + stopped, chances[3])
                    stopping.add(leaving * draws - stopped, chances[3])
        self.some += [selling, beginning, *buying, *waiting, left, stopping]
        return all_draws


NOTHING = Row([])
