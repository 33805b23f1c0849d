"""What `eliminate` prints at any width, and with any labels: nothing cut, nothing blank, nothing invisible."""

import re
import unicodedata
from collections import Counter

import pytest
from rich.cells import cell_len

from gametheory.formats.nfg import write_nfg
from gametheory.games.normal_form import NormalFormGame
from tests.calls import call
from tests.example_games import EXAMPLES, GAMES

FILES = [
    GAMES / "strict.nfg",
    GAMES / "narrow-margin.nfg",
    EXAMPLES / "first.toml",
    EXAMPLES / "common-values.toml",
    EXAMPLES / "g-plus-common-values.toml",
]
CASES = [
    *((file, ()) for file in FILES),
    (GAMES / "chairs-paradox.nfg", ("--orders",)),
    (GAMES / "order-matters.nfg", ("--keep", "Row=T")),
    (GAMES / "burning-money.nfg", ("--rounds", 1, "--then", "strict", "--all")),
]


def words(text: str) -> Counter[str]:
    """The words between blanks, without the colon that follows a heading where a table is stacked."""
    return Counter(word.rstrip(":") for word in re.sub("─", " ", text).split())


@pytest.mark.parametrize(("file", "options"), CASES)
def test_nothing_is_cut_or_left_blank_at_any_width(monkeypatch, file, options):
    monkeypatch.setenv("COLUMNS", "1000")
    whole = words(call("eliminate", file, *options).out)
    for width in (60, 61, 72, 80, 100, 150):
        monkeypatch.setenv("COLUMNS", str(width))
        said = call("eliminate", file, *options).out
        assert set(whole - words(said)) <= {
            "when",
            "agent",
        }  # a stacked row needs no heading for what it begins with
        assert max(map(cell_len, said.splitlines())) <= width
        assert [line for line in said.splitlines() if line != line.rstrip()] == []
        assert not {"…", "\N{MINUS SIGN}"} & set(said)


@pytest.mark.parametrize("form", ["--markdown", "--latex", "--json"])
@pytest.mark.parametrize(("file", "options"), CASES)
def test_every_form_is_plain(form, file, options):
    status, said, err = call("eliminate", file, *options, form)
    assert (status, err) == (0, "")
    assert "\N{MINUS SIGN}" not in said
    assert [line for line in said.splitlines() if line != line.rstrip()] == []
    if form == "--markdown":
        rows = [line for line in said.splitlines() if line.startswith("|")]
        assert rows
        assert not any("|  |" in row for row in rows)


def hostile(tmp_path):
    """Labels with an escape sequence, a line break, a tab, a direction mark, brackets, and none at all."""
    game = NormalFormGame.from_arrays(
        [[[1, 1], [0, 0], [0, 0]], [[0, 1], [0, 0], [0, 0]]],
        players=["Row\x1b[31m", "Col\tumn"],
        strategies=[["up\nhill", "[bold]down[/bold]", "\u202eleft"], ["x\x9b", "y"]],
    )
    path = tmp_path / "game.nfg"
    write_nfg(game, path)
    return path


@pytest.mark.parametrize(
    "form", [[], ["--orders"], ["--all"], ["--markdown"], ["--latex"], ["--keep", "foo"]]
)
def test_labels_that_cannot_be_seen_are_escaped(tmp_path, form):
    status, out, err = call("eliminate", hostile(tmp_path), *form)
    said = out + err
    assert status == (2 if "foo" in form else 0)
    assert {c for c in said if unicodedata.category(c).startswith("C")} == {"\n"}
    if not {"--latex", "--markdown", "--keep"} & set(form):
        assert all(label in said for label in (r"Row\x1b[31m", r"Col\tumn", r"up\nhill", "[bold]down[/bold]", r"\u202eleft", r"x\x9b"))  # fmt: skip
    if "--keep" in form:
        assert r"the players Row\x1b[31m, Col\tumn, got foo" in err


def test_a_name_in_a_refused_file_is_told_visibly(tmp_path):
    file = tmp_path / "expected.toml"
    file.write_text('[survivors]\n"Row\\u001b[2J" = []\n', encoding="utf-8")
    status, _, err = call("eliminate", hostile(tmp_path), "--expect", file)
    assert (status, err.count("\n")) == (2, 1)
    assert r"survivors.Row\x1b[2J: unknown key" in err


def test_an_expectation_with_such_labels_is_told_visibly(tmp_path):
    path, file = hostile(tmp_path), tmp_path / "expected.toml"
    call("eliminate", path, "--write-expect", file)
    assert call("eliminate", path, "--expect", file).status == 0
    file.write_text('[survivors]\n"Row\\u001b[31m" = []\n"Col\\tumn" = ["x\\u009b"]\n', encoding="utf-8")
    assert call("eliminate", path, "--expect", file).err.splitlines() == [
        r"unexpected: Row\x1b[31m: up\nhill is left, expected to go",
        r"unexpected: Col\tumn: x\x9b is gone, expected to stay",
        r"unexpected: Col\tumn: y is left, expected to go",
    ]
