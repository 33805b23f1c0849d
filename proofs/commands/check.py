"""The command `undominated check`: the claims on instances, or a witness replayed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from proofs.commands.options import FILE, HYPOTHESES, at_most_seconds, only_items, written_as

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proofs.audit.row import Expectation, Row
    from proofs.claims.claim import Claim


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@only_items
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(HYPOTHESES),
    help="Do not insist on this hypothesis: see what happens without it.",
)
@at_most_seconds
@written_as("json", "markdown", "latex")
def check(
    files: tuple[Path, ...],
    items: tuple[str, ...],
    without: tuple[str, ...],
    seconds: float | None,
    form: str,
) -> None:
    """Check the claims on instances, or replay a witness.

    A claim whose hypothesis fails on the instance is inapplicable, with the place where it fails. What a file
    expects stands in its table [expect]; without one, or with --without, a claim should not be refuted. Exit
    status 1 if a verdict contradicts what is expected, 3 if one is open instead.
    """
    from proofs.audit.load_claims import load_claims
    from proofs.audit.row import Expectation
    from proofs.commands.checking import chosen, finish, report, run_claims
    from proofs.commands.time_limit import TimeLimit

    rows: list[Row] = []
    stopped, limit = False, TimeLimit(seconds)
    for file in files:
        loaded = load_claims(file, without)
        expected = {} if without and not loaded.is_witness else loaded.expected

        def wanted(claim: "Claim", expected: "Mapping[str, Expectation]" = expected) -> Expectation:
            return expected.get(claim.id, Expectation(asked=claim.item in items or claim.id in items))

        found, stopped = run_claims(chosen(loaded.claims, items), wanted, limit)
        rows += [row.within(str(file)) for row in found]
        if form != "json":
            replayed = [row.finding.witness for row in found if loaded.is_witness]
            report(found, form, f"{file}: {loaded.market}", replayed)
        if stopped:
            break
    if form == "json":
        report(rows, form)
    finish([row.surprise for row in rows if row.surprise is not None], rows, stopped, form)
