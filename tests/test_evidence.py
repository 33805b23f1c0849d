"""One protocol for evidence: whatever can be rechecked is rechecked against one thing, and described with it."""

import importlib
import inspect
from dataclasses import is_dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from gametheory.games.evidence import Evidence
from mechanisms.markets.market import Side
from mechanisms.markets.trader import separable
from proofs.claims.evidence import Witness, described
from proofs.conditions.condition_1 import find_violation

ROOT = Path(__file__).parents[1]
PROTOCOLS = (Evidence, Witness)


def records():
    """Every class in the three rooms of which there are instances that say how they are rechecked."""
    for room in ("gametheory", "mechanisms", "proofs"):
        for file in sorted((ROOT / room).glob("**/*.py")):
            module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
            for found in vars(module).values():
                own = inspect.isclass(found) and found.__module__ == module.__name__
                if own and hasattr(found, "holds") and not inspect.isabstract(found):
                    yield found


RECORDS = [found for found in records() if found not in PROTOCOLS]


def parameters(method):
    _, *rest = inspect.signature(method).parameters.values()
    return [(parameter.annotation, parameter.default) for parameter in rest]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record.__module__}.{record.__name__}")
def test_a_record_is_frozen_and_rechecked_against_one_thing(record):
    assert is_dataclass(record)
    assert record.__dataclass_params__.frozen
    context = parameters(record.holds)
    assert len(context) <= 1
    assert all(default is inspect.Parameter.empty for _, default in context)
    assert record.__str__ is object.__str__  # what a record shows it says with `describe`
    if "describe" in vars(record):
        assert parameters(record.describe) == context


def test_there_are_records_in_every_room():
    assert {record.__module__.split(".")[0] for record in RECORDS} == {"gametheory", "mechanisms", "proofs"}
    assert len(RECORDS) > 60


def test_what_is_found_is_described_and_what_is_not_is_none():
    falling = separable(Side.SELLER, [[Fraction(3, 4), Fraction(1, 2)]])
    said = "commodity 1: unit costs must not decrease, got 3/4 for unit 1, then 1/2"
    assert described(find_violation(falling), falling) == said
    rising = separable(Side.SELLER, [[Fraction(1, 2), Fraction(3, 4)]])
    assert described(find_violation(rising), rising) is None
