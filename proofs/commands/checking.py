"""What `audit` and `check` share: run claims in front of a person, report the rows, and judge them."""

import sys
from collections.abc import Sequence

import click

from proofs.audit.audit import Row, interrupted, run
from proofs.claims.claim import Claim
from proofs.commands.terminal import InterruptedByUserError, console, print_json, progress


def run_claims(claims: Sequence[Claim]) -> tuple[list[Row], bool]:
    """The rows of the claims, and whether the user interrupted."""
    rows: list[Row] = []
    with progress(len(claims)) as (watch, done):
        try:
            for row in run(claims, watch):
                rows.append(row)
                done(f"{row.name} ({row.reading.value}): {row.finding.verdict.value}")
        except KeyboardInterrupt:
            return rows + [interrupted(claim) for claim in claims[len(rows) :]], True
    return rows, False


def report(rows: Sequence[Row], as_json: bool) -> None:
    """The rows on standard output, as JSON or as a table."""
    if as_json:
        print_json([row.document() for row in rows])
        return
    from proofs.commands.reports.findings import findings_table

    console().print(findings_table(rows))


def finish(surprises: Sequence[str], count: int, stopped: bool, as_json: bool) -> None:
    """Say what is not as expected, and exit accordingly."""
    if stopped:
        raise InterruptedByUserError("interrupted; the remaining claims are unchecked")
    for line in surprises:
        click.echo(f"unexpected: {line}", err=True)
    if not surprises and not as_json:
        many = f"All {count} verdicts are" if count != 1 else "The verdict is"
        console().print(f"{many} as expected.")
    sys.exit(1 if surprises else 0)
