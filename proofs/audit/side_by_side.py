"""Rows side by side, each in one of several processes; what a check notes, and its row, come back."""

import time
from collections.abc import Callable, Generator, Sequence
from multiprocessing.connection import Connection

from proofs.audit.row import Expectation, Row, within
from proofs.claims.claim import Claim, Watch
from proofs.claims.jobs import jobs, set_jobs
from proofs.claims.verdict import cut_short
from proofs.claims.worker import Worker, who_answers

# Those that take longest go first, so that none is left alone at the end. Checks that share what they look at
# follow each other in one process.
LONGEST_FIRST = (
    ("section-3.3.read.without-symmetry", "theorem-4.read.n1", "theorem-4.read.n1.one-round")
    + ("10.read.n1", "10.read.n1.uneven-ties"),
    ("theorem-4.printed.n2.pure-plan", "theorem-4.printed.n2.first-messages")
    + ("theorem-4.printed.n2.two-rounds", "theorem-4.read.n2.mixed"),
    ("theorem-4.read.n2.single-price",),
    ("theorem-6.read.engine",),
    ("10.read.n2",),
    ("theorem-6.read",),
    ("9.read",),
    ("condition-3.read",),
)


def side_by_side(
    claims: Sequence[Claim], watch: Watch, expected: Callable[[Claim], Expectation]
) -> Generator[tuple[int, Row], None, None]:
    """Each claim's place and row, in the order in which they are found; checks are given by their names.

    A check whose process is killed, as by lack of memory, is *open*. What a check raises is raised here.
    """
    left, count = _shares(claims), jobs()
    workers: list[Worker] = []

    def begin(worker: Worker) -> None:
        worker.share = left.pop(0)
        worker.send([claims[place] for place in worker.share])

    try:
        while left or any(worker.share for worker in workers):
            for worker in workers:
                if left and not worker.share:
                    begin(worker)
            while left and len(workers) < count:
                workers.append(Worker(_work, count))
                begin(workers[-1])
            for worker in who_answers(workers):
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


def _shares(claims: Sequence[Claim]) -> list[list[int]]:
    """The places of the claims, those together that one process should check, the longest first."""
    place = {claim.id: at for at, claim in enumerate(claims)}
    first = [share for ids in LONGEST_FIRST if (share := [place[id] for id in ids if id in place])]
    taken = {at for share in first for at in share}
    return first + [[at] for at in range(len(claims)) if at not in taken]


def _work(pipe: Connection, count: int) -> None:
    """What a process does: check what it is sent."""
    set_jobs(count)
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
