"""Gambit's .nfg files: what is read, what is written, what is refused."""

import tracemalloc
from contextlib import suppress
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.elimination.rounds import eliminate
from gametheory.formats.nfg import format_nfg, parse_nfg, read_nfg, write_nfg
from gametheory.games.errors import GameError, GameFileError, InputError, TooLargeError
from gametheory.games.exact import largest_magnitude
from gametheory.games.normal_form import NormalFormGame
from proofs.testing.strategies import games as normal_forms
from tests.calls import call

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
        ("1e1000", 10**1000),
        ("1" * 4000, int("1" * 4000)),
    ],
)
def test_numbers_are_exact(word, value):
    assert parse_nfg(f'NFG 1 D "" {{ "a" }} {{ 1 }} {word}').game.payoff(0, (0,)) == value


@pytest.mark.parametrize(
    ("labels", "shown", "said"),
    [
        ('{ "" "" }', ("1", "2"), []),
        ("2", ("1", "2"), []),
        ('{ "T" "" }', ("T", "(2)"), ["strategy 2 has no label: shown as '(2)'"]),
        ('{ "" "1" }', ("(1)", "1"), ["strategy 1 has no label: shown as '(1)'"]),
        ('{ "  " "B" }', ("(1)", "B"), ["strategy 1 has no label: shown as '(1)'"]),
        (
            '{ "T" "T" }',
            ("T (1)", "T (2)"),
            ["strategies 1 and 2 have the same label 'T': shown as 'T (1)' and 'T (2)'"],
        ),
        ('{ "say \\"no\\"" "back\\slash" }', ('say "no"', "back\\slash"), []),
    ],
)
def test_labels_are_those_of_the_file_or_said_to_be_others(labels, shown, said):
    file = parse_nfg(f'NFG 1 R "" {{ "" }} {{ {labels} }} 1 2')
    assert file.game.strategies == (shown,)
    assert file.game.players == ("1",)
    assert [each.describe() for each in file.relabelled] == [f"player 1: {line}" for line in said]


