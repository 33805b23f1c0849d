"""Which picture a record has."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from proofs.audit.kinds import load_witness
from proofs.audit.row import Row
from proofs.claims.example_files import example
from proofs.claims.verdict import Verdict, Witnessed
from proofs.pictures.picture import Picture
from proofs.pictures.price_taking import not_dominant
from proofs.theorem_1.statement import IsolatedShortfall, NotDominant
from proofs.theorem_1.witness_file import ConclusionFails

Draw: TypeAlias = Callable[[Any, Any], Picture]  # a record, and what it is about

DRAWN: dict[type, Draw] = {
    NotDominant: not_dominant,
    ConclusionFails: lambda record, instance: not_dominant(record.violation, instance),
    IsolatedShortfall: lambda record, instance: not_dominant(record.violation(instance), instance),
}


def draw(witness: Witnessed) -> Picture | None:
    """The picture of a record, or None if its kind has none."""
    found = DRAWN.get(type(witness.record))
    return None if found is None else found(witness.record, witness.context)


def pictures_of(row: Row) -> Iterator[Picture]:
    """The pictures of what refutes a claim: of its record, or else of the files that replay it."""
    if row.finding.verdict is not Verdict.REFUTED:
        return
    for witness in witnesses_of(row):
        if (picture := draw(witness)) is not None:
            yield picture


def witnesses_of(row: Row) -> Iterator[Witnessed]:
    """The record of a row, or those of the files that are named with its claim."""
    if row.finding.witness is not None:
        yield row.finding.witness
        return
    for name in row.claim.witnesses:
        if (file := load_witness(example(name))) is not None:
            yield Witnessed(file.record, file.instance)
