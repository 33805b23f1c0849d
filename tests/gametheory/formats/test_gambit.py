"""Games to and from pygambit."""

import json
import subprocess
import sys
from fractions import Fraction
from io import StringIO

import pygambit
import pytest
from hypothesis import given, settings

from gametheory.formats import gambit_process
from gametheory.formats.action_graph import check_action_graph
from gametheory.formats.gambit import from_pygambit, to_pygambit
from gametheory.formats.nfg import read_nfg
from gametheory.formats.read_game import read_game
from gametheory.games.errors import GameError, GameFileError, MissingLibraryError, TooLargeError
from gametheory.games.normal_form import NormalFormGame
from proofs.testing.strategies import games as normal_forms
from tests.example_games import GAMES


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


@pytest.fixture
def in_this_process(monkeypatch):
    """Gambit's reader without a process of its own: pygambit takes two seconds to import."""

    def run(command, input, **_):
        text = json.dumps(gambit_process.answered(command[-1], input))
        return subprocess.CompletedProcess(command, 0, text, "")

    monkeypatch.setattr(gambit_process, "run", run)


@pytest.mark.usefixtures("in_this_process")
def test_a_missing_pygambit_is_named(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pygambit", None)
    path = tmp_path / "game.agg"
    path.write_text(AGG)
    named = r'pygambit is not installed: pip install "undominated\[gambit\]"'
    for call in (lambda: to_pygambit(NormalFormGame.from_arrays([[1]])), lambda: read_game(path)):
        with pytest.raises(MissingLibraryError, match=named):
            call()


def test_a_label_that_gambit_does_not_take_is_named():
    game = NormalFormGame.from_arrays([[1]], strategies=[["a\tb"]])
    with pytest.raises(GameError, match=r"Gambit does not take this game: .*control characters"):
        to_pygambit(game)


def test_a_tree_of_pygambit_keeps_the_labels_of_its_actions():
    game = from_pygambit(pygambit.read_efg(StringIO(TREE)))
    assert game.strategies == (("Take", "Pass"), ("take", "pass"))
    assert game.payoff(1, (1, 0)) == 4


# Two players choose between two actions. Whoever chooses the first gets 1/10 alone and 3 together; the second
# pays 7 alone and a number of 17 digits together. In the Bayesian game, Alf has two types, 1/4 and 3/4.
AGG = """#AGG
2 2 0
2 2
0 1
0 1
2 0 1
2 1 0
0 0.1 3
0 7 12345678901234567
"""
BAGG = """#BAGG
2 4 0
2 1
0.25 0.75
1
2 2
2
0 1
0 1
2 3
2 2 3
2 2 3
2 0 1
2 0 1
0 1 2
0 3 4
0 1 2
0 3 4
"""
TREE = """EFG 2 R "take or pass" { "Ann" "Bob" }
p "" 1 1 "" { "Take" "Pass" } 0
t "" 1 "" { 2, 1 }
p "" 2 1 "" { "take" "pass" } 0
t "" 2 "" { 1, 4 }
t "" 3 "" { 3, 3 }
"""


def test_an_action_graph_game_is_read_exactly(tmp_path):
    path = tmp_path / "game.agg"
    path.write_text(AGG)
    game = read_game(path).game
    assert [[game.payoff(i, p) for p in game.profiles()] for i in (0, 1)] == [
        [3, Fraction(1, 10), 7, 12345678901234567],
        [3, 7, Fraction(1, 10), 12345678901234567],
    ]


@pytest.mark.usefixtures("in_this_process")
def test_a_bayesian_action_graph_game_is_read_in_agent_form_and_says_so(tmp_path):
    path = tmp_path / "game.bagg"
    path.write_text(BAGG)
    file = read_game(path)
    assert file.agents
    assert "every player is a type" in file.remarks[0]
    assert file.game.shape == (2, 2, 2)
    assert file.game.payoff(2, (0, 1, 0)) == Fraction(1, 4) * 2 + Fraction(3, 4) * 1


@pytest.mark.usefixtures("in_this_process")
def test_what_gambit_cannot_read_is_refused_in_its_words(tmp_path):
    path = tmp_path / "game.agg"
    path.write_text(AGG.replace("0 1\n", "1 0\n"))
    with pytest.raises(GameFileError, match=r"game\.agg: "):
        read_game(path)


def test_a_default_that_is_like_a_weight_is_refused(tmp_path):
    """Gambit takes an action of that weight for none, and so the largest of two for the other."""
    path = tmp_path / "game.agg"
    text = "#AGG\n2 2 1\n2 2\n0 1\n0 1\n1 2\n0\n2 0 1\n12 {} [ 0 1 ]\n1 4\n[ 0 ] 1\n[ 1 ] 2\n[ 2 ] 3\n[ 3 ] 4\n1 1 [ ] 5\n"
    path.write_text(text.format(1))
    with pytest.raises(
        GameFileError, match=r"the default of node 2 is no weight of an action that it counts, got 1"
    ):
        read_game(path)
    path.write_text(text.format(3))
    check_action_graph(path.read_bytes(), "game.agg")


def test_a_file_that_crashes_gambit_is_refused(tmp_path):
    """Its reader takes a count below zero as it stands, and looks there."""
    path = tmp_path / "game.agg"
    path.write_text(AGG.replace("0 0.1 3", "1 3 [1 1] 3 [2 0] 4 [-1 3] 5"))
    with pytest.raises(GameFileError, match=r"game.agg: a file that Gambit reads, got one that crashes it"):
        read_game(path)


def test_an_action_graph_game_with_too_many_profiles_is_refused_before_it_is_listed(tmp_path):
    path = tmp_path / "game.agg"
    sets = "0 1\n" * 32
    path.write_text(f"#AGG\n32 2 0\n{'2 ' * 32}\n{sets}0\n0\n1 1 [ ] 5\n1 1 [ ] 3\n")
    with pytest.raises(TooLargeError, match=r"game.agg: .* at most 200,000,000 payoffs, got 137,438,953,472"):
        read_game(path)


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
