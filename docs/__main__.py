"""Writes every page of `PAGES` anew. A test compares what is there with what would be written."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from docs import api, commands, mutations, notebook, paper, pictures
from proofs.pictures import frontiers

ROOT = Path(__file__).parents[1]

# A file of the repository, and the function that makes its text. Pages with commands are written by hand, and
# only what the commands print is made.
PAGES: dict[str, Callable[[], str]] = {
    "docs/api.md": api.page,
    "docs/mutations.md": mutations.page,
    "docs/paper.md": paper.page,
    "docs/pictures/counterexample.svg": pictures.counterexample,
    "docs/pictures/even-economy.svg": pictures.even_economy,
    "docs/pictures/grouping.svg": pictures.grouping,
    "docs/pictures/order-matters.svg": pictures.order_matters,
    "docs/pictures/condition-1.svg": lambda: frontiers.condition_1_map().file(),
    "docs/pictures/hedges.svg": lambda: frontiers.hedges_map().file(),
    "docs/pictures/hedge.svg": pictures.hedge,
    **{name: partial(commands.refreshed, ROOT / name) for name in commands.PAGES},
    **{f"examples/notebooks/{page}.ipynb": partial(notebook.notebook, page) for page in notebook.PAGES},
}


def main(below: str = "") -> None:
    """Write the pages that have changed, or those of them whose names begin so, and name them."""
    for name, make in PAGES.items():
        if not name.startswith(below):
            continue
        file, text = ROOT / name, make()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(name)


if __name__ == "__main__":
    main(*sys.argv[1:2])
