"""What `audit` and `check` share: run claims in front of a person, report the rows, and judge them."""

import sys
from collections.abc import Callable, Sequence

import click

from gametheory.games.errors import InputError
from proofs.audit.row import Expectation, Row, interrupted, run
from proofs.claims.claim import Claim
from proofs.commands.terminal import InterruptedByUserError, console, print_json, progress


def chosen(claims: Sequence[Claim], names: Sequence[str]) -> list[Claim]:
    """The claims with these items or ids; all of them if none is named."""
    known = {name for claim in claims for name in (claim.item, claim.id)}
    if unknown := next((name for name in names if name not in known), None):
        items = ", ".join(dict.fromkeys(claim.item for claim in claims))
        raise InputError(f"--claim: one of {items}, or the id of a row, got {unknown}")
    return [claim for claim in claims if not names or claim.item in names or claim.id in names]


def run_claims(claims: Sequence[Claim], expected: Callable[[Claim], Expectation]) -> tuple[list[Row], bool]:
    """The rows of the claims, and whether the user interrupted."""
    rows: list[Row] = []
    with progress(len(claims)) as (watch, done):
        try:
            for row in run(claims, watch, expected):
                rows.append(row)
                done(f"{row.label}: {row.finding.verdict.value}")
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
