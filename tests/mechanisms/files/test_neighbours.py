"""A file of mechanisms imports what lies beside it, and nothing from another folder."""

import sys

import pytest

from mechanisms import load_classes
from mechanisms.files.neighbours import imported_files
from mechanisms.general.mechanism import MechanismError
from tests.calls import call

AUCTION = """
from mechanisms import Mechanism
from common import VALUES

class First(Mechanism):
    players = 2
    types = VALUES
    expect = {"truth-dominant": "refuted"}
    def outcome(self, bids):
        import rules.ties as ties
        return ties.winner(bids), max(bids)
    def payoff(self, i, type, outcome):
        return (type - outcome[1]) if outcome[0] == i else 0
"""


@pytest.fixture
def auctions(tmp_path):
    """Two folders, alike but for the values in `common.py`."""
    for name, values in (("a", 2), ("b", 3)):
        folder = tmp_path / name
        (folder / "rules").mkdir(parents=True)
        (folder / "auction.py").write_text(AUCTION)
        (folder / "common.py").write_text(f"VALUES = range({values})\n")
        (folder / "rules" / "__init__.py").write_text("")
        (folder / "rules" / "ties.py").write_text("from .first import winner\n")
        (folder / "rules" / "first.py").write_text("def winner(bids): return bids.index(max(bids))\n")
    return tmp_path


def test_folders_with_files_of_equal_names_are_not_mixed_up(auctions):
    called = call("check", auctions / "a/auction.py", auctions / "b/auction.py", "--claim", "truth-dominant")
    assert called.status == 0, called.err
    assert "4 message profiles" in called.out
    assert "9 message profiles" in called.out
    assert not list(auctions.glob("**/__pycache__"))


def test_what_methods_import_is_found_when_they_run(auctions):
    classes = [load_classes(auctions / name / "auction.py")[0][1] for name in "ab"]
    assert [len(cls.types) for cls in classes] == [2, 3]
    assert [cls().outcome((0, 1)) for cls in classes] == [(1, 1)] * 2
    found = [file.relative_to(auctions / "b").as_posix() for file in imported_files(classes[1])]
    assert found == ["common.py", "rules/__init__.py", "rules/first.py", "rules/ties.py"]


OTHERWISE = """
import sys
from importlib import import_module
from pathlib import Path
sys.path.insert(0, str(Path(__file__).parent))
from common import VALUES
LOWEST = import_module("lowest_bid_of_a_test").LOWEST
"""


@pytest.mark.parametrize("is_in_the_path", [False, True])
def test_a_folder_without_init_is_beside_the_file_where_python_looks_there_too(
    auctions, monkeypatch, is_in_the_path
):
    (auctions / "a" / "rules" / "__init__.py").unlink()
    file = auctions / "a" / "auction.py"
    file.write_text("from rules.ties import winner\n" + AUCTION)
    if is_in_the_path:  # as by `python -m undominated` in this folder
        monkeypatch.syspath_prepend(auctions / "a")
    ((_, cls),) = load_classes(file)
    found = [each.relative_to(auctions / "a").as_posix() for each in imported_files(cls)]
    assert found == ["common.py", "rules/first.py", "rules/ties.py"]


@pytest.mark.parametrize(
    "read",
    [
        "m = importlib.util.module_from_spec(s := importlib.util.spec_from_file_location('any', PLACE))"
        "; s.loader.exec_module(m); LOWEST = m.LOWEST",
        "LOWEST = __import__('runpy').run_path(str(PLACE))['LOWEST']",
        "exec(PLACE.read_text())",
    ],
)
def test_code_of_the_folder_that_is_executed_in_any_way_is_noted(auctions, read):
    (auctions / "a" / "lowest_of_a_test.py").write_text("LOWEST = 0\n")
    file = auctions / "a" / "auction.py"
    head = "import importlib.util\nfrom pathlib import Path\nPLACE = Path(__file__).parent / 'lowest_of_a_test.py'\n"
    file.write_text(head + read + "\n" + file.read_text())
    for _ in range(2):  # the second time it may be compiled
        ((_, cls),) = load_classes(file)
        assert auctions / "a" / "lowest_of_a_test.py" in imported_files(cls)


