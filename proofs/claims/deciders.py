"""Who decides cases: this process, or several on this machine; those of a cluster stand in `dask_cluster`."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Protocol, Self, TypeAlias, TypeVar

from proofs.claims.jobs import set_jobs
from proofs.claims.outcome_json import Outcome
from proofs.claims.worker import Worker, who_answers

Case = TypeVar("Case")


@dataclass(frozen=True)
class NotDecided:
    """In the place of an outcome: why there is none, for a reason that may not be there the next time."""

    why: str


Answer: TypeAlias = Outcome | NotDecided
Decide: TypeAlias = Callable[[Case], Answer]  # a function of a module: it is sent by its name

KILLED = NotDecided("a process that decided it was killed, as by lack of memory")


class Deciders(Protocol):
    """So many at a time, to be used in a `with`."""

    @property
    def count(self) -> int: ...

    def answers(
        self, decide: Decide[Case], chunks: Iterable[Sequence[Case]]
    ) -> Generator[tuple[Case, Answer], None, None]:
        """Each case with what is found, in the order in which it is; a chunk is asked for when it can begin.

        A case whose process is killed is not decided, and no other is lost. What `decide` raises is raised.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *raised: object) -> None: ...


class ThisProcess:
    """One after the other, here."""

    count = 1

    def answers(
        self, decide: Decide[Case], chunks: Iterable[Sequence[Case]]
    ) -> Generator[tuple[Case, Answer], None, None]:
        """Each case with what is found."""
        for chunk in chunks:
            for case in chunk:
                yield case, decide(case)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        pass


class Processes:
    """Several processes of this machine, which are started when there is something to do."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._workers: list[Worker] = []

    def answers(
        self, decide: Decide[Case], chunks: Iterable[Sequence[Case]]
    ) -> Generator[tuple[Case, Answer], None, None]:
        """Each case with what is found."""
        coming = iter(chunks)
        left: list[Sequence[Case]] = []  # what a process that was killed had not begun

        def chunk() -> Sequence[Case]:
            return left.pop() if left else next((some for some in coming if some), ())

        try:
            while True:
                idle = [worker for worker in self._workers if not worker.share]
                while (idle or len(self._workers) < self.count) and (some := chunk()):
                    worker = idle.pop() if idle else self._started()
                    worker.share = list(some)
                    worker.send((decide, worker.share))
                if not any(worker.share for worker in self._workers):
                    return
                for worker in who_answers(self._workers):
                    try:
                        raised, answer = worker.pipe.recv()
                    except (EOFError, OSError):
                        raised, answer = None, KILLED
                        self._workers.remove(worker)
                        worker.stop()
                        left += [worker.share[1:]] if worker.share[1:] else []
                    if raised is not None:
                        raise raised
                    yield worker.share.pop(0), answer
        finally:  # when it is interrupted
            for worker in [each for each in self._workers if each.share]:
                self._workers.remove(worker)
                worker.stop()

    def _started(self) -> Worker:
        self._workers.append(Worker(_work))
        return self._workers[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()


def local(count: int) -> Deciders:
    """So many processes of this machine; for one, this one."""
    return ThisProcess() if count == 1 else Processes(count)


def _work(pipe: Connection) -> None:
    set_jobs(1)
    while True:
        decide, cases = pipe.recv()
        for case in cases:
            _answer(pipe, decide, case)


def _answer(pipe: Connection, decide: Callable[[Any], Answer], case: Any) -> None:
    try:
        found = decide(case)
    except Exception as raised:
        with suppress(OSError):
            pipe.send((raised, None))
    else:
        pipe.send((None, found))
