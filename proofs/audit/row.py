"""Rows: a claim, what was found of it, and whether that is what was expected."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from proofs.audit.records import record_document
from proofs.claims.claim import Claim, Watch
from proofs.claims.scopes import number_of
from proofs.claims.shown import Shown
from proofs.claims.verdict import Finding, Reading, Verdict, cut_short

SCHEMA = 1  # of a row in JSON: it rises when a key changes its meaning or goes
UNDECIDED = (Verdict.OPEN, Verdict.INAPPLICABLE, Verdict.UNCHECKED)


@dataclass(frozen=True)
class Surprise:
    """What is not as expected, in words: it contradicts what was expected, or something is merely open."""

    words: str
    is_contradiction: bool


@dataclass(frozen=True)
class Expectation:
    """What is expected of a claim: a verdict, on so many cases at least.

    Where no verdict is stated, *refuted* is a contradiction and *open* is not expected; nor is *inapplicable*
    or *unchecked* of a claim that was `asked` for by name. Facts surprise nobody who has not stated them. A
    witness has to hold: there *open* is a contradiction, unless it was cut short. That is as nobody expects.
    What is `of_no_interest` surprises nobody, unless it was cut short.
    """

    verdict: Verdict | None = None
    cases: int | None = None
    asked: bool = False
    of_a_witness: bool = False
    of_no_interest: bool = False

    def surprise(self, finding: Finding, *, is_fact: bool = False) -> Surprise | None:
        """What is not as expected, or None."""
        verdict = finding.verdict
        if self.of_no_interest and not finding.cut_short:
            return None
        if self.verdict is None:
            if verdict is Verdict.REFUTED and not is_fact:
                return Surprise(f"refuted: {finding.evidence}", True)
            if verdict is Verdict.OPEN:  # as the words before these say
                return Surprise(finding.evidence, False)
            if self.asked and verdict in UNDECIDED:
                return Surprise(f"{verdict.value}: {finding.evidence}", False)
            return None
        if verdict is not self.verdict or finding.cut_short:
            words = f"expected {self.verdict.value}, found {verdict.value}: {finding.evidence}"
            of_a_replay = self.of_a_witness and not finding.cut_short
            return Surprise(words, verdict is not Verdict.OPEN or of_a_replay)
        if self.cases is not None and (finding.cases or 0) < self.cases:
            least, found = number_of(self.cases, "case"), finding.cases or 0
            words = f"expected {least} at least, found {found:,}: {finding.scope}"
            return Surprise(words, True)
        return None


@dataclass(frozen=True)
class Row(Shown):
    """One line of the audit, or of a check on a file."""

    claim: Claim
    finding: Finding
    seconds: float  # how long the check took: reported, never judged
    expectation: Expectation = Expectation()
    file: str = ""
    witness: object = None  # as JSON, where the finding has come without its record: by another process
    remembered: date | None = None  # when it was found, where it comes from memory

    @property
    def label(self) -> str:
        """The claim and its reading, where there are several."""
        if self.claim.reading is Reading.DEFINED:
            return self.claim.name
        return f"{self.claim.name} ({self.claim.reading.word})"

    @property
    def surprise(self) -> Surprise | None:
        """What is not as expected, the file and the claim named first, or None."""
        found = self.expectation.surprise(self.finding, is_fact=self.claim.is_fact)
        place = f"{self.file}: {self.label}" if self.file else self.label
        return None if found is None else replace(found, words=f"{place}: {found.words}")

    @property
    def is_settled(self) -> bool:
        """Was the claim decided, or the verdict one that was stated beforehand?"""
        return self.finding.verdict not in UNDECIDED or self.expectation.verdict is not None

    def within(self, file: str) -> "Row":
        """The same row, its scope saying which file it is about."""
        scope = ": ".join(part for part in (file, self.finding.scope) if part)
        return replace(self, file=file, finding=replace(self.finding, scope=scope))

    def without_record(self) -> "Row":
        """The same row with its witness as JSON, so that it can be sent to another process, or kept."""
        witness = self.finding.witness
        if witness is None:
            return self
        told = record_document(witness.record)
        return replace(self, finding=replace(self.finding, witness=None), witness=told)

    def document(self) -> dict[str, object]:
        """The row as `--json` writes it (docs/json.md)."""
        finding, expected = self.finding, self.expectation.verdict
        return {
            "schema": SCHEMA,
            "id": self.claim.id,
            "item": self.claim.item,
            "reading": self.claim.reading.value,
            "claim": self.claim.name,
            "is_fact": self.claim.is_fact,
            "scope": finding.scope,
            "verdict": finding.verdict.value,
            "cases": finding.cases,
            "expected": None if expected is None else expected.value,
            "as_expected": self.surprise is None,
            "file": self.file or None,
            "evidence": finding.evidence,
            "witness": self.without_record().witness,
            "seconds": round(self.seconds, 2),
            "remembered": None if self.remembered is None else self.remembered.isoformat(),
        }


def run(claims: Iterable[Claim], watch: Watch, expected: Callable[[Claim], Expectation]) -> Iterator[Row]:
    """Check the claims one after the other."""
    for claim in claims:
        start = time.perf_counter()
        finding = claim.find(within(claim, watch))
        yield Row(claim, finding, time.perf_counter() - start, expected(claim))


def within(claim: Claim, watch: Watch) -> Watch:
    """What a check notes, its item named first."""
    return lambda note: watch(f"{claim.item}: {note}")


def not_reached(claim: Claim, expectation: Expectation, why: str) -> Row:
    """The row of a claim that there was no time for: *open*."""
    return Row(claim, cut_short(why), 0, expectation)


def counts(rows: Iterable[Row]) -> str:
    """How many verdicts of each kind there are, and whether they were expected: "5 held, 2 open"."""
    found: dict[str, int] = {}
    for verdict in Verdict:
        for row in rows:
            if row.finding.verdict is verdict:
                words = f"{verdict.value}{_manner(row)}"
                found[words] = found.get(words, 0) + 1
    return ", ".join(f"{count} {words}" for words, count in found.items())


def _manner(row: Row) -> str:
    verdict, surprise = row.finding.verdict, row.surprise
    if surprise is not None:
        return " unexpectedly" if surprise.is_contradiction else ""
    if row.expectation.verdict is not None and verdict not in (Verdict.HELD, Verdict.PROVED):
        return " as expected"
    return " as a fact" if row.claim.is_fact and verdict is Verdict.REFUTED else ""
