"""What commands take on the command line: options that several share, and names that an option chooses from.

The names are written down here, since the tables that they are keys of are slow to load; a test compares.
"""

import os
from collections.abc import Callable
from functools import wraps
from itertools import product
from math import isnan
from pathlib import Path
from stat import S_ISREG
from typing import Any

import click

from gametheory.formats.whole_file import why_no_folder, why_unwritable
from gametheory.games.errors import InputError

TAKEN_OVER = ".sqlite"  # the end of the name of a log that an earlier version's is taken over into
SIDE_FILES = ("-journal", "-wal", "-shm")  # ends of the names of what SQLite writes beside a file
IN_USE = "undominated.files"  # in the context: the files of a call that is being made


class CallFile(click.Path):
    """A file that a call reads or writes: none is written over one that is read, or over another.

    One that cannot be written is refused before anything is done.
    """

    def __init__(self, written: bool = False, allow_dash: bool = False) -> None:
        super().__init__(path_type=Path, dir_okay=not written, allow_dash=allow_dash)
        self.written = written

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises `InputError` for a file that the call uses otherwise."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        name, option = str(value), "file" if param is None else param.opts[0]
        if not name or (self.written and name.endswith("/")):
            raise InputError(f"{option}: a file, got {name or 'an empty name'}")
        if self.written and _is_standard_output(path):
            raise InputError(f"{option}: another file than standard output or error goes to, got {path}")
        if ctx is not None and param is not None:
            files = ctx.meta.setdefault(IN_USE, [])
            used = self.used(path)
            for (other_option, other, other_written), each in product(files, used):
                if (self.written or other_written) and _are_same(each, other):
                    ours = self.written and each == path  # and not a file beside it
                    option, file = (param.opts[0], path) if ours else (other_option, other)
                    raise InputError(f"{option}: a file that the command does not use otherwise, got {file}")
            files += [(param.opts[0], each, self.written) for each in used]
        # Before hours are spent on what it is to say.
        if self.written and name != "-" and (why := why_unwritable(path)) is not None:
            raise InputError(f"{path}: cannot be written: {why}")
        return path

    def used(self, path: Path) -> list[Path]:
        """All files that the call may touch under this name."""
        return [path]


class LogFile(CallFile):
    """A log: SQLite has files of its own beside it, and that of an earlier version is taken into another."""

    def __init__(self) -> None:
        super().__init__(written=True)

    def used(self, path: Path) -> list[Path]:
        """The log, what it is taken over into, and SQLite's files beside either, where links lead."""
        logs = [Path(os.path.realpath(each)) for each in (path, path.with_name(f"{path.name}{TAKEN_OVER}"))]
        return [path, *(log.with_name(f"{log.name}{end}") for log in logs for end in ("", *SIDE_FILES))]


class CallFolder(click.Path):
    """A folder to write files to, which is made where it is missing; refused early where it cannot be."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, file_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path. Raises `InputError` for a folder that nothing can be written to."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if value == "":  # a variable that is not set, say: not this folder
            raise InputError(f"{'folder' if param is None else param.opts[0]}: a folder, got an empty name")
        if (why := why_no_folder(path)) is not None:
            raise InputError(f"{path}: cannot be written: {why}")
        return path


def _is_standard_output(path: Path) -> bool:
    """Is this the file to which a shell sends what the command prints? One would be lost within the other."""
    try:
        file = path.stat()
        return S_ISREG(file.st_mode) and any(os.path.samestat(file, os.fstat(stream)) for stream in (1, 2))
    except OSError:  # a file that is not there, or a stream that is closed
        return False


def refuse_a_file_in_use(file: Path) -> None:
    """Raise `InputError` if the call that is being made reads this file, or has its log there."""
    ctx = click.get_current_context(silent=True)
    for option, other, written in [] if ctx is None else ctx.meta.get(IN_USE, []):
        if (not written or option == "--log") and _are_same(file, other):
            raise InputError(f"{file}: is read by this command, and would be overwritten")


def _are_same(one: Path, other: Path) -> bool:
    """Two names of one file? Of a device, no: it loses nothing."""
    one, other = (Path(str(path).partition("::")[0]) for path in (one, other))  # auction.py::SecondPrice
    try:
        return one.samefile(other) and one.is_file()
    except OSError:  # one of them does not exist yet
        return os.path.realpath(one) == os.path.realpath(other)  # of a link to itself, too


FILE = CallFile()
NEW_FILE = CallFile(written=True)
LOG_FILE = LogFile()
LONGEST = 10**9  # seconds, some thirty years
FOLDER = CallFolder()

FORMS = {
    "json": "Write the rows as JSON and nothing else.",
    "csv": "Write comma-separated values and nothing else.",
    "markdown": "Write Markdown, for a page on the web.",
    "latex": "Write LaTeX, for a paper (packages booktabs, array, longtable).",
}


def written_as(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """An option for each of `FORMS` that is named; the command is told the `form`, "" for a terminal."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def told(**given: object) -> None:
            chosen = [form for form in forms if given.pop(form)]
            if len(chosen) > 1:
                raise InputError(f"--{chosen[1]}: not with --{chosen[0]}")
            command(form="".join(chosen), **given)

        with_options: Callable[..., None] = told
        for form in reversed(forms):
            with_options = click.option(f"--{form}", is_flag=True, help=FORMS[form])(with_options)
        return with_options

    return decorate


as_a_page = click.option(
    "--html",
    "page",
    type=NEW_FILE,
    metavar="FILE",
    help="Write a page for any browser to FILE too: one file, pictures included.",
)
only_items = click.option(
    "--claim",
    "items",
    multiple=True,
    metavar="ITEM",
    help='Only this item ("Theorem 1"), or the row with this id.',
)


class Seconds(click.FloatRange):
    """A time: a number in a range, not NaN, which click lets pass, and not more than a clock can wait for."""

    def __init__(self, min_open: bool = False) -> None:
        super().__init__(min=0, max=LONGEST, min_open=min_open)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number; refuses NaN."""
        seconds = super().convert(value, param, ctx)
        if isnan(seconds):
            self.fail(f"{value} is not a number of seconds.", param, ctx)
        return seconds


at_most_seconds = click.option(
    "--seconds",
    type=Seconds(min_open=True),
    metavar="N",
    help="Stop after so many seconds: what is not decided by then is open.",
)

HYPOTHESES = (
    "Condition 1",
    "D_i is a singleton",
    "full support",
    "symmetry",
    "Condition 2",
    "Condition 2 as printed",
    "(8)",
    "anonymity",
    "(15)",
    "Condition 3",
)  # of claims on an instance: of G*, then of G** and of G+
SEARCH_KINDS = ("externality", "decreasing-costs", "complements", "substitutes", "increasing-values")
