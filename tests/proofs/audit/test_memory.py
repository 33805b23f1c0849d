"""Findings remembered: as they were found, for as long as nothing changes, and never from a damaged file."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from proofs.audit.memory import DAYS, NAME, Memory, cache_folder, is_ci
from proofs.audit.row import Expectation, Row
from proofs.audit.sources import Sources
from proofs.claims.claim import Claim
from proofs.claims.verdict import Reading, cut_short, held, not_settled, refuted
from tests.calls import call

CLAIM = Claim("9.read", "(9)", "x", Reading.READ, "wing.claims.check_it")
TODAY = date(2026, 11, 26)
SHORT = "4.printed"  # refuted with a witness, in no time


@pytest.fixture
def house(tmp_path):
    file = tmp_path / "house" / "proofs" / "wing" / "claims.py"
    file.parent.mkdir(parents=True)
    file.write_text("")
    return tmp_path / "house"


@pytest.fixture
def notes():
    return []


@pytest.fixture
def memory(tmp_path, house, notes):
    """A function: each run has a memory of its own, in one file."""
    return lambda: Memory(tmp_path / NAME, notes.append, lambda: Sources(house, {}))


def expected(_):
    return Expectation()


def row(finding):
    return Row(CLAIM, finding, 1.5)


def test_a_finding_is_recalled_as_it_was_with_its_day(memory):
    found = held(7, "here", "yes")
    assert memory().recall([CLAIM], expected) == {}
    memory().keep([row(found)], TODAY)
    again = memory().recall([CLAIM], expected)[CLAIM.id]
    assert (again.finding, again.seconds, again.remembered) == (found, 1.5, TODAY)
    memory().keep([again], TODAY + timedelta(1))
    assert memory().recall([CLAIM], expected)[CLAIM.id].remembered == TODAY


def test_what_has_changed_before_or_during_the_check_is_not_recalled(memory, house):
    memory().keep([row(held(7, "here", "yes"))], TODAY)
    (house / "proofs/wing/claims.py").write_text("LIMIT = 3\n")
    run = memory()
    assert run.recall([CLAIM], expected) == {}
    (house / "proofs/wing/claims.py").write_text("LIMIT = 4\n")
    run.keep([row(held(8, "here", "yes"))], TODAY)
    assert memory().recall([CLAIM], expected) == {}


@pytest.mark.parametrize("finding", [not_settled("here", "no"), cut_short("no time")])
def test_what_is_open_is_not_remembered(memory, finding):
    memory().keep([row(finding)], TODAY)
    assert memory().recall([CLAIM], expected) == {}


def test_findings_are_forgotten_in_the_end(memory, house):
    memory().keep([row(held(7, "here", "yes"))], TODAY)
    (house / "proofs/wing/claims.py").write_text("LIMIT = 3\n")
    memory().keep([row(held(7, "here", "yes"))], TODAY + timedelta(DAYS + 1))
    with closing(sqlite3.connect(memory().path)) as file:
        assert file.execute("SELECT COUNT(*) FROM finding").fetchone() == (1,)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"no database, but long enough to be looked at" * 30),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(path.read_bytes().replace(b"yes", b"no!")),
        lambda path: (path.unlink(), path.mkdir()),
    ],
    ids=["another file", "cut off", "one word changed", "a folder"],
)
def test_a_damaged_store_is_one_line_and_nothing_is_recalled(memory, notes, damage):
    memory().keep([row(held(7, "here", "yes"))], TODAY)
    damage(memory().path)
    assert memory().recall([CLAIM], expected) == {}
    (note,) = notes
    assert str(memory().path) in note
    assert "\n" not in note


def test_runs_at_the_same_time_lose_nothing(memory, notes):
    found = [row(refuted("here", f"at {place}")) for place in range(20)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda each: memory().keep([each], TODAY), found))
    assert notes == []
    assert memory().recall([CLAIM], expected)[CLAIM.id].finding in [each.finding for each in found]


def test_the_audit_says_what_comes_from_memory_and_asks_anew_where_it_should(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("CI", raising=False)

    def audit(*options):
        status, out, err = call("audit", "--claim", SHORT, *options)
        assert status == 0
        return out, err

    first = json.loads(audit("--json")[0])[0]
    again = json.loads(audit("--json")[0])[0]
    assert again["remembered"] == date.today().isoformat()
    assert {**again, "remembered": None} == first
    assert first["witness"] is not None
    today = date.today()
    assert f"from memory, {today.day} {today:%b}" in " ".join(audit("--markdown")[0].split())
    assert "from memory" not in audit("--fresh", "--markdown")[0]
    monkeypatch.setenv("CI", "true")
    assert "from memory" not in audit("--markdown")[0]
    monkeypatch.setenv("CI", "false")
    (tmp_path / "undominated" / NAME).write_bytes(b"damaged" * 1000)
    out, err = audit("--json")
    assert json.loads(out)[0]["remembered"] is None
    assert err.count("nothing is remembered") == 2  # it is not read, and not written


def nobodys_home():
    raise RuntimeError("Could not determine home directory.")


def test_without_a_home_nothing_is_remembered(monkeypatch):
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(Path, "home", nobodys_home)
    assert cache_folder() is None
    status, out, _ = call("audit", "--claim", SHORT, "--json")
    assert (status, json.loads(out)[0]["remembered"]) == (0, None)


def test_where_it_lies(monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "/there")
    assert cache_folder().parts[-2:] == ("there", "undominated")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_folder().is_absolute()
    for value, answer in {"": False, "0": False, "false": False, "true": True, "1": True}.items():
        monkeypatch.setenv("CI", value)
        assert is_ci() == answer


def test_a_claim_without_a_check_needs_no_memory(memory):
    unchecked = Claim("9.printed", "(9)", "x", Reading.PRINTED)
    assert memory().recall([unchecked], expected) == {}


def test_another_program_s_database_is_left_as_it_is(memory, tmp_path, notes):
    with closing(sqlite3.connect(tmp_path / NAME)) as file, file:
        file.execute("CREATE TABLE finding (key TEXT PRIMARY KEY, day TEXT, content TEXT, digest TEXT)")
        file.execute("INSERT INTO finding VALUES ('mine', '1999-01-01', '', '')")
    before = (tmp_path / NAME).read_bytes()
    assert memory().recall([CLAIM], expected) == {}
    memory().keep([row(held(7, "here", "yes"))], TODAY)
    assert (tmp_path / NAME).read_bytes() == before
    assert len(notes) == 2
    assert all("another file than a memory" in note for note in notes)


def test_a_file_that_sqlite_would_take_for_its_own_is_left_as_it_is(memory, tmp_path, notes):
    memory().keep([row(held(7, "here", "yes"))], TODAY)
    beside = tmp_path / f"{NAME}-journal"
    beside.write_text("a diary")
    assert memory().recall([CLAIM], expected) == {}
    assert beside.read_text() == "a diary"
    assert "in the way" in notes[0]


def test_a_name_that_no_file_can_have_is_a_note(tmp_path, house, notes):
    memory = Memory(tmp_path / ("x" * 300) / NAME, notes.append, lambda: Sources(house, {}))
    assert memory.recall([CLAIM], expected) == {}
    assert "nothing is remembered" in notes[0]
