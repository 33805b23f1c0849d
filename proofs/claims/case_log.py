"""Running through a family of cases with several processes, and going on where a killed run stopped.

Outcomes may be kept in a store. Runs at the same time share the work: each takes the cases in an order of its
own, and leaves out what it finds there.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Generic, Protocol, TypeVar

from more_itertools import chunked

from gametheory.games.errors import InputError, UndecidedError
from proofs.claims.deciders import Answer, Deciders, NotDecided, local
from proofs.claims.log_file import LogError, look
from proofs.claims.outcome_json import Outcome, written
from proofs.claims.outcome_store import OutcomeStore, difference
from proofs.claims.scopes import number_of
from proofs.claims.text_log import Entry, entries, version_in

CHUNK = 16  # cases that are given to a process at a time, and that are stored together
SHARES = 4  # that everybody has of what there is to do, at least: some take longer than others
LONGEST = 10**9  # nanoseconds until an outcome is stored


class Named(Protocol):
    """Anything whose name says all about it."""

    @property
    def name(self) -> str: ...


Case = TypeVar("Case", bound=Named)
Progress = Callable[[int, int], object]  # how many cases are done, of how many


@dataclass(frozen=True)
class Run:
    """The outcomes by the names of cases, and for those that have none, why."""

    outcomes: Mapping[str, Outcome]
    not_decided: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseLog(Generic[Case]):
    """What to do with every case, and where outcomes are kept."""

    cases: Sequence[Case]
    decide: Callable[[Case], Answer]  # a function of a module: it is sent to other processes
    version: str  # changes whenever `decide` would give other answers
    claim: str = ""  # the id of what is decided
    accepts: Callable[[Outcome], bool] = lambda outcome: True  # can this be an outcome of `decide`?
    store: OutcomeStore | None = None

    def run(self, workers: int = 1, progress: Progress = lambda done, total: None) -> dict[str, Outcome]:
        """The outcome of every case by its name, reusing what the store already holds.

        Raises `UndecidedError`, in the end, where a case has none.
        """
        with local(workers) as deciders:
            run = self.run_by(deciders, progress)
        if run.not_decided:
            (name, why), *more = run.not_decided.items()
            others = f", and {len(more):,} more" if more else ""
            raise UndecidedError(f"{name}: {why}{others}")
        return dict(run.outcomes)

    def run_by(self, deciders: Deciders, progress: Progress = lambda done, total: None) -> Run:
        """The same, by whoever decides cases, and with what was not decided."""
        done = self._stored(self.cases)
        not_decided: dict[str, str] = {}
        progress(len(done), len(self.cases))
        chunks = self._chunks([case for case in self.cases if case.name not in done], deciders)
        if self.store is not None:
            Random().shuffle(chunks)

        def undecided() -> Iterator[Sequence[Case]]:
            for chunk in chunks:
                done.update(self._stored(chunk))  # by another run, in the meantime
                yield [case for case in chunk if case.name not in done]

        with closing(deciders.answers(self.decide, undecided())) as answers:
            for some in _gathered(answers):
                outcomes = {name: found for name, found in some.items() if not isinstance(found, NotDecided)}
                if self.store is not None and outcomes:
                    self.store.put(self.claim, self.version, outcomes)
                done.update(outcomes)
                not_decided |= {
                    name: found.why for name, found in some.items() if isinstance(found, NotDecided)
                }
                progress(len(done) + len(not_decided), len(self.cases))
        return Run({case.name: done[case.name] for case in self.cases if case.name in done}, not_decided)

    def recheck(self, count: int, workers: int = 1) -> tuple[int, list[str]]:
        """Decide some of the stored cases anew, drawn at random: how many, and where an outcome differs.

        Raises `UndecidedError` where one cannot be decided.
        """
        stored = self._stored(self.cases)
        known = [case for case in self.cases if case.name in stored]
        drawn = Random().sample(known, min(count, len(known)))
        anew = CaseLog(drawn, self.decide, self.version).run(workers)
        differing = [
            difference(name, stored[name], outcome)
            for name, outcome in anew.items()
            if written(outcome) != written(stored[name])
        ]
        return len(drawn), differing

    def _stored(self, cases: Sequence[Case]) -> dict[str, Outcome]:
        if self.store is None:
            return {}
        names = {case.name for case in cases}
        found = self.store.outcomes(self.claim, self.version, None if cases is self.cases else names)
        return {name: outcome for name, outcome in found.items() if name in names and self.accepts(outcome)}

    def _chunks(self, cases: Sequence[Case], deciders: Deciders) -> list[Sequence[Case]]:
        size = max(1, min(CHUNK, len(cases) // (SHARES * deciders.count)))
        return [cases[at : at + size] for at in range(0, len(cases), size)]


def _gathered(answers: Iterator[tuple[Case, Answer]]) -> Iterator[dict[str, Answer]]:
    """The answers by names of cases, so many at a time; none waits for long, or is lost when others fail."""
    some: dict[str, Answer] = {}
    since = time.monotonic_ns()
    try:
        for case, answer in answers:
            some[case.name] = answer
            if len(some) >= CHUNK or time.monotonic_ns() - since > LONGEST:
                yield some
                some, since = {}, time.monotonic_ns()
    except (InputError, KeyboardInterrupt):
        yield some
        raise
    if some:
        yield some


def open_log(
    path: Path, claim: str, accepts: Callable[[Outcome], bool], note: Callable[[str], object]
) -> OutcomeStore:
    """The store in a file; for a log of an earlier version, one beside it that takes over its outcomes.

    They stay outcomes of that version. `note` is told of what was taken over and of what is damaged. Raises
    `LogError`.
    """
    version = version_in(look(path))
    store = OutcomeStore(path if version is None else path.with_name(f"{path.name}.sqlite"))
    for case in store.damaged:
        note(f"{store.path}: damaged row of the case {case}: set aside, and its case is decided again")
    if version is not None:
        new = 0
        for some in chunked(_accepted(path, accepts, note), 1000):
            new += store.put(claim, version, dict(some))
        taken = f"{store.path} takes over {number_of(new, 'outcome')}, which count for that version alone"
        note(f"{path}: a log of an earlier version, left as it is; {taken}")
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
