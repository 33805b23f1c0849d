"""Condition 1: no externality among commodities, and monotone unit costs and values.  (paper, 2.3)

A seller's cost is a sum of unit costs c(h, t) >= 0 that do not decrease in t; a buyer's value is a sum of
unit values v(h, t) >= 0 that do not increase in t. If such numbers exist they are the increments along each
commodity alone, c(h, t) = c(t e_h) - c((t-1) e_h), so it suffices to look at these.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from mechanisms.markets.market import Bundle, Market, Side, show
from mechanisms.markets.trader import Trader


class Clause(Enum):
    """The three things that Condition 1 asks of a trader."""

    SEPARABLE = "add up over commodities"
    NONNEGATIVE = "not be negative"
    MONOTONE = "be monotone"


@dataclass(frozen=True)
class Condition1Violation:
    """Evidence that a trader breaks a clause of Condition 1 at a bundle.

    `expected` is what the clause compares with `got`: the sum over commodities (SEPARABLE), 0 (NONNEGATIVE)
    or the preceding unit's cost or value (MONOTONE); the last two concern the last unit of the bundle's one
    commodity.
    """

    clause: Clause
    bundle: Bundle
    expected: Fraction
    got: Fraction

    def holds(self, trader: Trader) -> bool:
        """Recheck by the definition alone."""
        if self.clause is Clause.SEPARABLE:
            alone = sum((trader.worth[_only(self.bundle, h)] for h in range(len(self.bundle))), Fraction(0))
            return trader.worth[self.bundle] == self.got != self.expected == alone
        if sum(amount > 0 for amount in self.bundle) != 1:
            return False
        last = _unit(trader, self.bundle)
        if self.clause is Clause.NONNEGATIVE:
            return last == self.got < 0 == self.expected
        if sum(self.bundle) == 1:  # nothing precedes the first unit
            return False
        before = _unit(trader, _less(self.bundle))
        ordered = before <= last if trader.side is Side.SELLER else before >= last
        return (before, last) == (self.expected, self.got) and not ordered

    def describe(self, trader: Trader) -> str:
        """The rule and the values, in words.

        >>> from mechanisms.markets.trader import separable
        >>> seller = separable(Side.SELLER, [[Fraction(3, 4), Fraction(1, 2)]])
        >>> next(violations(seller)).describe(seller)
        'commodity 1: unit costs must not decrease, got 3/4 for unit 1, then 1/2'
        """
        what = "costs" if trader.side is Side.SELLER else "values"
        if self.clause is Clause.SEPARABLE:
            one = what.removesuffix("s")
            return (
                f"{what} must add up over commodities: the {one} of {show(self.bundle)} is {self.got}, "
                f"its commodities alone add up to {self.expected}"
            )
        h = next(h for h, amount in enumerate(self.bundle) if amount)
        if self.clause is Clause.NONNEGATIVE:
            return f"commodity {h + 1}: unit {what} must not be negative, got {self.got}"
        direction = "decrease" if trader.side is Side.SELLER else "increase"
        unit = self.bundle[h]
        return (
            f"commodity {h + 1}: unit {what} must not {direction}, "
            f"got {self.expected} for unit {unit - 1}, then {self.got}"
        )


def violations(trader: Trader) -> Iterator[Condition1Violation]:
    """Every place where the trader breaks Condition 1."""
    if "Condition 1" not in trader.known:  # often one trader occurs many times
        trader.known["Condition 1"] = tuple(_violations(trader))
    return iter(trader.known["Condition 1"])


def _violations(trader: Trader) -> Iterator[Condition1Violation]:
    for x in sorted(trader.worth):
        if sum(amount > 0 for amount in x) > 1:
            alone = sum((trader.worth[_only(x, h)] for h in range(len(x))), Fraction(0))
            if trader.worth[x] != alone:
                yield Condition1Violation(Clause.SEPARABLE, x, alone, trader.worth[x])
        elif any(x):
            last = _unit(trader, x)
            if last < 0:
                yield Condition1Violation(Clause.NONNEGATIVE, x, Fraction(0), last)
            if sum(x) > 1:
                before = _unit(trader, _less(x))
                if last < before if trader.side is Side.SELLER else last > before:
                    yield Condition1Violation(Clause.MONOTONE, x, before, last)


def find_violation(trader: Trader) -> Condition1Violation | None:
    """The first place where the trader breaks Condition 1, or None."""
    return next(violations(trader), None)


def find_violator(market: Market, traders: Sequence[Trader]) -> tuple[int, Condition1Violation] | None:
    """The first agent who breaks Condition 1, with the place, or None."""
    found = ((i, find_violation(traders[i])) for i in market.agents)
    return next(((i, violation) for i, violation in found if violation is not None), None)


def _only(x: Bundle, h: int) -> Bundle:
    """Commodity h of the bundle alone: x(h) e_h."""
    return tuple(amount if place == h else 0 for place, amount in enumerate(x))


def _less(x: Bundle) -> Bundle:
    """One unit less of the bundle's only commodity."""
    return tuple(amount - 1 if amount else 0 for amount in x)


def _unit(trader: Trader, x: Bundle) -> Fraction:
    """What the last unit of the bundle's only commodity costs or is worth."""
    return trader.worth[x] - trader.worth[_less(x)]
