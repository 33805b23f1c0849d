"""Outcomes of cases in a SQLite file: any claim, any case, each row with a digest of all that it says.

A row is the outcome that a version of a checker found on one case of a claim. The case is named by a text
that says all about it, so that one file serves any number of families, claims and versions, and a run goes on
with whatever is there. Each transaction is whole or not there at all, whatever kills the run, and several
runs may write at once. The journal is SQLite's ordinary one, not a write-ahead log: between transactions all
is in the one file, which may be moved, and may lie in a network folder.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

from gametheory.games.errors import UndominatedError
from proofs.claims.log_file import APPLICATION, FORMAT, LONGEST, PATIENCE, LogError, look, named
from proofs.claims.outcome_json import Outcome, is_case, read, written
from proofs.claims.text_log import version_in

TABLE = (
    "CREATE TABLE outcome (claim TEXT, version TEXT, case_text TEXT, outcome TEXT, digest TEXT, "
    "PRIMARY KEY (claim, version, case_text)) WITHOUT ROWID"
)
ASIDE = "CREATE TABLE damaged (claim, version, case_text, outcome, digest)"
INSERT = "INSERT INTO {} VALUES (?, ?, ?, ?, ?)"
StoredRow: TypeAlias = tuple[str, str, str, str, str]  # claim, version, case, outcome as JSON, digest


class OutcomeDiffersError(UndominatedError):
    """Two outcomes of one case under one version; the message names the file, the case and both."""


class OutcomeStore:
    """The outcomes in a file, which is made if there is none; to be used in a `with`. Raises `LogError`.

    Rows that are no longer as they were written are moved to a table of their own; `damaged` has their cases.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damaged: list[str] = []
        if version_in(look(path)) is not None:
            raise LogError(f"{path}: a log of an earlier version, which is not written any more")
        with named(path):
            self._file = sqlite3.connect(path.absolute(), timeout=PATIENCE, isolation_level=None)
            self._file.text_factory = bytes  # what is damaged may be no text
            self._file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
        try:
            self._prepare()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def outcomes(self, claim: str, version: str, cases: Collection[str] | None = None) -> dict[str, Outcome]:
        """What is known of these cases, or of all; never from a row whose digest does not fit."""
        one_of = "" if cases is None else f" AND case_text IN ({', '.join('?' * len(cases))})"
        with named(self.path):
            rows = self._file.execute(
                f"SELECT * FROM outcome WHERE claim = ? AND version = ?{one_of}",
                (claim, version, *(cases or ())),
            ).fetchall()
        return {row[2]: read(row[3]) for row in map(_whole, rows) if row is not None}

    def put(self, claim: str, version: str, outcomes: Mapping[str, Outcome]) -> int:
        """Store outcomes, all of them or none, and say how many are new.

        Raises `OutcomeDiffersError` if another outcome of a case is there, `LogError` if there is no room.
        """
        new = 0
        with self._transaction():
            for case, outcome in outcomes.items():
                row = _row(claim, version, case, written(outcome))
                added = self._file.execute(f"{INSERT.format('outcome')} ON CONFLICT DO NOTHING", row).rowcount
                if not added:
                    stored = self.outcomes(claim, version, [case]).get(case, {})
                    if written(stored) != row[3]:
                        raise OutcomeDiffersError(f"{self.path}: {difference(case, stored, outcome)}")
                new += added
        return new

    def _prepare(self) -> None:
        """Make the tables of a new file, or look through all that is in an old one."""
        with self._transaction():
            tables = {sql for (sql,) in self._file.execute("SELECT sql FROM sqlite_master")}
            ((application,),) = self._file.execute("PRAGMA application_id")
            if not application:
                self._file.execute(f"PRAGMA application_id = {APPLICATION}")
                self._file.execute(f"PRAGMA user_version = {FORMAT}")
                self._file.execute(TABLE)
                self._file.execute(ASIDE)
            elif tables != {TABLE.encode(), ASIDE.encode()}:
                raise LogError(f"{self.path}: a log of undominated, got one with other tables")
            else:
                self._set_damaged_rows_aside()
                ((state,),) = self._file.execute("PRAGMA quick_check(1)")
                if state != b"ok":
                    raise sqlite3.DatabaseError(" ".join(state.decode(errors="replace").split()))

    def _set_damaged_rows_aside(self) -> None:
        """The table is made anew without them: where a key is damaged, it is out of order."""
        rows = self._file.execute("SELECT * FROM outcome").fetchall()
        damaged = [row for row in rows if _whole(row) is None]
        if damaged:
            self._file.execute("DROP TABLE outcome")
            self._file.execute(TABLE)
            self._file.executemany(INSERT.format("outcome"), filter(None, map(_whole, rows)))
            self._file.executemany(INSERT.format("damaged"), damaged)
        self.damaged = [_shown(row[2]) for row in damaged]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with named(self.path), self._file:  # which commits, or rolls back
            self._file.execute("BEGIN IMMEDIATE")
            yield


def difference(case: str, stored: Outcome, found: Outcome) -> str:
    """Where two outcomes of a case differ, in words.

    >>> difference("v = 0", {"read": True, "rounds": 1}, {"read": True, "rounds": 2})
    'v = 0: stored rounds = 1, found rounds = 2'
    """
    keys = [
        key for key in {**stored, **found} if written({"": stored.get(key)}) != written({"": found.get(key)})
    ]
    stored_words, found_words = (
        ", ".join(f"{key} = {outcome.get(key, 'nothing')}" for key in keys) for outcome in (stored, found)
    )
    return f"{case}: stored {stored_words}, found {found_words}"


def _row(claim: str, version: str, case: str, outcome: str) -> StoredRow:
    if not is_case(case):
        raise ValueError(f"a case is named by one line of text, got {case!r}")
    parts = (claim, version, case, outcome)
    return (*parts, sha256("\0".join(parts).encode()).hexdigest())


def _whole(row: tuple[Any, ...]) -> StoredRow | None:
    """The row as text, or None if it is not as it was written."""
    try:
        claim, version, case, outcome, _ = parts = tuple(bytes.decode(column) for column in row)
        read(outcome)
        return parts if _row(claim, version, case, outcome) == parts else None
    except (TypeError, ValueError):  # not text, not UTF-8, or no outcome
        return None


def _shown(case: object) -> str:
    text = case.decode(errors="backslashreplace") if isinstance(case, bytes) else str(case)
    return text if is_case(text) else ascii(text)
