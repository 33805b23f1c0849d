"""Claims on a user's mechanism as a table: what a claim says, its id, the verdict and why."""

from collections.abc import Sequence

from rich.text import Text

from proofs.audit.row import Row
from proofs.claims.verdict import Verdict
from proofs.commands.reports.findings import STYLES
from proofs.commands.reports.parts import Part
from proofs.commands.reports.table import Column, Table

COLUMNS = (Column("claim, and its id", prose=2), Column("verdict"), Column("evidence, and scope", prose=3))


def properties_table(rows: Sequence[Row]) -> list[Part]:
    """Claims down; what they say with the id, the verdict, and evidence with the scope across.

    What is inapplicable stands below, by what is missing.
    """
    cells = []
    missing: dict[str, list[str]] = {}
    for row in rows:
        finding = row.finding
        if finding.verdict is Verdict.INAPPLICABLE:
            missing.setdefault(finding.evidence, []).append(row.claim.id)
            continue
        claim = Text(f"{row.claim.name}\n").append(row.claim.id, "dim")
        told = Text(finding.evidence).append(f"\n{finding.scope}" if finding.scope else "", "dim")
        cells.append((claim, Text(finding.verdict.value, STYLES[finding.verdict]), told))
    below = [f"inapplicable: {', '.join(ids)}: {why}" for why, ids in missing.items()]
    return [*([Table("", COLUMNS, cells)] if cells else []), *below]
