"""Runs Coq on the proofs: compiles every source, asks for the statement and the axioms of every theorem."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from gametheory.games.errors import MissingLibraryError, UndominatedError
from proofs.formal.record import FOLDER, Record, Theorem, changes, digests, read_record
from proofs.formal.theorems import BODIES, FILES, THEOREMS

LIBRARY = "Matsushima"
# What would let a proof through that is none.
FORBIDDEN = re.compile(
    r"\b(Admitted|admit|Axioms?|Parameters?|Conjectures?|give_up|Abort|bypass_check|Unset\s+\w+\s+Checking)\b"
)
COMMENT = re.compile(r"\(\*.*?\*\)", re.DOTALL)
CLOSED = "Closed under the global context"
REALS = ("ClassicalDedekindReals.", "FunctionalExtensionality.")  # the standard library's real numbers


class ProofError(UndominatedError):
    """A source that the kernel does not accept, or a theorem that is not what it should be; says which."""


def find_coq() -> str:
    """The path of `coqc`; raises `MissingLibraryError` where there is none."""
    path = shutil.which("coqc")
    if path is None:
        raise MissingLibraryError("Coq: there is no coqc here (Debian's package coq; make prove INSTALL=yes)")
    return path


def run_kernel(
    folder: Path = FOLDER,
    watch: Callable[[str], None] = lambda _: None,
    ask: Callable[[Path], object] = lambda _: None,
) -> Record:
    """The record of what Coq accepts now, compiled afresh in an empty folder; `ask` may use what is there.

    Raises `ProofError` for what it does not accept, for a way round a proof in a source, and for a theorem
    that rests on an axiom other than those of the real numbers; `MissingLibraryError` without Coq.
    """
    coqc = find_coq()
    known = set(map(str, (*BODIES, *FILES)))
    if extra := sorted(path.name for path in folder.glob("*.v") if path.stem not in known):
        raise ProofError(f"{extra[0]}: not in the list of files")
    for name in (*BODIES, *FILES):
        refuse_shortcuts(name, (folder / f"{name}.v").read_text(encoding="utf-8"))
    with TemporaryDirectory() as place:
        away = Path(place)
        _compile_all(coqc, folder, away, watch)
        compiled = digests(away)
        watch("statements")
        theorems = dict(_statements(coqc, away))
        ask(away)
    return Record(f"Coq {_version(coqc)}", compiled, theorems)


def require_record(watch: Callable[[str], None]) -> None:
    """Raises `ProofError` if what Coq accepts now is not what the record says."""
    if wrong := next(changes(read_record(), run_kernel(watch=watch)), None):
        raise ProofError(f"proofs/formal: {wrong}")


def recheck_objects(folder: Path = FOLDER) -> str:
    """What `coqchk`, which reads compiled files and trusts no tactic, says in the end."""
    with TemporaryDirectory() as place:
        away = Path(place)
        _compile_all(find_coq(), folder, away, lambda _: None)
        modules = [f"{LIBRARY}.{name}" for name in FILES]
        run = subprocess.run(
            ["coqchk", "-silent", "-o", "-R", ".", LIBRARY, *modules],
            cwd=away,
            capture_output=True,
            text=True,
            check=False,
        )
    if run.returncode:
        raise ProofError(f"coqchk: {' '.join((run.stderr or run.stdout).split())}")
    return f"coqchk: {len(modules)} files accepted"


def _compile_all(coqc: str, folder: Path, away: Path, watch: Callable[[str], None]) -> None:
    for name in (*BODIES, *FILES):
        shutil.copy(folder / f"{name}.v", away)
    for name in FILES:
        watch(f"{name}.v")
        compile_file(coqc, away, name)


def compile_file(coqc: str, folder: Path, name: str) -> str:
    """Compile one file and return what it prints; raises `ProofError` with Coq's own words."""
    run = subprocess.run(
        [coqc, "-q", "-w", "none", "-R", ".", LIBRARY, f"{name}.v"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise ProofError(f"{name}.v: {' '.join((run.stderr or run.stdout).split())}")
    return run.stdout


def refuse_shortcuts(name: str, text: str) -> None:
    """Raises `ProofError` if a source says that something is true without a proof."""
    plain = COMMENT.sub(lambda found: "\n" * found.group().count("\n"), text)
    for number, line in enumerate(plain.splitlines(), 1):
        if found := FORBIDDEN.search(line):
            raise ProofError(f"{name}.v, line {number}: no {found.group()} in a proof")


def _statements(coqc: str, folder: Path) -> Iterator[tuple[str, Theorem]]:
    """Each theorem as Coq prints it, in a file of its own: what a tactic has added would be seen."""
    for file, names in THEOREMS.items():
        marks = [f'Check "{name}"%string. Check @{name}. Print Assumptions {name}.' for name in names]
        head = f"From Coq Require Import String. From {LIBRARY} Require Import {file}.\n"
        (folder / "Statements.v").write_text(head + "\n".join(marks), encoding="utf-8")
        printed = re.split(
            r'^"(\w+)"%string\s*: string\n', compile_file(coqc, folder, "Statements"), flags=re.MULTILINE
        )
        if printed[1::2] != list(names):
            raise ProofError(f"{file}.v: statements of {', '.join(names)}, got {', '.join(printed[1::2])}")
        for name, text in zip(names, printed[2::2], strict=True):
            yield f"{file}.{name}", _theorem(f"{file}.{name}", text)


def _theorem(name: str, text: str) -> Theorem:
    """A statement and its assumptions out of Coq's answer."""
    if CLOSED in text:
        return Theorem(_tidy(text.partition(CLOSED)[0]), ())
    statement, _, assumptions = text.partition("Axioms:\n")
    axioms = tuple(re.findall(r"^(\S+)", assumptions, flags=re.MULTILINE))
    if not axioms or not all(axiom.startswith(REALS) for axiom in axioms):
        raise ProofError(
            f"{name}: no axioms but those of the real numbers, got {' '.join(assumptions.split())}"
        )
    return Theorem(_tidy(statement), axioms)


def _tidy(statement: str) -> str:
    """The statement without the name that `Check` repeats."""
    return re.sub(r"^\S+\n\s+: ", "", statement).rstrip()


def _version(coqc: str) -> str:
    found = re.search(
        r"version (\S+)", subprocess.run([coqc, "--version"], capture_output=True, text=True).stdout
    )
    return found.group(1) if found else "of unknown version"
