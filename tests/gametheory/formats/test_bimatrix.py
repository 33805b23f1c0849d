"""Games of two players from .csv files."""

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.formats.bimatrix import parse_csv, read_csv
from gametheory.games.errors import GameFileError, InputError
from gametheory.games.normal_form import NormalFormGame

PENNIES = NormalFormGame.from_arrays(
    [[[1, -1], [-1, 1]], [[-1, 1], [1, -1]]], players=["Row", "Column"], strategies=["HT", "HT"]
)
DILEMMA = NormalFormGame.from_arrays(
    [[[3, 0], [5, Fraction(1, 2)]], [[3, 5], [0, Fraction(1, 2)]]],
    players=["Row", "Column"],
    strategies=["CD", "CD"],
)


@pytest.mark.parametrize(
    "text",
    [
        ',C,D\nC,3,0\nD,5,1/2\n\n,C,D\nC,3,5\nD,0,0.5\n',
        ',C,D\r\nC,3,0\r\nD,5,1/2\r\n,,\r\n3,5\r\n0,0.5\r\n',
        '3,0\n5,.5\n\n\n,C,D\nC,3,5\nD,0,5e-1\n\n',
        ',C,D\nC,"3, 3","0, 5"\nD,"5, 0","1/2, 0.5"\n',
        ",C,D\nC,3 3,0 5\nD,5 0,1/2 0.5\n",
        ";C;D\nC;3, 3;0, 5\nD;(5, 0);(1/2, 0.5)\n",
        "\tC\tD\nC\t3 3\t0 5\nD\t5 0\t1/2 0.5\n",
        '\ufeff, C, D\n C, "3, 3", "0, 5"\n D, "5, 0", "1/2, 0.5"\n',
        'Row/Column,C,D\nC,3 3,0 5\nD,5 0,1/2 0.5\n',
    ],
)  # fmt: skip
def test_one_game_written_in_many_ways(text, tmp_path):
    path = tmp_path / "game.csv"
    path.write_bytes(text.encode())
    file = read_csv(path)
    assert file.game == DILEMMA
    assert (file.relabelled, file.remarks) == ((), ())


def test_one_matrix_of_single_payoffs_is_zero_sum_and_says_so():
    file = parse_csv(",H,T\nH,1,-1\nT,-1,1")
    assert file.game == PENNIES
    assert file.remarks == ("one matrix of single payoffs: Column gets the opposite of what Row gets",)


def test_labels_are_optional_for_rows_and_for_columns():
    assert parse_csv("1,2\n3,4").game.strategies == (("1", "2"), ("1", "2"))
    assert parse_csv("L,R\n1,2\n3,4").game.strategies == (("1", "2"), ("L", "R"))
    assert parse_csv("U,1,2\nD,3,4").game.strategies == (("U", "D"), ("1", "2"))
    assert parse_csv(",10,20\n5,1,2\n7,3,4").game.strategies == (("5", "7"), ("10", "20"))
    assert parse_csv("1").game.shape == (1, 1)


@pytest.mark.parametrize("mark", ";,\t")
def test_a_spreadsheet_s_line_on_its_separator_is_no_row(mark):
    text = f"sep={mark}\n1{mark}2\n3{mark}x\n"
    assert parse_csv(text.replace("x", "4")).game.shape == (2, 2)
    with pytest.raises(GameFileError, match="line 3, column 2"):
        parse_csv(text)


def test_doubled_labels_are_told_apart():
    file = parse_csv(",L,L\nU,1,2\n,3,4")
    assert file.game.strategies == (("U", "(2)"), ("L (1)", "L (2)"))
    assert [each.of for each in file.relabelled] == ["player Row", "player Column"]


