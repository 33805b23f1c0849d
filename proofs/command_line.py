"""The command `undominated`."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
import tomlkit

from gametheory.exact import exact
from mechanisms.instance_file import instance_document, load_instance
from mechanisms.interdependent import InterdependentInstance
from mechanisms.interdependent_file import load_any_instance
from mechanisms.toml_section import read_toml
from proofs.audit import LEDGER, Row, differences, interrupted, ledger_document, read_ledger, run
from proofs.claim import Claim
from proofs.counterexample import KINDS, Counterexample, find_counterexample, search
from proofs.eliminate import eliminate
from proofs.expectations import read_expectations, unexpected
from proofs.family_command import family_command
from proofs.load_claims import ALL_HYPOTHESES, load_claims
from proofs.register import CLAIMS
from proofs.show import print_counterexample, print_instance
from proofs.show_interdependent import print_interdependent
from proofs.terminal import BadInputError, console, findings_table, progress, refusing_bad_input
from proofs.witness import witness_document

FILE = click.Path(path_type=Path)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point: whatever is wrong with the input or the call is one line and exit status 2."""
    try:
        status = cli.main(args=arguments, prog_name="undominated", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as called_without_arguments:
        called_without_arguments.show()
        sys.exit(2)
    except click.ClickException as wrong:
        line = " ".join(wrong.format_message().split())
        click.echo(f"undominated: {line}", err=True)
        sys.exit(2 if isinstance(wrong, click.UsageError) else wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("undominated: interrupted", err=True)
        sys.exit(130)
    sys.exit(status)


@click.group(
    epilog="""\b
Examples:
  undominated audit                               check the paper's claims
  undominated show examples/first.toml            a market and its price-taking behaviour
  undominated check examples/first.toml           which claims hold on it
  undominated counterexample examples/theorem-3.toml
  undominated counterexample --search externality --output here/
  undominated eliminate examples/games/order-matters.nfg --orders
""",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="undominated", message="%(prog)s %(version)s")
def cli() -> None:
    """Check game-theoretic claims exactly: every verdict comes with evidence that you can recheck.

    Exit status: 0 when everything is as expected, 1 when a verdict is not, 2 for bad input, 130 when
    interrupted.
    """


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Write the rows as JSON and nothing else.")
@click.option("--claim", "items", multiple=True, metavar="ITEM", help='Only this item, e.g. "Theorem 1".')
@click.option("--ledger", type=FILE, default=LEDGER, help="Expected verdicts; default: the project's own.")
@click.option(
    "--write-ledger", type=FILE, help="Write what is found to this file as a ledger, instead of comparing."
)
def audit(as_json: bool, items: tuple[str, ...], ledger: Path, write_ledger: Path | None) -> None:
    """Check the paper's claims, every numbered item in its order, against the ledger of verdicts."""
    with refusing_bad_input():
        expected = {} if write_ledger else read_ledger(ledger)
    known = {claim.item for claim in CLAIMS}
    if unknown := next((item for item in items if item not in known), None):
        raise BadInputError(f"--claim: an item of the paper ({', '.join(sorted(known))}), got {unknown}")
    claims = [claim for claim in CLAIMS if not items or claim.item in items]
    rows, stopped = _check(claims)
    _report(rows, as_json)
    if write_ledger and not stopped:
        _write(write_ledger, tomlkit.dumps(ledger_document(rows)))
        return
    left_out = {claim.name for claim in CLAIMS} - {claim.name for claim in claims}
    relevant = {key: verdict for key, verdict in expected.items() if key[0] not in left_out}
    _finish(list(differences(rows, relevant)), len(rows), stopped, as_json)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@click.option("--claim", "items", multiple=True, metavar="ITEM", help='Only this item, e.g. "Theorem 1".')
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(ALL_HYPOTHESES),
    help="Do not insist on this hypothesis: see what happens without it.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the rows as JSON and nothing else.")
def check(files: tuple[Path, ...], items: tuple[str, ...], without: tuple[str, ...], as_json: bool) -> None:
    """Check the claims on instances, or replay a witness.

    A claim whose hypothesis fails on the instance is refused (unchecked), with the place where it fails.
    What a file expects stands in its table [expect]; without one, anything refuted is unexpected.
    """
    rows: list[Row] = []
    surprises: list[str] = []
    stopped = False
    for file in files:
        with refusing_bad_input():
            found_in_file = load_claims(file, without)
            claims = found_in_file.claims
            expected = {} if found_in_file.is_witness else read_expectations(read_toml(file), claims)
        if items and (unknown := set(items) - {claim.item for claim in claims}):
            raise BadInputError(
                f"--claim: one of {', '.join(sorted({c.item for c in claims}))}, got {min(unknown)}"
            )
        found, stopped = _check([claim for claim in claims if not items or claim.item in items])
        if found_in_file.is_witness:
            surprises += [
                f"{file}: {row.finding.evidence}" for row in found if row.finding.verdict.value != "refuted"
            ]
        else:
            surprises += [f"{file}: {line}" for line in unexpected(found, expected, items)]
        rows += [row.within(str(file)) for row in found]
        if not as_json:
            click.echo(f"{file}:")
            _report(found, as_json)
        if stopped:
            break
    if as_json:
        _report(rows, as_json)
    _finish(surprises, len(rows), stopped, as_json)


@cli.command()
@click.argument("file", type=FILE)
def show(file: Path) -> None:
    """Show an instance: the market, price-taking behaviour, sizes, and which conditions hold."""
    with refusing_bad_input():
        instance = load_any_instance(file)
    if isinstance(instance, InterdependentInstance):
        print_interdependent(instance, console())
    else:
        print_instance(instance, console())


@cli.command()
@click.argument("file", type=FILE, required=False)
@click.option(
    "--search", "kind", type=click.Choice(list(KINDS)), help="Search all small markets for this kind."
)
@click.option(
    "--agent", type=int, help="With FILE: this agent, counted from 1; default: the first that serves."
)
@click.option(
    "--largest",
    type=click.IntRange(4, 9),
    default=6,
    show_default=True,
    help="With --search: n + k + l + T at most.",
)
@click.option(
    "--finest",
    type=click.IntRange(1, 8),
    default=4,
    show_default=True,
    help="With --search: numbers in multiples of 1, 1/2, ..., 1/N.",
)
@click.option(
    "--top", default="3", show_default=True, help='With --search: the largest number, an integer or "p/q".'
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the instance and the witness to this folder.",
)
def counterexample(
    file: Path | None,
    kind: str | None,
    agent: int | None,
    largest: int,
    finest: int,
    top: str,
    output: Path | None,
) -> None:
    """Find the smallest witness against Theorem 1 where Condition 1 fails.

    On the instance in FILE, or over all small markets with --search. The files written by --output are
    for `undominated show` and `undominated check`.
    """
    if (file is None) == (kind is None):
        raise BadInputError("counterexample: either FILE or --search KIND")
    found: Counterexample | None
    if file is not None:
        name = file.stem
        with refusing_bad_input():
            instance = load_instance(file)
        agents: Sequence[int] = instance.mechanism.market.agents
        if agent is not None and agent - 1 not in agents:
            raise BadInputError(f"--agent: one of the agents 1 to {len(agents)}, got {agent}")
        candidates = agents if agent is None else [agent - 1]
        found = next((c for i in candidates if (c := find_counterexample(instance, i))), None)
        looked_at = (
            "Where Condition 1 fails here, exactly the price-taking messages are dominant all the same."
        )
    else:
        assert kind is not None
        name = kind
        with refusing_bad_input():
            bound = exact(top, "--top")
        with progress(1) as (watch, _):
            result = search(KINDS[kind], largest, finest, bound, watch)
        found = result.found
        looked_at = f"Examined: {result.examined:,} payoff functions, {result.sizes} market size(s)."
    if found is None:
        click.echo(f"No counterexample. {looked_at}")
        sys.exit(1)
    out = console()
    print_counterexample(found, out)
    if kind is not None:
        out.print(
            f"\nSmallest: nothing among {looked_at[:-1].replace(' were examined', '')} comes before it."
        )
    if output is not None:
        output.mkdir(parents=True, exist_ok=True)
        instance_file, witness_file = output / f"{name}.toml", output / f"{name}.witness.toml"
        _write(instance_file, tomlkit.dumps(instance_document(found.witness.instance)))
        _write(witness_file, tomlkit.dumps(witness_document(found.witness)))
        out.print(f"\nWritten: {instance_file} and {witness_file}; replay: undominated check {witness_file}")


cli.add_command(eliminate)
cli.add_command(family_command)


def _check(claims: list[Claim]) -> tuple[list[Row], bool]:
    """The rows of the claims, and whether the user interrupted."""
    rows: list[Row] = []
    with progress(len(claims)) as (watch, done):
        try:
            for row in run(claims, watch):
                rows.append(row)
                done(f"{row.name} ({row.reading.value}): {row.finding.verdict.value}")
        except KeyboardInterrupt:
            return rows + [interrupted(claim) for claim in claims[len(rows) :]], True
    return rows, False


def _report(rows: list[Row], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([row.document() for row in rows], indent=2, ensure_ascii=False))
    else:
        console().print(findings_table(rows))


def _finish(surprises: list[str], count: int, stopped: bool, as_json: bool) -> None:
    """Say what is not as expected, and exit accordingly."""
    if stopped:
        click.echo("undominated: interrupted; the remaining claims are unchecked", err=True)
        sys.exit(130)
    for line in surprises:
        click.echo(f"unexpected: {line}", err=True)
    if not surprises and not as_json:
        console().print(f"All {count} verdicts are as expected.")
    sys.exit(1 if surprises else 0)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise BadInputError(f"{file}: cannot be written: {wrong.strerror}") from None
