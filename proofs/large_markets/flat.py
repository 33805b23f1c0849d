"""Uniform pricing in Theorem 5 needs a zero of ρ** that is unique, even in probability given each shock.

In the sequence "flat zero" a group has R special sellers and Q special buyers, independent, binomial (n, q):
q = 1/(⌊√n⌋ + 1). From 1/3 to 5/6 nobody else's decision changes: the excess is -R at first, and rises by R at
2/3 - 1/(12n), by Q at what special buyers believe a unit to be worth, w = 2/3 + τ - (1 - π)(1/6 + τ), where π
is the probability of H, τ = 3^(-t), t = ⌊3n/4⌋ + 1. If S more buyers are firm than soft, 1 - π = 1/(1 + 3^S).

Group   Given H, S has a mean of (1 - q) n/2 and a variance of n at most: n/4 <= S <= t - 3 but for 128/n.
        Then 2/3 - 1/(6n) < w < 2/3: at the price 2/3 sellers are in, and buyers are out already. The excess
        is -R up to 2/3 and Q there: at the lowest, the price is 2/3 if R > Q, else 1/3 + 1/T at most.
Market  Given H, S has a mean of (1 - q) n: S >= t but for 128/n. Then w > 2/3: at 2/3 all are in, the excess
        is zero, and nowhere else, if there is a special seller and a special buyer: but for 2/(1 + 2nq). So
        p**(n) -> 2/3. Given L, w is less than a step above 1/2 but for 128/n, and |Q - R| is smaller than R
        and Q but for 16/(nq): p**(n) is the first price above 1/2.
Both    The groups are independent given H. P(R > Q) is half of P(R ≠ Q) >= (E X²)²/E X⁴ >= 2σ²/(6σ² + 1),
        where X = R - Q and σ² = n q (1 - q); and P(R <= Q) >= 1/2. So prices are 1/4 apart with a probability
        of (1 - 3η) σ²/(6σ² + 1) - 256/n at least.
Exact   Given H the groups are independent and alike. With R special sellers the excess is -R from the last of
        the n - R other sellers on, who is anywhere on (0, 1/3), and Q more where special buyers leave: below
        the step of 2/3, where R more are added, with it or behind it. So the price is the first of -R, what
        is between, and what follows 2/3 that is nearest to zero: one of few for each of R, Q and S.
(8)     On her own, a special buyer's worth is 7/12 + τ/2 < 5/6; those of soft ones are odd multiples of
        1/(12n) between 5/6 and 1; that of firm ones is 2.
Limit   As in `assumptions_3_4`; special agents move it by 2q, and beliefs no others.
"""

from collections import defaultdict
from fractions import Fraction
from itertools import accumulate
from math import comb, isqrt

from mechanisms.markets.market import Tie
from mechanisms.sequences.flat import FLAT, FLAT_FROM, FLAT_TO, W_L, B, exponent, rare, tiny
from mechanisms.sequences.shocks import ShockSequence
from proofs.large_markets.assumptions import UNIQUE
from proofs.large_markets.for_every_n import never_negative
from proofs.large_markets.quantity import Quantity

APART = Fraction(1, 4)
FROM = 256  # n from which all inequalities below are shown


