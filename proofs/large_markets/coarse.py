"""Participation in Theorem 3 fails even where half of all trade takes place: a price that hardly ever moves.

T = 2M, M odd, grows so slowly that both groups take the price 1/2 all but always. Buyer A wants two units
there, and hardly gains by them; she is left with one, for which she pays 1/2, about as often as somebody is
the last to be served.

Assumptions. Thresholds odd/(8n) are on no grid 1/(2M) with M odd; A's is less than a step above 1/2. The
excess is within a constant of 2n ρ*(p) at every price, as with a fine grid. At 1/2 it is zero; a threshold
1/2 - 1/(8n) lies just below, A's just above: the whole market clears at 1/2 alone.

Bound. Let the other group P have the excess X at 1/2, of mean μ in (3/4, 3/2], and D_-, D_+ members with
thresholds within a step below and above 1/2, each v = 2n/T - 1 or more in the mean.
    P takes another price only if 2|X| >= D_- or D_+: with probability P_other of at most E(X-μ)⁴/(v/4 -
    3/2)⁴ + 2 (3V² + V)/(v/2)⁴, with V = 2n/T + 2; a number of draws without replacement has no larger
    fourth moment than one with it (Hoeffding 1963, Theorem 4). X >= 1 with probability P_short of at least
    (E(X-μ)²)²/(4 E(X-μ)⁴): Hölder and Cauchy-Schwarz for a mean of zero. Where P takes 1/2 and X >= 1, A's
    own group is short: of s units, and W others who want one, s <= W + 1. If it has a unit at all (it has
    none with probability 1/C(2n, n) <= 1/n³), just s - 1 of the others are before her with probability 1/(W
    + 1) >= 1/n. Then she gets one unit, and pays 1/2.
So n times what she expects is at most 1/256 + 2 n P_other - (P_short - 1/n³ - P_other)/2.
With T = 6 that is a rational function of n. For M >= 5 all is smaller: n > (M - 2)^20.

Exact. P has n of the 2n sellers and of the 2n - 1 other buyers; `draws_at` says in how many ways it takes a
price with so many of them past it, which leaves the rest for A's group.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate
from math import comb
from typing import TYPE_CHECKING

from mechanisms.markets.market import Side, Tie
from mechanisms.markets.price_taking import price_taking
from mechanisms.sequences.coarse import COARSE_PAIR, CoarseSequence
from mechanisms.sequences.steps import Spread, StepSequence
from proofs.large_markets import assumptions
from proofs.large_markets.for_every_n import central_moments, never_negative
from proofs.large_markets.quantity import Quantity

if TYPE_CHECKING:
    from sympy import Expr

POWER = 20  # M^20 >= n


class LossAtACoarsePrice(Quantity[StepSequence]):
    """n times what a price-taking buyer expects to lose by taking part."""

    reason = "coarse prices"
    words = "n times what the buyer who wants two units or none expects to lose"
    largest = 60

    def broken(self, sequence: StepSequence) -> list[str]:
        known = assumptions.broken(sequence)
        if not isinstance(sequence, CoarseSequence):
            return known
        # What the lemmas for T = tau n decide is decided by those above.
        decided = {
            assumptions.SINGLETONS: is_off_the_grid(sequence),
            "T -> ∞": True,
            "the excess tends to ρ*(p) whenever p^(n) -> p": is_off_the_grid(sequence)
            and assumptions.excess_constant(sequence) is not None,
            "p*(n) -> p*": clears_at_half(sequence),
        }
        return [name for name in known if not decided.get(name, False)]

    def missing(self, sequence: StepSequence) -> list[str]:
        return assumptions.missing(sequence)

    def covers(self, sequence: StepSequence) -> bool:
        return sequence.name == COARSE_PAIR.name and isinstance(sequence, CoarseSequence)

    def replayed(self, sequence: StepSequence, n: int) -> Fraction:
        instance = sequence.market(n)
        g, market = instance.mechanism, instance.mechanism.market
        m = [next(iter(price_taking(trader, market))) for trader in instance.traders]
        i = market.agents[-1]
        return -n * g.expected_payoff(i, instance.traders[i], m)

    def formula(self, sequence: StepSequence, n: int) -> Fraction:
        return -n * payoff_of_the_pair(sequence, n)

    def is_at_least(self, sequence: StepSequence, least: Fraction, start: int) -> bool:
        from sympy import Rational, Symbol

        n, x = Symbol("n"), Symbol("n")  # x = M - 2
        value = Rational(least.numerator, least.denominator)
        fourth = central_moments_of_the_excess()[1]
        # For M >= 5: E(X-μ)⁴ <= n²/4, n >= 14 M so v/4 - 3/2 >= n/(8M), and n >= 10^6 M⁴.
        fine = never_negative(n**2 / 4 - fourth, 30) and never_negative(x**POWER - 10**6 * (x + 2) ** 4, 3)
        # P_other <= n² (8M)⁴/(4n⁴) + 28 (n/M)² (4M)⁴/n⁴, as V <= 2n/M, v/2 >= n/(4M): n P_other <= 1400 M⁴/n.
        later = least <= least_for_fine_grids()
        return start >= 30 and fine and later and never_negative(bound(6) - value, start)


def payoff_of_the_pair(sequence: StepSequence, n: int) -> Fraction:
    """What the buyer who wants two units expects."""
    T, agents = sequence.T(n), sequence.agents(n)
    ((_, theta, _),) = (agent for agent in agents if agent[2] == 2)
    # By place, from 0 to T + 1, how many sell, or do not buy, from there on; nobody's threshold is a price.
    cells = {side: [0] * (T + 2) for side in Side}
    for side, threshold, weight in agents:
        if weight == 1:
            cells[side][min(threshold * T // 1 + 1, T + 1)] += 1
    total = Fraction(0)
    for p in range(T + 1):
        if theta * T <= p:
            break
        counted = [sum(cells[side][: p + 1]) for side in Side]
        for a, b, ways in _draws(sequence.tie, n, cells[Side.SELLER], cells[Side.BUYER], p):
            M, W = counted[0] - a, n - 1 - (counted[1] - b)  # for sale, and others who want one
            two = W + 1 if M >= W + 2 else max(M - 1, 0)
            one = 0 if M >= W + 2 else min(M, W + 1) - two
            share = Fraction(ways, W + 1)
            total += share * (two * 2 * (theta - Fraction(p, T)) - one * Fraction(p, T))
    return total / (comb(2 * n, n) * comb(2 * n - 1, n))


def _draws(tie: Tie, n: int, sellers: list[int], buyers: list[int], p: int) -> Iterator[tuple[int, int, int]]:
    """`draws_at` under either tie rule: from the other end those who are counted are the others."""
    if tie is Tie.LOWEST:
        yield from draws_at(n, sellers, buyers, p)
    else:
        for a, b, ways in draws_at(n, sellers[::-1], buyers[::-1], len(sellers) - 2 - p):
            yield n - a, n - b, ways


def draws_at(n: int, sellers: list[int], buyers: list[int], p: int) -> Iterator[tuple[int, int, int]]:
    """In how many ways n sellers and n buyers are drawn whose lowest clearing price is the p-th, and of whom
    a sellers and b buyers are counted there; the lists say how many are counted from each place on.

    The argument is that of `mechanisms.large.thresholds`.
    """
    before, after = (
        [sum(own[:p]) for own in (sellers, buyers)],
        [sum(own[p + 1 :]) for own in (sellers, buyers)],
    )
    for a in range(n + 1):
        for b in range(n + 1):
            e = a + b - n
            later = comb(after[0], n - a) * comb(after[1], n - b)
            earlier = comb(before[0] + sellers[p], a) * comb(before[1] + buyers[p], b)
            if not later or not earlier:
                continue
            if e >= 0:
                if p:
                    earlier = _jumps((sellers[p], before[0], a), (buyers[p], before[1], b), 2 * e + 1)
            else:
                if p:
                    earlier -= comb(before[0], a) * comb(before[1], b)
                later = comb(sellers[-1], n - a) * comb(buyers[-1], n - b)
                for q in range(p + 1, len(sellers) - 1):
                    own = [(side[q], sum(side[q + 1 :]), n - m) for side, m in ((sellers, a), (buyers, b))]
                    later += _jumps(own[0], own[1], -2 * e)
            if earlier and later:
                yield a, b, earlier * later


def _jumps(sellers: tuple[int, int, int], buyers: tuple[int, int, int], least: int) -> int:
    """In how many ways so many (the last number of each) are drawn, `least` or more from the first sets."""
    laws = [[comb(here, j) * comb(rest, m - j) for j in range(m + 1)] for here, rest, m in (sellers, buyers)]
    tails = [*accumulate(reversed(laws[1]), initial=0)][::-1]
    return sum(ways * tails[max(least - j, 0)] for j, ways in enumerate(laws[0]) if least - j < len(tails))


def least_for_fine_grids() -> Fraction:
    """What n times the loss is at least for M >= 5: n P_other <= 1400/10^6, P_short >= 1/13."""
    from sympy import Rational

    second, fourth = central_moments_of_the_excess()
    if not never_negative(second**2 / (4 * fourth) - Rational(1, 13), 30):
        raise ValueError("P_short may be below 1/13")
    other = Fraction(1400, 10**6)
    return (Fraction(1, 13) - Fraction(1, 10**6) - other) / 2 - Fraction(1, 256) - 2 * other


def is_off_the_grid(sequence: CoarseSequence) -> bool:
    """2M (a + b j)/(8n) = z would be M (a + b j) = 4 n z, odd and even; and M < 256 n."""
    for part in sequence.parts:
        odd = part.low == 0 and part.d == 8 and part.a % 2 == 1
        even_steps = not isinstance(part, Spread) or part.b % 2 == 0
        just_above = part.low == Fraction(1, 2) and part.a == 1 and part.d >= 512
        if not ((odd and even_steps) or just_above):
            return False
    return True


def clears_at_half(sequence: CoarseSequence) -> bool:
    """Is the excess zero at 1/2, with a threshold within a step on either side, at every n?

    As the excess at 1/2 is affine in n whatever T is, any tau will do to find it.
    """
    from dataclasses import replace

    fine = StepSequence(
        sequence.name, "", sequence.parts, 4, sequence.first_zero, sequence.last_zero, l=sequence.l, start=2
    )
    half = sequence.first_zero == sequence.last_zero == (Fraction(1, 2), 0)
    above = any(
        part.side is Side.BUYER and part.low == Fraction(1, 2) and part.a > 0 for part in sequence.singles()
    )
    seller = next(part for part in sequence.spreads() if part.side is Side.SELLER)
    buyer = next(part for part in sequence.spreads() if part.side is Side.BUYER)
    # n sellers and n - 1 + 1 values are below 1/2; the last value is (4n - 1)/(8n).
    below = replace(buyer, add=0) == replace(seller, side=Side.BUYER, a=-1) and buyer.a == -1
    return (
        half
        and above
        and below
        and assumptions.excess_at(fine, (Fraction(1, 2), 0)) == (Fraction(0), Fraction(0))
    )


def central_moments_of_the_excess() -> "tuple[Expr, Expr]":
    """E(X-μ)², E(X-μ)⁴: n of 2n sellers, n of whom are below; n of 2n - 1 buyers, n + 1 of whom are."""
    from sympy import Symbol, cancel

    n = Symbol("n")
    s_2, s_4 = central_moments(2 * n, n)
    b_2, b_4 = central_moments(2 * n - 1, n + 1)
    return cancel(s_2 + b_2), cancel(s_4 + b_4 + 6 * s_2 * b_2)


def bound(T: int) -> "Expr":
    """n times the loss is at least this function of n, at a given T."""
    from sympy import Rational, Symbol

    n = Symbol("n")
    second, fourth = central_moments_of_the_excess()
    v, V = 2 * n / T - 1, 2 * n / T + 2
    other = fourth / (v / 4 - Rational(3, 2)) ** 4 + 2 * (3 * V**2 + V) / (v / 2) ** 4
    short = second**2 / (4 * fourth)
    return (short - 1 / n**3 - other) / 2 - Rational(1, 256) - 2 * n * other
