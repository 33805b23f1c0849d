"""Counterexamples to Theorem 1 where Condition 1 fails: on a given instance, and the smallest there is.

"Smallest" is by size first, n + k + l + T and then (k, l, T); within a size by the coarseness of the grid
of costs or values, then by their sum; within an instance by agent, price and residual. n = 1 is always
enough, since by the sharp form n does not matter.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from gametheory.games.exact import common_denominator
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.trader import Trader, separable
from proofs.claims.claim import Watch
from proofs.claims.shown import Shown
from proofs.conditions.condition_1 import Clause, Condition1Violation, find_violation, violations
from proofs.conditions.families import monotone_tables
from proofs.theorem_1.sharp_form import frontier
from proofs.theorem_1.statement import IsolatedShortfall, price_taking_shortfalls
from proofs.theorem_1.witness_file import ConclusionFails, find_loss


@dataclass(frozen=True)
class Counterexample(Shown):
    """An instance, where an agent breaks Condition 1, the event that follows, and the record for a file."""

    instance: Instance
    broken: Condition1Violation
    shortfall: IsolatedShortfall
    record: ConclusionFails
    has_dominant: bool  # does she have some other message that is dominant?


def find_counterexample(instance: Instance, i: int) -> Counterexample | None:
    """The smallest counterexample in which agent i is the one, or None if Theorem 1's conclusion holds."""
    market, trader = instance.mechanism.market, instance.traders[i]
    broken = find_violation(trader)
    gaps = list(price_taking_shortfalls(market, trader))
    if broken is None or not gaps:
        return None
    gap = min(gaps, key=lambda gap: (gap.cell, sum(gap.state), gap.state))
    shortfall = IsolatedShortfall(i, gap)
    violation = shortfall.violation(instance)
    record = ConclusionFails(violation, find_loss(instance, violation))
    return Counterexample(instance, broken, shortfall, record, frontier(market, trader).some_dominant)


@dataclass(frozen=True)
class Kind:
    """A way to break Condition 1, and only that way."""

    side: Side
    what: str
    least_k: int
    least_l: int
    is_broken_by: Callable[[Condition1Violation], bool]

    def includes(self, trader: Trader) -> bool:
        """Does the trader break Condition 1 in this way, and in no other?"""
        found = list(violations(trader))
        return bool(found) and all(map(self.is_broken_by, found))


KINDS = {
    "externality": Kind(
        Side.SELLER, "costs do not add up over commodities", 2, 1, lambda v: v.clause is Clause.SEPARABLE
    ),
    "decreasing-costs": Kind(Side.SELLER, "unit costs decrease", 1, 2, lambda v: v.clause is Clause.MONOTONE),
    "complements": Kind(
        Side.BUYER,
        "a bundle is worth more than its parts",
        2,
        1,
        lambda v: v.clause is Clause.SEPARABLE and v.got > v.expected,
    ),
    "substitutes": Kind(
        Side.BUYER,
        "a bundle is worth less than its parts",
        2,
        1,
        lambda v: v.clause is Clause.SEPARABLE and v.got < v.expected,
    ),
    "increasing-values": Kind(
        Side.BUYER, "unit values increase", 1, 2, lambda v: v.clause is Clause.MONOTONE
    ),
}


@dataclass(frozen=True)
class Search:
    """What a search looked at, and what it found."""

    examined: int
    sizes: int
    found: Counterexample | None
    interrupted: bool = False


def sizes(kind: Kind, largest: int) -> Iterator[tuple[int, int, int]]:
    """The sizes (k, l, T) with 1 + k + l + T <= largest at which the kind is possible, smallest first."""
    each = range(1, largest)
    possible = [
        (k, l, T)
        for k, l, T in product(each, each, each)
        if 1 + k + l + T <= largest and k >= kind.least_k and l >= kind.least_l
    ]
    return iter(sorted(possible, key=lambda size: (sum(size), size)))


def search(kind: Kind, largest: int, finest: int, top: Fraction, watch: Watch) -> Search:
    """The smallest instance of a kind in which the agent has no dominant message at all.

    Looks at every size n + k + l + T <= `largest`, and there at every cost or value function that does not
    fall when a bundle grows, in multiples of 1, 1/2, ..., 1/`finest` up to `top`.
    """
    examined, seen = 0, set()
    try:
        for market, trader in _candidates(kind, largest, finest, top, watch):
            examined += 1
            seen.add(market)
            if kind.includes(trader) and not frontier(market, trader).some_dominant:
                i = market.sellers[0] if kind.side is Side.SELLER else market.buyers[0]
                found = find_counterexample(surround(market, kind, trader), i)
                return Search(examined, len(seen), found)
    except KeyboardInterrupt:
        return Search(examined, len(seen), None, interrupted=True)
    return Search(examined, len(seen), None)


def _candidates(
    kind: Kind, largest: int, finest: int, top: Fraction, watch: Watch
) -> Iterator[tuple[Market, Trader]]:
    for k, l, T in sizes(kind, largest):
        market = Market(n=1, k=k, l=l, P=price_grid(k, T))
        for denominator in range(1, finest + 1):
            watch(f"n=1 k={k} l={l} T={T}, numbers in multiples of 1/{denominator}")
            for trader in monotone_tables(kind.side, k, l, Fraction(1, denominator), top):
                if common_denominator(trader.worth.values()) == denominator:  # else it was on a coarser grid
                    yield market, trader


def surround(market: Market, kind: Kind, trader: Trader) -> Instance:
    """The trader among others who satisfy Condition 1: every unit costs 1/4 and is worth 3/4."""

    def plain(side: Side, unit: Fraction) -> Trader:
        return separable(side, [[unit] * market.l] * market.k)

    seller, buyer = plain(Side.SELLER, Fraction(1, 4)), plain(Side.BUYER, Fraction(3, 4))
    traders = [seller] * market.side_size + [buyer] * market.side_size
    traders[0 if kind.side is Side.SELLER else market.side_size] = trader
    title = f"Theorem 1 without Condition 1: {kind.what}"
    return Instance(title, GStar(market), tuple(traders), "Section 2.3, Condition 1 and Theorem 1")
