"""The command `undominated audit`: the paper's claims against the ledger."""

from pathlib import Path

import click

from gametheory.games.errors import InputError
from proofs.commands.options import FILE, at_most_seconds, only_items, written_as


@click.command()
@written_as("json", "markdown", "latex")
@only_items
@at_most_seconds
@click.option("--ledger", type=FILE, help="Expected verdicts; default: the project's own.")
@click.option(
    "--prove", is_flag=True, help="Run Coq on the proofs first (a minute), not only trust their record."
)
@click.option(
    "--write-ledger", type=FILE, help="Write what is found to this file as a ledger, instead of comparing."
)
def audit(
    form: str,
    items: tuple[str, ...],
    seconds: float | None,
    ledger: Path | None,
    prove: bool,
    write_ledger: Path | None,
) -> None:
    """Check the paper's claims against the ledger.

    Every numbered item appears, in the paper's order. Exit status 1 if a verdict is not the expected one, 3
    if one is open instead.
    """
    from proofs.audit.ledger import LEDGER, differences, ledger_document, read_ledger
    from proofs.audit.register import CLAIMS
    from proofs.audit.row import Expectation
    from proofs.commands.checking import chosen, finish, report, run_claims
    from proofs.commands.time_limit import TimeLimit
    from proofs.commands.writing import write_toml

    if prove:
        from proofs.formal.kernel import require_record

        require_record(lambda file: click.echo(f"coqc {file}", err=True))
    if write_ledger and seconds is not None:
        raise InputError("--write-ledger: without --seconds, for what was not reached is no expectation")
    expected = {} if write_ledger else read_ledger(ledger or LEDGER)
    claims = chosen(CLAIMS, items)
    rows, stopped = run_claims(
        claims, lambda claim: expected.get(claim.id, Expectation()), TimeLimit(seconds)
    )
    report(rows, form)
    if write_ledger and not stopped:
        write_toml(write_ledger, ledger_document(rows))
        return
    left_out = {claim.id for claim in CLAIMS} - {claim.id for claim in claims}
    relevant = {key: wanted for key, wanted in expected.items() if key not in left_out}
    finish(list(differences(rows, relevant)), rows, stopped, form)
