"""The commands in pages written by hand, each in a block `console` after a `$`, and what they print."""

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

from proofs.commands.command_line import cli

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/elimination.md", "docs/tour.md")
BLOCK = re.compile(r"(?<=```console\n)\$ undominated (.*)\n((?:.*\n)*?)(?=```)")
WIDTH = 110  # of tables


@contextmanager
def _somewhere() -> Iterator[None]:
    """A folder in which the examples are found, and in which a command may write its files."""
    here = Path.cwd()
    with TemporaryDirectory() as folder:
        Path(folder, "examples").symlink_to(ROOT / "examples")
        Path(folder, "docs", "pictures").mkdir(parents=True)
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(here)


def output(arguments: str) -> str:
    """What `undominated` prints, without the spaces at the ends of lines."""
    with _somewhere():
        result = CliRunner().invoke(cli, shlex.split(arguments), env={"COLUMNS": str(WIDTH)})
    if result.exit_code not in (0, 1):
        raise ValueError(f"undominated {arguments}: exit status {result.exit_code}, {result.stderr}")
    return "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines())


def agree(expected: str, got: str) -> bool:
    """Is it the same, but for what `...` stands for and the seconds at the end of a row?"""
    want, have = (re.sub(r" +\d+\.\d$", "", text, flags=re.MULTILINE) for text in (expected, got))
    return OutputChecker().check_output(want, have, ELLIPSIS)


def refreshed(page: Path) -> str:
    """The page with what its commands print now; a block that agrees with that stays as it is."""

    def refresh(block: re.Match[str]) -> str:
        got = output(block[1])
        return f"$ undominated {block[1]}\n{block[2] if agree(block[2], got) else got}"

    return BLOCK.sub(refresh, page.read_text(encoding="utf-8"))
