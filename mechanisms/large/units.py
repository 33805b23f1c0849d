"""G* with one commodity and any l: exact expectations, price by price (types finite or all distinct).

The two cases of `thresholds`, in which group 2's price is the p-th, hold for any demands that move one way,
as those of price takers do. At a price agents fall into few *classes*, by what they want there and by how
this changes at p and afterwards. The numbers drawn from each class are listed for one side, the other
side's totals are summed up: with c classes that takes of the order of n^(c-1) steps for a price and an
excess, and each step the law of `serving`, of the order of n^(l-1).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from gametheory.games.errors import InputError, TooLargeError
from mechanisms.large.binomials import Binomials, lcm_up_to
from mechanisms.large.expected import Expected, Traded
from mechanisms.large.serving import Law, served
from mechanisms.large.thresholds import Row
from mechanisms.large.types import LargeMarket
from mechanisms.markets.market import Bundle, Side, Tie

MOST_DRAWS = 300_000  # numbers drawn from the classes of one side


@dataclass(frozen=True)
class Class:
    """Types of one side that are alike for a case: what they want now, if that is new, what comes next."""

    types: tuple[int, ...]
    members: int
    want: int
    change: int  # at this price, as much as it moves the group's excess
    is_still: bool  # no further change before the next price of the case
    next_change: int


@dataclass(frozen=True)
class Draw:
    """So many of each class are in group 2, which is so many draws; and what they add up to there."""

    weight: int
    drawn: tuple[int, ...]
    want: int
    change: int
    next_change: int


Tally: TypeAlias = dict[tuple[Side, int, tuple[int, ...]], tuple[dict[int, int], list[int]]]


def any_demands(of: LargeMarket, *, forced: bool = False) -> Expected:
    """Expectations in G*; with `forced` in the last branch of G** where nobody has anything to learn.

    Raises `InputError` for more than one commodity, `TooLargeError` where a price would take too long.
    """
    if of.market.k != 1:
        raise InputError(f"k: one commodity, got {of.market.k}")
    found = _Units(of, forced)
    found.run()
    traded = []
    for (side, place, types), (amounts, rationed) in found.tally.items():
        members = sum(of.side(side)[t].count for t in types)
        doubled: dict[Bundle, int] = {(x,): 2 * count for x, count in amounts.items() if x and count}
        if doubled or rationed[0]:
            traded.append(Traded(side, place, types, members, doubled, 2 * rationed[0]))
    prices = {place: weight * found.shares for place, weight in found.prices.items()}
    return Expected(of, found.draws * found.shares, prices, traded)


class _Units:
    """The sums; with the highest clearing price the order of prices is reversed, and the sides exchanged."""

    def __init__(self, of: LargeMarket, forced: bool) -> None:
        self.n, self.l, self.forced = of.market.n, of.market.l, forced
        ends = [*of.places[1:], len(of.market.P)]
        self.places = list(of.places)
        self.sides = [Side.SELLER, Side.BUYER]
        if of.market.tie is Tie.HIGHEST:  # of prices that are alike the last
            self.places = [end - 1 for end in reversed(ends)]
            self.sides.reverse()
        self.counts = [[one.count for one in of.side(side)] for side in self.sides]
        self.wants = [
            [[one.demand.at(p)[0] for p in self.places] for one in of.side(side)] for side in self.sides
        ]
        self.C = Binomials()
        self.shares = lcm_up_to(2 * self.n)
        self.draws = self.C.at(2 * self.n, self.n) ** 2
        self.prices: dict[int, int] = {}
        self.tally: Tally = {}

    def run(self) -> None:
        """All prices, and for each the first next one at which group 2's excess may be another one."""
        for x, place in enumerate(self.places):
            self.prices[place] = self._case(x, None)
            for q in range(x + 1, len(self.places) + 1):
                if q == len(self.places) or self._change(q) >= 2:  # from below 0 to as much above it
                    self.prices[place] += self._case(x, q)

    def _change(self, q: int) -> int:
        """By how much the whole market's excess rises from the price before to the q-th."""
        return sum(
            count * abs(wants[q] - wants[q - 1])
            for side in range(2)
            for count, wants in zip(self.counts[side], self.wants[side], strict=True)
        )

    def _classes(self, side: int, x: int, q: int | None) -> list[Class]:
        found: dict[tuple[int, int, bool, int], list[int]] = defaultdict(list)
        for t, wants in enumerate(self.wants[side]):
            before, now = wants[x - 1] if x else wants[x], wants[x]
            is_still, next_change = True, 0
            if q is not None:
                is_still = wants[q - 1] == now
                next_change = abs(wants[q] - wants[q - 1]) if q < len(wants) else 0
            found[abs(now - before), now, is_still, next_change].append(t)
        return [
            Class(tuple(types), sum(self.counts[side][t] for t in types), now, change, is_still, next_change)
            for (change, now, is_still, next_change), types in found.items()
        ]

    def _draws(self, classes: Sequence[Class]) -> list[Draw]:
        """All numbers drawn for group 2, n in all; of those who change too soon nobody."""
        found: list[Draw] = []
        room = [sum(each.members for each in classes[at:] if each.is_still) for at in range(len(classes) + 1)]

        def extend(at: int, left: int, weight: int, drawn: tuple[int, ...]) -> None:
            if len(found) > MOST_DRAWS:
                raise TooLargeError(
                    f"n = {self.n}: at most {MOST_DRAWS:,} numbers drawn from classes, got more"
                )
            if at == len(classes):
                sums = (
                    sum(g * value for g, value in zip(drawn, values, strict=True))
                    for values in zip(*((c.want, c.change, c.next_change) for c in classes), strict=True)
                )
                found.append(Draw(weight, drawn, *sums))
                return
            members = classes[at].members if classes[at].is_still else 0
            row = self.C.of(members)
            for g in range(max(0, left - room[at + 1]), min(left, members) + 1):
                extend(at + 1, left - g, weight * row[g], (*drawn, g))

        if room[0] >= self.n:
            extend(0, self.n, 1, ())
        return found

    def _case(self, x: int, q: int | None) -> int:
        """Group 2 has no excess demand at the x-th price; or has, and its next change is at q, if given."""
        classes = [self._classes(side, x, q) for side in range(2)]
        draws = [self._draws(each) for each in classes]
        if not draws[0] or not draws[1]:
            return 0
        all_want = [sum(each.members * each.want for each in side) for side in classes]
        weight = 0
        for side in range(2):
            rows = self._rows(draws[1 - side], q)
            for draw in draws[side]:
                for other, by_change in rows.items():
                    supply, demand = (draw.want, other) if side == 0 else (other, draw.want)
                    ways = draw.weight * self._ways(draw, by_change, supply - demand, x, q)
                    if not ways:
                        continue
                    weight += ways if side == 0 else 0
                    group = [all_want[side] - draw.want, all_want[1 - side] - other]
                    self._add(side, self.places[x], classes[side], draw, group, ways)
        return weight

    def _rows(self, draws: Sequence[Draw], q: int | None) -> dict[int, list[Row]]:
        """By what group 2's members of a side want in all: weights by their change, for all and for the
        changed.

        The change is that at this price, or at the next one if q is given.
        """
        found: dict[int, tuple[dict[int, int], dict[int, int]]] = defaultdict(
            lambda: (defaultdict(int), defaultdict(int))
        )
        for draw in draws:
            change = draw.change if q is None else draw.next_change
            every, changed = found[draw.want]
            every[change] += draw.weight
            if draw.change:
                changed[change] += draw.weight
        return {
            want: [Row([each.get(j, 0) for j in range(max(each, default=-1) + 1)]) for each in both]
            for want, both in found.items()
        }

    def _ways(self, draw: Draw, rows: Sequence[Row], excess: int, x: int, q: int | None) -> int:
        """How many draws of the other side make this price with this one."""
        every, changed = rows
        if q is None:
            if excess < 0:
                return 0
            return _from(every, 2 * excess + 1 - draw.change if x else 0)
        if excess >= 0:
            return 0
        needed = 0 if q == len(self.places) else -2 * excess - draw.next_change
        return _from(every if draw.change or not x else changed, needed)

    def _add(
        self, side: int, place: int, classes: Sequence[Class], draw: Draw, group: Sequence[int], ways: int
    ) -> None:
        """What the members of a side get in group 1, which has those that are not drawn."""
        present = [each.members - g for each, g in zip(classes, draw.drawn, strict=True)]
        wanting: dict[int, int] = defaultdict(int)
        for each, number in zip(classes, present, strict=True):
            wanting[each.want] += number
        law = self._law(self.sides[side], wanting, *group)
        for each, number in zip(classes, present, strict=True):
            if not number:
                continue
            key = self.sides[side], place, each.types
            amounts, rationed = self.tally.setdefault(key, ({}, [0]))
            for amount, expected in law[each.want].items():
                count = ways * expected * number // wanting[each.want]
                amounts[amount] = amounts.get(amount, 0) + count
                if amount != each.want:
                    rationed[0] += count

    def _law(self, side: Side, wanting: dict[int, int], own: int, other: int) -> Law:
        """What members of a group get who want so much in all, when the other side wants that much."""
        if self.forced and side is Side.BUYER:
            return {w: {w: m * self.shares} for w, m in wanting.items()}
        if self.forced and own < other:  # raised, in order, from what they offered to l
            raised = served({self.l - w: m for w, m in wanting.items()}, other - own, self.shares)
            return {
                self.l - rest: {self.l - rest + more: number for more, number in amounts.items()}
                for rest, amounts in raised.items()
            }
        return served(wanting, other, self.shares)


def _from(row: Row, j: int) -> int:
    return row.sums[max(j, 0)] if j < len(row.weights) else 0
