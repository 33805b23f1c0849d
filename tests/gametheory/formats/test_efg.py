"""Gambit's .efg files: what is read, as which game, and what is refused."""

import re
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pygambit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.formats.efg import parse_efg, read_efg
from gametheory.formats.nfg import parse_nfg
from gametheory.games.errors import GameFileError, InputError, TooLargeError
from tests.random_trees import trees

CENTIPEDE = """EFG 2 R "take or pass, twice" { "Ann" "Bob" }
"a comment"
p "" 1 1 "" { "Take" "Pass" } 0
t "" 1 "" { 2, 1 }
p "" 2 1 "" { "take" "pass" } 0
t "" 2 "" { 1, 4 }
t "" 3 "" { 3, 3 }
"""


def test_a_tree_is_a_game_in_reduced_strategies_with_its_labels():
    file = parse_efg(CENTIPEDE)
    assert (file.title, file.comment, file.relabelled) == ("take or pass, twice", "a comment", ())
    assert file.game.players == ("Ann", "Bob")
    assert file.game.strategies == (("Take", "Pass"), ("take", "pass"))
    assert [[file.game.payoff(i, p) for p in file.game.profiles()] for i in (0, 1)] == [
        [2, 2, 1, 3],
        [1, 1, 4, 3],
    ]


def test_what_an_earlier_action_rules_out_is_left_out_of_a_strategy():
    text = """EFG 2 R "" { "Ann" "Bob" }
p "" 1 1 "" { "In" "Out" } 0
p "" 2 1 "" { "l" "r" } 0
p "" 1 2 "" { "U" "D" } 0
t "" 1 "" { 1 1 }
t "" 2 "" { 0 0 }
t "" 1
t "" 0
"""
    assert parse_efg(text).game.strategies == (("In/U", "In/D", "Out"), ("l", "r"))


def test_strategies_that_would_be_called_alike_have_a_star_where_nothing_is_chosen():
    text = """EFG 2 R "" { "Ann" }
p "" 1 1 "" { "a" "a/b" } 0
p "" 1 2 "" { "b" "c" } 0
t "" 0
t "" 0
t "" 0
"""
    assert parse_efg(text).game.strategies == (("a/b", "a/c", "a/b/*"),)


def test_payoffs_add_up_along_a_path_and_chance_is_averaged():
    text = """EFG 2 R "" { "Ann" }
c "" 1 "" { "sun" 0.25 "rain" 3/4 } 1 "start" { 10 }
p "" 1 1 "" { "stay" "go" } 2 "toll" { -1/3 }
t "" 3 "end" { 4, }
t "" 0
t "" 3
"""
    game = parse_efg(text).game
    assert [game.payoff(0, (a,)) for a in (0, 1)] == [
        10 - Fraction(1, 12) + 4,
        10 - Fraction(1, 12) + 3,
    ]


def test_blank_and_doubled_labels_are_told_apart_and_said():
    text = """EFG 2 R "" { "Ann" "Ann" }
p "" 1 7 "" { "a" "a" "" } 0
t "" 0
t "" 0
p "" 2 1 "" { "" "" } 0
t "" 0
t "" 0
"""
    file = parse_efg(text)
    assert file.game.strategies == (("a (1)", "a (2)", "(3)"), ("1", "2"))
    assert [each.describe() for each in file.relabelled] == [
        "players 1 and 2 have the same label 'Ann': shown as 'Ann (1)' and 'Ann (2)'",
        "player Ann (1), information set 7: actions 1 and 2 have the same label 'a': shown as 'a (1)' and 'a (2)'",
        "player Ann (1), information set 7: action 3 has no label: shown as '(3)'",
    ]


