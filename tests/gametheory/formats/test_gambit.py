"""Games to and from pygambit."""

import sys
from fractions import Fraction

import pygambit
import pytest
from hypothesis import given, settings

from gametheory.formats.gambit import from_pygambit, to_pygambit
from gametheory.formats.nfg import read_nfg
from gametheory.games.errors import MissingLibraryError
from gametheory.games.normal_form import NormalFormGame
from tests.example_games import GAMES
from tests.random_games import normal_forms


@given(normal_forms(sizes=((1, 3), (1, 3), (1, 2))))
@settings(max_examples=20)
def test_pygambit_sees_the_same_payoffs_and_gives_the_same_game_back(game):
    there = to_pygambit(game)
    for i, table in enumerate(there.to_arrays(dtype=Fraction)):
        assert all(Fraction(table[p]) == game.payoff(i, p) for p in game.profiles())
    assert from_pygambit(there) == game


def test_labels_and_fractions_survive_the_exchange():
    game = NormalFormGame.from_arrays(
        [[[Fraction(1, 3), 0]], [[Fraction(1, 10), 7]]],
        players=["Ann", "Bob"],
        strategies=[["up"], ["l", "r"]],
    )
    there = to_pygambit(game, "labels")
    assert [there.get_strategies(player) for player in there.players] == [["up"], ["l", "r"]]
    assert there.title == "labels"
    assert from_pygambit(there) == game


def test_a_game_that_pygambit_made_is_read_exactly():
    there = pygambit.StrategicGame.from_arrays([["1/3", 2], [0, 1]], [[1, 1], [0, "0.1"]])
    game = from_pygambit(there)
    assert game.payoff(0, (0, 0)) == Fraction(1, 3)
    assert game.payoff(1, (1, 1)) == Fraction(1, 10)


def test_a_missing_pygambit_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "pygambit", None)
    with pytest.raises(
        MissingLibraryError, match=r'pygambit is not installed: pip install "undominated\[gambit\]"'
    ):
        to_pygambit(NormalFormGame.from_arrays([[1]]))


def test_the_example_files_are_read_as_gambit_reads_them():
    for path in sorted(GAMES.glob("*.nfg")):
        assert from_pygambit(pygambit.read_nfg(str(path))) == read_nfg(path).game, path
        there, game = pygambit.read_nfg(str(path)), read_nfg(path).game
        for profile in there.contingencies:
            indices = tuple(game.strategies[i].index(profile[p]) for i, p in enumerate(game.players))
            payoffs = there.get_payoffs(profile)
            assert [Fraction(payoffs[p]) for p in game.players] == [
                game.payoff(i, indices) for i in range(len(indices))
            ]
