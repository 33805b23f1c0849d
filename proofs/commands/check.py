"""The command `undominated check`: the claims on instances, or a witness replayed."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gametheory.games.errors import InputError
from proofs.commands.options import FILE, HYPOTHESES, only_items, rows_as_json

if TYPE_CHECKING:
    from proofs.audit.audit import Row


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@only_items
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(HYPOTHESES),
    help="Do not insist on this hypothesis: see what happens without it.",
)
@rows_as_json
def check(files: tuple[Path, ...], items: tuple[str, ...], without: tuple[str, ...], as_json: bool) -> None:
    """Check the claims on instances, or replay a witness.

    A claim whose hypothesis fails on the instance is refused (unchecked), with the place where it fails.
    What a file expects stands in its table [expect]; without one, or with --without, anything refuted is
    unexpected.
    """
    from proofs.audit.expectations import unexpected
    from proofs.audit.load_claims import load_claims
    from proofs.commands.checking import finish, report, run_claims

    rows: list[Row] = []
    surprises: list[str] = []
    stopped = False
    for file in files:
        loaded = load_claims(file, without)
        known = list(dict.fromkeys(claim.item for claim in loaded.claims))
        if unknown := set(items).difference(known):
            raise InputError(f"--claim: one of {', '.join(known)}, got {min(unknown)}")
        found, stopped = run_claims([claim for claim in loaded.claims if not items or claim.item in items])
        if loaded.is_witness:
            surprises += [
                f"{file}: {row.finding.evidence}" for row in found if row.finding.verdict.value != "refuted"
            ]
        else:
            expected = {} if without else loaded.expected
            surprises += [f"{file}: {line}" for line in unexpected(found, expected, items)]
        rows += [row.within(str(file)) for row in found]
        if not as_json:
            click.echo(f"{file}:")
            report(found, as_json)
        if stopped:
            break
    if as_json:
        report(rows, as_json)
    finish(surprises, len(rows), stopped, as_json)