HEAD = 'EFG 2 R "" { "A" "B" }\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: a file of a game tree begins with EFG 2, got the end of the file"),
        ('NFG 1 R ""', "line 1: a file of a game tree begins with EFG 2, got NFG"),
        ("EFG 1", "line 1: the version of an EFG file is 2, got 1"),
        ("EFG 2 X", "line 1: after EFG 2 comes the letter R or D, got X"),
        ('EFG 2 R "" { }', "line 1: a game has at least one player, got }"),
        (HEAD, "line 1: a node: the letter c, p or t, got the end of the file"),
        (HEAD + 'x ""', "line 2: a node: the letter c, p or t, got x"),
        (HEAD + "t 0", "line 2: the name of the node, got 0"),
        (HEAD + 't ""', "line 2: the number of an outcome, or 0, got the end of the file"),
        (HEAD + 't "" \u0661', "line 2: the number of an outcome, or 0, got \u0661"),
        (HEAD + 't "" 1', "line 2: outcome 1 is described where it stands first, got the end of the file"),
        (HEAD + 't "" 1 "" { 1 }', "line 2: outcome 1 has one payoff for each of 2 players, got 1"),
        (HEAD + 't "" 1 "" { 1 2 3 }', "line 2: outcome 1 has one payoff for each of 2 players, got 3"),
        (HEAD + 't "" 1 "" { 1,, 2 }', "line 2: a payoff of outcome 1, got ,"),
        (HEAD + 't "" 1 "" { 1 x }', "line 2: a payoff is an integer, a decimal or p/q, got x"),
        (HEAD + 't "" 1 "" { 1 1/0 }', "line 2: a payoff has a denominator other than zero, got 1/0"),
        (HEAD + 't "" 0 t', "line 2: the end of the file, since every action has its subtree, got t"),
        (HEAD + 'p "" 3 1', "line 2: the number of a player, 1 to 2, got 3"),
        (HEAD + 'p "" 1 1 0', "line 2: player A, information set 1 is described where it stands first, got 0"),
        (HEAD + 'p "" 1 1 "" { } 0', "line 2: player A, information set 1: at least one action, got }"),
        (HEAD + 'p "" 1 1 "" { "a" 1/2 } 0', "line 2: an action in quotation marks, got 1/2"),
        (HEAD + 'p "" 1 1 "" { "a" "b" } 0\nt "" 0\n', "line 3: a node: the letter c, p or t, got the end .*"),
        (
            HEAD + 'p "" 1 1 "" { "a" } 0\np "" 1 1 "" { "b" } 0\nt "" 0',
            "line 3: player A, information set 1 is described in the same way each time, got another description",
        ),
        (
            HEAD + 'p "" 1 1 "" { "a" } 1 "" { 1 2 }\nt "" 1 "" { 1 3 }',
            "line 3: outcome 1 is described in the same way each time, got another description",
        ),
        (HEAD + 'c "" 1 "" { "a" 1/2 "b" 1/3 } 0', "line 2: the probabilities sum to 1, got 5/6"),
        (HEAD + 'c "" 1 "" { "a" -1 "b" 2 } 0', "line 2: a probability is not negative, got -1"),
        (HEAD + 'c "" 1 "" { "a" "b" } 0', "line 2: a probability, after 'a', got \"b\""),
        (HEAD + 'c "" 1 "" { } 0', "line 2: the probabilities sum to 1, got 0"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_line_rule_and_value(text, message):
    with pytest.raises(GameFileError, match=f"^a.efg, {message}$"):
        parse_efg(text, "a.efg")


@given(st.integers(1, 3).flatmap(trees))
@settings(max_examples=50, deadline=None)
def test_gambit_makes_the_same_reduced_strategic_form(text):
    """Without perfect recall it lists strategies in another order, so it is compared how often payoffs occur."""
    ours = parse_efg(text).game
    theirs = parse_nfg(pygambit.read_efg(StringIO(text)).to_nfg()).game
    assert ours.shape == theirs.shape
    assert payoff_counts(ours) == payoff_counts(theirs)


def payoff_counts(game):
    players = range(len(game.players))
    return Counter(tuple(game.payoff(i, profile) for i in players) for profile in game.profiles())


def test_gambits_own_games_are_read_in_its_order():
    for path in sorted((Path(pygambit.__file__).parent / "catalog_data").glob("**/*.efg")):
        ours, theirs = read_efg(path).game, parse_nfg(pygambit.read_efg(path).to_nfg()).game
        assert replace(ours, strategies=theirs.strategies) == theirs, path


WORDS = ["EFG", "2", "R", "t", "p", "c", "{", "}", ",", '""', '"a"', "0", "1", "1/2", "x", "\u0663", '"']


@given(
    trees(depth=2),
    st.integers(0, 200),
    st.integers(0, 3),
    st.lists(st.sampled_from(WORDS), max_size=2),
)
@settings(max_examples=200, deadline=None)
def test_any_words_are_a_game_or_bad_input(text, at, gone, new):
    words = re.findall(r'"[^"]*"|[{},]|[^\s{},"]+', text)
    with suppress(InputError):
        parse_efg(" ".join([*words[:at], *new, *words[at + gone :]]))


def test_a_tree_with_too_many_strategies_is_refused_in_one_line():
    """Sixty moves of chance, each seen by Ann: 2^60 strategies."""
    chance = " ".join(f'"{k}" 1/60' for k in range(60))
    nodes = "".join(f'p "" 1 {k + 1} "" {{ "a" "b" }} 0 t "" 0 t "" 0\n' for k in range(60))
    with pytest.raises(
        TooLargeError, match=r"^a.efg: player A: at most [\d,]+ reduced strategies at 60 .*, got more$"
    ):
        parse_efg(f'{HEAD}c "" 1 "" {{ {chance} }} 0\n{nodes}', "a.efg")


def test_a_deep_tree_is_read_without_recursion():
    depth = 5000
    nodes = "".join(f'p "" {k % 2 + 1} 1 "" {{ "a" }} 0\n' for k in range(depth))
    assert parse_efg(f'{HEAD}{nodes}t "" 1 "" {{ 1 2 }}').game.payoff(1, (0, 0)) == 2
