"""`family`: a log that goes on where a killed run stopped."""

import json
import sqlite3
import subprocess
import sys
from hashlib import sha256

import pytest

from proofs.audit.sources import house
from proofs.claims.outcome_store import OutcomeStore
from proofs.commands.family import CLAIM, decide, is_outcome
from proofs.theorem_4.one_buyer.family import family
from tests.calls import call

CASES = list(family())[:3]
OUTCOMES = {case.name: decide(case) for case in CASES}


def run(*arguments):
    return call("family", "--first", 3, "--workers", 1, *arguments)


def test_a_log_is_resumable_and_changes_nothing_in_what_is_printed(tmp_path):
    log = tmp_path / "family.log"
    status, out, err = run()
    assert status == 0
    assert out.startswith("3 instances")
    assert run("--log", log) == (0, out, err)
    assert call("family", "--first", 4, "--workers", 1, "--log", log)[0] == 0
    with OutcomeStore(log) as store:
        assert len(store.outcomes(CLAIM, house())) == 4
    assert run("--log", log)[:2] == (0, out)


def test_outcomes_of_other_code_do_not_count(tmp_path):
    log = tmp_path / "family.log"
    wrong = {name: outcome | {"rounds": 7} for name, outcome in OUTCOMES.items()}
    with OutcomeStore(log) as store:
        store.put(CLAIM, "1", wrong)
    assert run("--log", log)[:2] == run()[:2]
    with OutcomeStore(log) as store:
        assert store.outcomes(CLAIM, house()) == OUTCOMES
        assert store.outcomes(CLAIM, "1") == wrong  # nothing is lost


def test_a_run_that_is_killed_is_gone_on_with(tmp_path):
    log = tmp_path / "family.log"
    command = [sys.executable, "-m", "undominated", "family", "--first", "64", "--workers", "1", "--log", log]
    killed = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert killed.stderr.readline().startswith("done: ")  # the first outcomes are in the log
    killed.kill()
    killed.communicate()
    with OutcomeStore(log) as store:
        known = len(store.outcomes(CLAIM, house()))
    assert 0 < known < 64
    status, out, err = call(*command[3:])
    assert status == 0
    assert f"done: {known} of 64" in err
    assert out.startswith("64 instances")


def test_the_log_of_an_earlier_version_is_taken_over_and_not_believed(tmp_path):
    """Its lines have no digest, and other code may have found them: each says the opposite here."""
    names = sha256("\n".join(OUTCOMES).encode()).hexdigest()
    lines = [{"cases": 3, "names": names, "version": "1"}]
    lines += [
        {"case": name, "outcome": outcome | {"rounds": outcome["rounds"] + 1}}
        for name, outcome in OUTCOMES.items()
    ]
    log = tmp_path / "family.log"
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n"
    log.write_text(text, encoding="utf-8")
    status, out, err = run("--log", log)
    assert (status, out) == run()[:2]
    assert err.startswith(
        f"undominated: {log}: a log of an earlier version, left as it is; {log}.sqlite takes over 3 outcomes,"
        " which count for that version alone\n"
    )
    assert log.read_text(encoding="utf-8") == text


def test_a_file_of_somebody_else_is_left_as_it_is(tmp_path):
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("chapter 1\nlast line")
    status, out, err = run("--log", thesis)
    assert (status, out) == (2, "")
    assert (
        err == f"undominated: {thesis}: a log of undominated or a new file, got another file, left as it is\n"
    )
    assert thesis.read_text() == "chapter 1\nlast line"
    for path in ("/dev/null", tmp_path, ""):
        status, out, err = run("--log", path)
        assert (status, out, err.count("\n")) == (2, "", 1)


def test_a_recheck_names_what_differs(tmp_path):
    log = tmp_path / "family.log"
    assert run("--recheck", 3) == (
        2,
        "",
        "undominated: --recheck: only with --log, whose outcomes are decided anew\n",
    )
    run("--log", log)
    status, out, err = run("--log", log, "--recheck", 2)
    assert (status, out) == run()[:2]
    assert err.startswith("rechecked: 2 stored outcomes, the same as decided anew\n")
    (tmp_path / "family.log").unlink()
    with OutcomeStore(log) as store:
        store.put(CLAIM, house(), {**OUTCOMES, CASES[1].name: OUTCOMES[CASES[1].name] | {"rounds": 7}})
    status, out, err = run("--log", log, "--recheck", 3)
    assert (status, out) == (1, "")
    assert err == f"unexpected: {log}: {CASES[1].name}: stored rounds = 7, found rounds = 1\n"


def test_a_damaged_row_is_named_and_decided_again(tmp_path):
    log = tmp_path / "family.log"
    run("--log", log)
    with sqlite3.connect(log) as file:
        file.execute(
            "UPDATE outcome SET outcome = replace(outcome, 'true', 'null') WHERE case_text = ?",
            [CASES[1].name],
        )
    file.close()
    status, out, err = run("--log", log)
    assert (status, out) == run()[:2]
    assert err.startswith(f"undominated: {log}: damaged row of the case {CASES[1].name}: set aside, and")
    assert "set aside" not in run("--log", log).err


@pytest.mark.parametrize(
    "change",
    [{"rounds": True}, {"rounds": "1"}, {"broken": "(8)"}, {"broken": [8]}, {"more": 1}, {"read": 1}],
)
def test_what_cannot_be_an_outcome_is_known(change):
    assert all(is_outcome(outcome) for outcome in OUTCOMES.values())
    assert not is_outcome({**OUTCOMES[CASES[0].name], **change})
    assert not is_outcome({})
