"""What a checker must notice: one thing broken in what it looks at, beside a small range on which nothing is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from proofs.claims.case_log import CaseLog
from proofs.claims.verdict import Verdict

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], object]


@dataclass(frozen=True)
class Fault:
    """A mutation of a mechanism, a hypothesis, a family or a witness, and what the check must then find."""

    what: str
    plant: Plant
    verdict: Verdict = Verdict.REFUTED
    says: str = ""  # a part of the evidence


@dataclass(frozen=True)
class Faults:
    """The faults that one check must notice, each planted in a range that is `small` enough to be quick."""

    faults: tuple[Fault, ...]
    small: Plant | None = None


def faults(*planted: Fault, small: Plant | None = None) -> Faults:
    return Faults(planted, small)


def change(name: str, value: Any) -> Plant:
    """Put a value in the place of a name below `proofs`."""
    return lambda patch: patch.setattr(f"proofs.{name}", value)


def all_of(*plants: Plant) -> Plant:
    """One after the other."""

    def plant(patch: Patch) -> None:
        for each in plants:
            each(patch)

    return plant


def in_process(patch: Patch) -> None:
    """Decide cases here: another process would not know what is patched."""
    patch.setattr(CaseLog, "run", lambda log, workers=1: {c.name: log.decide(c) for c in log.cases})