class FlatZero(Quantity[ShockSequence]):
    """The probability, given H, that the groups' prices are 1/4 apart."""

    reason = "flat zero"
    words = "the probability, given H, that the groups' prices are 1/4 apart"
    replays, largest = (1,), 100

    def broken(self, sequence: ShockSequence) -> list[str]:
        met = sequence.blocks == FLAT.blocks and sequence.tau == FLAT.tau and sequence.tie is Tie.LOWEST
        return [] if met and inequalities_hold() else ["the assumptions of section 3.4"]

    def missing(self, sequence: ShockSequence) -> list[str]:
        ends = {sequence.rho(shock, p) for shock in sequence.shocks for p in (FLAT_FROM, FLAT_TO)}
        return [UNIQUE] if ends == {0} else []

    def covers(self, sequence: ShockSequence) -> bool:
        return sequence.name == FLAT.name

    def replayed(self, sequence: ShockSequence, n: int) -> Fraction:
        member, macro = sequence.member(n), sequence.macro(n)
        market = member.g.market
        (given,) = (shock for shock in macro.shocks if shock.name == "H")
        total = Fraction(0)
        for omega in macro.prior(market).profiles():
            share = macro.joint(market, given, omega) / given.probability
            m = member.profile(omega)
            for phi, p, b, weight in member.g.draws():
                q = {price for (price,) in member.g.allocation(phi, p, m, b).q}
                total += share * weight * (max(q) - min(q) >= APART)
        return total

    def formula(self, sequence: ShockSequence, n: int) -> Fraction:
        law = price_law(n)
        below = [Fraction(0), *accumulate(law)]
        apart = -(-APART * FLAT.T(n) // 1)  # in steps of the grid
        far = sum(
            (share * below[p - apart + 1] for p, share in enumerate(law) if share and p >= apart), Fraction(0)
        )
        return (1 - 3 * Fraction(sequence.eta(Fraction(n)))) * 2 * far

    def bound(self, sequence: ShockSequence, n: int) -> Fraction:
        """The probability is at least that, which rises with n."""
        r = isqrt(n)
        variance = Fraction(r**3, (r + 1) ** 2)  # n >= r²
        eta = sequence.eta(Fraction(n))
        return Fraction(1 - 3 * eta) * variance / (6 * variance + 1) - Fraction(256, n)

    def is_at_least(self, sequence: ShockSequence, least: Fraction, start: int) -> bool:
        return start >= FROM and least <= self.bound(sequence, start)


def price_law(n: int) -> list[Fraction]:
    """The law of a group's price given H, by its place among the 6n + 1 prices."""
    r, top = isqrt(n), 4 * n  # q = 1/(r + 1); the place of 2/3
    few = [comb(n, R) * r ** (n - R) for R in range(n + 1)]  # of R special sellers, over (r + 1)^n
    leave = {S: place_of_leaving(n, S) for S in range(-n, n + 1)}
    buyers: dict[tuple[int, int], int] = defaultdict(int)  # by Q and the place at which these leave
    for Q in range(n + 1):
        for firm in range(n - Q + 1):
            soft = n - Q - firm
            ways = comb(n, Q) * comb(n - Q, firm) * 4**Q * (3 * r) ** firm * r**soft
            buyers[Q, leave[firm - soft]] += ways
    law = [0] * (6 * n + 1)
    low = [0] * (n + 1)  # by R: the weights of buyers with whom the price follows the last other seller
    for (Q, place), ways in buyers.items():
        for R in range(n + 1):
            # What the excess is at a place from 1/3 on, up to its sign: the first of those nearest to zero.
            steps = [(abs(Q - R), place), (Q, top)] if place < top else [(Q if place == top else 0, top)]
            nearest, where = min(steps, key=lambda step: step[0])
            if nearest < R:
                law[where] += ways * few[R] * (2 * n) ** n
            else:
                low[R] += ways
    for R, ways in enumerate(low):
        for j in range(2 * n + 1):
            last = j ** (n - R) - ((j - 1) ** (n - R) if j else 0)
            law[j] += ways * few[R] * (2 * n) ** R * last
    whole = (2 * n * (r + 1) * 4 * (r + 1)) ** n
    return [Fraction(weight, whole) for weight in law]


def place_of_leaving(n: int, S: int) -> int:
    """From which place on special buyers do not buy, where S more buyers are firm than soft."""
    odds = Fraction(3) ** S
    worth = (W_L + odds * (B + tiny(Fraction(n)))) / (1 + odds)
    return -(-worth * FLAT.T(n) // 1)


def inequalities_hold() -> bool:
    """What the argument asks of n >= FROM; of (8), of n >= 1."""
    from sympy import Rational, Symbol

    n, r = Symbol("n"), Symbol("n")
    most_q = rare(Fraction(FROM))  # q falls in n
    q = Rational(most_q.numerator, most_q.denominator)
    t_at_most, t_at_least = 3 * n / 4 + 1, 3 * n / 4
    eighth = n / 8  # variances n, 2n over (n/8)² are 64/n, 128/n
    deviations = (
        t_at_least - 3 - n / 2 - eighth,  # S <= t - 3 in a group, as the mean is n/2 at most
        (1 - q) * n / 2 - n / 4 - eighth,  # S >= n/4 in a group
        (1 - q) * n - t_at_most - eighth,  # S >= t in the market
        (1 - q) * n - n / 4 - eighth,  # and S >= n/4
    )
    # 3^(-n/4)/2 < 1/(6n): 3^n > (3n)^4 by induction; 27/12 τ > τ; and 1/6 + τ <= 1/2.
    step = never_negative(3 * n**4 - (n + 1) ** 4, 4) and 3**FROM > (3 * FROM) ** 4
    apart = B - FLAT_FROM - Fraction(1, FLAT.tau * FROM) >= APART
    own = Fraction(7, 12) + tiny(Fraction(1)) / 2 < FLAT_TO and tiny(Fraction(1)) <= Fraction(1, 3)
    # The variance r³/(r+1)² rises with r, and nq >= n/(√n + 1) is not bounded.
    rises = never_negative((r + 1) ** 3 * (r + 1) ** 2 - r**3 * (r + 2) ** 2, 1)
    return (
        all(never_negative(each, FROM) for each in deviations)
        and step
        and apart
        and own
        and rises
        and exponent(4) == 4
    )
