"""The command `undominated examples`."""

import subprocess
import sys

import pytest

from gametheory.formats.read_game import read_game
from proofs.claims.example_files import SUFFIXES, catalogue
from proofs.commands.examples import sentence
from tests.calls import call
from tests.example_games import EXAMPLES, GAMES

NAMES = {file.relative_to(EXAMPLES).as_posix() for file in EXAMPLES.glob("**/*") if file.suffix in SUFFIXES}


def listed(out: str) -> list[str]:
    return [line.split("  ")[0] for line in out.splitlines()]


def test_every_file_is_listed_with_a_sentence():
    status, out, err = call("examples")
    assert (status, err) == (0, "")
    assert len(NAMES) == len(out.splitlines())
    assert set(listed(out)) == NAMES
    assert all(len(sentence(file)) > 9 for file in catalogue().values())
    assert f"{'first.toml':<{max(map(len, NAMES))}}  Unit supply and unit demand: truth is dominant\n" in out


def test_nothing_else_lies_in_the_folder():
    assert {file.suffix for file in EXAMPLES.glob("**/*") if file.is_file()} <= set(SUFFIXES)


def test_the_sentence_of_a_game_is_its_title():
    for file in GAMES.iterdir():
        assert sentence(file) == read_game(file).title


def test_a_folder_is_listed():
    status, out, _ = call("examples", "theorem-6")
    assert status == 0
    assert set(listed(out)) == {name for name in NAMES if name.startswith("theorem-6/")}
    assert call("examples", "theorem-6/").out == out


@pytest.mark.parametrize("name", ["first.toml", "games/strict.nfg", "theorem-4/hedged-for-ever.toml"])
def test_a_file_is_printed_as_it_is(name):
    command = [sys.executable, "-m", "undominated", "examples", name]
    assert subprocess.run(command, check=True, capture_output=True).stdout == (EXAMPLES / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("frist.toml", "did you mean first.toml?"),
        ("examples/first.toml", "did you mean first.toml?"),
        ("seller", "did you mean theorem-4/seller.toml?"),
        ("on-the-path", "did you mean theorem-4/on-the-path.toml or theorem-6/on-the-path.toml?"),
        ("theorem-7", "did you mean theorem-6?"),
        ("zzz", "`undominated examples` lists them"),
        ("../pyproject.toml", "`undominated examples` lists them"),
    ],
)
def test_a_name_that_there_is_not(name, hint):
    assert call("examples", name) == (2, "", f"undominated: {name}: no example has this name; {hint}\n")


def test_all_are_copied_and_can_be_checked(tmp_path):
    folder = tmp_path / "new" / "examples"
    assert call("examples", "--copy", folder) == (0, f"{folder}: {len(NAMES)} files\n", "")
    for name in NAMES:
        assert (folder / name).read_bytes() == (EXAMPLES / name).read_bytes()
    assert call("check", folder / "first.toml").status == 0


def test_one_is_copied(tmp_path):
    assert call("examples", "games/strict.nfg", "--copy", tmp_path) == (0, f"{tmp_path}: 1 file\n", "")
    assert [file.name for file in tmp_path.glob("**/*") if file.is_file()] == ["strict.nfg"]


def test_nothing_is_overwritten(tmp_path):
    mine = tmp_path / "two-units.toml"
    mine.write_text("mine")
    status, out, err = call("examples", "--copy", tmp_path)
    assert (status, out) == (2, "")
    assert err == f"undominated: {mine}: is there already, and would be overwritten; nothing was copied\n"
    assert mine.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [mine]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    status, out, err = call("examples", "--copy", tmp_path / "file")
    assert (status, out, err.count("\n")) == (2, "", 1)
    status, out, err = call("examples", "--copy", tmp_path / "file" / "below")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "cannot be written" in err


def test_in_a_wheel_the_files_lie_within_the_package(tmp_path, monkeypatch):
    (tmp_path / "proofs" / "examples").mkdir(parents=True)
    (tmp_path / "proofs" / "examples" / "one.toml").write_text('title = "One"')
    monkeypatch.setattr("proofs.claims.example_files.files", lambda package: tmp_path / package)
    assert call("examples").out == "one.toml  One\n"
