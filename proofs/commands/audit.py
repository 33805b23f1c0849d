"""The command `undominated audit`: the paper's claims against the ledger."""

from pathlib import Path

import click

from gametheory.games.errors import InputError
from proofs.commands.options import FILE, only_items, rows_as_json


@click.command()
@rows_as_json
@only_items
@click.option("--ledger", type=FILE, help="Expected verdicts; default: the project's own.")
@click.option(
    "--write-ledger", type=FILE, help="Write what is found to this file as a ledger, instead of comparing."
)
def audit(as_json: bool, items: tuple[str, ...], ledger: Path | None, write_ledger: Path | None) -> None:
    """Check the paper's claims against the ledger.

    Every numbered item appears, in the paper's order. Exit status 1 if a verdict is not the expected one.
    """
    from proofs.audit.audit import LEDGER, differences, ledger_document, read_ledger
    from proofs.audit.register import CLAIMS
    from proofs.commands.checking import finish, report, run_claims
    from proofs.commands.writing import write_toml

    expected = {} if write_ledger else read_ledger(ledger or LEDGER)
    known = list(dict.fromkeys(claim.item for claim in CLAIMS))
    if unknown := next((item for item in items if item not in known), None):
        raise InputError(f"--claim: an item of the paper ({', '.join(known)}), got {unknown}")
    claims = [claim for claim in CLAIMS if not items or claim.item in items]
    rows, stopped = run_claims(claims)
    report(rows, as_json)
    if write_ledger and not stopped:
        write_toml(write_ledger, ledger_document(rows))
        return
    left_out = {claim.name for claim in CLAIMS} - {claim.name for claim in claims}
    relevant = {key: verdict for key, verdict in expected.items() if key[0] not in left_out}
    finish(list(differences(rows, relevant)), len(rows), stopped, as_json)
