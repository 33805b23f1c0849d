"""Findings that are remembered from run to run, each under the digest of all that it depends on.

They lie in a SQLite file in the user's cache folder, one row a digest, with a digest of the row itself.
Several processes may read and write it at once. Whatever is wrong with the file is said in a line, and then
nothing is remembered: a memory may be lost, never believed wrongly.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from proofs.audit.row import Expectation, Row
from proofs.audit.sources import Sources
from proofs.claims.claim import Claim
from proofs.claims.log_file import LogError, application_in, head_of
from proofs.claims.verdict import Finding, Verdict

NAME = "remembered.sqlite"
APPLICATION = int.from_bytes(b"undr")  # in the header of the file
TABLE = "CREATE TABLE IF NOT EXISTS finding (key TEXT PRIMARY KEY, day TEXT, content TEXT, digest TEXT)"
SETTLED = (Verdict.HELD, Verdict.PROVED, Verdict.REFUTED)  # what is open may be settled by more time
PATIENCE = 5  # seconds to wait for another process, which writes for a fraction of one
DAYS = 90  # after which a finding is forgotten


def cache_folder() -> Path | None:
    """Where the user's programs keep what they can make anew: the XDG folder, or the system's.

    None for a user without a home, as in a container that gives her a number alone.
    """
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "undominated"
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "undominated" / "Cache"
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "undominated"
    return home / ".cache" / "undominated"


def is_ci() -> bool:
    """Does this run on a server that checks changes, where nothing is taken on trust?"""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


@dataclass(frozen=True)
class Memory:
    """What was found before: read with `recall`, written with `keep`. `note` is told what is wrong."""

    path: Path
    note: Callable[[str], object]
    sources: Callable[[], Sources] = Sources
    _read: Sources = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_read", self.sources())

    def recall(self, claims: Iterable[Claim], expected: Callable[[Claim], Expectation]) -> dict[str, Row]:
        """The rows of those claims whose findings are remembered, by id."""
        keys = {self._read.digest(claim): claim for claim in claims if isinstance(claim.check, str)}
        rows: dict[str, Row] = {}
        with self._noting():
            if not self.path.exists():
                return rows
            with closing(self._open()) as file:
                for key, claim in keys.items():
                    stored = file.execute("SELECT * FROM finding WHERE key = ?", (key,)).fetchone()
                    if stored is not None:
                        rows[claim.id] = _row(claim, stored, expected(claim))
        return rows

    def keep(self, rows: Iterable[Row], today: date) -> None:
        """Remember what was found now, unless a file that it depends on has changed in the meantime."""
        settled = [
            row
            for row in rows
            if row.remembered is None and row.finding.verdict in SETTLED and isinstance(row.claim.check, str)
        ]
        now = self.sources() if settled else self._read
        new = [
            (key, today.isoformat(), _content(row))
            for row in settled
            if (key := now.digest(row.claim)) == self._read.digest(row.claim)
        ]
        if new:
            with self._noting(), closing(self._open()) as file, file:  # which commits
                file.execute("BEGIN IMMEDIATE")
                file.execute(f"PRAGMA application_id = {APPLICATION}")
                file.execute(TABLE)
                file.execute("DELETE FROM finding WHERE day < ?", ((today - timedelta(DAYS)).isoformat(),))
                file.executemany(
                    "INSERT OR REPLACE INTO finding VALUES (?, ?, ?, ?)", [(*row, _seal(*row)) for row in new]
                )

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        head = head_of(self.path)
        if head and application_in(head) != APPLICATION:
            raise ValueError("another file than a memory")
        return sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """What goes wrong with the file is one line, and ends what was to be done with it."""
        try:
            yield
        except (OSError, sqlite3.Error, LogError, ValueError, KeyError, TypeError) as wrong:
            said = " ".join(str(getattr(wrong, "strerror", None) or wrong).split())
            self.note(f"{self.path}: not used, and nothing is remembered ({said}); it may be deleted")


def _content(row: Row) -> str:
    finding, told = row.finding, row.without_record()
    document = {
        "verdict": finding.verdict.value,
        "scope": finding.scope,
        "evidence": finding.evidence,
        "cases": finding.cases,
        "witness": told.witness,
        "seconds": row.seconds,
    }
    return json.dumps(document, ensure_ascii=False)


def _seal(key: str, day: str, content: str) -> str:
    return sha256("\0".join((key, day, content)).encode()).hexdigest()


def _row(claim: Claim, stored: tuple[str, str, str, str], expectation: Expectation) -> Row:
    """The row as it was; raises `ValueError` for one that is not as it was written."""
    key, day, content, seal = stored
    if seal != _seal(key, day, content):
        raise ValueError("a damaged row")
    found = json.loads(content)
    finding = Finding(Verdict(found["verdict"]), found["scope"], found["evidence"], found["cases"])
    return Row(
        claim,
        finding,
        found["seconds"],
        expectation,
        witness=found["witness"],
        remembered=date.fromisoformat(day),
    )
