"""Rows side by side, each in one of several processes; what a check notes, and its row, come back.

A process is in a group of its own with those that it starts, so that Ctrl-C reaches only who shares the work
out, who then stops all of them; and it ends itself when that one is gone.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from proofs.audit.row import Expectation, Row, within
from proofs.claims.claim import Claim, Watch
from proofs.claims.jobs import jobs, set_jobs
from proofs.claims.verdict import cut_short

MOST_DIGITS = 100_000  # of an integer that is printed

# Those that take longest go first, so that none is left alone at the end. Checks that share what they look at
# follow each other in one process.
LONGEST_FIRST = (
    ("section-3.3.read.without-symmetry", "theorem-4.read.n1", "theorem-4.read.n1.one-round")
    + ("10.read.n1", "10.read.n1.uneven-ties"),
    ("theorem-4.read.n2.single-price",),
    ("theorem-6.read.engine",),
    ("10.read.n2",),
    ("theorem-6.read",),
    ("9.read",),
    ("condition-3.read",),
)


class Worker:
    """A process that checks claims, and the places of those that it has not checked yet."""

    def __init__(self, count: int) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_work, args=(theirs, count))
        self.process.start()
        theirs.close()
        self.share: list[int] = []

    def begin(self, share: list[int], claims: Sequence[Claim]) -> None:
        """Check these, one after the other."""
        self.share = share
        with suppress(OSError):  # it is gone, as will be seen when its answer is read
            self.pipe.send([claims[place] for place in share])

    def stop(self) -> None:
        """End it and all that it has started."""
        with suppress(ProcessLookupError, PermissionError):
            if (
                hasattr(os, "killpg")
                and self.process.pid
                and os.getpgid(self.process.pid) == self.process.pid
            ):
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()


def side_by_side(
    claims: Sequence[Claim], watch: Watch, expected: Callable[[Claim], Expectation]
) -> Iterator[tuple[int, Row]]:
    """Each claim's place and row, in the order in which they are found; checks are given by their names.

    A check whose process is killed, as by lack of memory, is *open*. What a check raises is raised here.
    """
    left, count = _shares(claims), jobs()
    workers: list[Worker] = []
    try:
        while left or any(worker.share for worker in workers):
            for worker in workers:
                if left and not worker.share:
                    worker.begin(left.pop(0), claims)
            while left and len(workers) < count:
                workers.append(Worker(count))
                workers[-1].begin(left.pop(0), claims)
            for worker in _who_answers(workers):
                try:
                    kind, *said = worker.pipe.recv()
                except (EOFError, OSError):
                    kind, said = "killed", []
                if kind == "note":
                    watch(said[0])
                elif kind == "raised":
                    raise said[0]
                else:
                    at = worker.share.pop(0)
                    if kind == "killed":
                        said = [
                            cut_short("the process that checked it was killed, as by lack of memory"),
                            None,
                            0,
                        ]
                        workers.remove(worker)
                        worker.stop()
                        left[:0] = [worker.share] if worker.share else []
                    finding, witness, seconds = said
                    yield at, Row(claims[at], finding, seconds, expected(claims[at]), witness=witness)
    finally:
        for worker in workers:
            worker.stop()


def _who_answers(workers: Sequence[Worker]) -> list[Worker]:
    busy = {worker.pipe: worker for worker in workers if worker.share}
    return [busy[pipe] for pipe in wait(list(busy)) if isinstance(pipe, Connection)]


def _shares(claims: Sequence[Claim]) -> list[list[int]]:
    """The places of the claims, those together that one process should check, the longest first."""
    place = {claim.id: at for at, claim in enumerate(claims)}
    first = [share for ids in LONGEST_FIRST if (share := [place[id] for id in ids if id in place])]
    taken = {at for share in first for at in share}
    return first + [[at] for at in range(len(claims)) if at not in taken]


def _work(pipe: Connection, count: int) -> None:
    """What a process does: check what it is sent, until there is nobody to send anything."""
    if hasattr(os, "setpgrp"):
        os.setpgrp()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.set_int_max_str_digits(MOST_DIGITS)
    set_jobs(count)
    with suppress(EOFError):
        while True:
            for claim in pipe.recv():
                _check(pipe, claim)


def _check(pipe: Connection, claim: Claim) -> None:
    start = time.perf_counter()
    try:
        found = claim.find(within(claim, lambda note: pipe.send(("note", note))))
    except Exception as raised:
        pipe.send(("raised", raised))
    else:
        row = Row(claim, found, time.perf_counter() - start).without_record()
        pipe.send(("found", row.finding, row.witness, row.seconds))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(1)
