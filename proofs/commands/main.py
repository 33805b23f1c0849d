"""The command `undominated`: where it starts, and where whatever goes wrong becomes one line."""

# A start in a blink. This file, and every file of a command, imports at its top only click, what is light in
# the standard library, and files of the house that do the same; NumPy, rich, the claims and the rest are
# imported by the function that needs them. So `--help`, `--version` and a mistyped option answer at once, and
# `show` does not wait for Theorem 6. tests/proofs/commands/test_start_up.py counts what is loaded.

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from errno import EPIPE
from importlib import import_module
from typing import Any, NoReturn

import click

from gametheory.formats.whole_file import files_of_a_call
from gametheory.games.errors import InputError, MissingLibraryError, UndecidedError, UndominatedError
from proofs.commands.terminal import InterruptedByUserError, prepare_streams, say

CLOSED = 141  # the exit status where nobody reads standard output: that of a program that SIGPIPE ends

# Each is a file here, and in it a command of the same name.
COMMANDS = (
    "audit",
    "check",
    "counterexample",
    "curve",
    "eliminate",
    "examples",
    "family",
    "new",
    "show",
    "sweep",
)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point: whatever goes wrong is one line on standard error, and the exit status says what."""
    prepare_streams()
    try:
        with files_of_a_call():
            status = cli.main(args=arguments, prog_name="undominated", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as called_without_arguments:
        called_without_arguments.show()
        sys.exit(2)
    except click.ClickException as wrong:
        _stop(wrong.format_message(), wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _stop("interrupted", 130)
    except InterruptedByUserError as known_so_far:
        _stop(str(known_so_far), 130)
    except (InputError, MissingLibraryError) as wrong:
        _stop(str(wrong), 2)
    except UndecidedError as given_up:
        _stop(str(given_up), 3)
    except UndominatedError as wrong:
        _stop(str(wrong), 1)
    except MemoryError:
        _stop("there is not enough memory for this", 3)
    except NobodyReads:
        _print_no_more()
        sys.exit(CLOSED)
    except BaseException as wrong:
        code = sys.modules.get("mechanisms.files.python")  # else no code was executed
        if code is not None and (words := code.blamed_on_a_file(wrong)) is not None:
            _stop(words, 2)
        if code is not None and isinstance(wrong, RecursionError):
            _stop("what code that was executed gives is nested too deeply to be looked at", 2)
        if isinstance(wrong, OSError):  # a full disk under standard output, say
            if wrong.filename is None:
                _print_no_more()
            _stop(f"{wrong.filename or 'output'}: {wrong.strerror}", 2)
        if isinstance(wrong, ValueError) and sys.stdout is not None and sys.stdout.closed:
            _stop("output: closed by code that was executed", 2)
        if isinstance(wrong, Exception):
            _stop_for_a_fault(wrong)
        raise
    sys.exit(status)


def _print_no_more() -> None:
    """Let what is left of the output, and flushed at the end, go nowhere."""
    with suppress(OSError, ValueError):  # there is no file behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _stop_for_a_fault(wrong: Exception) -> NoReturn:
    """For what nobody expects: never with 1, which is a verdict, and Python's own status."""
    if (library := _whose_import_fails(wrong)) is not None:
        _stop(f"{library} cannot be imported: {type(wrong).__name__}: {wrong}", 2)
    from traceback import format_exception

    say("".join(format_exception(wrong)).rstrip())
    _stop("a fault of the program itself, which decides nothing: please report the lines above", 3)


def _whose_import_fails(wrong: Exception) -> str | None:
    """The library that raised this while it was imported, as a variable of the environment may make it."""
    from traceback import walk_tb

    for frame, _ in walk_tb(wrong.__traceback__):
        package = frame.f_globals.get("__name__", "").partition(".")[0]
        if frame.f_code.co_name == "<module>" and package not in ("gametheory", "mechanisms", "proofs"):
            return str(package)
    return None


def _stop(said: str, status: int) -> NoReturn:
    say(f"undominated: {' '.join(said.split())}")
    sys.exit(status)


class NobodyReads(BaseException):
    """Standard output is a pipe whose other end is closed, as by `head -1`."""


@contextmanager
def _told_of_a_closed_pipe() -> Iterator[None]:
    """Before click and rich exit with 1, which is a verdict here."""
    try:
        yield
    except (OSError, SystemExit) as wrong:
        cause = wrong.__context__ if isinstance(wrong, SystemExit) else wrong
        if isinstance(cause, OSError) and cause.errno == EPIPE:
            raise NobodyReads from None
        raise


@contextmanager
def _told_of_code_that_would_decide() -> Iterator[None]:
    """Raise `InputError` where a user's code raises what is an exit status here, such as success."""
    try:
        yield
    except (InputError, MissingLibraryError):
        raise
    except (click.exceptions.Exit, click.ClickException, click.Abort, UndominatedError, NobodyReads) as wrong:
        code = sys.modules.get("mechanisms.files.python")  # else no code was executed
        if code is not None and (words := code.raised_in_a_file(wrong)) is not None:
            raise InputError(words) from None
        raise


class LazyGroup(click.Group):
    """Commands whose files are imported when they are asked for."""

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        """As of any group; it may print help."""
        with _told_of_a_closed_pipe():
            return super().make_context(*given, **named)

    def invoke(self, ctx: click.Context) -> Any:
        """As of any group."""
        with _told_of_code_that_would_decide(), _told_of_a_closed_pipe():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All there are, loaded or not."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command; for a name that there is not, load all, so that click can say which one was meant."""
        for name in (cmd_name,) if cmd_name in COMMANDS else COMMANDS:
            self.add_command(getattr(import_module(f"proofs.commands.{name}"), name))
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=LazyGroup,
    epilog="""\b
Examples:
  undominated audit                               check the paper's claims
  undominated examples --copy examples/           the files that are read below
  undominated show examples/first.toml            a market and its price-taking behaviour
  undominated check examples/first.toml           which claims hold on it
  undominated new mechanism Auction               auction.py, a start for a mechanism of your own
  undominated counterexample examples/theorem-3.toml
  undominated counterexample --search externality --output here/
  undominated eliminate examples/games/order-matters.nfg --orders
  undominated curve examples/sequences/even.toml  what G* costs as a market grows
  undominated sweep examples/sweeps/unit-costs.toml
""",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="undominated", message="%(prog)s %(version)s")
def cli() -> None:
    """Check game-theoretic claims exactly: every verdict comes with evidence that you can recheck.

    Exit status: 0 when everything is as expected, 1 when a verdict contradicts what is expected, 2 for bad
    input, 3 when something is open that should not be, 130 when interrupted, 141 when nobody reads what it
    writes.
    """
