"""What a result is called, and nothing stronger."""

from dataclasses import dataclass
from enum import Enum

from gametheory.games.errors import UndominatedError


class Verdict(Enum):
    """How far a claim has been settled."""

    HELD = "held"  # every case of a finite, stated range was examined, exactly
    PROVED = "proved"  # for all payoffs at a stated size, with a certificate that a small checker accepts
    REFUTED = "refuted"  # a witness, replayed from the definitions alone
    OPEN = "open"  # tried, and not settled
    UNCHECKED = "unchecked"  # not tried, or refused because a hypothesis fails


class Reading(Enum):
    """Which text of a claim is meant."""

    PRINTED = "printed"  # the paper's, to the letter
    READ = "read"  # what we take to be meant, or what is true instead


@dataclass(frozen=True)
class Finding:
    """What is known of a claim, over which range, and by what evidence."""

    verdict: Verdict
    scope: str
    evidence: str


NOT_YET = Finding(Verdict.UNCHECKED, "", "no checker yet")


class VacuousCheckError(UndominatedError):
    """A check that looked at no case at all: a mistake in the checker, never a verdict."""


def held(cases: int, scope: str, evidence: str) -> Finding:
    """The verdict *held on N cases*; refuses N = 0, which would show nothing."""
    if cases < 1:
        raise VacuousCheckError(f"no case was examined: {scope}")
    return Finding(Verdict.HELD, scope, f"{cases:,} cases: {evidence}")


def refuted(scope: str, evidence: str) -> Finding:
    """The verdict *refuted*: `evidence` describes a witness that has been replayed."""
    return Finding(Verdict.REFUTED, scope, evidence)
