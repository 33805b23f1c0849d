"""G* by listing the compositions of group 1: how many agents of each type it has. Any k and l, few types.

The two groups' messages, and so both prices, follow from a composition; a composition of the sellers and
one of the buyers stand for as many divisions into groups as a product of binomial coefficients says. With
one commodity who gets how much is the law of `serving`; with more of them one order after the other is
listed, of the types.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb, factorial, prod

from more_itertools import distinct_permutations

from gametheory.games.errors import TooLargeError
from mechanisms.large.binomials import lcm_up_to
from mechanisms.large.expected import Expected, Traded
from mechanisms.large.serving import served
from mechanisms.large.types import LargeMarket
from mechanisms.markets.market import Bundle, Side, Tie
from mechanisms.markets.rationing import serve_in_order

MOST_COMPOSITIONS = 2_000_000  # of both sides
MOST_ORDERS = 50_000


@dataclass(frozen=True)
class Composition:
    """How many of each type of a side are in group 1, and how many draws do this."""

    counts: tuple[int, ...]
    weight: int


def compositions(counts: Sequence[int], n: int) -> Iterator[Composition]:
    """All ways to take n agents out of types of these sizes.

    >>> [(each.counts, each.weight) for each in compositions([1, 3], 2)]
    [((0, 2), 3), ((1, 1), 3)]
    """
    ranges = (range(min(count, n) + 1) for count in counts[:-1])
    for some in product(*ranges):
        last = n - sum(some)
        if 0 <= last <= counts[-1]:
            taken = (*some, last)
            yield Composition(taken, prod(map(comb, counts, taken)))


def composition_count(counts: Sequence[int], n: int) -> int:
    """How many there are."""
    ways = [1] + [0] * n
    for count in counts:
        ways = [sum(ways[max(0, m - count) : m + 1]) for m in range(n + 1)]
    return ways[n]


def rationing_law(
    wants: Sequence[Bundle], counts: Sequence[int], totals: Bundle, shares: int
) -> list[dict[Bundle, int]]:
    """By type, how many agents are expected to get which bundle when a side is served up to these totals.

    Numbers are over `shares`, a multiple of lcm(1, ..., m + 1), and of m! with more commodities than one, for
    m agents. Where a total is enough for all, everybody gets what she wants of the commodity (3).
    """
    if len(totals) == 1:
        wanting: dict[int, int] = defaultdict(int)
        for (want,), count in zip(wants, counts, strict=True):
            wanting[want] += count
        law = served(wanting, totals[0], shares)
        return [
            {(x,): number * count // wanting[want] for x, number in law[want].items()} if count else {}
            for (want,), count in zip(wants, counts, strict=True)
        ]
    found: list[dict[Bundle, int]] = [defaultdict(int) for _ in wants]
    orders = factorial(sum(counts)) // prod(map(factorial, counts))
    if orders > MOST_ORDERS:
        raise TooLargeError(f"{orders:,} orders of a group's types, at most {MOST_ORDERS:,} are listed")
    for order in distinct_permutations([t for t, count in enumerate(counts) for _ in range(count)]):
        amounts = [serve_in_order([wants[t][h] for t in order], total) for h, total in enumerate(totals)]
        for t, bundle in zip(order, zip(*amounts, strict=True), strict=True):
            found[t][bundle] += shares // orders
    return [dict(each) for each in found]


def listed_compositions(of: LargeMarket) -> Expected:
    """Expectations in G*. Raises `TooLargeError` where there are too many compositions."""
    market, n = of.market, of.market.n
    sides = [[one.count for one in of.side(side)] for side in Side]
    number = prod(composition_count(counts, n) for counts in sides)
    if number > MOST_COMPOSITIONS:
        raise TooLargeError(
            f"n = {n}: {number:,} compositions of a group, at most {MOST_COMPOSITIONS:,} are listed"
        )
    wants = [[[one.demand.at(p) for p in of.places] for one in of.side(side)] for side in Side]
    shares = lcm_up_to(n + 1) if market.k == 1 else factorial(n)
    draws = comb(2 * n, n) ** 2
    prices: dict[int, int] = defaultdict(int)
    tally: dict[tuple[int, int, int], dict[Bundle, int]] = defaultdict(lambda: defaultdict(int))
    ends = [*of.places[1:], len(market.P)]
    names = of.places if market.tie is Tie.LOWEST else [end - 1 for end in ends]  # of prices that are alike
    listed = [list(compositions(counts, n)) for counts in sides]
    for group in product(*listed):
        other = [
            [count - taken for count, taken in zip(counts, each.counts, strict=True)]
            for counts, each in zip(sides, group, strict=True)
        ]
        x = _price(wants, other, market.k, len(of.places), market.tie)
        weight = group[0].weight * group[1].weight
        prices[x] += weight * shares
        at = [[want[x] for want in each] for each in wants]
        totals = [_total(each, taken.counts, market.k) for each, taken in zip(at, group, strict=True)]
        for side in range(2):
            law = rationing_law(at[side], group[side].counts, totals[1 - side], shares)
            for t, amounts in enumerate(law):
                for bundle, expected in amounts.items():
                    tally[side, x, t][bundle] += weight * expected
    traded = []
    for (side, x, t), amounts in tally.items():
        rationed = sum(count for bundle, count in amounts.items() if bundle != wants[side][t][x])
        doubled = {bundle: 2 * count for bundle, count in amounts.items() if any(bundle) and count}
        if doubled or rationed:
            traded.append(Traded(list(Side)[side], names[x], (t,), sides[side][t], doubled, 2 * rationed))
    return Expected(of, draws * shares, {names[x]: share for x, share in prices.items()}, traded)


def _total(wants: Sequence[Bundle], counts: Sequence[int], k: int) -> Bundle:
    return tuple(sum(want[h] * count for want, count in zip(wants, counts, strict=True)) for h in range(k))


def _price(
    wants: Sequence[Sequence[Sequence[Bundle]]],
    counts: Sequence[Sequence[int]],
    k: int,
    places: int,
    tie: Tie,
) -> int:
    """The price that clears a group of so many of each type best: as `clearing_price`, by types."""
    excesses = []
    for x in range(places):
        supply, demand = (_total([want[x] for want in wants[s]], counts[s], k) for s in range(2))
        excesses.append(max(abs(a - b) for a, b in zip(supply, demand, strict=True)))
    least = min(excesses)
    minimisers = [x for x, excess in enumerate(excesses) if excess == least]
    return minimisers[0 if tie is Tie.LOWEST else -1]
