"""The table of all kinds of witnesses that files may hold, and how one is read and written.

A new kind is a `FileKind` in the wing of its theorem, listed in `FILE_KINDS` there.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from mechanisms.files.interdependent import any_instance_document, read_any_instance
from mechanisms.files.named_sequences import NamedSequence, read_sequence, sequence_document
from mechanisms.files.toml import Section, read_toml
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.evidence import Witness
from proofs.claims.witness_file import FileKind, WitnessFile
from proofs.large_markets import model_file
from proofs.large_markets import witness_file as large_markets
from proofs.theorem_1 import witness_file as theorem_1
from proofs.theorem_4.hedges import undominated_plan_file as undominated_plan
from proofs.theorem_4.hedges import witness_file as hedges
from proofs.theorem_4.one_buyer import witness_file as one_buyer
from proofs.theorem_6 import witness_file as theorem_6

Game: TypeAlias = Instance | InterdependentInstance | NamedSequence
AnyKind: TypeAlias = FileKind[Any, Any]

FILE_KINDS: tuple[AnyKind, ...] = (
    *theorem_1.FILE_KINDS,
    *one_buyer.FILE_KINDS,
    *hedges.FILE_KINDS,
    *undominated_plan.FILE_KINDS,
    *theorem_6.FILE_KINDS,
    *large_markets.FILE_KINDS,
    *model_file.FILE_KINDS,
)


def table_of(kinds: Iterable[AnyKind]) -> dict[tuple[str, str | None], AnyKind]:
    """The kinds by claim and reason, None where the claim has one kind only.

    Raises `ValueError` when two kinds answer to the same words, or when a kind without a reason is not alone.
    """
    table: dict[tuple[str, str | None], AnyKind] = {}
    for kind in kinds:
        for reason in kind.reasons or (None,):
            others = {other for claim, other in table if claim == kind.claim}
            if reason in others or (others and None in (reason, *others)):
                raise ValueError(f"two kinds of witnesses for {kind.claim}, {reason or 'no reason'}")
            table[kind.claim, reason] = kind
    return table


TABLE = table_of(FILE_KINDS)


def read_witness(file: Section, instance: Game) -> WitnessFile[Any, Any] | None:
    """The witness in an open file, or None if it has none. Raises `InstanceError`."""
    if "witness" not in file:
        return None
    section = file.section("witness")
    symbol = symbol_of(instance)
    claims = {key[0]: key[0] for key, kind in TABLE.items() if kind.mechanism == symbol}
    claim = section.choice("claim", claims)
    if (alone := TABLE.get((claim, None))) is not None:
        return alone.witness(section, instance)
    reasons = {
        reason: kind
        for (item, reason), kind in TABLE.items()
        if item == claim and reason and kind.mechanism == symbol
    }
    return section.choice("reason", reasons).witness(section, instance)


def symbol_of(game: Game) -> str:
    """What a witness is about: a mechanism, or one along a sequence of markets."""
    return game.symbol if isinstance(game, NamedSequence) else game.mechanism.symbol


def read_game(file: Section) -> Game:
    """The instance, or the sequence of markets, in an open file. Raises `InstanceError`."""
    return read_sequence(file) if "sequence" in file else read_any_instance(file)


def load_witness(path: Path) -> WitnessFile[Any, Any] | None:
    """The witness in a file, or None if it has none. Raises `InstanceError`."""
    file = read_toml(path)
    return read_witness(file, read_game(file))


def witness_document(instance: Game, record: Witness[Any]) -> dict[str, Any]:
    """The witness as a TOML document, its instance included.

    Raises `LookupError` for a record of which there is no kind.
    """
    kind = next((kind for kind in FILE_KINDS if kind.record is type(record)), None)
    if kind is None:
        raise LookupError(f"no kind of witness for {type(record).__name__}")
    about = (
        sequence_document(instance)
        if isinstance(instance, NamedSequence)
        else any_instance_document(instance)
    )
    return {**about, "witness": kind.table(instance, record)}
