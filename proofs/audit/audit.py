"""The audit: every registered claim is checked and compared with the ledger of expected verdicts."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from mechanisms.files.toml import Section, read_toml
from proofs.claims.claim import Claim, Watch
from proofs.claims.verdict import Finding, Reading, Verdict

Expected: TypeAlias = Mapping[tuple[str, str], Verdict]  # (claim's name, reading) -> verdict

LEDGER = Path(__file__).parent / "ledger.toml"


@dataclass(frozen=True)
class Row:
    """One line of the audit."""

    name: str
    reading: Reading
    finding: Finding
    seconds: float  # how long the check took: reported, never judged

    def within(self, file: str) -> "Row":
        """The same row, its scope saying which file it is about."""
        scope = ": ".join(part for part in (file, self.finding.scope) if part)
        return replace(self, finding=replace(self.finding, scope=scope))

    def document(self) -> dict[str, object]:
        """The row as `--json` writes it."""
        return {
            "claim": self.name,
            "reading": self.reading.value,
            "scope": self.finding.scope,
            "verdict": self.finding.verdict.value,
            "evidence": self.finding.evidence,
            "seconds": round(self.seconds, 2),
        }


def run(claims: Iterable[Claim], watch: Watch) -> Iterator[Row]:
    """Check the claims one after the other."""
    for claim in claims:
        start = time.perf_counter()
        finding = claim.find(lambda note, claim=claim: watch(f"{claim.item}: {note}"))  # type: ignore[misc]
        yield Row(claim.name, claim.reading, finding, time.perf_counter() - start)


def interrupted(claim: Claim) -> Row:
    """The row of a claim that there was no time for."""
    return Row(claim.name, claim.reading, Finding(Verdict.UNCHECKED, "", "interrupted"), 0)


def read_ledger(path: Path) -> dict[tuple[str, str], Verdict]:
    """The expected verdicts in a ledger file. Raises `InstanceError` for a file that is not a ledger."""
    file = read_toml(path)
    file.allow(("row",))
    expected: dict[tuple[str, str], Verdict] = {}
    for section in file.sections("row"):
        section.allow(("claim", "reading", "verdict"))
        key = (section.text("claim"), section.choice("reading", {r.value: r.value for r in Reading}))
        if key in expected:
            raise section.error("claim", f"each claim once for each reading, {key[1]}", key[0])
        expected[key] = read_verdict(section, "verdict")
    return expected


def read_verdict(section: Section, key: str) -> Verdict:
    """The verdict named at a key."""
    return section.choice(key, {verdict.value: verdict for verdict in Verdict})


def ledger_document(rows: Iterable[Row]) -> dict[str, object]:
    """The ledger that expects what `rows` found."""
    return {
        "row": [
            {"claim": row.name, "reading": row.reading.value, "verdict": row.finding.verdict.value}
            for row in rows
        ]
    }


def differences(rows: Iterable[Row], expected: Expected) -> Iterator[str]:
    """Every way in which the rows differ from the ledger, one line each."""
    found = {(row.name, row.reading.value): row.finding for row in rows}
    for (name, reading), finding in found.items():
        verdict = expected.get((name, reading))
        if verdict is None:
            yield f"{name} ({reading}): not in the ledger, found {finding.verdict.value}"
        elif verdict is not finding.verdict:
            yield (
                f"{name} ({reading}): expected {verdict.value}, found {finding.verdict.value}: "
                f"{finding.evidence}"
            )
    for name, reading in expected:
        if (name, reading) not in found:
            yield f"{name} ({reading}): in the ledger, but there is no such claim"
