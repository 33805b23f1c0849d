"""What commands take on the command line: options that several share, and names that an option chooses from.

The names are written down here, since the tables that they are keys of are slow to load; a test compares.
"""

from pathlib import Path

import click

FILE = click.Path(path_type=Path)
NEW_FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)

rows_as_json = click.option(
    "--json", "as_json", is_flag=True, help="Write the rows as JSON and nothing else."
)
only_items = click.option(
    "--claim",
    "items",
    multiple=True,
    metavar="ITEM",
    help='Only this item ("Theorem 1"), or the row with this id.',
)

at_most_seconds = click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
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
