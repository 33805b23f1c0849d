"""The certificates that travel with the sources, and the checker of each."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

from gametheory.games.errors import UndominatedError
from proofs.certificates import checker, checker_frontier, checker_theorem_4

FOLDER = Path(__file__).parent
SIZES = [(1, 1, 1, 1), (1, 1, 2, 1), (1, 1, 1, 2), (1, 1, 2, 2), (2, 1, 1, 1)]  # n, k, l, T
BY_CELLS = [(1, 1, 1), (1, 2, 1), (1, 1, 2), (1, 2, 2), (2, 1, 1)]  # k, l, T


class UnacceptedError(UndominatedError):
    """A certificate that its checker rejects, and why."""


def _statements() -> Iterator[tuple[str, Any, dict[str, Any]]]:
    for (claim, name), (n, k, l, T) in product(
        [("Theorem 1", "theorem-1"), ("sharp form", "sharp-form")], SIZES
    ):
        at = {"claim": claim, "by": "listing", "n": n, "k": k, "l": l, "T": T}
        yield f"{name}-n{n}-k{k}-l{l}-T{T}", checker, at
    for k, l, T in BY_CELLS:
        at = {"claim": "Theorem 1", "by": "cells", "n": "all", "k": k, "l": l, "T": T}
        yield f"theorem-1-k{k}-l{l}-T{T}", checker, at
    yield "theorem-4", checker_theorem_4, {"claim": "Theorem 4 as read"}
    yield "frontier", checker_frontier, {"claim": "frontier"}


STATEMENTS: Mapping[str, tuple[Any, dict[str, Any]]] = {
    name: (module, statement) for name, module, statement in _statements()
}


def certificate_path(name: str) -> Path:
    """Where the file is."""
    return FOLDER / f"{name}.json"


def write_certificate(name: str) -> None:
    """Find the answers and write the file: one run of the program on a line."""
    from proofs.certificates.finder import find_runs

    module, statement = STATEMENTS[name]
    _, programs = module.claims(**statement)
    runs = {case: find_runs(program) for case, program in programs.items()}
    lists = ",\n".join(
        f"{json.dumps(case)}: [\n"
        + ",\n".join(json.dumps(run, separators=(",", ":")) for run in each)
        + "\n]"
        for case, each in runs.items()
    )
    text = f'{{"statement": {json.dumps(statement)},\n"runs": {{\n{lists}\n}}}}\n'
    certificate_path(name).write_text(text, encoding="utf-8")


def accepted(name: str) -> str:
    """What the checker says that the file proves, which has to be the statement listed here.

    Raises `UnacceptedError`.
    """
    module, statement = STATEMENTS[name]
    try:
        text = certificate_path(name).read_text(encoding="utf-8")
        if json.loads(text)["statement"] != statement:
            raise UnacceptedError(f"{name}.json: it states {json.loads(text)['statement']}, not {statement}")
        return str(module.prove(text))
    except (OSError, ValueError, module.Rejected) as wrong:
        raise UnacceptedError(f"{name}.json: {wrong}") from wrong


def regions_of(sentence: str) -> int:
    """In how many regions the claim was tested, as a checker says."""
    return int(sentence.partition("tested in ")[2].partition(" ")[0].replace(",", ""))


def run_checker(name: str) -> subprocess.CompletedProcess[str]:
    """`python checker.py FILE`, isolated from this project and everything installed."""
    module, _ = STATEMENTS[name]
    command = [sys.executable, "-I", "-S", module.__file__, str(certificate_path(name))]
    return subprocess.run(command, capture_output=True, text=True, check=False)
