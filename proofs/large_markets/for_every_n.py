"""Arguments for every n from some n on, which the program checks with n a symbol.

Binomials  By induction: a base case in integers, and a step that is a polynomial without negative
           coefficients. 4^m ≤ C(2m, m) √(4m) and C(2m, m) √(3m + 1) ≤ 4^m for m ≥ 1.
Mode       n of 2n are special, n are drawn. No number of special ones among those drawn has a probability
           above √(16/(9n)), since the likeliest one has C(n, ⌊n/2⌋)² / C(2n, n), and the two bounds above
           apply.
Moments    By falling factorials (Vandermonde). By Hölder's inequality E|Δ| ≥ √((EΔ²)³ / EΔ⁴).
"""

from fractions import Fraction
from functools import cache
from math import comb, prod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sympy import Expr

# x^j as a sum of falling factorials of x: how often each comes.
STIRLING = ((1,), (0, 1), (0, 1, 1), (0, 1, 3, 1), (0, 1, 7, 6, 1))
MODE = Fraction(16, 9)  # n times the square of the largest probability is no more than this


def never_negative(value: "Expr", start: int) -> bool:
    """Is a rational function of its one symbol n seen to be >= 0 for every n >= start?

    With n = start + t neither numerator nor denominator may have a negative coefficient. False is no answer.

    >>> from sympy import Symbol
    >>> n = Symbol("n")
    >>> never_negative((n - 2) / n, 2), never_negative((n - 2) / n, 1)
    (True, False)
    """
    from sympy import Float, Poly, Symbol, fraction, sympify, together

    value = sympify(value)
    if value.atoms(Float):
        return False
    if not value.free_symbols:
        return bool(value >= 0)
    (n,) = value.free_symbols
    t = Symbol("t")
    parts = [Poly(part.subs(n, start + t), t) for part in fraction(together(value))]
    numerator, denominator = parts
    if all(c <= 0 for c in denominator.all_coeffs()):
        numerator, denominator = -numerator, -denominator
    return all(c >= 0 for part in (numerator, denominator) for c in part.all_coeffs()) and (
        denominator.eval(0) != 0
    )


@cache
def central_binomials_are_bounded() -> bool:
    """16^m >= (3m + 1) C(2m, m)² and 16^m <= 4m C(2m, m)² for every m >= 1."""
    from sympy import Symbol

    m = Symbol("m")
    ratio = (2 * (2 * m + 1) / (m + 1)) ** 2  # of C(2m + 2, m + 1)² to C(2m, m)²
    return bool(
        4 * comb(2, 1) ** 2 <= 16
        and never_negative(16 - ratio * (3 * m + 4) / (3 * m + 1), 1)
        and 4 * comb(2, 1) ** 2 >= 16
        and never_negative(ratio * (m + 1) / m - 16, 1)
    )


@cache
def mode_is_bounded() -> bool:
    """n (C(n, ⌊n/2⌋)² / C(2n, n))² <= 16/9 for every n >= 1, n even and n odd."""
    from sympy import Rational, Symbol

    m, most = Symbol("m"), Rational(MODE.numerator, MODE.denominator)
    # n = 2m: C(2m, m)⁴ / C(4m, 2m)² <= (16^m / (3m+1))² 8m / 16^(2m)
    even = most - 2 * m * 8 * m / (3 * m + 1) ** 2
    # n = 2m - 1: C(2m-1, m) = C(2m, m) / 2, and C(4m-2, 2m-1)² >= 16^(2m-1) / (8m-4)
    odd = most - (2 * m - 1) * (8 * m - 4) / (3 * m + 1) ** 2
    return central_binomials_are_bounded() and never_negative(even, 1) and never_negative(odd, 1)


def misses_most(values: int, start: int, least: Fraction) -> bool:
    """Is such a number outside any `values` values with a probability of at least `least`, from `start` on?

    1 - values √(16/(9n)) >= least, and the left side grows.
    """
    return mode_is_bounded() and 0 <= least < 1 and values**2 * MODE <= (1 - least) ** 2 * start


@cache
def central_moments(population: "Expr", special: "Expr") -> "tuple[Expr, Expr]":
    """Second and fourth central moment of how many special ones are among n drawn from a population."""
    from sympy import Integer, Symbol, cancel

    n = Symbol("n")

    def falling(value: "Expr", k: int) -> "Expr":
        return prod((value - i for i in range(k)), start=Integer(1))

    def moment(j: int) -> "Expr":
        """The j-th moment, by falling factorials."""
        return sum(
            (
                ways * falling(n, k) * falling(special, k) / falling(population, k)
                for k, ways in enumerate(STIRLING[j])
            ),
            Integer(0),
        )

    def central(power: int) -> "Expr":
        mean = n * special / population
        return cancel(sum(comb(power, j) * moment(j) * (-mean) ** (power - j) for j in range(power + 1)))

    return central(2), central(4)


@cache
def moments_of_imbalance() -> "tuple[Expr, Expr]":
    """EΔ² and EΔ⁴ as functions of n, for Δ = A + B - n.

    A and B are independent: how many of n special ones are among n drawn from 2n.
    """
    from sympy import Symbol, cancel

    n = Symbol("n")
    second, fourth = central_moments(2 * n, n)
    return cancel(2 * second), cancel(2 * fourth + 6 * second**2)


def imbalance_is_at_least(square: "Expr", start: int) -> bool:
    """Is (E|Δ|)² >= square for every n >= start?"""
    second, fourth = moments_of_imbalance()
    return never_negative(second**3 / fourth - square, start)
