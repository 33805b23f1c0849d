"""Running through cases: what is known is not decided again, by whomever and whenever it was decided."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import CancelledError
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from gametheory.games.errors import InputError, UndecidedError
from proofs.claims.case_log import CaseLog, Run, _gathered, open_log
from proofs.claims.dask_cluster import DaskCluster
from proofs.claims.deciders import KILLED, NotDecided, Processes, ThisProcess
from proofs.claims.log_file import LogError
from proofs.claims.outcome_store import OutcomeDiffersError, OutcomeStore


@dataclass(frozen=True)
class Number:
    value: int

    @property
    def name(self):
        return f"number {self.value}"


NUMBERS = [Number(value) for value in range(50)]
DECIDED = {number.name: {"odd": number.value % 2 == 1} for number in NUMBERS}


def is_odd(number):
    return {"odd": number.value % 2 == 1}


def is_even(number):
    return {"odd": number.value % 2 == 0}


def die_at_7(number):
    if number.value == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return is_odd(number)


def accepts(outcome):
    return set(outcome) == {"odd"}


def opened(path, notes=None):
    return open_log(path, "odd", accepts, ([] if notes is None else notes).append)


def run(path, decide=is_odd, version="1", **options):
    with opened(path) as store:
        return CaseLog(NUMBERS, decide, version, "odd", accepts, store).run(**options)


def refuse(number):
    raise AssertionError(f"decided {number} again")


@pytest.mark.parametrize("workers", [1, 2])
def test_every_case_is_decided_once(tmp_path, workers):
    told = []
    assert (
        CaseLog(NUMBERS, is_odd, "1").run(workers, lambda done, total: told.append((done, total))) == DECIDED
    )
    assert told[0] == (0, 50)
    assert told[-1] == (50, 50)
    assert list(run(tmp_path / "log", workers=workers)) == list(DECIDED)  # in the order of the cases
    assert run(tmp_path / "log", refuse) == DECIDED
    assert run(tmp_path / "log", is_even, "2") != DECIDED  # another version shares the file, and nothing else


def test_a_killed_run_is_gone_on_with(tmp_path):
    """The process is killed while it decides its second chunk; the first is in the log."""
    program = """
import os, signal, sys
from pathlib import Path
from tests.proofs.claims.test_case_log import is_odd, run
decided = []
def decide(number):
    decided.append(number)
    if len(decided) > 16:
        os.kill(os.getpid(), signal.SIGKILL)
    return is_odd(number)
