"""Rows: a claim, what was found of it, and whether that is what was expected."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from proofs.audit.records import record_document
from proofs.claims.claim import Claim, Watch
from proofs.claims.verdict import Finding, Verdict

SCHEMA = 1  # of a row in JSON: it rises when a key changes its meaning or goes


@dataclass(frozen=True)
class Expectation:
    """What is expected of a claim: a verdict, on so many cases at least.

    Where no verdict is stated, *refuted* and *open* are unexpected, and so is *unchecked* for a claim that
    was `asked` for by name.
    """

    verdict: Verdict | None = None
    cases: int | None = None
    asked: bool = False

    def disappointment(self, finding: Finding) -> str | None:
        """What is not as expected, in words, or None."""
        verdict = finding.verdict
        if self.verdict is not None and self.verdict is not verdict:
            return f"expected {self.verdict.value}, found {verdict.value}: {finding.evidence}"
        if self.cases is not None and (finding.cases or 0) < self.cases:
            return f"expected {self.cases:,} cases at least, found {finding.cases or 0:,}: {finding.scope}"
        if self.verdict is None and (
            verdict in (Verdict.REFUTED, Verdict.OPEN) or (self.asked and verdict is Verdict.UNCHECKED)
        ):
            return f"{verdict.value}: {finding.evidence}"
        return None


@dataclass(frozen=True)
class Row:
    """One line of the audit, or of a check on a file."""

    claim: Claim
    finding: Finding
    seconds: float  # how long the check took: reported, never judged
    expectation: Expectation = Expectation()
    file: str = ""

    @property
    def label(self) -> str:
        """The claim and its reading."""
        return f"{self.claim.name} ({self.claim.reading.word})"

    @property
    def disappointment(self) -> str | None:
        """What is not as expected, the claim named first, or None."""
        words = self.expectation.disappointment(self.finding)
        return None if words is None else f"{self.label}: {words}"

    def within(self, file: str) -> "Row":
        """The same row, its scope saying which file it is about."""
        scope = ": ".join(part for part in (file, self.finding.scope) if part)
        return replace(self, file=file, finding=replace(self.finding, scope=scope))

    def document(self) -> dict[str, object]:
        """The row as `--json` writes it (docs/json.md)."""
        finding, expected = self.finding, self.expectation.verdict
        witness = finding.witness
        return {
            "schema": SCHEMA,
            "id": self.claim.id,
            "item": self.claim.item,
            "reading": self.claim.reading.value,
            "claim": self.claim.name,
            "scope": finding.scope,
            "verdict": finding.verdict.value,
            "cases": finding.cases,
            "expected": None if expected is None else expected.value,
            "as_expected": self.disappointment is None,
            "file": self.file or None,
            "evidence": finding.evidence,
            "witness": None if witness is None else record_document(witness.record),
            "seconds": round(self.seconds, 2),
        }


def run(claims: Iterable[Claim], watch: Watch, expected: Callable[[Claim], Expectation]) -> Iterator[Row]:
    """Check the claims one after the other."""
    for claim in claims:
        start = time.perf_counter()
        finding = claim.find(lambda note, claim=claim: watch(f"{claim.item}: {note}"))  # type: ignore[misc]
        yield Row(claim, finding, time.perf_counter() - start, expected(claim))


def interrupted(claim: Claim) -> Row:
    """The row of a claim that there was no time for."""
    return Row(claim, Finding(Verdict.UNCHECKED, "", "interrupted"), 0)
