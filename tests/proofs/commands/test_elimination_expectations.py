"""`eliminate --expect`: a file that the same run meets, and each way in which another one contradicts it."""

import json
import tomllib

import pytest

from tests.calls import Called, call
from tests.example_games import EXAMPLES, GAMES

STRICT = (GAMES / "strict.nfg", "--relation", "strict")
RUNS = [
    STRICT,
    (*STRICT, "--rounds", 1),
    (GAMES / "strict.nfg", "--rounds", 1, "--then", "strict"),
    (GAMES / "mixed-dominator.nfg", "--by", "mixed"),
    (EXAMPLES / "first.toml",),
    (EXAMPLES / "common-values.toml",),
    (EXAMPLES / "g-plus-common-values.toml",),
]


@pytest.mark.parametrize("asked", RUNS)
def test_what_is_written_is_met(tmp_path, asked):
    file = tmp_path / "expected.toml"
    assert call("eliminate", *asked, "--write-expect", file).status == 0
    again = call("eliminate", *asked, "--expect", file)
    assert (again.status, again.err) == (0, "")
    assert "".join(again.out.split()).endswith(f"Asexpectedin{file}.")
    assert json.loads(call("eliminate", *asked, "--expect", file, "--json").out)["as_expected"] is True


def test_what_is_written_can_be_read(tmp_path):
    file = tmp_path / "expected.toml"
    call("eliminate", GAMES / "strict.nfg", "--rounds", 1, "--then", "strict", "--write-expect", file)
    assert tomllib.loads(file.read_text(encoding="utf-8")) == {
        "relation": "weak", "by": "pure", "then": "strict", "turn": 1, "finished": True, "rounds": 3,
        "survivors": {"Row": ["U"], "Column": ["L"]},
    }  # fmt: skip


def met(tmp_path, text: str, *asked: object) -> Called:
    file = tmp_path / "e.toml"
    file.write_text(text, encoding="utf-8")
    return call("eliminate", *(asked or STRICT), "--expect", file)


LEFT = '[survivors]\nRow = ["U"]\nColumn = ["L"]\n'


def test_only_what_is_there_is_compared(tmp_path):
    assert met(tmp_path, LEFT).status == 0
    assert met(tmp_path, LEFT, GAMES / "strict.nfg").status == 0
    assert (
        met(tmp_path, 'survivors = { Row = ["T", "M"], Column = ["L"] }', GAMES / "order-matters.nfg").status
        == 1
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            LEFT.replace('["U"]', '["M"]'),
            ["Row: M is gone, expected to stay", "Row: U is left, expected to go"],
        ),
        (LEFT.replace('["L"]', '["C", "L", "R"]'), ["Column: C, R are gone, expected to stay"]),
        (LEFT.replace('["L"]', "[]"), ["Column: L is left, expected to go"]),
        (f"rounds = 2\n{LEFT}", ["rounds: 3, expected 2"]),
        (f"rounds = true\n{LEFT}", ["rounds: 3, expected true"]),
        (f"finished = false\n{LEFT}", ["finished: true, expected false"]),
        (f"turn = 1\n{LEFT}", ["turn: null, expected 1"]),
    ],
)
def test_what_differs_is_told_and_is_status_1(tmp_path, text, said):
    result = met(tmp_path, text)
    assert (result.status, result.err.splitlines()) == (1, [f"unexpected: {words}" for words in said])
    assert result.out.startswith("Solved: 3 rounds")
    assert "As expected" not in result.out
    assert (
        json.loads(call("eliminate", *STRICT, "--expect", tmp_path / "e.toml", "--json").out)["as_expected"]
        is False
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "survivors: required, but missing"),
        (f"survivor = 1\n{LEFT}", "survivor: unknown key (did you mean survivors?)"),
        ("survivors = 3", "survivors: a table, got 3"),
        (LEFT.replace("Row", "Rwo"), "survivors.Rwo: unknown key (did you mean Row?)"),
        ('[survivors]\nRow = ["U"]', "survivors.Column: required, but missing"),
        (LEFT.replace('["L"]', '"L"'), 'survivors.Column: a list of strategies, got "L"'),
        (f'relation = "weak"\n{LEFT}', "relation: what this run was asked, --relation strict, got weak"),
        (f'by = "mixed"\n{LEFT}', "by: what this run was asked, --by pure, got mixed"),
        (f'then = "weak"\n{LEFT}', "then: what this run was asked, without --then, got weak"),
        ("rounds", "not valid TOML: "),
    ],
)
def test_a_file_that_is_none_is_one_line_and_status_2(tmp_path, text, said):
    result = met(tmp_path, text)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"undominated: {tmp_path / 'e.toml'}: {said}")
    assert result.err.count("\n") == 1


def test_plans_are_compared_part_by_part(tmp_path):
    file = tmp_path / "expected.toml"
    market = EXAMPLES / "common-values.toml"
    call("eliminate", market, "--write-expect", file)
    result = call("eliminate", market, "--rounds", 1, "--expect", file)
    assert result.status == 1
    said = result.err.splitlines()
    assert said[:3] == [
        "unexpected: finished: false, expected true",
        "unexpected: rounds: 1, expected 2",
        "unexpected: buyer 3 with signal low, plans: 16, expected 4",
    ]
    assert said[3].startswith(
        "unexpected: buyer 3 with signal low, third: [[1, 0], [1, 0], [1, 0], [1, 0]], "
    )
    assert said[3].endswith(" are left, expected to go")


def test_what_survives_in_g_plus_is_compared(tmp_path):
    file = tmp_path / "expected.toml"
    market = EXAMPLES / "g-plus-common-values.toml"
    call("eliminate", market, "--write-expect", file)
    text = file.read_text(encoding="utf-8")
    place = text.index('[survivors."buyer 4 with signal L"]')
    file.write_text(
        text[:place] + text[place:].replace("first = [[0]]", "first = [[0, 1]]", 1), encoding="utf-8"
    )
    result = call("eliminate", market, "--expect", file)
    assert result.status == 1
    assert result.err.splitlines() == [
        "unexpected: buyer 4 with signal L, first: [0, 1] is gone, expected to stay",
        "unexpected: buyer 4 with signal L, first: [0] is left, expected to go",
    ]
