"""The command `undominated family`: Theorem 4 on thousands of instances, in a log that survives a kill."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gametheory.games.errors import InputError
from proofs.commands.options import LOG_FILE, written_as
from proofs.commands.terminal import InterruptedByUserError, progress_of_many, say, write

if TYPE_CHECKING:
    from proofs.claims.case_log import CaseLog
    from proofs.claims.outcome_json import Outcome
    from proofs.theorem_4.one_buyer.family import Case

CLAIM = "theorem-4.read.n1"  # that outcomes are stored under


def decide(case: "Case") -> "Outcome":
    """Theorem 4 on one member of the family."""
    from dataclasses import asdict

    from proofs.theorem_4.one_buyer.outcome import outcome

    found = asdict(outcome(case.instance()))
    return {**found, "broken": list(found["broken"])}


def is_outcome(found: "Outcome") -> bool:
    """Does it look like what `decide` finds? What stands in a file may be anything."""
    from typing import get_type_hints

    from proofs.theorem_4.one_buyer.outcome import Outcome

    kinds = get_type_hints(Outcome) | {"broken": list}
    names = found.get("broken")
    return (
        {key: type(value) for key, value in found.items()} == kinds
        and isinstance(names, list)
        and all(isinstance(name, str) for name in names)
    )


@click.command()
@click.option(
    "--log",
    type=LOG_FILE,
    help="Keep every outcome in this file (SQLite), and go on where an earlier run stopped.",
)
@click.option("--workers", type=click.IntRange(1, 256), default=2, show_default=True, help="Processes.")
@click.option("--first", type=click.IntRange(min=1), help="Only so many instances.")
@click.option(
    "--recheck",
    type=click.IntRange(min=1),
    metavar="N",
    help="First decide N outcomes in the log anew, drawn at random: exit status 1 if one differs.",
)
@written_as("markdown", "latex")
def family(log: Path | None, workers: int, first: int | None, recheck: int | None, form: str) -> None:
    """Theorem 4 on a family of instances of G** with n = k = l = T = 1.

    All 4,096 plans of every buyer and signal, on every instance: which hypotheses it breaks, whether Theorem
    4 as read holds on it, in how many rounds, and whether what survives is what (10) says.
    """
    from contextlib import nullcontext

    from proofs.audit.sources import house
    from proofs.claims.case_log import CaseLog, open_log
    from proofs.claims.scopes import number_of
    from proofs.commands.reports.family import family_table
    from proofs.theorem_4.one_buyer import family as instances

    if recheck is not None and log is None:
        raise InputError("--recheck: only with --log, whose outcomes are decided anew")
    cases = list(instances.family())[:first]
    with (
        nullcontext()
        if log is None
        else open_log(log, CLAIM, is_outcome, lambda words: say(f"undominated: {words}")) as store,
        progress_of_many("instances") as (watch, advance),
    ):
        case_log = CaseLog(cases, decide, house(), CLAIM, is_outcome, store)
        try:
            if recheck is not None:
                watch("deciding some anew")
                _recheck(case_log, log, recheck, workers)
            outcomes = case_log.run(workers, advance)
        except KeyboardInterrupt:
            where = f"; {store.path} holds what is known, and the same command goes on" if store else ""
            raise InterruptedByUserError(f"interrupted{where}") from None
    scope = (
        f"{number_of(len(cases), 'instance')}: values in {{{', '.join(map(str, instances.VALUES))}}}; "
        f"priors {', '.join(instances.PRIORS)}; both tie rules; "
        f"η in {{{', '.join(map(str, instances.ETAS))}}}"
    )
    write([scope, family_table(list(outcomes.values()))], form)


def _recheck(case_log: "CaseLog[Case]", log: Path | None, count: int, workers: int) -> None:
    from proofs.claims.scopes import number_of

    drawn, differing = case_log.recheck(count, workers)
    for words in differing:
        say(f"unexpected: {log}: {words}")
    if differing:
        sys.exit(1)
    say(f"rechecked: {number_of(drawn, 'stored outcome')}, the same as decided anew")