run(Path(sys.argv[1]), decide)
"""
    killed = subprocess.run([sys.executable, "-c", program, tmp_path / "log"], capture_output=True)
    assert killed.returncode == -9
    with OutcomeStore(tmp_path / "log") as store:
        known = store.outcomes("odd", "1")
    assert known.items() <= DECIDED.items()
    assert len(known) == 16
    again = []
    assert run(tmp_path / "log", lambda number: again.append(number.name) or is_odd(number)) == DECIDED
    assert sorted(again) == sorted(DECIDED.keys() - known)


def test_two_runs_at_once_share_the_work(tmp_path):
    """While the first run decides a case, a second one comes, and leaves nothing for it but that chunk."""
    decided = []

    def first(number):
        if not decided:
            assert run(tmp_path / "log") == DECIDED
        decided.append(number)
        return is_odd(number)

    assert run(tmp_path / "log", first) == DECIDED
    assert len(decided) <= 16


def test_two_runs_that_disagree_are_stopped(tmp_path):
    def first(number):
        run(tmp_path / "log")
        return is_even(number)

    with pytest.raises(OutcomeDiffersError, match=r"number \d+: stored odd = (True|False), found odd = "):
        run(tmp_path / "log", first)


def test_a_process_that_is_killed_is_an_undecided_search():
    with pytest.raises(UndecidedError, match=r"^number 7: a process that decided it was killed"):
        CaseLog(NUMBERS, die_at_7, "1").run(workers=2)


@pytest.mark.parametrize("count", [2, 3])
def test_a_process_that_is_killed_loses_one_case(tmp_path, count):
    with opened(tmp_path / "log") as store, Processes(count) as processes:
        run_by = CaseLog(NUMBERS, die_at_7, "1", "odd", accepts, store).run_by(processes)
        assert run_by.outcomes == {name: found for name, found in DECIDED.items() if name != "number 7"}
        assert run_by.not_decided == {"number 7": KILLED.why}
        assert store.outcomes("odd", "1") == run_by.outcomes  # what was not decided is tried again
    again = []
    assert run(tmp_path / "log", lambda number: again.append(number.value) or is_odd(number)) == DECIDED
    assert again == [7]


def test_what_is_not_decided_is_not_stored(tmp_path):
    with opened(tmp_path / "log") as store:
        log = CaseLog(NUMBERS, lambda number: NotDecided("tired"), "1", "odd", accepts, store)
        assert log.run_by(ThisProcess()) == Run({}, dict.fromkeys(DECIDED, "tired"))
        assert store.outcomes("odd", "1") == {}


def test_what_deciding_raises_is_raised_and_processes_go_on():
    with Processes(2) as processes:
        with pytest.raises(AssertionError, match="decided Number"):
            CaseLog(NUMBERS, refuse, "1").run_by(processes)
        assert CaseLog(NUMBERS, is_odd, "1").run_by(processes).outcomes == DECIDED


def test_a_recheck_finds_an_outcome_that_was_changed(tmp_path):
    """With a digest that fits, so that nothing but deciding it again can tell."""
    with opened(tmp_path / "log") as store:
        store.put("odd", "1", {**DECIDED, "number 7": {"odd": False}})
        log = CaseLog(NUMBERS, is_odd, "1", "odd", accepts, store)
        assert log.recheck(50) == (50, ["number 7: stored odd = False, found odd = True"])
        assert log.recheck(1000)[0] == 50
    with opened(tmp_path / "another") as store:
        store.put("odd", "1", dict(list(DECIDED.items())[:20]))
        assert CaseLog(NUMBERS, is_odd, "1", "odd", accepts, store).recheck(5, workers=2) == (5, [])
        assert CaseLog(NUMBERS, refuse, "2", "odd", accepts, store).recheck(5) == (0, [])


def test_what_cannot_be_an_outcome_is_decided_again_and_differs(tmp_path):
    with opened(tmp_path / "log") as store:
        store.put("odd", "1", {"number 7": {"even": False}})
    with pytest.raises(OutcomeDiffersError, match="number 7: stored even = False, odd = nothing, found"):
        run(tmp_path / "log")


def old_log(path, lines):
    header = {"cases": 50, "names": "0" * 64, "version": "1"}
    path.write_text("".join(f"{line}\n" for line in [json.dumps(header), *lines]), encoding="utf-8")
    return path


LINES = [json.dumps({"case": case, "outcome": outcome}) for case, outcome in DECIDED.items()]


def test_a_log_of_an_earlier_version_is_taken_over_and_left_as_it_is(tmp_path):
    old = old_log(tmp_path / "log", LINES[:20])
    content = old.read_bytes() + LINES[20][:9].encode()  # killed while writing
    old.write_bytes(content)
    notes = []
    with opened(old, notes) as store:
        assert store.path == tmp_path / "log.sqlite"
        assert store.outcomes("odd", "1") == dict(list(DECIDED.items())[:20])
    assert notes == [
        f"{old}: a log of an earlier version, left as it is; {old}.sqlite takes over 20 outcomes, "
        "which count for that version alone"
    ]
    again = []
    assert run(old, lambda number: again.append(number) or is_odd(number)) == DECIDED
    assert len(again) == 30
    assert run(old, refuse) == DECIDED
    assert old.read_bytes() == content


@pytest.mark.parametrize(
    "line",
    [
        LINES[3][:-4],
        LINES[3].replace("{", "[", 1),
        LINES[3].replace('"odd"', '"even"'),
        LINES[3].replace('"case"', '"cases"'),
        LINES[3].replace("number", r"\ud800"),
        "[" * 50_000,
        "9" * 300_000,
        "",
    ],
    ids=range(8),
)
def test_a_damaged_line_is_named_and_nothing_else_is_lost(tmp_path, line):
    old, notes = old_log(tmp_path / "log", [*LINES[:3], line, *LINES[4:]]), []
    with opened(old, notes) as store:
        assert store.outcomes("odd", "1").keys() == DECIDED.keys() - {"number 3"}
    assert notes[0] == f"{old}: line 5: damaged, so its case is decided again"


def test_a_damaged_row_is_named(tmp_path):
    run(tmp_path / "log")
    content = (tmp_path / "log").read_bytes()
    (tmp_path / "log").write_bytes(content.replace(b"number 7", b"bumper 7"))
    notes = []
    with opened(tmp_path / "log", notes):
        assert notes == [
            f"{tmp_path / 'log'}: damaged row of the case bumper 7: set aside, and its case is decided again"
        ]
    assert run(tmp_path / "log") == DECIDED


def test_nothing_is_taken_over_into_a_file_of_somebody_else(tmp_path):
    old = old_log(tmp_path / "log", LINES)
    (tmp_path / "log.sqlite").write_text("mine")
    with pytest.raises(LogError, match=f"{old}.sqlite: a log of undominated or a new file, got another file"):
        opened(old)
    assert (tmp_path / "log.sqlite").read_text() == "mine"


@pytest.mark.parametrize("failure", [InputError, KeyboardInterrupt])
def test_what_was_decided_before_others_failed_is_not_lost(failure):
    def answers():
        yield NUMBERS[0], {"odd": False}
        raise failure

    gathered = _gathered(answers())
    assert next(gathered) == {NUMBERS[0].name: {"odd": False}}
    with pytest.raises(failure):
        next(gathered)


def test_a_scheduler_that_ends_is_one_line():
    def result():
        raise CancelledError

    cluster = object.__new__(DaskCluster)
    cluster._dask, cluster.address = SimpleNamespace(KilledWorker=KeyError), "tcp://here"
    with pytest.raises(InputError, match="--scheduler tcp://here: a scheduler that goes on"):
        cluster._answer(SimpleNamespace(result=result))
