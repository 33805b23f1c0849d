"""The command `undominated check`: the claims on instances, or a witness replayed."""

import shlex
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import click

from proofs.commands.options import (
    FILE,
    FOLDER,
    HYPOTHESES,
    as_a_page,
    at_most_seconds,
    only_items,
    written_as,
)
from proofs.commands.terminal import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from proofs.audit.load_claims import FileClaims
    from proofs.audit.row import Expectation, Row
    from proofs.claims.claim import Claim


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE...")
@only_items
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(HYPOTHESES, case_sensitive=False),
    help="Do not insist on this hypothesis: see what happens without it.",
)
@click.option(
    "--output",
    type=FOLDER,
    help="Write a witness file here for each claim on a mechanism that is refuted, or has an ε above 0.",
)
@at_most_seconds
@as_a_page
@written_as("json", "markdown", "latex")
def check(
    files: tuple[Path, ...],
    items: tuple[str, ...],
    without: tuple[str, ...],
    output: Path | None,
    seconds: float | None,
    page: Path | None,
    form: str,
) -> None:
    """Check the claims on instances or on your own mechanisms, or replay a witness.

    A FILE is an instance or a witness in TOML, or Python with subclasses of Mechanism: auction.py, or
    auction.py::SecondPrice for one of them. A .py file is executed, as any program is,
    with what it imports, also from its own folder.

    A claim whose hypothesis fails is inapplicable, with the place where it fails. What is expected stands in
    the table [expect], or in `expect` of a mechanism; without one, or with --without, a claim of the paper
    should not be refuted. Exit status 1 if a verdict contradicts what is expected, 3 if one is open instead.
    """
    from proofs.audit.load_claims import load_each
    from proofs.audit.row import Expectation, Surprise
    from proofs.commands.checking import chosen, finish, report, run_claims
    from proofs.commands.time_limit import TimeLimit, TimeUp
    from proofs.commands.witnesses import write_witnesses

    rows: list[Row] = []
    sections: list[str] = []
    checked: list[tuple[str, list[Row]]] = []
    stopped, limit = False, TimeLimit(seconds)

    late: list[Surprise] = []

    def parts() -> "Iterator[tuple[str, FileClaims]]":
        for file in files:
            is_code = ".py" in str(file)
            try:
                # What a user's code prints is not part of a report, and it may never end.
                with limit if is_code else nullcontext(), redirect_stdout(sys.stderr):
                    found = list(load_each(file, without))
            except (TimeUp, KeyboardInterrupt):
                if not limit.is_up:
                    raise
                late.append(Surprise(f"{file}: it was not read within {limit.told}", False))
                continue
            yield from found

    for name, loaded in parts():
        expected = {} if without and not loaded.is_witness else loaded.expected
        if loaded.expected and not expected:
            say(f"undominated: {name}: what it expects is not compared, with --without")

        def wanted(
            claim: "Claim",
            expected: "Mapping[str, Expectation]" = expected,
            by_default: Expectation = loaded.by_default,
        ) -> Expectation:
            return expected.get(claim.id, Expectation(asked=True) if items else by_default)

        further = [claim for claim in loaded.on_request if items or claim.id in expected]
        claims = chosen([*loaded.claims, *further], items)
        with redirect_stdout(sys.stderr):
            found, stopped = run_claims(claims, wanted, limit)
        rows += [row.within(name) for row in found]
        checked.append((name, found))
        if page is not None:
            from proofs.commands.page.claims import claims_html

            command = f"undominated check {shlex.quote(name)}".replace("{", "{{").replace("}", "}}")
            commands = [command if loaded.is_witness else f"{command} --claim {{}}"]
            sections.append(claims_html(found, f"{name}: {loaded.about}", commands))
        if form != "json":
            replayed = [row.finding.witness for row in found if loaded.is_witness]
            report(found, form, f"{name}: {loaded.about}", replayed)
        if stopped:
            break
    if form == "json":
        report(rows, form)
    if page is not None:
        from proofs.commands.page.page import write_page

        write_page(page, f"Claims on {', '.join(file.name for file in files)}", sections)
    if output is not None:
        write_witnesses(output, checked)
    surprises = [row.surprise for row in rows if row.surprise is not None]
    finish([*surprises, *late], rows, stopped, form)
