"""The command `undominated family`: Theorem 4 on thousands of instances, in a log that survives a kill."""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.box import HORIZONTALS
from rich.table import Table

from proofs.claims.case_log import CaseLog, LogError
from proofs.commands.terminal import BadInputError, InterruptedByUserError, console, progress
from proofs.theorem_4.one_buyer.family import ETAS, PRIORS, VALUES, Case, family
from proofs.theorem_4.one_buyer.outcome import outcome

VERSION = "1"  # of what `decide` finds
STEPS = 20  # of the progress bar


def decide(case: Case) -> dict[str, object]:
    """Theorem 4 on one member of the family."""
    found = asdict(outcome(case.instance()))
    return {**found, "broken": list(found["broken"])}


@click.command(name="family")
@click.option(
    "--log",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every outcome to this file, and go on where an earlier run stopped.",
)
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Processes.")
@click.option("--first", type=click.IntRange(min=1), help="Only so many instances.")
def family_command(log: Path | None, workers: int, first: int | None) -> None:
    """Theorem 4 on a family of instances of G** with n = k = l = T = 1.

    All 4,096 plans of every buyer and signal, on every instance: which hypotheses it breaks, whether Theorem
    4 as read holds on it, in how many rounds, and whether what survives is what (10) says.
    """
    cases = list(family())[:first]
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
        except LogError as wrong:
            raise BadInputError(str(wrong)) from None
        except OSError as wrong:
            raise BadInputError(f"{wrong.filename}: {wrong.strerror}") from None
        except KeyboardInterrupt:
            where = f"; {log} holds what is known, and the same command goes on" if log else ""
            raise InterruptedByUserError(f"interrupted{where}") from None
    out = console()
    out.print(
        f"{len(cases):,} instances: values in {{{', '.join(map(str, VALUES))}}}; priors {', '.join(PRIORS)}; "
        f"both tie rules; η in {{{', '.join(map(str, ETAS))}}}"
    )
    out.print(_table(list(outcomes.values())))


def _table(outcomes: list[dict[str, Any]]) -> Table:
    """One row for each combination of broken hypotheses."""
    table = Table(box=HORIZONTALS)
    for heading in (
        "breaks",
        "instances",
        "as read",
        "one round",
        "a common best demand",
        "survivor breaks (10)",
        "(10) leaves off the path",
        "(10) leaves on the path",
        "uneven tie",
    ):
        table.add_column(heading, justify="left" if heading == "breaks" else "right")
    groups = Counter(tuple(found["broken"]) for found in outcomes)
    for broken, count in sorted(groups.items(), key=lambda group: (len(group[0]), group[0])):
        members = [found for found in outcomes if tuple(found["broken"]) == broken]
        counts = (
            sum(found["read"] for found in members),
            sum(found["rounds"] <= 1 for found in members),
            sum(found["common_best"] for found in members),
            sum(not found["only_if"] for found in members),
            sum(found["off_path"] for found in members),
            sum(found["on_path"] for found in members),
            sum(found["uneven_tie"] for found in members),
        )
        table.add_row(", ".join(broken) or "nothing", f"{count:,}", *(f"{number:,}" for number in counts))
    return table
