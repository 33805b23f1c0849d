"""How fast G* becomes efficient and uniform in its prices (2E and 2U): k = 1, explicit bounds.

e_0 = |e(p*)| is the excess supply of the whole market at p*, and Δ = e_1 - e_2.

κ_n     E max |S| over a random order of n steps up and n steps down. By reflection
        P(max |S| >= λ) = 2 Σ_{i >= 1} (-1)^(i+1) C(2n, n + iλ)/C(2n, n). The first term alone is no less, so
        κ_n <= 4^n/C(2n, n) - 1 <= 2√n - 1. A seller's supply is l steps, of which the t-th comes at
        the price at which she wants t units, so E sup_p |Δ(p)| <= 2 l κ_n.
|Δ(p*)| The variance of a sum of n out of 2n numbers in [0, l] is at most n² l²/(4 (2n-1)), and Δ is twice
        such a sum for sellers less twice one for buyers, and its mean: E|Δ(p*)| <= l n √(2/(2n-1)).
2E      If Condition 1 holds and B is the largest unit value or 1,
        E loss <= (B + 1/2)(e_0 + E|Δ(p*)|) + 2 B E sup|Δ|.
        For by the lemma of `duality` the loss is at most B (|e_1(p̃)| + |e_2(p̂)|) + |e_2(p̃)|; as p̃ is a
        best price, |e_2(p̃)| <= |e_2(p*)| <= (e_0 + |Δ(p*)|)/2; and |e_1(p̃)| <= |e_2(p̃)| + |Δ(p̃)|.
2U      Let e(y) < 0 < e(x), and γ = min(e(x), -e(y)) - e_0 > 0. Some group's price is outside (y, x) with a
        probability of 6 exp(-γ²/(8 l² (n+1))) at the most. For where |Δ| < γ/2 at y, p*, x each group's
        excess at p* is smaller than at x, and at y, in absolute value, and of the right sign there; and for
        drawing without replacement P(|Δ(p)| >= t) <= 2 exp(-t²/(2 l² (n+1))) (Hoeffding 1963, Serfling 1974).
n*(ε)   Where γ >= g n the exponent is at least x = g² n/(16 l²), and exp(x) >= 2^(10x/7), as log 2 < 7/10. So
        prices are outside with a probability of ε at most from n = 16 l² (7/10) L/g² on, where 2^L >= 6/ε.
"""

from fractions import Fraction
from itertools import permutations
from math import comb

from mechanisms.markets.market import Side
from mechanisms.sequences.steps import StepSequence


def exp_below(x: Fraction, terms: int = 256) -> Fraction:
    """A fraction no more than exp(-x): (1 - x/m)^m, where m is `terms`, or more for a large x.

    >>> 10**4 * exp_below(Fraction(1)) // 1
    3671
    """
    m = max(terms, 2 * (x.numerator // x.denominator + 1))
    return (1 - x / m) ** m


def exp_above(x: Fraction, terms: int = 256) -> Fraction:
    """A fraction no less than exp(-x): 1/(1 + x/m)^m.

    >>> 10**4 * exp_above(Fraction(1)) // 1
    3685
    """
    return 1 / (1 + x / terms) ** terms


def kappa_by_listing(n: int) -> Fraction:
    """κ_n by its definition: all orders."""
    total = count = 0
    for order in set(permutations([1] * n + [-1] * n)):
        height = highest = 0
        for step in order:
            height += step
            highest = max(highest, abs(height))
        total, count = total + highest, count + 1
    return Fraction(total, count)


def kappa_bound(n: int) -> Fraction:
    """4^n/C(2n, n) - 1, no less than κ_n."""
    return Fraction(4**n, comb(2 * n, n)) - 1


def whole_excess(sequence: StepSequence, n: int, p: Fraction) -> int:
    """e(p): the excess supply of the whole market."""
    agents = sequence.agents(n)
    return sum(w for _, t, w in agents if t < p) - sum(w for side, _, w in agents if side is Side.BUYER)


def uniform_bound(n: int, l: int, gamma: int, terms: int = 256) -> Fraction:
    """2U, from below: 6 exp(-γ²/(8 l² (n+1))) is no less."""
    return 6 * exp_below(Fraction(gamma**2, 8 * l**2 * (n + 1)), terms)


def n_star_uniform(epsilon: Fraction, l: int, g: Fraction) -> int:
    """From which n on some group's price is outside (y, x) with a probability of ε at most, if γ >= g n.

    >>> [n_star_uniform(Fraction(1, d), 1, Fraction(1)) for d in (1, 2, 1000)]
    [34, 45, 146]
    """
    L = (-(-6 * epsilon.denominator // epsilon.numerator) - 1).bit_length()
    least = 16 * l**2 * Fraction(7, 10) * L / g**2
    return -(-least.numerator // least.denominator)


def probability_outside(sequence: StepSequence, n: int, y: Fraction, x: Fraction) -> Fraction:
    """That some group's price is no more than y or no less than x, both on the grid; l = 1, lowest clearing
    price.

    A group's price is below the grid price q if n of its thresholds are below q less a step.
    """
    step = Fraction(1, sequence.T(n))
    agents = sequence.agents(n)

    def counts(side: Side) -> list[int]:
        own = [t for s, t, _ in agents if s is side]
        low = sum(t < y for t in own)
        middle = sum(t < x - step for t in own) - low
        return [low, middle, len(own) - low - middle]

    def law(side: Side) -> dict[tuple[int, int], int]:
        low, middle, high = counts(side)
        return {
            (a, b): comb(low, a) * comb(middle, b) * comb(high, n - a - b)
            for a in range(min(low, n) + 1)
            for b in range(min(middle, n - a) + 1)
            if n - a - b <= high
        }

    (s_low, s_middle, _), (b_low, b_middle, _) = counts(Side.SELLER), counts(Side.BUYER)
    below, between = s_low + b_low, s_middle + b_middle
    inside = 0
    sellers, buyers = law(Side.SELLER), law(Side.BUYER)
    for (a, b), ways in sellers.items():
        for (c, d), more in buyers.items():
            U, V = a + c, a + b + c + d
            if U < n <= V and below - U < n <= below + between - V:
                inside += ways * more
    return 1 - Fraction(inside, comb(2 * n, n) ** 2)