def test_what_is_imported_otherwise_from_the_folder_is_noted(auctions, monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    (auctions / "a" / "lowest_bid_of_a_test.py").write_text("LOWEST = 0\n")
    file = auctions / "a" / "auction.py"
    file.write_text(AUCTION.replace("from common import VALUES", OTHERWISE))
    for _ in range(2):  # the second time it is imported already
        ((_, cls),) = load_classes(file)
        found = [each.relative_to(auctions / "a").as_posix() for each in imported_files(cls)]
        assert found == ["common.py", "lowest_bid_of_a_test.py"]
    ((_, other),) = load_classes(auctions / "b" / "auction.py")
    assert [each.name for each in imported_files(other)] == ["common.py"]
    monkeypatch.delitem(sys.modules, "lowest_bid_of_a_test")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("import nowhere", "(line 3): ModuleNotFoundError: No module named 'nowhere'"),
        ("import common.inner", "No module named 'common.inner'; 'common' is not a package"),
        ("import broken", "broken.py: line 1: not Python"),
        ("import failing", "(failing.py line 2): ZeroDivisionError"),
    ],
)
def test_an_import_that_fails_is_a_line_with_its_place(auctions, text, said):
    (auctions / "a" / "broken.py").write_text("def\n")
    (auctions / "a" / "failing.py").write_text("\n1 / 0\n")
    file = auctions / "a" / "auction.py"
    file.write_text(AUCTION.replace("from common import VALUES", text))
    with pytest.raises(MechanismError) as wrong:
        load_classes(file)
    assert said in str(wrong.value)
    assert "_mechanisms_of_a_user" not in str(wrong.value)


def test_modules_of_python_and_of_the_project_are_not_hidden(auctions):
    (auctions / "a" / "fractions.py").write_text("raise SystemExit\n")
    (auctions / "a" / "mechanisms").mkdir()
    (auctions / "a" / "mechanisms" / "__init__.py").write_text("raise SystemExit\n")
    file = auctions / "a" / "auction.py"
    file.write_text("from fractions import Fraction\n" + AUCTION)
    assert load_classes(file)[0][0].endswith("::First")


def test_a_folder_without_init_is_a_package_unless_its_name_is_taken(auctions):
    """And a name with dots is looked up to the end, of Python's own modules and of others."""
    for name in "plain", "networkx":
        (auctions / "a" / name).mkdir()
        (auctions / "a" / name / "values.py").write_text("FEW = range(2)\n")
    heads = (
        "from collections.abc import Mapping\nfrom plain.values import FEW\nfrom networkx import DiGraph\n"
    )
    file = auctions / "a" / "auction.py"
    file.write_text(heads + AUCTION)
    assert load_classes(file)[0][0].endswith("::First")


@pytest.mark.parametrize("change", ["common.py", "rules/first.py", "added"])
def test_a_witness_notices_that_an_import_has_changed(auctions, change):
    called = call("check", auctions / "a/auction.py", "--claim", "truth-dominant", "--output", auctions / "w")
    witness = auctions / "w" / "First.truth-dominant.toml"
    assert call("check", witness).status == 0, called.err
    if change == "added":
        text = witness.read_text().splitlines()
        witness.write_text("\n".join(line for line in text if "first.py" not in line))
        said = "rules/first.py is imported, and the witness has no digest of it"
    else:
        (auctions / "a" / change).write_text("raise SystemExit('executed')\n")
        said = f"{change} is not the file that the witness is about"
    called = call("check", witness)
    assert (called.status, said in called.err, "executed" in called.err) == (1, True, False), called.err


def test_mechanisms_of_one_name_have_a_witness_each(auctions):
    files = [auctions / name / "auction.py" for name in "ab"]
    called = call("check", *files, "--claim", "truth-dominant", "--output", auctions / "w")
    assert called.status == 0, called.err
    witnesses = sorted((auctions / "w").glob("*.toml"))
    assert [file.name for file in witnesses] == ["First-2.truth-dominant.toml", "First.truth-dominant.toml"]
    assert {"../b/auction.py" in file.read_text() for file in witnesses} == {True, False}
    assert call("check", *witnesses).status == 0
