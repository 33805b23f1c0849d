"""Running through a family of cases with several processes, and going on where a killed run stopped.

The log has one JSON object per line. The first line names the family, so that a log is never continued with
other cases or another checker; every other line is one case and its outcome. A line without its newline is
what a kill left behind: it is dropped.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from gametheory.games.errors import InputError

CHUNK = 16  # cases that a process works off before it reports


class Named(Protocol):
    """Anything whose name says all about it."""

    @property
    def name(self) -> str: ...


Case = TypeVar("Case", bound=Named)
Progress = Callable[[int, int], object]  # how many cases are done, of how many


class LogError(InputError):
    """A log that belongs to another run; the message names the file."""


@dataclass(frozen=True)
class CaseLog(Generic[Case]):
    """What to do with every case, and where to write it down."""

    cases: Sequence[Case]
    decide: Callable[[Case], dict[str, object]]  # a function of a module: it is sent to other processes
    version: str  # changes whenever `decide` would give other answers
    path: Path | None = None

    def run(
        self, workers: int = 1, progress: Progress = lambda done, total: None
    ) -> dict[str, dict[str, object]]:
        """The outcome of every case by its name, reusing what the log already holds."""
        done = self._read()
        progress(len(done), len(self.cases))
        rest = [case for case in self.cases if case.name not in done]
        for outcomes in self._decided(rest, workers):
            self._append([{"case": name, "outcome": outcome} for name, outcome in outcomes.items()])
            done |= outcomes
            progress(len(done), len(self.cases))
        return {case.name: done[case.name] for case in self.cases}

    @property
    def header(self) -> dict[str, object]:
        """What the first line of the log says."""
        names = sha256("\n".join(case.name for case in self.cases).encode()).hexdigest()
        return {"cases": len(self.cases), "names": names, "version": self.version}

    def _decided(self, rest: Sequence[Case], workers: int) -> Iterable[dict[str, dict[str, object]]]:
        size = max(1, min(CHUNK, -(-len(rest) // workers)))  # few cases are shared out too
        chunks = [rest[at : at + size] for at in range(0, len(rest), size)]
        if workers == 1:
            yield from (_decide_all(self.decide, chunk) for chunk in chunks)
            return
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            waiting = [pool.submit(_decide_all, self.decide, chunk) for chunk in chunks]
            try:
                for future in as_completed(waiting):
                    yield future.result()
            finally:  # when interrupted: only what has begun is waited for
                pool.shutdown(wait=False, cancel_futures=True)

    def _read(self) -> dict[str, dict[str, object]]:
        if self.path is None:
            return {}
        text = self.path.read_text(encoding="utf-8") if self.path.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        if whole != text:
            self.path.write_text(whole, encoding="utf-8")
        if not whole:
            self._append([self.header])
            return {}
        lines = whole.splitlines()
        if json.loads(lines[0]) != self.header:
            raise LogError(f"{self.path}: a log of this run, got one of other cases or another version")
        known = {case.name for case in self.cases}
        entries = [json.loads(line) for line in islice(lines, 1, None)]
        return {entry["case"]: entry["outcome"] for entry in entries if entry["case"] in known}

    def _append(self, entries: list[dict[str, object]]) -> None:
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def _decide_all(
    decide: Callable[[Case], dict[str, object]], cases: Sequence[Case]
) -> dict[str, dict[str, object]]:
    return {case.name: decide(case) for case in cases}
