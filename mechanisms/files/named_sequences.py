"""Sequences of markets in files: a table [sequence] names one of the catalogue, and its tie rule."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from mechanisms.files.toml import Section
from mechanisms.markets.market import Tie
from mechanisms.sequences.catalogue import SEQUENCES
from mechanisms.sequences.coarse import COARSE_PAIR
from mechanisms.sequences.flat import FLAT
from mechanisms.sequences.shock_catalogue import INFORMED_SELLERS, SHOCK_SEQUENCES, SHOCKED_COSTS
from mechanisms.sequences.shocks import ShockSequence
from mechanisms.sequences.steps import StepSequence

NamedSequence: TypeAlias = StepSequence | ShockSequence
CATALOGUE: Mapping[str, NamedSequence] = {
    **SEQUENCES,
    COARSE_PAIR.name: COARSE_PAIR,
    **SHOCK_SEQUENCES,
    FLAT.name: FLAT,
    INFORMED_SELLERS.name: INFORMED_SELLERS,
    SHOCKED_COSTS.name: SHOCKED_COSTS,
}
KEYS = ("title", "paper", "sequence", "witness")


def read_sequence(file: Section) -> NamedSequence:
    """The sequence in an open file. Raises `InstanceError`."""
    file.allow(KEYS)
    section = file.section("sequence")
    if "name" not in section:
        raise section.error("name", "required (a sequence with expressions in n is for `undominated curve`)")
    section.allow(("name", "tie"))
    sequence = section.choice("name", dict(CATALOGUE))
    tie = section.choice("tie", {each.value: each for each in Tie}, sequence.tie.value)
    return replace(sequence, tie=tie, title=file.text("title", sequence.title))


def sequence_document(sequence: NamedSequence) -> dict[str, Any]:
    """The sequence as a TOML document, the inverse of `read_sequence`."""
    return {"title": sequence.title, "sequence": {"name": sequence.name, "tie": sequence.tie.value}}
