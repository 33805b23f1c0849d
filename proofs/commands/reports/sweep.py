"""What a sweep found: how many verdicts of each kind a claim has, and the results that are wanted."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

from proofs.claims.verdict import Verdict
from proofs.commands.reports.table import Column, Table
from proofs.sweeps.result import Result

FURTHER = ("verdict", "cases", "evidence", "scope", "digest")


def verdict_table(found: Sequence[Result]) -> Table:
    """A row for each claim."""
    counts = Counter((result.row.claim.id, result.row.finding.verdict) for result in found)
    verdicts = [verdict for verdict in Verdict if any(verdict is each for _, each in counts)]
    labels = {result.row.claim.id: result.row.label for result in found}
    columns = Column("claim", prose=1), *(Column(verdict.value, right=True) for verdict in verdicts)
    rows = [
        [f"{label} [{name}]", *(f"{counts[name, verdict]:,}" for verdict in verdicts)]
        for name, label in labels.items()
    ]
    return Table("", columns, rows)


def result_table(found: Sequence[Result], places: Sequence[str]) -> Table:
    """A row for each result."""
    columns = [Column("case", right=True), *map(Column, places), Column("claim"), Column("verdict")]
    rows = [
        [f"{result.number:,}", *map(result.field, (*places, "claim", "verdict")), result.row.finding.evidence]
        for result in found
    ]
    return Table("", [*columns, Column("evidence", prose=1)], rows)


def sweep_csv(found: Sequence[Result], places: Sequence[str]) -> str:
    """A row for each result, under a heading."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["case", *places, "claim", *FURTHER])
    for result in found:
        finding = result.row.finding
        cases = "" if finding.cases is None else finding.cases
        further = [finding.verdict.value, cases, finding.evidence, finding.scope, result.member.digest]
        writer.writerow([result.number, *map(result.field, (*places, "claim")), *further])
    return out.getvalue()
