"""Logs of version 0.2 and before: text, with a JSON object a line. They are read, and never written.

The first line says how many cases the run had, the digest of their names and the version of the checker; each
other line is one case and its outcome. A last line without its newline is what a kill left behind.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from proofs.claims.outcome_json import Outcome, is_case, read

LONGEST = 100_000  # bytes of a line
HEADER = {"cases": int, "names": str, "version": str}
Entry: TypeAlias = tuple[str, Outcome]  # a case and its outcome


def version_in(head: bytes) -> str | None:
    """The version of the checker, if a file that begins so is such a log."""
    try:
        header = read(head.partition(b"\n")[0])
    except ValueError:
        return None
    return header["version"] if {key: type(value) for key, value in header.items()} == HEADER else None


def entries(path: Path) -> Iterator[tuple[int, Entry | None]]:
    """The number of each line after the first, and what it says: None if it is damaged."""
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(LONGEST), b""), start=1):
            if number > 1 and (line.endswith(b"\n") or len(line) == LONGEST):
                yield number, _entry(line)


def _entry(line: bytes) -> Entry | None:
    try:
        entry = read(line)
    except ValueError:
        return None
    if entry.keys() != {"case", "outcome"} or not isinstance(entry["outcome"], dict):
        return None
    return (entry["case"], entry["outcome"]) if is_case(entry["case"]) else None
