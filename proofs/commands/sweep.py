"""The command `undominated sweep`: claims on a family of instances or mechanisms, case by case."""

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gametheory.games.errors import InputError
from proofs.commands.options import FILE, FOLDER, LOG_FILE, CallFile, written_as
from proofs.commands.terminal import InterruptedByUserError, print_json, progress_of_many, say, write

if TYPE_CHECKING:
    from proofs.audit.row import Surprise
    from proofs.claims.case_log import Run
    from proofs.claims.deciders import Deciders
    from proofs.sweeps.result import Result
    from proofs.sweeps.spec import Sweep

STORED_UNDER = "sweep"
TOLD = 10  # surprises, one by one


@click.command(
    epilog="""\b
Examples:
  undominated sweep examples/sweeps/unit-costs.toml
  undominated sweep examples/sweeps/unit-costs.toml --where "verdict = refuted" --where "market.T > 1"
  undominated sweep examples/sweeps/unit-costs.toml --log sweep.sqlite --jobs 4 --csv found.csv
  undominated sweep examples/sweeps/unit-costs.toml --scheduler tcp://10.0.0.1:8786
""",
)
@click.argument("spec", type=FILE)
@click.option(
    "--log",
    type=LOG_FILE,
    help="Keep every outcome in this file (SQLite), and go on where an earlier run stopped.",
)
@click.option("--jobs", type=click.IntRange(1, 256), help="So many processes; all cores, unless given.")
@click.option("--scheduler", metavar="ADDRESS", help="Use this Dask cluster in place of processes here.")
@click.option(
    "--where",
    multiple=True,
    metavar="CONDITION",
    help='Show, and write, only results like this: "verdict = refuted", "market.T >= 2". All of several.',
)
@click.option(
    "--csv",
    "table",
    type=CallFile(written=True, allow_dash=True),
    metavar="FILE",
    help="Write the results to FILE; - for nothing else here.",
)
@click.option("--output", type=FOLDER, help="Write a file for `check` here for each case that is refuted.")
@written_as("json", "markdown", "latex")
def sweep(
    spec: Path,
    log: Path | None,
    jobs: int | None,
    scheduler: str | None,
    where: tuple[str, ...],
    table: Path | None,
    output: Path | None,
    form: str,
) -> None:
    """Check claims on every member of a family, as SPEC says (docs/sweeps.md).

    SPEC is TOML: a market, or a mechanism in Python or as tables; claims; and what varies, over lists, grids
    or random draws. Verdicts and exit statuses are those of `check`. A case whose process is killed is open,
    and no other is lost.
    """
    from proofs.commands.checking import finish
    from proofs.commands.reports.sweep import result_table, verdict_table
    from proofs.sweeps.condition import read_condition
    from proofs.sweeps.result import results
    from proofs.sweeps.spec import read_sweep

    if scheduler is not None and jobs is not None:
        raise InputError("--scheduler: not with --jobs")
    alone = table is not None and str(table) == "-"
    if alone and form:
        raise InputError(f"--csv -: not with --{form}")
    read = read_sweep(spec)
    conditions = [read_condition(text, _columns(read)) for text in where]
    say(f"{_size(read)}; claims: {', '.join(read.claims)}")
    found = list(results(read, _run(read, log, jobs, scheduler)))
    wanted = [each for each in found if all(condition.fits(each) for condition in conditions)]
    if table is not None:
        _write_csv(None if alone else table, wanted, read.places)
    if form == "json":
        print_json({"schema": 1, "title": read.title, "rows": [each.document() for each in wanted]})
    elif not alone:
        write([read.title, verdict_table(found)], form, more=True)
        if where:
            count = f"{len(wanted):,} of {len(found):,} results where {' and '.join(where)}"
            write([count, *([result_table(wanted, read.places)] if wanted else [])], form, more=True)
    if output is not None:
        _write_refuted(output, wanted)
    surprises = [each.row.surprise for each in found if each.row.surprise is not None]
    finish(_told(surprises), [each.row for each in found], False, "json" if alone else form)


def _size(read: "Sweep") -> str:
    from proofs.claims.scopes import number_of

    again = f" ({read.repeated:,} more are like one of these)" if read.repeated else ""
    members, cases = number_of(len(read.members), "member"), number_of(len(read.cases), "case")
    return f"{read.family.file}: {members}{again}, {cases}"


def _columns(read: "Sweep") -> dict[str, list[str]]:
    """What each column may have."""
    from proofs.claims.verdict import Verdict
    from proofs.sweeps.member import shown

    columns = {
        place: list(dict.fromkeys(shown(member.values[place]) for member in read.members))
        for place in read.places
    }
    return {"verdict": [verdict.value for verdict in Verdict], "claim": list(read.claims), **columns}


def _run(read: "Sweep", log: Path | None, count: int | None, scheduler: str | None) -> "Run":
    from contextlib import nullcontext

    from proofs.claims.case_log import CaseLog, open_log
    from proofs.sweeps.member import decide, is_outcome

    version = read.cases[0].version
    with (
        nullcontext()
        if log is None
        else open_log(log, STORED_UNDER, is_outcome, lambda words: say(f"undominated: {words}")) as store,
        _deciders(len(read.cases), count, scheduler) as deciders,
        progress_of_many("cases") as (_, advance),
    ):
        try:
            case_log = CaseLog(read.cases, decide, version, STORED_UNDER, is_outcome, store)
            return case_log.run_by(deciders, advance)
        except KeyboardInterrupt:
            where = f"; {store.path} holds what is known, and the same command goes on" if store else ""
            raise InterruptedByUserError(f"interrupted{where}") from None


def _deciders(cases: int, count: int | None, scheduler: str | None) -> "Deciders":
    from proofs.claims.deciders import local
    from proofs.claims.jobs import jobs

    if scheduler is not None:
        from proofs.claims.dask_cluster import DaskCluster

        return DaskCluster(scheduler)
    return local(min(count or jobs(), cases))


def _told(surprises: "Sequence[Surprise]") -> "list[Surprise]":
    """The first ones, and how many there are more of each kind."""
    from proofs.audit.row import Surprise

    counts = Counter(each.is_contradiction for each in surprises[TOLD:])
    more = [Surprise(f"{count:,} more", contradicts) for contradicts, count in counts.items()]
    return [*surprises[:TOLD], *more]


def _write_csv(file: Path | None, wanted: "list[Result]", places: list[str]) -> None:
    """To the file, or else to standard output."""
    from proofs.commands.reports.sweep import sweep_csv
    from proofs.commands.writing import write_file

    text = sweep_csv(wanted, places)
    if file is None:
        click.echo(text, nl=False)
    else:
        write_file(file, text)


def _write_refuted(folder: Path, wanted: "list[Result]") -> None:
    from proofs.claims.scopes import number_of
    from proofs.claims.verdict import Verdict
    from proofs.commands.writing import write_made
    from proofs.sweeps.witness import refuted_document

    written = 0
    for result in wanted:
        if result.row.finding.verdict is Verdict.REFUTED:
            stem = Path(result.member.family.file.rpartition("::")[2]).stem
            with redirect_stdout(sys.stderr):  # what a user's code prints is not part of a report
                document = refuted_document(result.member, result.row.claim.id, folder)
            if document is None:
                say(f"no witness file: {result.row.claim.id} at {result.member.describe()}")
                continue
            write_made(folder / f"{stem}.{result.row.claim.id}.{result.number}.toml", document)
            written += 1
    say(f"written: {number_of(written, 'file')} in {folder}")
