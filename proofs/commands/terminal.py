"""Standard output and standard error: tables and JSON on the one, progress on the other."""

import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import click

from gametheory.games.errors import UndominatedError
from gametheory.games.visible_lines import visible_lines

if TYPE_CHECKING:
    from rich.console import Console

    from proofs.claims.claim import Watch
    from proofs.commands.reports.parts import Part

NARROWEST = 60  # what is narrower breaks lines itself, and loses nothing
WIDTH_IN_A_FILE = 150  # where there is no terminal to ask
LONGEST_WORD, LONGEST_LINE = 300, 4000  # on standard error; a path may be that long
MOST_DIGITS = 100_000  # Python refuses to print integers of more than 4300 digits unless told otherwise


class InterruptedByUserError(UndominatedError):
    """Ctrl-C; the message says what is known so far."""


def prepare_streams() -> None:
    """Let any number be printed, and any character even where the output's encoding lacks it."""
    sys.set_int_max_str_digits(MOST_DIGITS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # two labels stay two
    out = sys.stdout if sys.stdout is sys.__stdout__ else None  # else a caller's own
    if isinstance(out, io.TextIOWrapper) and isinstance(raw := out.buffer, io.RawIOBase):
        # PYTHONUNBUFFERED: a write to a disk that is nearly full is cut, and nobody is told.
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(raw),
            encoding=out.encoding,
            errors="backslashreplace",
            line_buffering=raw.isatty(),
        )


def console() -> "Console":
    """Standard output, for tables: as wide as the terminal."""
    from rich.console import Console

    from proofs.commands.reports.trailing_blanks import NoTrailingBlanks
    from proofs.commands.reports.visible_text import OnlyVisibleText

    environment = _environment()
    out = Console(highlight=False, markup=False, emoji=False, _environ=environment)
    if not out.is_terminal and "COLUMNS" not in environment:
        out.width = WIDTH_IN_A_FILE
    out.width = max(out.width, NARROWEST)
    out.push_render_hook(OnlyVisibleText())
    out.push_render_hook(NoTrailingBlanks())
    return out


def _environment() -> dict[str, str]:
    """That for rich, which takes 0 for a width, and fails on what only looks like a digit."""
    sizes = ("COLUMNS", "LINES")
    return {
        key: value
        for key, value in os.environ.items()
        if key not in sizes or (value.isdecimal() and int(value[:9]) > 0)
    }


def write(parts: "Sequence[Part]", form: str, more: bool = False) -> None:
    """A report on standard output, in one of `options.FORMS`, or for a terminal, perhaps not the last one."""
    from proofs.commands.reports.parts import Title, as_latex, as_markdown

    if form:
        click.echo(visible_lines({"markdown": as_markdown, "latex": as_latex}[form](parts)))
        if more:
            click.echo()
        return
    from rich.text import Text

    out = console()
    for part in parts:
        out.print(Text(part, "bold") if isinstance(part, Title) else part)


def console_of_lines(stderr: bool = False) -> "Console":
    """Standard output or error, for lines with markup that the terminal breaks where it has to."""
    from rich.console import Console

    from proofs.commands.reports.visible_text import OnlyVisibleText

    out = Console(stderr=stderr, highlight=False, soft_wrap=True, _environ=_environment())
    out.push_render_hook(OnlyVisibleText())
    return out


def say(words: str) -> None:
    """A line on standard error, escapes in the place of what cannot be seen; what is endless is shortened.

    What nobody can hear, for standard error is closed or full, changes nothing in what is found.
    """
    with suppress(OSError, ValueError):  # full, or closed by code that was executed
        click.echo("\n".join(map(_shortened, visible_lines(words).split("\n"))), err=True)


def _shortened(line: str) -> str:
    """The line, with the length of each word that is too long in the place of its middle."""
    words = [_without_middle(word, LONGEST_WORD) for word in line.split(" ")]
    return _without_middle(" ".join(words), LONGEST_LINE)


def _without_middle(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return f"{text[: longest // 2]}...({len(text):,} characters)...{text[-longest // 8 :]}"


def print_json(document: object) -> None:
    """A document on standard output, as JSON."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    click.echo("".join(c if _can_be_shown(c) else json.dumps(c)[1:-1] for c in text))


def _can_be_shown(character: str) -> bool:
    """On standard output, as it is: an escape of another kind than JSON's is no JSON."""
    if character.isascii():
        return character.isprintable() or character == "\n"
    try:
        character.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return character.isprintable()


@contextmanager
def progress(steps: int) -> Iterator[tuple["Watch", "Watch"]]:
    """Progress on standard error: one function is told of details, the other that a step is finished.

    In a terminal a bar; elsewhere (a log of CI, say) a line for each finished step.
    """
    from rich.console import Console

    err = Console(stderr=True, highlight=False, _environ=_environment())
    if not err.is_terminal:
        last = ""

        def say_once(note: str) -> None:
            nonlocal last
            if note != last:  # several steps at once are one line
                say(f"done: {note}")
            last = note

        yield (lambda _: None), say_once
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("", total=steps)
        yield (
            (lambda note: bar.update(task, description=note)),
            (lambda _: bar.advance(task)),
        )


@contextmanager
def progress_of_many(noun: str, steps: int = 20) -> Iterator[tuple["Watch", Callable[[int, int], None]]]:
    """Progress through so many that only some are worth a line; it is told how many of how many are done."""
    with progress(steps) as (watch, done):
        reached = 0

        def advance(count: int, total: int) -> None:
            nonlocal reached
            watch(f"{count:,} of {total:,} {noun}")
            while reached < steps * count // total:
                reached += 1
                done(f"{count:,} of {total:,}")

        yield watch, advance
