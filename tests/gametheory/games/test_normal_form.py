"""Games from a function: integers in bulk, and everything else as exactly as one by one."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from gametheory.games import normal_form
from gametheory.games.errors import GameError, InexactNumberError
from gametheory.games.normal_form import NormalFormGame

LABELS = [["a", "b", "c"], ["x", "y"]]
BIG = 2**70

TABLES = {
    "integers": [3, -1, 4, 1, -128, 9],
    "fractions after integers": [3, 1, 4, 1, 5, Fraction(1, 3)],
    "integers after fractions": [Fraction(1, 2), 1, 4, 1, 5, 9],
    "large integers": [0, 1, BIG, 1, 5, -BIG],
    "numpy's integers": [np.int8(3), np.int64(-1), 4, 1, 5, 9],
}


@pytest.mark.parametrize("at_once", [1, 2, 4, 100])
@pytest.mark.parametrize("name", TABLES)
def test_a_function_gives_the_game_of_its_table(monkeypatch, name, at_once):
    monkeypatch.setattr(normal_form, "_AT_ONCE", at_once)
    values = dict(zip(product(range(3), range(2)), TABLES[name], strict=True))
    calls = []

    def payoffs(profile):
        calls.append(profile)
        return values[profile], -int(values[profile])

    game = NormalFormGame.from_function(payoffs, LABELS)
    assert calls == list(values)
    for profile, value in values.items():
        assert game.payoff(0, profile) == value
        assert game.payoff(1, profile) == -int(value)
    assert all(array.flags.c_contiguous for array in game.numerators)


def test_integers_are_stored_as_narrowly_as_they_fit():
    game = NormalFormGame.from_function(lambda p: (100 * p[0], 1000 * p[1]), LABELS)
    assert [array.dtype for array in game.numerators] == [np.int16, np.int16]
    assert NormalFormGame.from_function(lambda p: (p[0], p[1]), LABELS).numerators[0].dtype == np.int8


def test_what_is_no_payoff_is_refused(monkeypatch):
    monkeypatch.setattr(normal_form, "_AT_ONCE", 2)
    with pytest.raises(GameError, match=r"profile \(1, 1\): one payoff per player, got 1 of 2"):
        NormalFormGame.from_function(lambda p: (0,) if p == (1, 1) else (0, 0), LABELS)
    with pytest.raises(InexactNumberError, match=r"payoff of player 2: .*got the float 0\.5"):
        NormalFormGame.from_function(lambda p: (0, 0.5 if p == (2, 0) else 1), LABELS)
    with pytest.raises(InexactNumberError, match="bool"):
        NormalFormGame.from_function(lambda p: (p[0] == 1, 1), LABELS)
    with pytest.raises(GameError, match="at least one player"):
        NormalFormGame.from_function(lambda p: (), [])
    with pytest.raises(GameError, match="at least one strategy"):
        NormalFormGame.from_function(lambda p: (0, 0), [["a"], []])
