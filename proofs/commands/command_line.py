"""The command `undominated`."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click
import tomlkit

from gametheory.games.exact import exact
from mechanisms.files.instances import instance_document, load_instance
from mechanisms.files.interdependent import load_any_instance
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.audit.audit import LEDGER, Row, differences, interrupted, ledger_document, read_ledger, run
from proofs.audit.expectations import unexpected
from proofs.audit.kinds import witness_document
from proofs.audit.load_claims import ALL_HYPOTHESES, load_claims
from proofs.audit.register import CLAIMS
from proofs.claims.claim import Claim
from proofs.commands.eliminate import eliminate
from proofs.commands.family import family_command
from proofs.commands.show import print_counterexample, print_instance
from proofs.commands.show_interdependent import print_interdependent
from proofs.commands.terminal import (
    BadInputError,
    console,
    findings_table,
    prepare_streams,
    progress,
    refusing_bad_input,
)
from proofs.conditions.condition_1 import find_violation
from proofs.theorem_1.counterexample import KINDS, Counterexample, find_counterexample, search

FILE = click.Path(path_type=Path)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point: whatever is wrong with the input or the call is one line and exit status 2."""
    prepare_streams()
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
    except OSError as wrong:  # a full disk under standard output, say
        click.echo(f"undominated: {wrong.filename or 'output'}: {wrong.strerror}", err=True)
        sys.exit(2)
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
    """Check the paper's claims against the ledger.

    Every numbered item appears, in the paper's order. Exit status 1 if a verdict is not the expected one.
    """
    with refusing_bad_input():
        expected = {} if write_ledger else read_ledger(ledger)
    known = list(dict.fromkeys(claim.item for claim in CLAIMS))
    if unknown := next((item for item in items if item not in known), None):
        raise BadInputError(f"--claim: an item of the paper ({', '.join(known)}), got {unknown}")
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
    What a file expects stands in its table [expect]; without one, or with --without, anything refuted is
    unexpected.
    """
    rows: list[Row] = []
    surprises: list[str] = []
    stopped = False
    for file in files:
        with refusing_bad_input():
            found_in_file = load_claims(file, without)
            claims = found_in_file.claims
            expected = {} if without else found_in_file.expected
        if items and (unknown := set(items) - {claim.item for claim in claims}):
            known = ", ".join(dict.fromkeys(claim.item for claim in claims))
            raise BadInputError(f"--claim: one of {known}, got {min(unknown)}")
        with refusing_bad_input():
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
    """Show an instance: sizes, price-taking behaviour, conditions."""
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
    """Find a smallest witness where Condition 1 fails.

    Against Theorem 1, on the instance in FILE, or over all small markets with --search: there the costs or
    values do not fall when a bundle grows, and the agent has no dominant message at all. The files written
    by --output are for `undominated show` and `undominated check`.
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
        with refusing_bad_input():
            found = next((c for i in candidates if (c := find_counterexample(instance, i))), None)
        looked_at = _why_none(instance, candidates)
    else:
        assert kind is not None
        name = kind
        with refusing_bad_input():
            bound = exact(top, "--top")
        with progress(1) as (watch, _):
            result = search(KINDS[kind], largest, finest, bound, watch)
        found = result.found
        looked_at = f"Examined: {result.examined:,} payoff functions, {result.sizes} market size(s)."
        if result.interrupted:
            click.echo(f"undominated: interrupted; none found so far. {looked_at}", err=True)
            sys.exit(130)
        if result.examined == 0:
            raise BadInputError(f"--largest {largest}, --top {top}: there is nothing to examine")
    if found is None:
        click.echo(f"No counterexample. {looked_at}")
        sys.exit(1)
    out = console()
    print_counterexample(found, out)
    if kind is not None:
        out.print(f"\nNothing smaller. {looked_at}")
    if output is not None:
        instance_file, witness_file = output / f"{name}.toml", output / f"{name}.witness.toml"
        for existing in (instance_file, witness_file):
            if existing.exists():
                raise BadInputError(f"--output: a folder without {existing.name}, got {output}")
        _write(instance_file, tomlkit.dumps(instance_document(found.instance)))
        _write(witness_file, tomlkit.dumps(witness_document(found.instance, found.record)))
        out.print(f"\nWritten: {instance_file} and {witness_file}; replay: undominated check {witness_file}")


def _why_none(instance: Instance, agents: Sequence[int]) -> str:
    """Why there is no counterexample with one of these agents."""
    market = instance.mechanism.market
    broken = [i for i in agents if find_violation(instance.traders[i])]
    if not broken:
        return f"Condition 1 holds for {'every agent' if len(agents) > 1 else market.name(agents[0])}."
    names = ", ".join(market.name(i) for i in broken)
    return f"Condition 1 fails for {names}, yet exactly the price-taking messages are dominant."


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
        many = f"All {count} verdicts are" if count != 1 else "The verdict is"
        console().print(f"{many} as expected.")
    sys.exit(1 if surprises else 0)


def _write(file: Path, text: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except OSError as wrong:
        raise BadInputError(f"{file}: cannot be written: {wrong.strerror}") from None
