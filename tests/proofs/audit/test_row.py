"""Rows, what is expected of them, and how they differ from a ledger."""

import json

import pytest

from proofs.audit.ledger import differences
from proofs.audit.row import SCHEMA, Expectation, Row, run
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Reading, Verdict, Witnessed, held, refuted
from proofs.conditions.full_support import NullProfile
from tests.calls import KEYS

CLAIM = Claim("theorem-9.read", "Theorem 9", "x", Reading.READ)
HELD = held(5, "here", "yes")
OPEN, REFUTED, UNCHECKED = (
    Finding(verdict, "", "why") for verdict in (Verdict.OPEN, Verdict.REFUTED, Verdict.UNCHECKED)
)


def test_differences_name_missing_and_surplus_claims():
    row = Row(CLAIM, HELD, 0)
    assert list(differences([row], {})) == [
        "Theorem 9: x (amended): theorem-9.read is not in the ledger, found held"
    ]
    gone = list(differences([], {"theorem-9.read": Expectation(Verdict.HELD)}))
    assert gone == ["theorem-9.read: in the ledger, but there is no such claim"]


@pytest.mark.parametrize(
    ("expectation", "finding", "said"),
    [
        (Expectation(Verdict.HELD, 5), HELD, None),
        (Expectation(Verdict.HELD, 4), HELD, None),
        (Expectation(Verdict.HELD, 6), HELD, "expected 6 cases at least, found 5: here"),
        (Expectation(Verdict.REFUTED), HELD, "expected refuted, found held: 5 cases: yes"),
        (Expectation(Verdict.REFUTED), REFUTED, None),
        (Expectation(), HELD, None),
        (Expectation(), REFUTED, "refuted: why"),
        (Expectation(), OPEN, "open: why"),
        (Expectation(), UNCHECKED, None),
        (Expectation(asked=True), UNCHECKED, "unchecked: why"),
    ],
)
def test_what_is_not_as_expected(expectation, finding, said):
    assert expectation.disappointment(finding) == said
    row = Row(CLAIM, finding, 0, expectation)
    assert row.document()["as_expected"] is (said is None)
    assert row.disappointment == (said and f"Theorem 9: x (amended): {said}")


def test_a_row_as_json():
    finding = refuted("there", "no", Witnessed(NullProfile(("s", "L")), None))
    row = Row(CLAIM, finding, 1.234, Expectation(Verdict.REFUTED)).within("a.toml")
    document = json.loads(json.dumps(row.document()))
    assert list(document) == KEYS
    assert document == {
        "schema": SCHEMA,
        "id": "theorem-9.read",
        "item": "Theorem 9",
        "reading": "read",
        "claim": "Theorem 9: x",
        "scope": "a.toml: there",
        "verdict": "refuted",
        "cases": None,
        "expected": "refuted",
        "as_expected": True,
        "file": "a.toml",
        "evidence": "no",
        "witness": {"record": "NullProfile", "omega": ["s", "L"]},
        "seconds": 1.23,
    }


def test_the_seconds_of_a_claim_without_a_check_are_reported():
    (row,) = run([CLAIM], lambda _: None, lambda _: Expectation())
    assert row.finding.verdict is Verdict.UNCHECKED
    assert row.document()["seconds"] == 0