def test_labels_of_players_are_kept_too():
    file = parse_nfg('NFG 1 R "" { "Ann" "" "Ann" } { 1 1 1 } 1 2 3')
    assert file.game.players == ("Ann (1)", "(2)", "Ann (3)")
    assert [each.numbers for each in file.relabelled] == [(1, 3), (2,)]


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
        ('NFG 1 R "" { "a" } { 2 }\n1\n', "line 2: 2 payoffs for 2 profiles of 1 player, got 1"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n2,\n', "line 3: a payoff is an integer, a decimal or p/q, got 2,"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n1/0', "line 3: a payoff has a denominator other than zero, got 1/0"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n1e9999', "line 3: a payoff has at most 4000 digits .*, got 1e9999"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n1e-9999', "line 3: a payoff has at most 4000 digits .*, got 1e-9999"),
        (f'NFG 1 R "" {{ "a" }} {{ 2 }}\n1\n{"7" * 4001}', r"line 3: a payoff has at most .*, got 7{60}\.\.\."),
        ('NFG 1 R "" { "a" } { 2 }\n1\n\u0663', "line 3: a payoff is an integer, a decimal or p/q, got \u0663"),
        ('NFG 1 R "" { "a" } { \u0662 } 1 2', "line 1: the strategies of player 'a', .*, got \u0662"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n\x1b[1m2', r"line 3: a payoff is .*, got \\x1b\[1m2"),
        ('NFG 1 R "" { "a" } { 2 }\n""No\nmore\n"\n1 2', r"line 2: a payoff is .*, got No; .* is written \\\""),
        ('NFG 1 R "" { "a" } { 999999999 } 1', "line 1: 999999999 payoffs for 999999999 profiles of 1 player, got 1"),
        ('NFG 1 R "" {"a"} {2} {{"" 1,,}} 1 1', "line 1: a payoff of outcome 1, got ,"),
        ('NFG 1 R "" {"a"} {2} {{"" ,1}} 1 1', "line 1: a payoff of outcome 1, got ,"),
        ('NFG 1 R "" {"a"} {2} {{"" 1}, {"" 1}} 1 1', "line 1: an outcome or the end .*, got ,"),
        ('NFG 1 R "" {"a"} {2} {{"" 1}\n{"" 2}\n{"" x}} 1 1', "line 3: a payoff is .*, got x"),
        ('NFG 1 R "" {"a"} {2} {{"" 1}} 1\n1/2', "line 2: the number of an outcome, 0 to 1, got 1/2"),
        ('NFG 1 R "" {"a"} {2} {{"" 1}} 1\n-1', "line 2: the number of an outcome, 0 to 1, got -1"),
        ('NFG 1 R "" {"a"} {2} {{"" 1}} 1\nx', "line 2: the number of an outcome, 0 to 1, got x"),
        ('NFG 1 R "" { "a" } { 2 }\n1\n1_0', "line 3: a payoff is an integer, a decimal or p/q, got 1_0"),
        ('NFG 1 R "" { "a" } { 2 }\n1\nnan', "line 3: a payoff is an integer, a decimal or p/q, got nan"),
        ('NFG 1 R "" {"a"} {2} {\n{"" 1}\n} 1\n2', "line 4: the number of an outcome, 0 to 1, got 2"),
        ('NFG 1 R "" {"a"} {2} {\n{"" 1 1}\n} 1 1', "line 2: outcome 1 has 1 payoff, one a player, got 2"),
        ('NFG 1 R "" {"a"} {2} {\n{"" x}\n} 1 1', "line 2: a payoff is an integer, a decimal or p/q, got x"),
        ('NFG 1 R "" {"a"} {2} {\n{"" 1}', "line 2: an outcome or the end .*, got the end of the file"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_line_rule_and_value(text, message):
    with pytest.raises(GameFileError, match=f"^a.nfg, {message}$"):
        parse_nfg(text, "a.nfg")


def test_a_comma_after_the_last_payoff_of_an_outcome_is_legal():
    game = parse_nfg('NFG 1 R "" {"a" "b"} {2 1} { {"x" 1, 2, } {"y" 3 , 4,} } 1 2').game
    assert [[game.payoff(i, p) for p in game.profiles()] for i in (0, 1)] == [[1, 3], [2, 4]]


@pytest.mark.parametrize("count", [33, 64, 70, 3000])
def test_more_players_than_an_array_has_axes_are_refused_in_one_line(count):
    players, ones = " ".join(['"p"'] * count), " ".join(["1"] * count)
    with pytest.raises(
        TooLargeError, match=f"^a.nfg: a game that is listed has at most 32 players, got {count}$"
    ):
        parse_nfg(f'NFG 1 R "" {{ {players} }} {{ {ones} }} {ones}', "a.nfg")


def test_32_players_are_read_and_all_is_said_of_them(tmp_path):
    sizes = " ".join(["2", *["1"] * 31])
    payoffs = " ".join(["1"] * 32 + ["0"] * 32)
    path = tmp_path / "a.nfg"
    path.write_text(f'NFG 1 R "" {{ {" ".join(chr(34) * 2 for _ in range(32))} }} {{ {sizes} }} {payoffs}')
    assert eliminate(read_nfg(path).game).survivors == ((0,),) * 32
    for options in (
        (),
        ("--json",),
        ("--orders",),
        ("--by", "mixed"),
        ("--keep", "1=1"),
        ("--certificate", tmp_path / "c.json"),
    ):
        assert call("eliminate", path, *options).status == 0


def test_a_list_that_the_file_is_too_short_for_takes_no_memory():
    """3,000 players with 999,999 strategies each, in 33 kB."""
    players, sizes = " ".join(['""'] * 3000), " ".join(["999999"] * 3000)
    text = f'NFG 1 R "" {{ {players} }} {{ {sizes} }} 1 2 3'
    tracemalloc.start()
    with pytest.raises(
        GameFileError, match=r"more than 10\^18 payoffs for more than 10\^18 profiles of 3000 players, got 3$"
    ):
        parse_nfg(text, "a.nfg")
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_payoffs_that_have_no_small_common_denominator_are_refused():
    primes = [p for p in range(2, 60_000) if all(p % q for q in range(2, int(p**0.5) + 1))]
    body = " ".join(f"1/{p}" for p in primes * 10)
    with pytest.raises(TooLargeError, match=r"^text: numbers over a common denominator take at most"):
        parse_nfg(f'NFG 1 R "" {{ "" }} {{ {len(primes) * 10} }} {body}')


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "a.nfg"
    path.write_bytes(b'NFG 1 R\n"\xff"')
    with pytest.raises(GameFileError, match=r"a\.nfg, line 2: a game file is UTF-8 text, got byte 0xff"):
        read_nfg(path)


NASTY = st.text(
    st.sampled_from('ab"\\ \n\t\r{},;1(2)\x00\x1b\u0663\u202e\u2028\U0001f600'), min_size=1, max_size=5
)
LABELS = NASTY.filter(lambda label: label.strip() and not label.endswith("\\"))


@given(normal_forms(sizes=((1, 3), (1, 3), (1, 3)), payoffs=range(-2, 3)), st.data())
@settings(max_examples=60, deadline=None)
def test_writing_and_reading_give_the_same_game_back(tmp_path_factory, game, data):
    players, *strategies = (
        data.draw(st.lists(LABELS, min_size=size, max_size=size, unique=True)) for size in (3, *game.shape)
    )
    denominators = data.draw(st.tuples(*[st.sampled_from([1, 2, 6, 10**30])] * 3))
    game = NormalFormGame.from_arrays(
        game.numerators, denominators=denominators, players=players, strategies=strategies
    )
    path = tmp_path_factory.mktemp("nfg") / "game.nfg"
    write_nfg(game, path, title=players[0], comment='"quoted"')
    file = read_nfg(path)
    assert file.game == game
    assert (file.title, file.comment, file.relabelled) == (players[0], '"quoted"', ())


WORDS = [
    "NFG",
    "1",
    "R",
    "{",
    "}",
    ",",
    '"a"',
    '""',
    "2",
    "0",
    "-1/2",
    ".5",
    "1e3",
    "x",
    "1/0",
    '"',
    "\\",
    "\u0663",
]
WELL_FORMED = PAYOFF_VERSION.split(), OUTCOME_VERSION.split()


@given(
    st.one_of(
        st.lists(st.sampled_from(WORDS), max_size=20),
        st.tuples(
            st.sampled_from(WELL_FORMED),
            st.integers(0, 60),
            st.integers(0, 3),
            st.lists(st.sampled_from(WORDS), max_size=2),
        ).map(lambda t: [*t[0][: t[1]], *t[3], *t[0][t[1] + t[2] :]]),
    )
)
@settings(max_examples=300, deadline=None)
def test_any_words_are_a_game_or_bad_input(words):
    """And a game that is read is the one that its own text is read as."""
    with suppress(InputError):
        game = parse_nfg(" ".join(words)).game
        assert parse_nfg(format_nfg(game)).game == game


@given(st.binary(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_a_game_or_bad_input(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("nfg") / "game.nfg"
    for begin in (b"", b'NFG 1 R "" { "a" } { 2 } '):
        path.write_bytes(begin + data)
        with suppress(InputError):
            read_nfg(path)


def test_a_label_that_gambit_could_not_read_back_is_not_written():
    game = NormalFormGame.from_arrays([[1]], strategies=[["a\\"]])
    with pytest.raises(GameError, match="cannot end with a backslash"):
        format_nfg(game)


def test_a_blank_label_is_written_as_it_is_shown():
    """In a file what is blank has no label, and gets a number: another strategy's label, perhaps."""
    game = NormalFormGame.from_arrays([[1, 2, 3]], strategies=[["1", "", " "]])
    assert parse_nfg(format_nfg(game)).game.strategies == (("1", '""', '" "'),)
    with pytest.raises(
        GameError, match="a blank label is written in quotation marks, and is then like another"
    ):
        format_nfg(NormalFormGame.from_arrays([[1, 2]], strategies=[["", '""']]))


def test_half_a_million_profiles_are_read_with_narrow_integers():
    shape = (27, 27, 27, 27)
    rng = np.random.default_rng(7)
    game = NormalFormGame.from_arrays([rng.integers(-50, 50, shape) for _ in shape])
    back = parse_nfg(format_nfg(game)).game
    assert all(np.array_equal(a, b) for a, b in zip(back.numerators, game.numerators, strict=True))
    assert {table.dtype for table in back.numerators} == {np.dtype("int8")}
    assert largest_magnitude(back.numerators[0]) == 50
