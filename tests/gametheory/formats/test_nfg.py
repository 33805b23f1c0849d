"""Gambit's .nfg files: what is read, what is written, what is refused."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.formats.nfg import format_nfg, parse_nfg, read_nfg, write_nfg
from gametheory.games.errors import GameError, GameFileError
from gametheory.games.exact import largest_magnitude
from gametheory.games.normal_form import NormalFormGame
from tests.random_games import normal_forms

PAYOFF_VERSION = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form"
{ "Player 1" "Player 2" } { 3 2 }

1 1 0 2 0 2 1 1 0 3 2 0
"""
OUTCOME_VERSION = """NFG 1 R "Selten (IJGT, 75), Figure 2, normal form" { "Player 1" "Player 2" }
{
{ "1" "2" "3" }
{ "1" "2" }
}
"a comment"
{
{ "" 1, 1 }
{ "" 0, 2 }
{ "" 0 2 }
{ "" 1, 1 }
{ "" 0, 3 }
{ "" 2, 0 }
}
1 2 3 4 5 6
"""


def test_both_versions_of_the_manuals_example_are_one_game():
    """The sample file of the Gambit manual; the first player's strategy runs fastest."""
    rows = [[1, 1], [0, 0], [0, 2]]
    columns = [[1, 1], [2, 3], [2, 0]]
    expected = NormalFormGame.from_arrays([rows, columns], players=["Player 1", "Player 2"])
    assert parse_nfg(PAYOFF_VERSION).game == expected
    outcome_version = parse_nfg(OUTCOME_VERSION)
    assert outcome_version.game == expected
    assert outcome_version.title == "Selten (IJGT, 75), Figure 2, normal form"
    assert outcome_version.comment == "a comment"


def test_outcome_0_pays_zero_to_everybody():
    game = parse_nfg('NFG 1 R "" {"a" "b"} {2 1} {{"x" 1/3, -2}} 0 1').game
    assert [game.payoff(i, p) for p in game.profiles() for i in (0, 1)] == [0, 0, Fraction(1, 3), -2]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("0.1", Fraction(1, 10)),
        ("1e-3", Fraction(1, 1000)),
        ("-2.5E+1", -25),
        (".5", Fraction(1, 2)),
        ("+3/6", Fraction(1, 2)),
        ("9007199254740993", 2**53 + 1),
        ("1e30", 10**30),
        ("7.", 7),
    ],
)
def test_numbers_are_exact(word, value):
    assert parse_nfg(f'NFG 1 D "" {{ "a" }} {{ 1 }} {word}').game.payoff(0, (0,)) == value


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ('{ "" "" }', ("1", "2")),
        ('{ "T" "" }', ("T", "2")),
        ('{ "T" "T" }', ("1", "2")),
        ('{ "2" "" }', ("1", "2")),
        ('{ "  " "B" }', ("1", "B")),
        ('{ "say \\"no\\"" "back\\slash" }', ('say "no"', "back\\slash")),
        ("2", ("1", "2")),
    ],
)
def test_strategies_without_labels_are_numbered_from_1(labels, expected):
    game = parse_nfg(f'NFG 1 R "" {{ "" }} {{ {labels} }} 1 2').game
    assert game.strategies == (expected,)
    assert game.players == ("1",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: a game file begins with NFG 1, got the end of the file"),
        ('EFG 2 R "" { "a" }', "line 1: a game file begins with NFG 1, got EFG"),
        ('NFG 2 R ""', "line 1: the version of an NFG file is 1, got 2"),
        ('NFG 1 X ""', "line 1: after NFG 1 comes the letter R or D, got X"),
        ("NFG 1 R game", "line 1: the title in quotation marks, got game"),
        ('NFG 1 R "" { }', "line 1: a game has at least one player, got }"),
        ('NFG 1 R ""\n{ a }', "line 2: a player's name in quotation marks, got a"),
        ('NFG 1 R "" { "a" } { 0 }', "line 1: player 'a' has at least one strategy, got none"),
        ('NFG 1 R "" { "a" "b" } { 2 } 1 1', "line 1: the strategies of player 'b', .*, got }"),
        ('NFG 1 R "" { "a" } { 2 2 } 1 1', "line 1: '}' for the end of the list of strategies: .*, got 2"),
        ('NFG 1 R ""\n\n{ "a', "line 3: a text ends with a quotation mark, got \"a"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n', "line 2: 2 profiles of 1 players need 2 payoffs, got 1"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n2,\n', "line 3: a payoff is an integer, a decimal or p/q, got 2,"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n1/0', "line 3: a payoff is an integer, a decimal or p/q, got 1/0"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n1e9999', "line 3: a payoff is an integer, .* got 1e9999"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n1_0', "line 3: a payoff is an integer, a decimal or p/q, got 1_0"),
        ('NFG 1 R "" { "a" } { 2 }\n1\nnan', "line 3: a payoff is an integer, a decimal or p/q, got nan"),
        ('NFG 1 R "" {"a"} {2} {\n{"" 1}\n} 1\n2', "line 4: the number of an outcome, 0 to 1, got 2"),
        ('NFG 1 R "" {"a"} {2} {\n{"" 1 1}\n} 1 1', "line 2: outcome 1 has one payoff for .* players, got 2"),
        ('NFG 1 R "" {"a"} {2} {\n{"" x}\n} 1 1', "line 2: a payoff is an integer, a decimal or p/q, got x"),
        ('NFG 1 R "" {"a"} {2} {\n{"" 1}', "line 2: an outcome or the end .*, got the end of the file"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_line_rule_and_value(text, message):
    with pytest.raises(GameFileError, match=f"^a.nfg, {message}$"):
        parse_nfg(text, "a.nfg")


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "a.nfg"
    path.write_bytes(b'NFG 1 R\n"\xff"')
    with pytest.raises(GameFileError, match=r"a\.nfg, line 2: a game file is UTF-8 text, got byte 0xff"):
        read_nfg(path)


@given(
    normal_forms(sizes=((1, 3), (1, 3), (1, 3)), payoffs=range(-2, 3)),
    st.tuples(*[st.integers(1, 6)] * 3),
    st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=3, max_size=3),
)
@settings(max_examples=60)
def test_writing_and_reading_give_the_same_game_back(tmp_path_factory, game, denominators, names):
    players = [f"{k} {name}." for k, name in enumerate(names)]
    game = NormalFormGame.from_arrays(game.numerators, denominators=denominators, players=players)
    path = tmp_path_factory.mktemp("nfg") / "game.nfg"
    write_nfg(game, path, title=players[0], comment='"quoted"')
    file = read_nfg(path)
    assert file.game == game
    assert (file.title, file.comment) == (players[0], '"quoted"')


def test_a_label_that_gambit_could_not_read_back_is_not_written():
    game = NormalFormGame.from_arrays([[1]], strategies=[["a\\"]])
    with pytest.raises(GameError, match="cannot end with a backslash"):
        format_nfg(game)


def test_half_a_million_profiles_are_read_with_narrow_integers():
    shape = (27, 27, 27, 27)
    rng = np.random.default_rng(7)
    game = NormalFormGame.from_arrays([rng.integers(-50, 50, shape) for _ in shape])
    back = parse_nfg(format_nfg(game)).game
    assert all(np.array_equal(a, b) for a, b in zip(back.numerators, game.numerators, strict=True))
    assert {table.dtype for table in back.numerators} == {np.dtype("int8")}
    assert largest_magnitude(back.numerators[0]) == 50
