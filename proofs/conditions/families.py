"""Families of payoff functions: everything with values on a small grid, so that "all" can be said."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from mechanisms.markets.market import Side
from mechanisms.markets.trader import Trader, separable
from proofs.conditions.condition_1 import find_violation


def grid(step: Fraction, top: Fraction) -> list[Fraction]:
    """0, step, 2 step, ..., top.

    >>> [str(value) for value in grid(Fraction(1, 2), Fraction(1))]
    ['0', '1/2', '1']
    """
    return [step * j for j in range(int(top / step) + 1)]


def tables(side: Side, k: int, l: int, values: list[Fraction]) -> Iterator[Trader]:
    """Every trader whose cost or value of each bundle but nothing is one of `values`.

    There are len(values) ** ((l+1)^k - 1) of them.
    """
    bundles = list(product(range(l + 1), repeat=k))[1:]
    for entries in product(values, repeat=len(bundles)):
        worth = {(0,) * k: Fraction(0), **dict(zip(bundles, entries, strict=True))}
        yield Trader(side, worth)


def condition_1_traders(side: Side, k: int, l: int, values: list[Fraction]) -> Iterator[Trader]:
    """Every trader who satisfies Condition 1 and whose unit costs or values are among `values`.

    There are C(v + l - 1, l)^k of them, where v is the number of values.
    """
    for entries in product(values, repeat=k * l):
        trader = separable(side, [entries[h * l : (h + 1) * l] for h in range(k)])
        if find_violation(trader) is None:
            yield trader


def monotone_tables(side: Side, k: int, l: int, step: Fraction, top: Fraction) -> Iterator[Trader]:
    """The members of `tables` on a grid to whom more never costs or is worth less, smallest numbers first.

    In the order of the sum of all numbers, then lexicographic.
    """
    bundles = list(product(range(l + 1), repeat=k))[1:]
    most = int(top / step)
    below = [
        [bundles.index(less) for h in range(k) if x[h] and any(less := (*x[:h], x[h] - 1, *x[h + 1 :]))]
        for x in bundles
    ]

    def fill(numbers: list[int], left: int) -> Iterator[list[int]]:
        place = len(numbers)
        if place == len(bundles):
            if left == 0:
                yield numbers
            return
        least = max((numbers[j] for j in below[place]), default=0)
        # What is still to come can take up at most `most` each.
        for number in range(max(least, left - most * (len(bundles) - place - 1)), min(most, left) + 1):
            yield from fill([*numbers, number], left - number)

    for total in range(most * len(bundles) + 1):
        for numbers in fill([], total):
            worth = dict(zip(bundles, (step * number for number in numbers), strict=True))
            yield Trader(side, {(0,) * k: Fraction(0), **worth})
