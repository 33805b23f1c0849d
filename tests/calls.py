"""Call the command line as a user does."""

from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import NamedTuple

import pytest

from proofs.commands.main import main

KEYS = [  # of a row in JSON
    "schema", "id", "item", "reading", "claim", "is_fact", "scope", "verdict", "cases", "expected", "as_expected", "file",
    "evidence", "witness", "seconds", "remembered",
]  # fmt: skip


class Called(NamedTuple):
    """The exit status, what stands on standard output, and what on standard error."""

    status: int
    out: str
    err: str


def call(*arguments: object) -> Called:
    """`undominated` with these arguments."""
    out, err = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stop, redirect_stdout(out), redirect_stderr(err):
        main([str(argument) for argument in arguments])
    return Called(int(stop.value.code or 0), out.getvalue(), err.getvalue())