def test_numbers_of_any_size_are_exact():
    game = parse_csv(f"{10**30},0.1\n-1/3,{-(2**63)}").game
    assert [game.payoff(i, (0, 0)) for i in (0, 1)] == [10**30, -(10**30)]
    assert game.payoff(1, (1, 1)) == 2**63
    assert game.payoff(0, (1, 0)) == Fraction(-1, 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "one matrix, or two with an empty row between them, got 0"),
        ("1\n\n2\n\n3", "one matrix, or two with an empty row between them, got 3"),
        ("1,2\n3", "line 2: as many cells as in line 1, 2, got 1"),
        ("1,2\n3,x", "line 2, column 2: a payoff is an integer, a decimal or p/q, got x"),
        (",L,R\nU,1,2\nD,3,\u0663", "line 3, column 3: a payoff is an integer, a decimal or p/q, got \u0663"),
        ("1,2\n3,1/0", "line 2, column 2: a payoff has a denominator other than zero, got 1/0"),
        ("1,2\n3,", "line 2, column 2: one payoff, got an empty cell"),
        ("1 2,3", "line 1, column 2: a pair of payoffs, got 3"),
        ("1 2,3 4 5", "line 1, column 2: a pair of payoffs, got 3 4 5"),
        ("1;2\n3;0,5", r"line 2, column 2: a payoff is .* p/q \(in a pair a space follows the comma\), got 0,5"),
        ('"3,1","0,5"', r"line 1, column 1: a payoff is .* p/q \(in a pair a space follows the comma\), got 3,1"),
        ("1 2\n\n3 4", "line 1, column 1: one payoff, got 1 2"),
        ("1,2\n\n3", "two matrices of the same size, got 1 x 2 and 1 x 1"),
        (",L\nU,1\n\n,M\nU,2", "both matrices have the same labels of columns, got different ones"),
        ("\u22121;\u22122\n3;4", "line 1, column 1: a payoff is an integer, a decimal or p/q, got \u22121"),
        ("\u22121,5\n\u22122,6", "line 1, column 1: a payoff is an integer, a decimal or p/q, got \u22121"),
        ("1/0,1/0\n1,2", "line 1, column 1: a payoff has a denominator other than zero, got 1/0"),
        ("½,½\n1,2", "line 1, column 1: a payoff is .*, got ½"),
        ("#DIV/0!,#N/A\n1,2", "line 1, column 1: a payoff is .*, got #DIV/0!"),
        ("NaN,L\n1,2", "line 1, column 1: a payoff is .*, got NaN"),
        ("-inf,L\n1,2", "line 1, column 1: a payoff is .*, got -inf"),
        ("1:2,3:4\n1,2", "line 1, column 1: a payoff is .*, got 1:2"),
        ("L,R", "line 1: a matrix of payoffs, got only labels"),
        ("(3),1\n0,2", r"line 1, column 1: a payoff is .*, got \(3\)"),  # -3 in accounts
        ('"(3,)",1\n0,2', "line 1, column 1: a payoff is .*"),
        ("1\u00a0500,2\n3,4", r"line 1, column 1: a payoff is .*, got 1\\xa0500"),
        ("1\u202f500 2\n1 2", r"line 1, column 1: a payoff is .*, got 1\\u202f500 2"),
        ("1 000;2 000", "line 1, column 1: no blank between the digits of a number, got 1 000"),
        (",\n,", "one matrix, or two with an empty row between them, got 0"),
        ('1,2\n"3', "line 2: unexpected end of data"),
        ('1,2\n3,"4"5', "line 2: ',' expected after '\"'"),
        ("1,2\n3,\x1b[1m4", r"line 2, column 2: a payoff is .*, got \\x1b\[1m4"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_place_rule_and_value(text, message):
    with pytest.raises(GameFileError, match=rf"^a.csv[:,] {message}$"):
        parse_csv(text, "a.csv")


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"1,2\n\xe9,4")
    with pytest.raises(GameFileError, match=r"a\.csv, line 2: a game file is UTF-8 text, got byte 0xe9"):
        read_csv(path)


@given(st.text(st.sampled_from('1-/2. ,;"\n\tx()\r\x00'), max_size=30))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_game_or_bad_input(text):
    with suppress(InputError):
        assert len(parse_csv(text).game.players) == 2
