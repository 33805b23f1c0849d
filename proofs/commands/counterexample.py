"""The command `undominated counterexample`: a smallest witness against Theorem 1 without Condition 1."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gametheory.games.errors import InputError
from proofs.commands.options import FILE, FOLDER, SEARCH_KINDS, as_a_page, written_as

if TYPE_CHECKING:
    from mechanisms.markets.instance import Instance
    from proofs.commands.reports.parts import Part
    from proofs.theorem_1.counterexample import Counterexample


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option(
    "--search", "kind", type=click.Choice(SEARCH_KINDS), help="Search all small markets for this kind."
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
@click.option("--output", type=FOLDER, help="Write the instance and the witness to this folder.")
@as_a_page
@written_as("markdown", "latex")
def counterexample(
    file: Path | None,
    kind: str | None,
    agent: int | None,
    largest: int,
    finest: int,
    top: str,
    output: Path | None,
    page: Path | None,
    form: str,
) -> None:
    """Find a smallest witness where Condition 1 fails.

    Against Theorem 1, on the instance in FILE, or over all small markets with --search: among costs and
    values that do not fall as the bundle grows, one with which the agent has no dominant message at all. The
    files written by --output are for `undominated show` and `undominated check`.
    """
    from proofs.commands.terminal import write

    if file is not None and kind is None:
        name = file.stem
        found, looked_at = _on_instance(file, agent)
    elif file is None and kind is not None:
        name = kind
        found, looked_at = _among_small_markets(kind, largest, finest, top)
    else:
        raise InputError("counterexample: either FILE or --search KIND")
    if found is None:
        if page is not None:
            _write_page(page, [f"No counterexample. {looked_at}"], None)
        write([f"No counterexample. {looked_at}"], form)
        return
    from proofs.commands.reports.counterexample import counterexample_report

    report = [*counterexample_report(found)]
    if kind is not None:
        report += ["", f"Nothing smaller. {looked_at}"]
    if output is not None:
        instance_file, witness_file = _write(found, output, name)
        report += [
            "",
            f"Written: {instance_file} and {witness_file}; replay: undominated check {witness_file}",
        ]
    if page is not None:
        _write_page(page, report, found)
    write(report, form)


def _write_page(page: Path, report: "Sequence[Part]", found: "Counterexample | None") -> None:
    from proofs.commands.page.page import write_page
    from proofs.commands.page.parts import parts_html
    from proofs.pictures.price_taking import not_dominant

    pictures = [] if found is None else [not_dominant(found.record.violation, found.instance).html()]
    title = "No counterexample" if found is None else "A counterexample to Theorem 1 without Condition 1"
    write_page(page, title, [*pictures, parts_html(report)])


def _on_instance(file: Path, agent: int | None) -> tuple["Counterexample | None", str]:
    """A counterexample with this agent, or with the first that serves; and why there is none."""
    from mechanisms.files.instances import load_g_star_instance
    from proofs.theorem_1.counterexample import find_counterexample

    instance = load_g_star_instance(file)
    if instance.mechanism.symbol != "G*":
        raise InputError(f"{file}: Theorem 1 is about G*, got {instance.mechanism.symbol}")
    agents: Sequence[int] = instance.mechanism.market.agents
    if agent is not None and agent - 1 not in agents:
        raise InputError(f"--agent: one of the agents 1 to {len(agents)}, got {agent}")
    candidates = agents if agent is None else [agent - 1]
    found = next((c for i in candidates if (c := find_counterexample(instance, i))), None)
    return found, _why_none(instance, candidates)


def _why_none(instance: "Instance", agents: Sequence[int]) -> str:
    from proofs.conditions.condition_1 import find_violation

    market = instance.mechanism.market
    broken = [i for i in agents if find_violation(instance.traders[i])]
    if not broken:
        return f"Condition 1 holds for {'every agent' if len(agents) > 1 else market.name(agents[0])}."
    names = ", ".join(market.name(i) for i in broken)
    return f"Condition 1 fails for {names}, yet exactly the price-taking messages are dominant."


def _among_small_markets(
    kind: str, largest: int, finest: int, top: str
) -> tuple["Counterexample | None", str]:
    """The smallest counterexample of the kind; and how far the search looked."""
    from gametheory.games.exact import exact
    from proofs.claims.scopes import number_of
    from proofs.commands.terminal import InterruptedByUserError, progress
    from proofs.theorem_1.counterexample import KINDS, search

    bound = exact(top, "--top")
    with progress(1) as (watch, _):
        result = search(KINDS[kind], largest, finest, bound, watch)
    functions, sizes = number_of(result.examined, "payoff function"), number_of(result.sizes, "market size")
    looked_at = f"Examined: {functions}, {sizes}."
    if result.interrupted:
        raise InterruptedByUserError(f"interrupted; none found so far. {looked_at}")
    if result.examined == 0:
        raise InputError(f"--largest {largest}, --top {top}: there is nothing to examine")
    return result.found, looked_at


def _write(found: "Counterexample", folder: Path, name: str) -> tuple[Path, Path]:
    """Write the instance, with what `check` finds of it, and the witness to files that do not exist yet."""
    from mechanisms.files.instances import instance_document
    from proofs.audit.expectations import expectations_document
    from proofs.audit.kinds import witness_document
    from proofs.audit.on_an_instance import claims_on
    from proofs.commands.writing import write_toml

    instance_file, witness_file = folder / f"{name}.toml", folder / f"{name}.witness.toml"
    for existing in (instance_file, witness_file):
        if existing.exists():
            raise InputError(f"--output: a folder without {existing.name}, got {folder}")
    expected = expectations_document(claims_on(found.instance))
    write_toml(instance_file, instance_document(found.instance) | {"expect": expected})
    write_toml(witness_file, witness_document(found.instance, found.record))
    return instance_file, witness_file
