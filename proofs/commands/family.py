"""The command `undominated family`: Theorem 4 on thousands of instances, in a log that survives a kill."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from proofs.commands.options import NEW_FILE, written_as

if TYPE_CHECKING:
    from proofs.theorem_4.one_buyer.family import Case

VERSION = "1"  # of what `decide` finds
STEPS = 20  # of the progress bar


def decide(case: "Case") -> dict[str, object]:
    """Theorem 4 on one member of the family."""
    from dataclasses import asdict

    from proofs.theorem_4.one_buyer.outcome import outcome

    found = asdict(outcome(case.instance()))
    return {**found, "broken": list(found["broken"])}


@click.command()
@click.option(
    "--log",
    type=NEW_FILE,
    help="Write every outcome to this file, and go on where an earlier run stopped.",
)
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Processes.")
@click.option("--first", type=click.IntRange(min=1), help="Only so many instances.")
@written_as("markdown", "latex")
def family(log: Path | None, workers: int, first: int | None, form: str) -> None:
    """Theorem 4 on a family of instances of G** with n = k = l = T = 1.

    All 4,096 plans of every buyer and signal, on every instance: which hypotheses it breaks, whether Theorem
    4 as read holds on it, in how many rounds, and whether what survives is what (10) says.
    """
    from proofs.claims.case_log import CaseLog
    from proofs.claims.scopes import number_of
    from proofs.commands.reports.family import family_table
    from proofs.commands.terminal import InterruptedByUserError, progress, write
    from proofs.theorem_4.one_buyer import family as instances

    cases = list(instances.family())[:first]
    with progress(STEPS) as (watch, done):
        reached = 0

        def advance(count: int, total: int) -> None:
            nonlocal reached
            watch(f"{count:,} of {total:,} instances")
            while reached < STEPS * count // total:
                reached += 1
                done(f"{count:,} of {total:,}")

        try:
            outcomes = CaseLog(cases, decide, VERSION, log).run(workers, advance)
        except KeyboardInterrupt:
            where = f"; {log} holds what is known, and the same command goes on" if log else ""
            raise InterruptedByUserError(f"interrupted{where}") from None
    scope = (
        f"{number_of(len(cases), 'instance')}: values in {{{', '.join(map(str, instances.VALUES))}}}; "
        f"priors {', '.join(instances.PRIORS)}; both tie rules; "
        f"η in {{{', '.join(map(str, instances.ETAS))}}}"
    )
    write([scope, family_table(list(outcomes.values()))], form)
