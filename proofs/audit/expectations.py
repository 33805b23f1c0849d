"""What a user expects of the claims on an instance: the regression check of her own mechanism."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from mechanisms.files.toml import Section
from proofs.audit.audit import Row, read_verdict
from proofs.claims.claim import Claim
from proofs.claims.verdict import Reading, Verdict


def read_expectations(file: Section, claims: Iterable[Claim]) -> dict[tuple[str, str], Verdict]:
    """The table [expect] of an instance file: verdicts under "Theorem 1" or "Theorem 1 (read)"."""
    if "expect" not in file:
        return {}
    section = file.section("expect")
    named = {
        claim.item if claim.reading is Reading.PRINTED else f"{claim.item} (read)": claim for claim in claims
    }
    section.allow(named)
    return {
        (named[key].name, named[key].reading.value): read_verdict(section, key) for key in section.content
    }


def unexpected(
    rows: Iterable[Row], expected: Mapping[tuple[str, str], Verdict], asked: Collection[str]
) -> Iterator[str]:
    """Every row that is not as expected, one line each.

    Where nothing is expected, *refuted* and *open* are unexpected, and so is *unchecked* for a claim that
    was asked for by name.
    """
    for row in rows:
        verdict = row.finding.verdict
        wanted = expected.get((row.name, row.reading.value))
        name = f"{row.name} ({row.reading.value})"
        refused = verdict is Verdict.UNCHECKED and row.name.split(":")[0] in asked
        if wanted is not None and wanted is not verdict:
            yield f"{name}: expected {wanted.value}, found {verdict.value}: {row.finding.evidence}"
        elif wanted is None and (refused or verdict in (Verdict.REFUTED, Verdict.OPEN)):
            yield f"{name}: {verdict.value}: {row.finding.evidence}"
