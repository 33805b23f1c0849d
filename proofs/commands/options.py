"""What commands take on the command line: options that several share, and names that an option chooses from.

The names are written down here, since the tables that they are keys of are slow to load; a test compares.
"""

from collections.abc import Callable
from functools import wraps
from math import isnan
from pathlib import Path
from typing import Any

import click

from gametheory.games.errors import InputError

FILE = click.Path(path_type=Path)
NEW_FILE = click.Path(path_type=Path, dir_okay=False)
LONGEST = 10**9  # seconds, some thirty years
FOLDER = click.Path(path_type=Path, file_okay=False)

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
