"""The ledger: the expected verdict of every registered claim, and on how many cases it held.

Keyed by the claims' ids, which no rewording changes. Fewer cases than the ledger has are a failure.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from mechanisms.files.toml import Section, read_toml
from proofs.audit.row import Expectation, Row, Surprise
from proofs.claims.verdict import Verdict

Ledger: TypeAlias = Mapping[str, Expectation]  # by id

LEDGER = Path(__file__).parent / "ledger.toml"


def read_ledger(path: Path) -> dict[str, Expectation]:
    """The expectations in a ledger file. Raises `InstanceError` for a file that is not a ledger."""
    file = read_toml(path)
    file.allow(("row",))
    expected: dict[str, Expectation] = {}
    for section in file.sections("row"):
        if "claim" in section:
            raise section.error("claim", "a row has an id (audit --write-ledger writes a ledger anew)")
        section.allow(("id", "verdict", "cases"))
        key = section.text("id")
        if key in expected:
            raise section.error("id", "each claim once", key)
        cases = section.integer("cases", least=1) if "cases" in section else None
        expected[key] = Expectation(read_verdict(section, "verdict"), cases)
    return expected


def read_verdict(section: Section, key: str) -> Verdict:
    """The verdict named at a key."""
    return section.choice(key, {verdict.value: verdict for verdict in Verdict})


def ledger_document(rows: Iterable[Row]) -> dict[str, object]:
    """The ledger that expects what `rows` found."""

    def entry(row: Row) -> dict[str, object]:
        cases = {} if row.finding.cases is None else {"cases": row.finding.cases}
        return {"id": row.claim.id, "verdict": row.finding.verdict.value, **cases}

    return {"row": [entry(row) for row in rows]}


def differences(rows: Iterable[Row], ledger: Ledger) -> Iterator[Surprise]:
    """Every way in which the rows differ from the ledger."""
    found = set()
    for row in rows:
        found.add(row.claim.id)
        if row.claim.id not in ledger:
            found_now = f"{row.claim.id} is not in the ledger, found {row.finding.verdict.value}"
            yield Surprise(f"{row.label}: {found_now}", True)
        elif row.surprise is not None:
            yield row.surprise
    for key in ledger:
        if key not in found:
            yield Surprise(f"{key}: in the ledger, but there is no such claim", True)
