"""Outcomes of Theorem 4 on a family of instances, counted."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from proofs.commands.reports.table import Column, Table

COLUMNS = (
    Column("breaks"),
    *(
        Column(heading, right=True)
        for heading in (
            "instances",
            "as read",
            "one round",
            "a common best demand",
            "survivor breaks (10)",
            "(10) leaves off the path",
            "(10) leaves on the path",
            "uneven tie",
        )
    ),
)


def family_table(outcomes: Sequence[dict[str, Any]]) -> Table:
    """One row for each combination of broken hypotheses."""
    groups = Counter(tuple(found["broken"]) for found in outcomes)
    rows = []
    for broken, count in sorted(groups.items(), key=lambda group: (len(group[0]), group[0])):
        members = [found for found in outcomes if tuple(found["broken"]) == broken]
        counts = (
            sum(found["read"] for found in members),
            sum(found["rounds"] <= 1 for found in members),
            sum(found["common_best"] for found in members),
            sum(not found["only_if"] for found in members),
            sum(found["off_path"] for found in members),
            sum(found["on_path"] for found in members),
            sum(found["uneven_tie"] for found in members),
        )
        rows.append([", ".join(broken) or "nothing", f"{count:,}", *(f"{number:,}" for number in counts)])
    return Table("", COLUMNS, rows)
