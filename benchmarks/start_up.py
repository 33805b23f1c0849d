"""What a start costs: whole processes, against an interpreter that imports click and ends."""

import subprocess
import sys
from functools import partial
from pathlib import Path

from benchmarks.suite import Case, Contestant, Suite

FIRST = str(Path(__file__).parent.parent / "examples" / "first.toml")
CALLS = {
    "--help": ["--help"],
    "--version": ["--version"],
    "a mistyped command": ["chekc"],
    "a missing argument": ["check"],
    "show examples/first.toml": ["show", FIRST],
    "check examples/first.toml": ["check", FIRST],
}


def _python(program: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False)


def _bare(arguments: list[str]) -> None:
    _python("import click", *arguments)


def _undominated(arguments: list[str]) -> None:
    _python("from undominated import main; main()", *arguments)


START_UP = Suite(
    "Start-up, in processor time",
    [Case(name, partial(list, arguments)) for name, arguments in CALLS.items()],
    [Contestant("an interpreter that imports click", _bare), Contestant("undominated", _undominated)],
    repeats=9,
    whole_processes=True,
)
