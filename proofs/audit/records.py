"""Records of evidence as JSON: their fields by name, every number exact."""

from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction
from typing import Any


def record_document(record: object) -> Any:
    """A record as JSON has it: a dataclass as its fields and its `record` name, fractions as "p/q".

    Mappings whose keys are not strings become lists of pairs, sets sorted lists.

    >>> from proofs.conditions.full_support import NullProfile
    >>> record_document(NullProfile(("s", "L")))
    {'record': 'NullProfile', 'omega': ['s', 'L']}
    """
    match record:
        case None | bool() | int() | str():
            return record
        case Fraction():
            return int(record) if record.denominator == 1 else str(record)
        case Enum():
            return record.value
        case Mapping():
            pairs = [(record_document(key), record_document(value)) for key, value in record.items()]
            return (
                dict(pairs)
                if all(isinstance(key, str) for key, _ in pairs)
                else [list(pair) for pair in pairs]
            )
        case Set():
            return [record_document(item) for item in sorted(record)]
        case tuple() | list() | range():
            return [record_document(item) for item in record]
    if is_dataclass(record):
        named = {field.name: record_document(getattr(record, field.name)) for field in fields(record)}
        return {"record": type(record).__name__, **named}
    if hasattr(record, "tolist"):  # numpy's arrays and numbers
        return record.tolist()
    raise TypeError(f"a record of evidence, got {type(record).__name__}")
