"""Rows side by side: the same rows as one by one, whatever happens to a process."""

import os
import signal
from itertools import count

import pytest

from proofs.audit import side_by_side as module
from proofs.audit.register import CLAIMS
from proofs.audit.row import Expectation
from proofs.audit.side_by_side import LONGEST_FIRST, side_by_side
from proofs.claims.claim import Claim, unwatched
from proofs.claims.jobs import jobs, set_jobs
from proofs.claims.verdict import Reading, Verdict, held
from proofs.claims.worker import Worker
from proofs.commands.checking import run_claims
from proofs.commands.time_limit import TimeLimit

SHORT = ["section-2.2.printed.groups", "4.printed", "theorem-2.printed", "section-3.2.printed.weights", "15.printed"]  # fmt: skip


@pytest.fixture(autouse=True)
def _two_processes():
    set_jobs(2)
    yield
    set_jobs(1)


def check_for_ever(watch):
    watch("a case")
    for _ in count():
        pass


def check_and_die(watch):
    os.kill(os.getpid(), signal.SIGKILL)


def check_wrongly(watch):
    raise ZeroDivisionError("in a check")


def check_quickly(watch):
    watch(str(jobs()))
    return held(1, "here", "yes")


def claim(check):
    """With a check of this file, which another process imports: a function is sent by its name."""
    return Claim(check.__name__.replace("_", "-"), "(9)", check.__name__, Reading.READ, check)


def expected(_):
    return Expectation()


def comparable(rows):
    documents = [row.document() for row in rows]
    return [{**document, "seconds": 0} for document in documents]


def test_the_rows_are_those_of_one_by_one_in_order():
    claims = [claim for claim in CLAIMS if claim.id in SHORT]
    told = []
    beside = dict(side_by_side(claims, told.append, expected))
    alone, _ = run_claims(claims, expected, TimeLimit(None))
    assert comparable(beside[at] for at in range(len(claims))) == comparable(alone)
    assert any(note.startswith("(15): ") for note in told)


def test_a_process_that_is_killed_leaves_one_row_open():
    found = dict(side_by_side([claim(check_and_die), claim(check_quickly)], unwatched, expected))
    assert [found[at].finding.verdict for at in (0, 1)] == [Verdict.OPEN, Verdict.HELD]
    assert "was killed" in found[0].finding.evidence
    assert found[0].finding.cut_short


def test_what_a_check_raises_is_raised_here():
    with pytest.raises(ZeroDivisionError, match="in a check"):
        list(side_by_side([claim(check_wrongly)], unwatched, expected))


@pytest.mark.parametrize("why", ["time", "key"])
def test_when_it_is_stopped_rows_are_kept_and_processes_end(monkeypatch, why):
    processes = []

    class Watched(module.Worker):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            processes.append(self.process.pid)

    monkeypatch.setattr(module, "Worker", Watched)
    limit = TimeLimit(None)

    def rows_of(claims, watch, wanted):
        for found in side_by_side(claims, watch, wanted):
            yield found
            if why == "time":
                limit.is_up = True  # as the limit does
            raise KeyboardInterrupt

    claims = [claim(check_for_ever), claim(check_quickly)]
    rows, stopped = run_claims(claims, expected, limit, rows_of)
    assert [row.finding.verdict for row in rows] == [Verdict.OPEN, Verdict.HELD]
    assert stopped == (why == "key")
    assert len(processes) == 2
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_longest_rows_are_registered():
    ids = {claim.id for claim in CLAIMS}
    assert {id for share in LONGEST_FIRST for id in share} <= ids


def test_an_interrupt_does_not_end_a_process_that_is_only_starting():
    worker = Worker(module._work, 1)
    os.kill(worker.process.pid, signal.SIGINT)  # long before it has imported what it is to do
    worker.share = [0]
    worker.send([claim(check_quickly)])
    assert [worker.pipe.recv()[0] for _ in range(2)] == ["note", "found"]
    worker.stop()
