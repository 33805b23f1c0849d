"""Findings as a table."""

from collections.abc import Iterable

from rich.text import Text

from proofs.audit.row import Row
from proofs.claims.verdict import Verdict
from proofs.commands.reports.table import Column, Table

STYLES = {
    Verdict.HELD: "green",
    Verdict.PROVED: "bold green",
    Verdict.REFUTED: "bold red",
    Verdict.OPEN: "yellow",
    Verdict.INAPPLICABLE: "dim",
    Verdict.UNCHECKED: "dim",
}
COLUMNS = (
    Column("claim", prose=1),
    Column("reading"),
    Column("verdict"),
    Column("scope, and evidence", prose=2),
    Column("seconds", right=True),
)


def findings_table(rows: Iterable[Row]) -> Table:
    """Claims down; reading, verdict, scope with evidence, and seconds across."""
    return Table("", COLUMNS, [_cells(row) for row in rows])


def _cells(row: Row) -> tuple[str | Text, ...]:
    finding = row.finding
    told = Text(f"{finding.scope}\n" if finding.scope else "", "dim").append(finding.evidence, "not dim")
    seconds = f"{row.seconds:.1f}" if finding.verdict is not Verdict.UNCHECKED else ""
    if row.remembered is not None:
        seconds = f"from memory, {row.remembered.day} {row.remembered:%b}"
    verdict = Text(finding.verdict.value, STYLES[finding.verdict])
    return row.claim.name, row.claim.reading.word, verdict, told, seconds
