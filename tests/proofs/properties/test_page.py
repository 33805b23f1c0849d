"""The reference page names every claim and every attribute, and no other."""

import re
from pathlib import Path

from mechanisms.general.mechanism import Mechanism
from proofs.properties.register import IDS

PAGE = (Path(__file__).parents[3] / "docs" / "mechanisms.md").read_text(encoding="utf-8")


def first_cells(heading):
    table = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`([\w-]+)", cell)]


def test_every_claim_is_on_the_page_in_order():
    assert sorted(first_cells("Claims")) == sorted(IDS)


def test_every_attribute_is_on_the_page():
    public = {name for name in (*vars(Mechanism), *Mechanism.__annotations__) if not name.startswith("_")}
    assert set(first_cells("What you write")) == public - {"variants", "interdependent"}
