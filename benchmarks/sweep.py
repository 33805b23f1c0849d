"""How fast cases of a family are decided: by one process, and by two; starting them is in the time."""

from functools import partial
from itertools import islice

from benchmarks.suite import Case, Contestant, Suite
from proofs.claims.case_log import CaseLog
from proofs.commands.family import decide
from proofs.theorem_4.one_buyer import family


def _cases(count: int) -> list[family.Case]:
    return list(islice(family.family(), 0, 12 * count, 12))


def _decided(workers: int, cases: list[family.Case]) -> int:
    return len(CaseLog(cases, decide, "").run(workers))


THROUGHPUT = Suite(
    "Theorem 4 on members of the family, from when the first is asked for to when the last is decided",
    [Case("40 instances", partial(_cases, 40)), Case("640 instances", partial(_cases, 640))],
    [
        Contestant("one process", partial(_decided, 1)),
        Contestant("two processes", partial(_decided, 2)),
    ],
    seconds=300,
    repeats=1,
    elapsed=True,
)
