"""Findings as a table."""

from collections.abc import Iterable

from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from proofs.audit.row import Row
from proofs.claims.verdict import Verdict

STYLES = {
    Verdict.HELD: "green",
    Verdict.PROVED: "bold green",
    Verdict.REFUTED: "bold red",
    Verdict.OPEN: "yellow",
    Verdict.INAPPLICABLE: "dim",
    Verdict.UNCHECKED: "dim",
}


def findings_table(rows: Iterable[Row]) -> Table:
    """Claims down; reading, verdict, scope with evidence, and seconds across."""
    table = Table(box=HORIZONTALS, show_lines=True, expand=True)
    table.add_column("claim", ratio=3)
    table.add_column("reading", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("scope, and evidence", ratio=6)
    table.add_column("seconds", justify="right", no_wrap=True)
    for row in rows:
        finding = row.finding
        told = Text(f"{finding.scope}\n" if finding.scope else "", "dim").append(finding.evidence, "not dim")
        table.add_row(
            Text(row.claim.name),
            row.claim.reading.word,
            Text(finding.verdict.value, style=STYLES[finding.verdict]),
            told,
            f"{row.seconds:.1f}" if finding.verdict is not Verdict.UNCHECKED else "",
        )
    return table
