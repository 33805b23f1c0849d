"""`make prove`: Coq on every proof, its answer against the record, its definitions against the mechanisms."""

import sys
from pathlib import Path

import click

from gametheory.games.errors import UndominatedError
from proofs.formal.encoding import MUTATIONS, compare
from proofs.formal.expectations import MUTATIONS as EXPECTATIONS_CHANGED
from proofs.formal.expectations import compare_expectations
from proofs.formal.kernel import recheck_objects, run_kernel
from proofs.formal.record import RECORD, Record, changes, read_record

SEED = 1


@click.command()
@click.option("--write", is_flag=True, help="Write what is accepted to the record, instead of comparing.")
@click.option("--cases", type=click.IntRange(1), default=2_000, show_default=True, help="Random markets.")
@click.option("--objects", is_flag=True, help="Recheck the compiled files with coqchk too: minutes.")
def prove(write: bool, cases: int, objects: bool) -> None:
    """Run Coq on the proofs, and compare its definitions with the mechanisms.

    Exit status 1 at any difference.
    """
    expectations: list[tuple[int, int]] = []

    def ask(folder: Path) -> None:
        expectations.extend(
            compare_expectations(folder, SEED, each) for each in (None, *EXPECTATIONS_CHANGED)
        )

    record = run_kernel(watch=lambda note: click.echo(f"coqc {note}", err=True), ask=ask)
    if write:
        RECORD.write_text(record.text(), encoding="utf-8")
    wrong = list(changes(read_record(), record))
    click.echo(f"{record.checker}: {len(record.theorems)} theorems accepted{_axioms(record)}")
    found = compare(cases, SEED)
    click.echo(
        f"{found.cases:,} random markets, seed {SEED}: {len(found.different)} differ from the mechanisms"
    )
    wrong += [f"random market {place}: Coq and the mechanisms differ" for place in found.different[:3]]
    (asked, different), *changed = expectations
    click.echo(f"{asked} expected payoffs and sets D_i, seed {SEED}: {different} differ from the mechanisms")
    wrong += ["expected payoffs: Coq and the mechanisms differ"] if different else []
    for mutation, (_, noticed) in zip(EXPECTATIONS_CHANGED, changed, strict=True):
        if not noticed:
            wrong.append(f"{mutation.file}.v: not noticed when {mutation.name}")
    for mutation in MUTATIONS:
        if not compare(60, SEED, mutation).different:
            wrong.append(f"{mutation.file}.v: not noticed when {mutation.name}")
    number = len(MUTATIONS) + len(EXPECTATIONS_CHANGED)
    click.echo(f"{number} definitions changed in one place: each is noticed" if not wrong else "")
    if objects:
        click.echo(recheck_objects())
    for line in wrong:
        click.echo(line, err=True)
    sys.exit(1 if wrong else 0)


def _axioms(record: Record) -> str:
    axioms = sorted({axiom for theorem in record.theorems.values() for axiom in theorem.axioms})
    return f"; no axioms, but over the real numbers {', '.join(axioms)}" if axioms else "; no axioms"


if __name__ == "__main__":
    try:
        prove(standalone_mode=True)
    except UndominatedError as wrong:
        click.echo(f"error: {wrong}", err=True)
        sys.exit(2)
