"""The record of what the kernel accepted: statements, the axioms they rest on, and digests of the sources."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from proofs.formal.theorems import BODIES, FILES

FOLDER = Path(__file__).parent
RECORD = FOLDER / "record.toml"


@dataclass(frozen=True)
class Theorem:
    """A theorem as the kernel states it; `axioms` is empty if it is closed under the global context."""

    statement: str
    axioms: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """What was accepted, by which checker ("Coq 8.16.1"): digests by file, theorems by qualified name."""

    checker: str
    digests: Mapping[str, str]
    theorems: Mapping[str, Theorem]

    def text(self) -> str:
        """The record as `record.toml` holds it."""
        digests = "".join(f'"{name}" = "{digest}"\n' for name, digest in self.digests.items())
        theorems = "".join(
            f'\n[[theorem]]\nname = "{name}"\naxioms = {list(theorem.axioms)}\n'
            f"statement = '''\n{theorem.statement}'''\n"
            for name, theorem in self.theorems.items()
        )
        heading = f'checker = "{self.checker}"\ntheorems_sha256 = "{self.digest()}"\n'
        return f"{heading}\n[sha256]\n{digests}{theorems}"

    def digest(self) -> str:
        """Of the theorems as the kernel printed them: a line that a hand has changed is none of these."""
        printed = [[name, theorem.statement, *theorem.axioms] for name, theorem in self.theorems.items()]
        return sha256(json.dumps([self.checker, printed]).encode()).hexdigest()


def digests(folder: Path = FOLDER) -> dict[str, str]:
    """The digest of every source."""
    return {
        f"{name}.v": sha256((folder / f"{name}.v").read_bytes()).hexdigest() for name in (*BODIES, *FILES)
    }


def read_record(path: Path = RECORD) -> Record:
    """The record in a file.

    Raises `OSError`, `KeyError` or `TOMLDecodeError` where there is none, `ValueError` where it was changed.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    theorems = {row["name"]: Theorem(row["statement"], tuple(row["axioms"])) for row in content["theorem"]}
    record = Record(content["checker"], content["sha256"], theorems)
    if content["theorems_sha256"] != record.digest():
        raise ValueError(f"{path}: not as the kernel printed it")
    return record


def changes(recorded: Record, found: Record) -> Iterator[str]:
    """Every way in which what the kernel accepts now is not what the record says. Versions may differ."""
    for kind, then, now in (
        ("source", recorded.digests, found.digests),
        ("theorem", recorded.theorems, found.theorems),
    ):
        for name in {**then, **now}:
            if name not in now or name not in then:
                yield f"{kind} {name}: {'only in the record' if name in then else 'not in the record'}"
            elif then[name] != now[name]:
                yield f"{kind} {name}: not as in the record"


@cache
def accepted(path: Path = RECORD) -> Record | None:
    """The record, if it is unchanged and that of the sources as they are now; else None."""
    try:
        record = read_record(path)
        return record if record.digests == digests() else None
    except (OSError, KeyError, ValueError):
        return None
