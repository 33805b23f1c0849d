"""`audit`: the ledger, and what is said where a verdict differs."""

import json
import os
import re
import runpy

import pytest

from docs.audit import FILE, escaped
from proofs.audit import memory, register
from proofs.audit.register import CLAIMS
from proofs.audit.row import Surprise
from proofs.audit.side_by_side import LONGEST_FIRST
from proofs.claims.claim import Claim
from proofs.claims.verdict import Reading, held
from proofs.commands.checking import finish
from tests.calls import KEYS, call
from tests.conftest import USERS_CACHE

# A few rows at a time, so that several processes can share the work; together those that share what they look at.
SHARED = {id: share for share in LONGEST_FIRST for id in share}
SHARES = list(dict.fromkeys(SHARED.get(claim.id, (claim.id,)) for claim in CLAIMS))


@pytest.mark.parametrize("ids", SHARES, ids=lambda ids: ids[0])
def test_the_audit_finds_what_the_ledger_expects(ids, tmp_path, monkeypatch):
    """What `make audit` has found before is not looked for again, unless this is CI: see `proofs.audit.memory`."""
    monkeypatch.setattr(memory, "cache_folder", lambda: USERS_CACHE)
    html, asked = tmp_path / "page.html", [word for id in ids for word in ("--claim", id)]
    status, out, err = call("audit", "--json", "--jobs", 1, "--html", html, *asked)
    rows = json.loads(out)
    assert status == 0
    assert "unexpected" not in err
    assert [list(row) for row in rows] == [KEYS] * len(ids)
    assert {row["id"] for row in rows} == set(ids)
    assert all(row["as_expected"] and row["expected"] == row["verdict"] for row in rows)
    page = FILE.read_text(encoding="utf-8")
    for row in rows:
        assert f"- `{row['id']}` " in page
        assert f": {escaped(row['evidence'])}.\n" in page, "make audit-page"
    shown = re.split(r'<details class="claim" id="(.*?)"', html.read_text(encoding="utf-8"))
    opened = dict(zip(shown[1::2], shown[2::2], strict=True))
    assert set(opened) == set(ids)
    for row in rows:
        assert (row["verdict"] != "refuted") or "<figure>" in opened[row["id"]], "a picture"


def test_all_processes_of_the_tests_know_the_users_memory(monkeypatch):
    """Workers start in an environment in which the tests' own folder is already set."""
    monkeypatch.setenv("XDG_CACHE_HOME", os.environ["XDG_CACHE_HOME"])  # which is set anew, and put back
    assert runpy.run_path("tests/conftest.py")["USERS_CACHE"] == USERS_CACHE


def test_a_row_is_chosen_by_its_id():
    status, out, _ = call("audit", "--json", "--claim", "theorem-2.printed", "--claim", "6.printed")
    assert status == 0
    assert [row["id"] for row in json.loads(out)] == ["6.printed", "theorem-2.printed"]


def test_fewer_cases_than_the_ledger_has_are_status_1(tmp_path):
    ledger = tmp_path / "ledger.toml"
    ledger.write_text('[[row]]\nid = "section-2.2.read.weights"\nverdict = "proved"\ncases = 19\n')
    status, _, err = call("audit", "--claim", "section-2.2.read.weights", "--ledger", ledger)
    assert status == 1
    assert "expected 19 cases at least, found 18" in err


def test_an_unexpected_verdict_is_status_1_with_the_difference(tmp_path):
    ledger = tmp_path / "ledger.toml"
    status, _, _ = call("audit", "--claim", "4.printed", "--write-ledger", ledger)
    assert status == 0
    assert call("audit", "--claim", "4.printed", "--ledger", ledger)[0] == 0
    ledger.write_text(ledger.read_text().replace("refuted", "held"))
    status, _, err = call("audit", "--claim", "4.printed", "--ledger", ledger)
    assert status == 1
    assert "expected held, found refuted" in err


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[row]]\nid = 'x'",
        "[[row]]\nclaim = 'x'\nreading = 'read'\nverdict = 'held'",
        "[[row]]\nid = 'x'\nverdict = 'true'",
        "[[row]]\nid = 'x'\nverdict = 'held'\ncases = 0",
        "[[row]]\nid = 'x'\nverdict = 'held'\n[[row]]\nid = 'x'\nverdict = 'open'",
        "row = 1",
    ],
)
def test_a_bad_ledger_is_refused(tmp_path, text):
    ledger = tmp_path / "ledger.toml"
    ledger.write_text(text)
    status, out, err = call("audit", "--ledger", ledger)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


def test_an_interrupted_audit_says_what_it_knows(monkeypatch):
    def interrupt(watch):
        raise KeyboardInterrupt

    claims = [Claim("1", "Theorem 1", "one", Reading.READ, lambda _: held(1, "here", "yes")),
              Claim("2", "Theorem 2", "two", Reading.READ, interrupt)]  # fmt: skip
    monkeypatch.setattr(register, "CLAIMS", claims)
    status, out, err = call("audit", "--json")
    assert status == 130
    assert [row["verdict"] for row in json.loads(out)] == ["held", "open"]
    assert "interrupted" in err


def test_a_ledger_is_not_written_of_what_was_not_reached(tmp_path):
    status, _, err = call("audit", "--seconds", "1", "--write-ledger", tmp_path / "ledger.toml")
    assert (status, err) == (
        2,
        "undominated: --write-ledger: without --seconds, for what was not reached is no expectation\n",
    )
    assert not list(tmp_path.iterdir())


def test_what_there_is_no_time_for_is_open():
    status, out, err = call("audit", "--fresh", "--claim", "Theorem 1", "--seconds", "1e-9", "--json")
    assert status == 3
    assert {row["verdict"] for row in json.loads(out)} == {"open"}
    assert "expected proved, found open" in err


def test_a_contradiction_counts_more_than_what_is_open():
    with pytest.raises(SystemExit) as stop:
        finish([Surprise("is open", False), Surprise("is wrong", True)], [], stopped=False, form="json")
    assert stop.value.code == 1
