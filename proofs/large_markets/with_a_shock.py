"""Theorem 5 along a sequence with a macro shock: what all such quantities share, and prices at one ω.

opposite shocks  ε-uniform pricing is asked for at *every* ω. At ω all costs are (8n-3)/(16n), all z are n,
    and half the buyers have s = 1. If k of the n buyers in group 1 have it, the odds of H are 3^(2k-n) there
    and 3^(n-2k) in group 2. Where 2k > n, values in group 1 are at least (4n-3)/(16n) + 3/8, above the cost,
    and those in group 2 at most (4n-1)/(16n) + 1/8, below it: at lowest, group 1 clears just above the cost
    and group 2 just above its own values (at highest, just below its values and just below the cost). Where
    2k = n beliefs are the same.
"""

from fractions import Fraction
from math import comb
from typing import ClassVar

from mechanisms.markets.prior import Signals
from mechanisms.sequences.shock_catalogue import OPPOSITE
from mechanisms.sequences.shocks import ShockSequence
from proofs.large_markets import assumptions_3_4 as assumptions
from proofs.large_markets.for_every_n import misses_most, never_negative
from proofs.large_markets.quantity import Quantity

APART = Fraction(1, 16)  # ε for uniform pricing


class WithAShock(Quantity[ShockSequence]):
    """What these have in common."""

    sequence: ClassVar[ShockSequence]

    def broken(self, sequence: ShockSequence) -> list[str]:
        return assumptions.broken(sequence)

    def missing(self, sequence: ShockSequence) -> list[str]:
        return assumptions.missing(sequence)

    def covers(self, sequence: ShockSequence) -> bool:
        return sequence.name == self.sequence.name


class OppositeShocks(WithAShock):
    """The probability at one ω that the groups' prices are 1/16 apart."""

    reason = "every signal profile"
    words = "the probability, at one signal profile, that the groups' prices are 1/16 apart"
    sequence = OPPOSITE

    def replayed(self, sequence: ShockSequence, n: int) -> Fraction:
        member = sequence.member(n)
        m = member.profile(profile_of_opposites(n))
        total = Fraction(0)
        for phi, p, b, share in member.g.draws():
            q = {price for (price,) in member.g.allocation(phi, p, m, b).q}
            total += share * (max(q) - min(q) >= APART)
        return total

    def formula(self, sequence: ShockSequence, n: int) -> Fraction:
        alike = Fraction(comb(n, n // 2) ** 2, comb(2 * n, n)) if n % 2 == 0 else Fraction(0)
        return Fraction(1 - 3 * sequence.eta(Fraction(n))) * (1 - alike)

    def is_at_least(self, sequence: ShockSequence, least: Fraction, start: int) -> bool:
        # 1 - 3η grows with n; the rest is at least 1 - √(16/(9n)).
        other = 1 - 3 * sequence.eta(Fraction(start))
        return start >= 3 and prices_are_apart(start) and misses_most(1, start, least / other)


def profile_of_opposites(n: int) -> Signals:
    """ω: all sellers alike, and all buyers but for the part of their signals that speaks for a shock."""
    return (f"y{n}",) * (2 * n) + (f"1,{n}",) * n + (f"0,{n}",) * n


def prices_are_apart(start: int) -> bool:
    """The inequalities behind "opposite shocks", under both tie rules, for every n >= start."""
    from sympy import Rational, Symbol

    n, step = Symbol("n"), Rational(1, 8) / Symbol("n")
    cost = (8 * n - 3) / (16 * n)
    least_believing, most_doubting = (
        (4 * n - 3) / (16 * n) + Rational(3, 8),
        (4 * n - 1) / (16 * n) + Rational(1, 8),
    )
    just_above_cost = (8 * n - 2) / (16 * n)
    apart = Rational(APART.numerator, APART.denominator)
    strict = 1 / (16 * n)
    return all(
        never_negative(value, start)
        for value in (
            least_believing - just_above_cost - strict,  # all of group 1 trade just above the cost
            cost - most_doubting - step - strict,  # a grid price lies between
            just_above_cost - (most_doubting + step) - apart,  # lowest
            (least_believing - step) - cost - apart,  # highest
        )
    )
