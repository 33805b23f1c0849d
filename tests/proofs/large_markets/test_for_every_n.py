"""Arguments for every n: they agree with numbers at random n, and wrong constants are refused."""

from fractions import Fraction
from math import comb, isqrt
from random import Random

import pytest
from sympy import Float, Rational, Symbol

from mechanisms.large.bound import n_star, root_above, walk_mean
from proofs.large_markets import for_every_n
from proofs.large_markets.for_every_n import (
    MODE,
    imbalance_is_at_least,
    misses_most,
    mode_is_bounded,
    moments_of_imbalance,
    never_negative,
)
from proofs.large_markets.rates import exp_above, kappa_bound, kappa_by_listing, n_star_uniform
from proofs.large_markets.rationing import n_star_participation, participation_bound

n = Symbol("n")
SOME = sorted(Random(14).sample(range(5, 200), 6))


def imbalances(size):
    """Δ with its number of ways."""
    for a in range(size + 1):
        for b in range(size + 1):
            yield a + b - size, comb(size, a) ** 2 * comb(size, b) ** 2


def test_signs_of_rational_functions():
    assert never_negative(1 / n - 1 / (n + 1), 1)
    assert never_negative((1 - n) / (2 - n), 3)  # both are negative
    assert not never_negative(1 / (n - 3), 1)
    assert not never_negative(n - 5, 4)
    assert not never_negative((n - 3) ** 2, 1)  # true, but not seen
    assert not never_negative(Float(1) * n, 1)


def test_the_mode_is_bounded_and_no_smaller_constant_is_accepted(monkeypatch):
    for size in (1, 2, 3, *SOME):
        assert size * Fraction(comb(size, size // 2) ** 2, comb(2 * size, size)) ** 2 <= MODE
    wrong = Fraction(5, 4)
    assert any(
        size * Fraction(comb(size, size // 2) ** 2, comb(2 * size, size)) ** 2 > wrong for size in (60, 120)
    )
    monkeypatch.setattr(for_every_n, "MODE", wrong)
    mode_is_bounded.cache_clear()
    assert not mode_is_bounded()
    monkeypatch.undo()
    mode_is_bounded.cache_clear()
    assert mode_is_bounded()


@pytest.mark.parametrize("values", [1, 4])
def test_what_is_said_to_miss_most_does(values):
    least = Fraction(1, 2)
    start = next(size for size in range(1, 1000) if misses_most(values, size, least))
    assert not misses_most(values, start - 1, least)
    for size in (start, *(size for size in SOME if size >= start)):
        laws = sorted(
            (Fraction(comb(size, a) ** 2, comb(2 * size, size)) for a in range(size + 1)), reverse=True
        )
        assert 1 - sum(laws[:values]) >= least


def test_moments_are_those_of_all_divisions():
    second, fourth = moments_of_imbalance()
    assert not (second + fourth).atoms(Float)
    for size in (1, 2, 3, 6):
        total = comb(2 * size, size) ** 2
        for power, formula in ((2, second), (4, fourth)):
            exact = Fraction(sum(ways * delta**power for delta, ways in imbalances(size)), total)
            assert str(exact) == str(formula.subs(n, size))


def test_the_bound_on_the_mean_imbalance_holds_and_a_wrong_constant_is_refused():
    square = n * Rational(1, 13)
    assert imbalance_is_at_least(square, 7)
    for size in (7, 20, 40):
        mean = Fraction(sum(ways * abs(delta) for delta, ways in imbalances(size)), comb(2 * size, size) ** 2)
        assert mean**2 >= Fraction(size, 13)
    assert not imbalance_is_at_least(n * Rational(1, 3), 7)


def test_kappa_by_reflection_is_kappa_by_listing():
    for size in (1, 2, 3, 4):
        assert walk_mean(size) == kappa_by_listing(size) <= kappa_bound(size)
    for size in SOME:
        assert walk_mean(size) <= kappa_bound(size)
        assert walk_mean(size) ** 2 <= Fraction(12286, 10000) ** 2 * size
        assert (kappa_bound(size) + 1) ** 2 <= 4 * size
    assert n_star(Fraction(1, 2), 1, Fraction(1), 0) == 31  # K = 11/4, (K/ε)² = 121/4
    assert root_above(Fraction(2)) ** 2 > 2 > (root_above(Fraction(2)) - Fraction(1, 10**9)) ** 2


@pytest.mark.parametrize("n", sorted(Random("n*").sample(range(300, 700), 2)))
def test_from_n_star_on_bounds_are_below_epsilon(n):
    assert participation_bound(n) ** 2 * n <= 240**2
    assert n_star_participation(Fraction(240, isqrt(n))) <= max(n, 300)
    for g in (Fraction(1), Fraction(1, 3)):
        for epsilon in (Fraction(1), Fraction(1, 2), Fraction(1, 100)):
            x = g**2 * n_star_uniform(epsilon, 2, g) / (16 * 2**2)
            assert 6 * exp_above(x, 10_000) <= epsilon
