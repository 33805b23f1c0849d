"""Witness files of what is refuted on a mechanism, for `undominated check` to replay."""

from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

import click

from mechanisms.general.mechanism import Mechanism
from proofs.audit.row import Row
from proofs.commands.writing import write_made
from proofs.properties.witness_file import RECORDS, mechanism_witness_document


def write_witnesses(folder: Path, checked: Sequence[tuple[str, Sequence[Row]]]) -> None:
    """One file for each claim on a mechanism that is refuted, or has an ε above 0; told on standard error.

    Each mechanism comes with its name and rows. Raises `InputError` for a name that another file has.
    """
    stems: set[str] = set()
    for name, rows in checked:
        first = Path(name.rpartition("::")[2]).stem
        stem = next(each for each in chain([first], (f"{first}-{n}" for n in count(2))) if each not in stems)
        stems.add(stem)
        for row in rows:
            witness = row.finding.witness
            if witness is not None and row.claim.id in RECORDS and isinstance(witness.context, Mechanism):
                file = folder / f"{stem}.{row.claim.id}.toml"
                write_made(file, mechanism_witness_document(row.claim.id, witness, folder))
                click.echo(f"written: {file}", err=True)
