"""For each kind of evidence that no file holds: records that hold, and the same forged so that they do not.

They are made with all finders in their places, and rechecked (`test_rechecks`) when these are broken.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

Plant = Callable[[pytest.MonkeyPatch], object]


def nothing(patch: pytest.MonkeyPatch) -> None:
    """Nothing is planted."""


@dataclass(frozen=True)
class Sample:
    """A record that holds about its context, and pairs of a record and a context that do not."""

    record: Any
    context: tuple[Any, ...]  # one thing, or nothing where the record has all within itself
    forged: tuple[tuple[Any, tuple[Any, ...]], ...]
    plant: Plant = nothing  # what must be broken for the record to hold, as no instance makes it true


Make = Callable[[], Iterator[Sample]]
SAMPLES: dict[type, Make] = {}


def samples_of(record: type) -> Callable[[Make], Make]:
    """Names the kind of record that a function makes samples of."""

    def named(make: Make) -> Make:
        SAMPLES[record] = make
        return make

    return named


def sample(record: Any, *context: Any, forged=(), elsewhere=(), plant: Plant = nothing) -> Sample:
    """`forged` are records that do not hold about the context, `elsewhere` contexts about which it does not."""
    changed = [(each, context) for each in forged] + [(record, (each,)) for each in elsewhere]
    assert changed
    return Sample(record, context, tuple(changed), plant)
