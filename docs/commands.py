"""The commands in pages written by hand, each in a block `console` after a `$`, and what they print.

A block that begins ```` ```python auction.py ```` is a file: the commands after it find it.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from doctest import ELLIPSIS, OutputChecker
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from proofs.commands.main import main

ROOT = Path(__file__).parents[1]
PAGES = ("README.md", *(f"docs/{page}.md" for page in (
    "curves", "elimination", "files", "five-minutes", "sweeps", "the-hedge", "tour", "why-condition-1",
    "your-own-mechanism",
)))  # fmt: skip
BLOCK = re.compile(r"(?<=```console\n)\$ (undominated|pytest) (.*)\n((?:.*\n)*?)(?=```)")
FILE = re.compile(r"```python (\S+)\n((?:.*\n)*?)```")
WIDTH = 110  # of tables


def run(arguments: str, folder: Path, program: str = "undominated") -> str:
    """What a command prints in a folder in which it finds the examples and may write its files.

    `undominated` is called in this process, since most commands take less time than the imports.
    """
    (folder / "examples").symlink_to(ROOT / "examples")
    (folder / "docs" / "pictures").mkdir(parents=True)
    settings = {"COLUMNS": str(WIDTH), "PYTHONUTF8": "1", "PYTEST_ADDOPTS": "-p no:cacheprovider"}
    settings["XDG_CACHE_HOME"] = str(folder / ".cache")  # what the audit remembers is not on a page
    call = _in_this_process if program == "undominated" else _in_another
    with chdir(folder), patch.dict(os.environ, settings):
        status, out, err = call(program, shlex.split(arguments))
    if status not in (0, 1):
        raise ValueError(f"{program} {arguments}: exit status {status}, {err}")
    return out


def _in_this_process(_program: str, arguments: list[str]) -> tuple[object, str, str]:
    out, err = StringIO(), StringIO()
    status: object = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(arguments)
        except SystemExit as end:
            status = end.code or 0
    return status, out.getvalue(), err.getvalue()


def _in_another(program: str, arguments: list[str]) -> tuple[object, str, str]:
    path = str(Path(sys.executable).parent / program)
    called = subprocess.run([path, *arguments], capture_output=True, encoding="utf-8", check=False)
    return called.returncode, called.stdout, called.stderr


def output(arguments: str, program: str = "undominated", files: Mapping[str, str] | None = None) -> str:
    """What a command prints where these files are, without the spaces at the ends of lines."""
    with TemporaryDirectory() as folder:
        for name, text in (files or {}).items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        printed = run(arguments, Path(folder), program)
    return "".join(f"{line.rstrip()}\n" for line in printed.splitlines())


def agree(expected: str, got: str) -> bool:
    """Is it the same, but for what `...` stands for and the seconds at the end of a row?"""
    want, have = (
        re.sub(r" +\d+\.\d$|(?<= in )\d+\.\d+s$", "", text, flags=re.MULTILINE) for text in (expected, got)
    )
    return OutputChecker().check_output(want, have, ELLIPSIS)


def refreshed(page: Path) -> str:
    """The page with what its commands print now; a block that agrees with that stays as it is."""
    text = page.read_text(encoding="utf-8")

    def refresh(block: re.Match[str]) -> str:
        program, arguments, said = block.groups()
        files = dict(FILE.findall(text[: block.start()]))
        got = output(arguments, program, files)
        return f"$ {program} {arguments}\n{said if agree(said, got) else got}"

    return BLOCK.sub(refresh, text)
