"""What a person sees: tables on standard output, progress on standard error, one line for bad input."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from rich.box import HORIZONTALS
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from gametheory.games.errors import InputError
from proofs.audit.row import Row
from proofs.claims.claim import Watch
from proofs.claims.verdict import Verdict

STYLES = {
    Verdict.HELD: "green",
    Verdict.PROVED: "bold green",
    Verdict.REFUTED: "bold red",
    Verdict.OPEN: "yellow",
    Verdict.UNCHECKED: "dim",
}
WIDTH_IN_A_FILE = 150  # where there is no terminal to ask
MOST_DIGITS = 100_000  # Python refuses to print integers of more than 4300 digits unless told otherwise


class BadInputError(click.ClickException):
    """Bad input: one line on standard error, exit status 2."""

    exit_code = 2


class InterruptedByUserError(click.ClickException):
    """Ctrl-C: what is known so far has been said, exit status 130."""

    exit_code = 130


@contextmanager
def refusing_bad_input() -> Iterator[None]:
    """Turn what is wrong with the user's input into one line and exit status 2."""
    try:
        yield
    except InputError as wrong:
        raise BadInputError(str(wrong)) from None


def console() -> Console:
    """Standard output."""
    out = Console(highlight=False, markup=False)
    asked = out.is_terminal or "COLUMNS" in os.environ
    return out if asked else Console(highlight=False, markup=False, width=WIDTH_IN_A_FILE)


def prepare_streams() -> None:
    """Let any number be printed, and any character even where the output's encoding lacks it."""
    sys.set_int_max_str_digits(MOST_DIGITS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


@contextmanager
def progress(steps: int) -> Iterator[tuple[Watch, Watch]]:
    """Progress on standard error: one function is told of details, the other that a step is finished.

    In a terminal a bar; elsewhere (a log of CI, say) a line for each finished step.
    """
    err = Console(stderr=True, highlight=False)
    if not err.is_terminal:
        yield (lambda _: None), (lambda note: click.echo(f"done: {note}", err=True))
        return
    columns = SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=steps)
        yield (
            (lambda note: bar.update(task, description=note)),
            (lambda _: bar.advance(task)),
        )


def findings_table(rows: Iterable[Row]) -> Table:
    """Claims down; reading, verdict, scope with evidence, and seconds across."""
    table = Table(box=HORIZONTALS, show_lines=True, expand=True)
    table.add_column("claim", ratio=3)
    table.add_column("reading", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("scope, and evidence", ratio=6)
    table.add_column("seconds", justify="right", no_wrap=True)
    for row in rows:
        finding = row.finding
        told = Text(f"{finding.scope}\n" if finding.scope else "", "dim").append(finding.evidence, "not dim")
        table.add_row(
            Text(row.claim.name),
            row.claim.reading.value,
            Text(finding.verdict.value, style=STYLES[finding.verdict]),
            told,
            f"{row.seconds:.1f}" if finding.verdict is not Verdict.UNCHECKED else "",
        )
    return table
