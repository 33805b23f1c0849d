"""Exact numbers: what is accepted, what is refused, and that nothing overflows."""

from fractions import Fraction

import numpy as np
import pytest
import sympy

from gametheory.games.errors import GameError, InexactNumberError
from gametheory.games.exact import common_denominator, exact, integer_dtype
from gametheory.games.normal_form import NormalFormGame


@pytest.mark.parametrize(
    ("value", "number"),
    [(3, 3), ("-7/21", Fraction(-1, 3)), (np.int8(5), 5), (sympy.Rational(1, 3), Fraction(1, 3)), ("+4", 4)],
)
def test_exact_numbers_are_accepted(value, number):
    assert exact(value) == number
    assert type(exact(value)) is Fraction


@pytest.mark.parametrize(
    "value", [0.5, True, "0.5", "1e3", "1/0", "", " 1", "1//2", None, np.float64(1), "٣"]
)
def test_everything_else_is_refused_by_place_and_value(value):
    with pytest.raises(InexactNumberError, match="cost of 1") as refusal:
        exact(value, "cost of 1")
    assert repr(value) in str(refusal.value)


def test_common_denominator_of_nothing_is_one():
    assert common_denominator([]) == 1


@pytest.mark.parametrize("bits", [8, 16, 32, 64])
def test_the_dtype_widens_just_before_it_would_overflow(bits):
    most = 2 ** (bits - 1) - 1
    assert integer_dtype(most) == np.dtype(f"int{bits}")
    assert integer_dtype(most + 1) == (np.dtype(f"int{2 * bits}") if bits < 64 else np.dtype(object))


def test_payoffs_beyond_int64_fall_back_to_python_integers():
    big = 2**63
    game = NormalFormGame.from_arrays([np.array([big, big + 1], dtype=object)])
    assert game.numerators[0].dtype == object
    assert game.payoff(0, (1,)) - game.payoff(0, (0,)) == 1


def test_a_float_payoff_is_refused_with_the_player():
    with pytest.raises(InexactNumberError, match=r"payoff of player 2.*0\.5"):
        NormalFormGame.from_arrays([[[1]], [[0.5]]])


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: NormalFormGame.from_arrays([]), "at least one player"),
        (lambda: NormalFormGame.from_arrays([[[1]], [1]]), "player 2: one axis for each of 2 players"),
        (lambda: NormalFormGame.from_arrays([[[1, 2]], [[1], [2]]]), "player 2: the shape"),
        (lambda: NormalFormGame.from_arrays([[]]), "player 1: at least one strategy"),
        (lambda: NormalFormGame.from_arrays([[1, 2]], strategies=[["a", "a"]]), "'a' twice"),
        (lambda: NormalFormGame.from_arrays([[1, 2]], denominators=0), "positive denominator"),
        (lambda: NormalFormGame.from_payoffs({("a",): (1,), ("b", "c"): (1,)}), "one strategy per player"),
    ],
)
def test_games_that_are_not_well_formed_are_refused(build, message):
    with pytest.raises(GameError, match=message):
        build()


def test_equal_games_are_equal_however_stored():
    halves = NormalFormGame.from_arrays([[2, 4]], denominators=4)
    fractions = NormalFormGame.from_arrays([[Fraction(1, 2), 1]])
    assert halves == fractions
    assert fractions != NormalFormGame.from_arrays([[Fraction(1, 2), 2]])
