"""Running through a family of cases with several processes, and going on where a killed run stopped.

Outcomes may be kept in a store. Runs at the same time share the work: each takes the cases in an order of its
own, and leaves out what it finds there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Generic, Protocol, TypeVar

from more_itertools import chunked

from gametheory.games.errors import UndecidedError
from proofs.claims.log_file import LogError, look
from proofs.claims.outcome_json import Outcome, written
from proofs.claims.outcome_store import OutcomeStore, difference
from proofs.claims.text_log import Entry, entries, version_in

CHUNK = 16  # cases that a process works off before it reports


class Named(Protocol):
    """Anything whose name says all about it."""

    @property
    def name(self) -> str: ...


Case = TypeVar("Case", bound=Named)
Progress = Callable[[int, int], object]  # how many cases are done, of how many


@dataclass(frozen=True)
class CaseLog(Generic[Case]):
    """What to do with every case, and where outcomes are kept."""

    cases: Sequence[Case]
    decide: Callable[[Case], Outcome]  # a function of a module: it is sent to other processes
    version: str  # changes whenever `decide` would give other answers
    claim: str = ""  # the id of what is decided
    accepts: Callable[[Outcome], bool] = lambda outcome: True  # can this be an outcome of `decide`?
    store: OutcomeStore | None = None

    def run(self, workers: int = 1, progress: Progress = lambda done, total: None) -> dict[str, Outcome]:
        """The outcome of every case by its name, reusing what the store already holds."""
        done = self._stored(self.cases)
        progress(len(done), len(self.cases))
        chunks = self._chunks([case for case in self.cases if case.name not in done], workers)
        if self.store is not None:
            Random().shuffle(chunks)

        def undecided() -> Iterator[Sequence[Case]]:
            for chunk in chunks:
                done.update(self._stored(chunk))  # by another run, in the meantime
                yield [case for case in chunk if case.name not in done]

        for outcomes in self._decided(undecided(), workers):
            if self.store is not None:
                self.store.put(self.claim, self.version, outcomes)
            done.update(outcomes)
            progress(len(done), len(self.cases))
        return {case.name: done[case.name] for case in self.cases}

    def recheck(self, count: int, workers: int = 1) -> tuple[int, list[str]]:
        """Decide some of the stored cases anew, drawn at random: how many, and where an outcome differs."""
        stored = self._stored(self.cases)
        known = [case for case in self.cases if case.name in stored]
        drawn = Random().sample(known, min(count, len(known)))
        differing = [
            difference(name, stored[name], outcome)
            for outcomes in self._decided(self._chunks(drawn, workers), workers)
            for name, outcome in outcomes.items()
            if written(outcome) != written(stored[name])
        ]
        return len(drawn), differing

    def _stored(self, cases: Sequence[Case]) -> dict[str, Outcome]:
        if self.store is None:
            return {}
        names = {case.name for case in cases}
        found = self.store.outcomes(self.claim, self.version, None if cases is self.cases else names)
        return {name: outcome for name, outcome in found.items() if name in names and self.accepts(outcome)}

    def _chunks(self, cases: Sequence[Case], workers: int) -> list[Sequence[Case]]:
        size = max(1, min(CHUNK, -(-len(cases) // workers)))  # few cases are shared out too
        return [cases[at : at + size] for at in range(0, len(cases), size)]

    def _decided(self, chunks: Iterable[Sequence[Case]], workers: int) -> Iterator[dict[str, Outcome]]:
        if workers == 1:
            yield from (_decide_all(self.decide, chunk) for chunk in chunks)
            return
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            waiting: set[Future[dict[str, Outcome]]] = set()
            try:
                for chunk in chunks:
                    waiting.add(pool.submit(_decide_all, self.decide, chunk))
                    if len(waiting) == 2 * workers:
                        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                        yield from (future.result() for future in done)
                yield from (future.result() for future in waiting)
            except BrokenProcessPool:
                raise UndecidedError(
                    "a process that decided cases was killed, as by lack of memory"
                ) from None
            finally:  # when interrupted: only what has begun is waited for
                pool.shutdown(wait=False, cancel_futures=True)


def _decide_all(decide: Callable[[Case], Outcome], cases: Sequence[Case]) -> dict[str, Outcome]:
    return {case.name: decide(case) for case in cases}


def open_log(
    path: Path, claim: str, accepts: Callable[[Outcome], bool], note: Callable[[str], object]
) -> OutcomeStore:
    """The store in a file; for a log of an earlier version, one beside it that takes over its outcomes.

    `note` is told of what was taken over and of what is damaged. Raises `LogError`.
    """
    version = version_in(look(path))
    store = OutcomeStore(path if version is None else path.with_name(f"{path.name}.sqlite"))
    for case in store.damaged:
        note(f"{store.path}: damaged row of the case {case}: set aside, and its case is decided again")
    if version is not None:
        new = 0
        for some in chunked(_accepted(path, accepts, note), 1000):
            new += store.put(claim, version, dict(some))
        note(f"{path}: a log of an earlier version, left as it is; {store.path} takes over {new:,} outcomes")
    return store


def _accepted(
    path: Path, accepts: Callable[[Outcome], bool], note: Callable[[str], object]
) -> Iterator[Entry]:
    try:
        for number, entry in entries(path):
            if entry is not None and accepts(entry[1]):
                yield entry
            else:
                note(f"{path}: line {number}: damaged, so its case is decided again")
    except OSError as wrong:
        raise LogError(f"{path}: cannot be read: {wrong.strerror}") from None
