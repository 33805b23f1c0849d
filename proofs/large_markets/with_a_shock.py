"""Theorem 5, and participation at the end of section 3.4, along sequences with a macro shock.

opposite shocks  ε-uniform pricing is asked for at *every* ω. At ω all costs are (8n-3)/(16n), all z are n,
    and half the buyers have s = 1. If k of the n buyers in group 1 have it, the odds of H are 3^(2k-n) there
    and 3^(n-2k) in group 2. Where 2k > n, values in group 1 are at least (4n-3)/(16n) + 3/8, above the cost,
    and those in group 2 at most (4n-1)/(16n) + 1/8, below it: at lowest, group 1 clears just above the cost
    and group 2 just above its own values (at highest, just below its values and just below the cost). Where
    2k = n beliefs are the same.
rare shock       ε-efficiency is asked for given *every* ω_0, however unlikely. Given H nobody believes in it:
    firm buyers buy at every price what is worth nothing, and every unit costs more than 1/4. Without the
    purchases of F firm buyers, and the costliest sales, the surplus is F/4 higher. F is binomial (2n, 1/2): F
    >= n/2 with a probability of 1 - 2/n at least (Chebyshev).
dear sellers     Costs are not bounded. Given L a seller is willing at 1/2, and a buyer is not, with
    probability 1/2 each: the excesses e_1, e_2 of the groups at 1/2 are independent, and symmetric around 0.
    Where e_1 < 0 <= e_2 the price in group 1 is no higher than 1/2, so some seller of group 1 is forced to
    sell, first of all the first who is unwilling; at least half of the unwilling are dear. The same with the
    groups exchanged. With P_0 = P(e_1 = 0) = C(2n, n)/4^n that has a probability of (1 - P_0²)/4 at least,
    and P_0² <= 1/(3n+1). A dear sale costs 4n + 2 and gives 1 at most.
forced to sell   That each seller's cost is below p**(ω_0) for *some* ω_0 is not enough. Given L the costliest
    seller is unwilling at 7/16. She is first in her group with probability 1/n; the price is no higher than
    7/16 if the other group's excess there is not negative (probability at least (1 - n δ)/2, where δ =
    1/(n+1)³); her own group's is negative with probability at least 1/2, whatever group the others are in.
    Then she is forced to sell. She gains given L only at a price above her cost, for which some value given L
    must be a high one: at most n δ. Given H, or in the branches 1 to 3, she gains at most 1.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, ClassVar

from mechanisms.g_double_star.mechanism import MessageProfile
from mechanisms.markets.market import Side, Tie
from mechanisms.markets.prior import Signals
from mechanisms.sequences.shock_catalogue import DEAR, FORCED, OPPOSITE, RARE
from mechanisms.sequences.shocks import Member, ShockSequence
from proofs.large_markets import assumptions_3_4 as assumptions
from proofs.large_markets.for_every_n import (
    central_binomials_are_bounded,
    misses_most,
    never_negative,
)
from proofs.large_markets.quantity import Quantity
from proofs.large_markets.surplus import largest_surplus, total_surplus

if TYPE_CHECKING:
    from sympy import Expr

APART = Fraction(1, 16)  # ε for uniform pricing
LOST = Fraction(1, 32)  # per capita, given the rare shock


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


class RareShock(WithAShock):
    """The probability, given the rare shock, of losing 1/32 or more per capita."""

    reason = "rare shock"
    words = "the probability, given the rare shock, that 1/32 per capita is lost"
    sequence = RARE
    replays, is_exact = (1,), False

    def replayed(self, sequence: ShockSequence, n: int) -> Fraction:
        return probability_of_losing(sequence, n, "H", LOST)

    def formula(self, sequence: ShockSequence, n: int) -> Fraction:
        few = sum(comb(2 * n, F) for F in range(2 * n + 1) if n > 2 * F)
        return 1 - Fraction(few, 4**n)

    def is_at_least(self, sequence: ShockSequence, least: Fraction, start: int) -> bool:
        return assumptions.nobody_is_moved(sequence) and least <= 1 - Fraction(2, start)


class DearSellers(WithAShock):
    """The probability, given L, of losing 1 or more per capita."""

    reason = "dear sellers"
    words = "the probability, given L, that 1 per capita is lost"
    sequence = DEAR
    replays, is_exact = (1,), False

    def replayed(self, sequence: ShockSequence, n: int) -> Fraction:
        return probability_of_losing(sequence, n, "L", Fraction(1))

    def formula(self, sequence: ShockSequence, n: int) -> Fraction:
        even = Fraction(comb(2 * n, n), 4**n)
        return Fraction(1 - 3 * sequence.eta(Fraction(n))) * (1 - even**2) / 4

    def is_at_least(self, sequence: ShockSequence, least: Fraction, start: int) -> bool:
        from sympy import Rational, Symbol

        n = Symbol("n")
        bound = (1 - 3 * sequence.eta(n)) * (1 - 1 / (3 * n + 1)) / 4
        return (
            central_binomials_are_bounded()
            and sequence.tie is Tie.LOWEST
            and never_negative(bound - Rational(least.numerator, least.denominator), start)
        )


class ForcedToSell(WithAShock):
    """n times what the costliest seller expects to lose, given her signal."""

    reason = "participation"
    words = "n times what a seller expects to lose"
    sequence = FORCED
    replays, is_exact = (1,), False

    def broken(self, sequence: ShockSequence) -> list[str]:
        highest = max(sequence.p_star.values())
        below = all(
            block.high <= highest and block.a < 0 and block.per_n == 0 for block in sequence.of(Side.SELLER)
        )
        return [*super().broken(sequence), *([] if below else ["some p**(ω_0) is above each cost"])]

    def replayed(self, sequence: ShockSequence, n: int) -> Fraction:
        instance = sequence.market(n)
        member, own = sequence.member(n), f"costly{n}"
        total = Fraction(0)
        for omega, share in instance.prior.given({0: own}).items():
            m, trader = member.profile(omega), instance.traders[0].at[omega]
            for phi, p, b, weight in member.g.draws():
                a = member.g.allocation(phi, p, m, b)
                total += share * weight * trader.payoff(a.x[0], a.q[0])
        return -n * total

    def formula(self, sequence: ShockSequence, n: int) -> Fraction:
        value = self.bound().subs("n", n)
        return Fraction(int(value.p), int(value.q))

    def bound(self) -> "Expr":
        """n times the loss is at least this function of n."""
        from sympy import Rational, Symbol

        n = Symbol("n")
        delta = 1 / (n + 1) ** 3  # also η, and the probability of H
        loss = Rational(7, 16) - 3 / (32 * n)
        forced = (1 - n * delta) / 2 * Rational(1, 2) / n
        return n * ((1 - delta) * (1 - 3 * delta) * loss * forced - n * delta - delta - 3 * delta)

    def is_at_least(self, sequence: ShockSequence, least: Fraction, start: int) -> bool:
        from sympy import Rational

        return sequence.tie is Tie.LOWEST and never_negative(
            self.bound() - Rational(least.numerator, least.denominator), start
        )


def outcomes(member: Member, m: MessageProfile) -> Iterator[tuple[Fraction, tuple[int, ...]]]:
    """Everybody's trade of the one commodity, with its probability, over all φ, p and b."""
    for phi, p, b, weight in member.g.draws():
        yield weight, tuple(x for (x,) in member.g.allocation(phi, p, m, b).x)


def probability_of_losing(sequence: ShockSequence, n: int, shock: str, least: Fraction) -> Fraction:
    """Given the shock, of an allocation whose surplus is `least` per capita short, over all ω, φ, p and b."""
    instance, member = sequence.market(n), sequence.member(n)
    market, macro = member.g.market, sequence.macro(n)
    (given,) = (each for each in macro.shocks if each.name == shock)
    total = Fraction(0)
    for omega in instance.prior.profiles():
        share = macro.joint(market, given, omega) / given.probability
        traders = member.traders(omega, shock)
        best = largest_surplus(market, traders)
        for weight, x in outcomes(member, member.profile(omega)):
            lost = best - total_surplus(traders, [(own,) for own in x])
            total += share * weight * (lost >= least * len(market.agents))
    return total
