"""Gambit's workbooks: XML around a game of theirs."""

from contextlib import suppress
from io import BytesIO

import pygambit
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.formats.efg import parse_efg
from gametheory.formats.nfg import parse_nfg
from gametheory.formats.workbook import read_gbt
from gametheory.games.errors import GameFileError, InputError

BOOK = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gambit:document xmlns:gambit="x" version="0.1">\n<colors>\n'
    '<player r="1"/>\n</colors>\n<game>\n<{0}file>\n{1}</{0}file>\n</game>\n</gambit:document>\n'
)
TREE = 'EFG 2 R "" { "Ann" } p "" 1 1 "" { "up" "down" } 0 t "" 1 "" { 1/3 } t "" 2 "" { 0.1 }'
TABLE = 'NFG 1 R "t" { "A" "B" } { { "a" "a (1)" "a" } { "" "1" } } 1 2 3 4 5 6 7 8 9 1 2 3'


@pytest.fixture
def read(tmp_path):
    def read(text):
        path = tmp_path / "game.gbt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_gbt(path)

    return read


def test_it_is_the_game_in_it_with_its_labels(read):
    assert read(BOOK.format("efg", TREE)) == parse_efg(TREE)
    file = read(BOOK.format("nfg", TABLE))
    assert file == parse_nfg(TABLE)
    assert [each.label for each in file.relabelled] == [
        "a",
        "",
    ]  # Gambit calls them a_1 and a_2, and says nothing


@pytest.mark.parametrize("label", ["A & B", "1 &lt; 2", "&#945;", "&amp"])
def test_labels_are_what_gambit_reads(read, label):
    text = BOOK.format("nfg", f'NFG 1 R "" {{ "A" }} {{ {{ "{label}" "other" }} }} 1 2')
    (player,) = (there := pygambit.read_gbt(BytesIO(text.encode()))).players
    assert read(text).game.strategies == (tuple(there.get_strategies(player)),)


@pytest.mark.parametrize("encoding", ["foo", "utf-7", "rot13", "big5", "latin-1"])
def test_it_is_utf_8_whatever_it_says_of_itself(read, encoding):
    assert read(BOOK.replace("UTF-8", encoding).format("nfg", TABLE.replace("a (1)", "é"))).game.strategies == (
        ("a (1)", "é", "a (3)"), ("(1)", "1"),
    )  # fmt: skip


def test_lines_are_those_of_the_file(read):
    with pytest.raises(GameFileError, match=r"game\.gbt, line 8: .* got x$"):
        read(BOOK.format("nfg", 'NFG 1 R "" { "A" } { 2 } 1 x'))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<gambit:document>", "line 1: well-formed XML, got no element found"),
        (b"<a>\n\xff", "line 2: UTF-8 text, got byte 0xff"),
        (b"<a>\n<", "line 2: well-formed XML, got unclosed token"),
        (BOOK.format("nfg", TABLE).encode("utf-16"), "line 1: UTF-8 text, got byte 0xff"),
        (BOOK.format("nfg", f"<![CDATA[{TABLE}]]>"), "line 8: .* has its game as it is, got a CDATA section"),
        ("<gambit:document/>", "line 1: a workbook of Gambit has a game: .*"),
        (BOOK.format("agg", ""), "line 11: a workbook of Gambit has a game: .*"),
        ("<!DOCTYPE x><x/>", "line 1: a workbook of Gambit defines nothing, got a document type"),
        (BOOK.format("nfg", "").replace("</game>", "<efgfile/></game>"), "line 9: one game, got another"),
        ("<a>" * 1000, "line 1: at most 100 elements within each other, got more"),
        (BOOK.format("nfg", ""), "line .*: a game file begins with NFG 1, got the end of the file"),
    ],
)  # fmt: skip
def test_what_is_none_is_refused_with_place_rule_and_value(read, text, message):
    with pytest.raises(GameFileError, match=rf"game\.gbt, {message}"):
        read(text)


def test_a_game_beyond_all_bounds_is_refused_before_memory_is_spent(read):
    with pytest.raises(InputError, match=r"game\.gbt, line 8: 19999999600000002 payoffs for .*, got 3"):
        read(BOOK.format("nfg", 'NFG 1 R "" { "p0" "p1" } { 99999999 99999999 } 1 2 3'))


@given(
    st.lists(
        st.sampled_from([*"<>&/ ;", "gambit:document", "game", "nfgfile", TABLE, "<![CDATA[", "]]>"]),
        max_size=12,
    )
)
@settings(max_examples=60)
def test_any_text_is_a_game_or_bad_input(tmp_path_factory, words):
    path = tmp_path_factory.mktemp("gbt") / "game.gbt"
    for text in ("".join(words), BOOK.format("nfg", "".join(words))):
        path.write_text(text)
        with suppress(InputError):
            read_gbt(path)
