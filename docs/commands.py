"""The commands in pages written by hand, each in a block `console` after a `$`, and what they print."""

import os
import re
import shlex
import subprocess
import sys
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", "docs/elimination.md", "docs/files.md", "docs/tour.md")
BLOCK = re.compile(r"(?<=```console\n)\$ undominated (.*)\n((?:.*\n)*?)(?=```)")
WIDTH = 110  # of tables


def run(arguments: str, folder: Path) -> str:
    """What `undominated` prints in a folder in which it finds the examples and may write its files."""
    (folder / "examples").symlink_to(ROOT / "examples")
    (folder / "docs" / "pictures").mkdir(parents=True)
    called = subprocess.run(
        [Path(sys.executable).parent / "undominated", *shlex.split(arguments)],
        cwd=folder,
        env=os.environ | {"COLUMNS": str(WIDTH), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if called.returncode not in (0, 1):
        raise ValueError(f"undominated {arguments}: exit status {called.returncode}, {called.stderr}")
    return called.stdout


def output(arguments: str) -> str:
    """What `undominated` prints, without the spaces at the ends of lines."""
    with TemporaryDirectory() as folder:
        printed = run(arguments, Path(folder))
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


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
