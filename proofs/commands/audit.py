"""The command `undominated audit`: the paper's claims against the ledger."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gametheory.games.errors import InputError
from proofs.commands.options import FILE, NEW_FILE, as_a_page, at_most_seconds, only_items, written_as

if TYPE_CHECKING:
    from proofs.claims.claim import Claim


@click.command()
@written_as("json", "markdown", "latex")
@only_items
@at_most_seconds
@click.option("--ledger", type=FILE, help="Expected verdicts; default: the project's own.")
@click.option(
    "--prove", is_flag=True, help="Run Coq on the proofs first (a minute), not only trust their record."
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="How many processes check rows side by side; default: one a core.",
)
@click.option("--fresh", is_flag=True, help="Check every row anew: do not trust what earlier runs found.")
@click.option(
    "--write-ledger",
    type=NEW_FILE,
    help="Write what is found to this file as a ledger, instead of comparing.",
)
@as_a_page
def audit(
    form: str,
    items: tuple[str, ...],
    seconds: float | None,
    ledger: Path | None,
    prove: bool,
    jobs: int | None,
    fresh: bool,
    write_ledger: Path | None,
    page: Path | None,
) -> None:
    """Check the paper's claims against the ledger.

    Every numbered item appears, in the paper's order. Exit status 1 if a verdict is not the expected one, 3
    if one is open instead. What was found before is remembered until a file or a version that it depends on
    changes; with the variable CI set, it is not trusted.
    """
    from proofs.audit.ledger import LEDGER, differences, ledger_document, read_ledger
    from proofs.audit.memory import NAME, Memory, cache_folder, is_ci
    from proofs.audit.register import CLAIMS
    from proofs.audit.row import Expectation
    from proofs.claims.jobs import set_jobs
    from proofs.commands.checking import chosen, finish, report, rows_of, run_claims
    from proofs.commands.terminal import say
    from proofs.commands.time_limit import TimeLimit
    from proofs.commands.writing import write_toml

    if prove:
        from proofs.formal.kernel import require_record

        require_record(lambda file: click.echo(f"coqc {file}", err=True))
    if write_ledger and seconds is not None:
        raise InputError("--write-ledger: without --seconds, for what was not reached is no expectation")
    expected = {} if write_ledger else read_ledger(ledger or LEDGER)
    claims = chosen(CLAIMS, items)
    if jobs is not None:
        set_jobs(jobs)
    folder = None if is_ci() else cache_folder()
    memory = None if folder is None else Memory(folder / NAME, say)
    trusts = memory is not None and not fresh and not write_ledger

    def wanted(claim: "Claim") -> Expectation:
        return expected.get(claim.id, Expectation())

    rows, stopped = run_claims(
        claims,
        wanted,
        TimeLimit(seconds),
        rows_of,
        memory.recall(claims, wanted) if memory and trusts else {},
    )
    if memory:
        memory.keep(rows, date.today())
    report(rows, form)
    if page is not None:
        from proofs.commands.page.claims import claims_html
        from proofs.commands.page.page import write_page

        write_page(
            page,
            "The paper's claims, checked",
            [claims_html(rows, "Summary", ["undominated audit --claim {}"])],
        )
    if write_ledger and not stopped:
        write_toml(write_ledger, ledger_document(rows))
        return
    left_out = {claim.id for claim in CLAIMS} - {claim.id for claim in claims}
    relevant = {key: wanted for key, wanted in expected.items() if key not in left_out}
    finish(list(differences(rows, relevant)), rows, stopped, form)
