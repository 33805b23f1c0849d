"""How many agents of which type are in either group: all counts, with their weights, given a macro shock."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import comb, factorial, prod
from typing import TypeAlias

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import common_denominator
from mechanisms.large.compositions import composition_count
from mechanisms.large.shock_market import ShockMarket
from mechanisms.markets.market import Side
from mechanisms.markets.prior import Shock

MOST_COUNTS = 4_000_000  # of members of both groups of one side
Counts: TypeAlias = tuple[int, ...]  # of members of a group, by type


@dataclass(frozen=True)
class Both:
    """How many of each type are in group 1 and in group 2, and the weight of this."""

    one: Counts
    two: Counts
    weight: int


def both_groups(of: ShockMarket, shock: Shock, side: Side) -> tuple[list[Both], int]:
    """All counts of a side, and what their weights sum to."""
    n, signals = of.market.n, of.signals(side)
    shares = [of.share(shock, side, s) for s in signals]
    scale = common_denominator(shares)
    odds = [int(share * scale) for share in shares]
    sizes = [kind.count for kind in of.kinds(side)]
    spread = composition_count([n] * len(signals) * len(sizes), n) ** 2
    if len(sizes) == 1 and spread > MOST_COUNTS:
        raise TooLargeError(
            f"n = {n}: {spread:,} counts of the groups' {side.value}s, at most {MOST_COUNTS:,}"
        )

    def told(m: int) -> list[tuple[Counts, int]]:
        return [
            (counts, ways_of(counts) * prod(map(pow, odds, counts))) for counts in splits(m, len(signals))
        ]

    found = [Both((), (), 1)]
    for size in sizes:
        longer: dict[tuple[Counts, Counts], int] = defaultdict(int)
        for each in found:
            for m in range(max(0, size - n), min(n - sum(each.one), size) + 1):
                if size - m > n - sum(each.two):
                    continue
                for (one, a), (two, b) in product(told(m), told(size - m)):
                    longer[each.one + one, each.two + two] += each.weight * comb(size, m) * a * b
        if len(longer) > MOST_COUNTS:
            raise TooLargeError(
                f"n = {n}: more than {MOST_COUNTS:,} counts of the groups' {side.value}s, too many to list"
            )
        found = [Both(one, two, weight) for (one, two), weight in longer.items() if weight]
    full = [each for each in found if sum(each.one) == sum(each.two) == n]
    return full, comb(2 * n, n) * scale ** (2 * n)


def ways_of(counts: Counts) -> int:
    """In how many ways so many agents have so often each signal."""
    return factorial(sum(counts)) // prod(map(factorial, counts))


def splits(m: int, parts: int) -> Iterator[Counts]:
    if parts == 1:
        yield (m,)
        return
    for first in range(m + 1):
        for rest in splits(m - first, parts - 1):
            yield (first, *rest)
