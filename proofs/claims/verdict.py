"""What a result is called, and nothing stronger."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from gametheory.games.errors import UndominatedError
from proofs.claims.scopes import number_of
from proofs.claims.shown import Shown


class Verdict(Enum):
    """How far a claim has been settled."""

    HELD = "held"  # every case of a finite, stated range was examined, exactly
    PROVED = "proved"  # for all sizes, by a kernel, or for all payoffs at one, with a certificate
    REFUTED = "refuted"  # a witness, replayed from the definitions alone
    OPEN = "open"  # tried and not settled: a limit, a sample, no time left
    INAPPLICABLE = "inapplicable"  # a hypothesis fails on the instance
    UNCHECKED = "unchecked"  # there is no checker


class Reading(Enum):
    """Which text of a claim is meant."""

    PRINTED = "printed"  # the paper's, to the letter
    READ = "read"  # what we take to be meant, or what is true instead: a person reads "amended"
    DEFINED = "defined"  # no text of the paper: the field's definition

    @property
    def word(self) -> str:
        """What a person reads; files and JSON write the value."""
        return "amended" if self is Reading.READ else self.value


@dataclass(frozen=True)
class Witnessed(Shown):
    """A record that refutes a claim, and what it is about: `record.holds(context)` rechecks it."""

    record: Any
    context: Any

    def describe(self) -> str:
        """The record in words."""
        return str(self.record.describe(self.context))


@dataclass(frozen=True)
class Finding(Shown):
    """What is known of a claim, over which range, and by what evidence.

    `cases` counts what was examined where a claim held; `witness` is the record behind a refutation. What is
    open since time ran out or a library is missing was `cut_short`: nobody expects that.
    """

    verdict: Verdict
    scope: str
    evidence: str
    cases: int | None = None
    witness: Witnessed | None = None
    cut_short: bool = False


READABLE = 10**15  # larger numbers of cases are told by their size

NOT_YET = Finding(Verdict.UNCHECKED, "", "no checker yet")


class VacuousCheckError(UndominatedError):
    """A check that looked at no case at all: a mistake in the checker, never a verdict."""


def held(cases: int, scope: str, evidence: str) -> Finding:
    """The verdict *held on N cases*; refuses N = 0, which would show nothing."""
    if cases < 1:
        raise VacuousCheckError(f"no case was examined: {scope}")
    return Finding(Verdict.HELD, scope, f"{number_of(cases, 'case')}: {evidence}", cases=cases)


def proved(cases: int, scope: str, evidence: str) -> Finding:
    """The verdict *proved*, in so many regions that cover the scope; `evidence` says who accepted what."""
    return Finding(Verdict.PROVED, scope, evidence, cases=cases)


def refuted(scope: str, evidence: str | Witnessed, witness: Witnessed | None = None) -> Finding:
    """The verdict *refuted*: `evidence` is, or describes, a witness that has been replayed."""
    if isinstance(evidence, Witnessed):
        return Finding(Verdict.REFUTED, scope, evidence.describe(), witness=evidence)
    return Finding(Verdict.REFUTED, scope, evidence, witness=witness)


def not_settled(scope: str, evidence: str = "the witness does not hold") -> Finding:
    """The verdict *open* of a check whose witness fails, or that gave up: nothing is claimed."""
    return Finding(Verdict.OPEN, scope, evidence)


def cut_short(why: str) -> Finding:
    """The verdict *open* of a check that was not run, or not to its end, for a reason outside it."""
    return Finding(Verdict.OPEN, "", why, cut_short=True)


def sampled(cases: int, of: int | None, scope: str) -> Finding:
    """The verdict *open* of a check that looked at `cases` out of `of` and found none against the claim.

    None stands for more than can be counted.

    >>> sampled(500, 2**142, "random outcomes").evidence
    '500 of 2^142 or more: none against'
    >>> sampled(500, 1_000, "random outcomes").evidence
    '500 of 1,000: none against'
    """
    if cases < 1 or (of is not None and cases >= of):
        raise VacuousCheckError(f"not a sample: {cases} of {of}: {scope}")
    if of is None:
        total = "more than can be counted"
    else:
        total = f"{of:,}" if of < READABLE else f"2^{of.bit_length() - 1} or more"
    return Finding(Verdict.OPEN, scope, f"{cases:,} of {total}: none against")


def inapplicable(hypothesis: str, place: str) -> Finding:
    """The verdict *inapplicable*, with the place where the hypothesis fails."""
    return Finding(Verdict.INAPPLICABLE, "", f"{hypothesis} fails: {place}")
