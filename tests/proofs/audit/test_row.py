"""Rows, what is expected of them, and how they differ from a ledger."""

import json

import pytest

from proofs.audit.ledger import differences
from proofs.audit.row import SCHEMA, Expectation, Row, Surprise, counts, not_reached, run
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Reading, Verdict, Witnessed, cut_short, held, refuted
from proofs.conditions.full_support import NullProfile
from tests.calls import KEYS

CLAIM = Claim("theorem-9.read", "Theorem 9", "x", Reading.READ)
HELD, UNCOUNTED = held(5, "here", "yes"), Finding(Verdict.HELD, "here", "yes")
FACT = Claim("theorem-9.fact", "Condition 9", "x", Reading.READ, is_fact=True)
OPEN, REFUTED, INAPPLICABLE, UNCHECKED = (
    Finding(verdict, "", "why")
    for verdict in (Verdict.OPEN, Verdict.REFUTED, Verdict.INAPPLICABLE, Verdict.UNCHECKED)
)
WRONG, LEFT_OPEN = True, False  # is it a contradiction?


def test_differences_name_missing_and_surplus_claims():
    row = Row(CLAIM, HELD, 0)
    assert list(differences([row], {})) == [
        Surprise("Theorem 9: x (amended): theorem-9.read is not in the ledger, found held", WRONG)
    ]
    gone = list(differences([], {"theorem-9.read": Expectation(Verdict.HELD)}))
    assert gone == [Surprise("theorem-9.read: in the ledger, but there is no such claim", WRONG)]


@pytest.mark.parametrize(
    ("expectation", "finding", "surprise"),
    [
        (Expectation(Verdict.HELD, 5), HELD, None),
        (Expectation(Verdict.HELD, 4), HELD, None),
        (Expectation(Verdict.HELD, 6), HELD, ("expected 6 cases at least, found 5: here", WRONG)),
        (Expectation(Verdict.HELD, 1), UNCOUNTED, ("expected 1 case at least, found 0: here", WRONG)),
        (Expectation(Verdict.HELD), OPEN, ("expected held, found open: why", LEFT_OPEN)),
        (Expectation(Verdict.HELD), INAPPLICABLE, ("expected held, found inapplicable: why", WRONG)),
        (Expectation(Verdict.OPEN), HELD, ("expected open, found held: 5 cases: yes", WRONG)),
        (Expectation(Verdict.OPEN), OPEN, None),
        (Expectation(Verdict.OPEN), cut_short("why"), ("expected open, found open: why", LEFT_OPEN)),
        (Expectation(Verdict.REFUTED), HELD, ("expected refuted, found held: 5 cases: yes", WRONG)),
        (Expectation(Verdict.REFUTED), REFUTED, None),
        (Expectation(Verdict.REFUTED, of_a_witness=True), OPEN, ("expected refuted, found open: why", WRONG)),
        (
            Expectation(Verdict.REFUTED, of_a_witness=True),
            cut_short("why"),
            ("expected refuted, found open: why", LEFT_OPEN),
        ),
        (Expectation(), HELD, None),
        (Expectation(), REFUTED, ("refuted: why", WRONG)),
        (Expectation(), OPEN, ("why", LEFT_OPEN)),
        (Expectation(), INAPPLICABLE, None),
        (Expectation(), UNCHECKED, None),
        (Expectation(asked=True), INAPPLICABLE, ("inapplicable: why", LEFT_OPEN)),
        (Expectation(asked=True), UNCHECKED, ("unchecked: why", LEFT_OPEN)),
    ],
)
def test_what_is_not_as_expected(expectation, finding, surprise):
    expected = None if surprise is None else Surprise(*surprise)
    assert expectation.surprise(finding) == expected
    row = Row(CLAIM, finding, 0, expectation, "a.toml")
    assert row.document()["as_expected"] is (surprise is None)
    assert row.surprise == (
        expected and Surprise(f"a.toml: Theorem 9: x (amended): {surprise[0]}", surprise[1])
    )


@pytest.mark.parametrize(
    ("expectation", "finding", "is_surprise"),
    [
        (Expectation(), REFUTED, False),
        (Expectation(asked=True), REFUTED, False),
        (Expectation(), OPEN, True),
        (Expectation(Verdict.HELD), REFUTED, True),
    ],
)
def test_a_fact_fails_no_run_unless_it_is_expected_or_open(expectation, finding, is_surprise):
    assert (Row(FACT, finding, 0, expectation).surprise is not None) is is_surprise


def test_verdicts_are_counted_by_what_was_expected():
    rows = [
        *[Row(CLAIM, HELD, 0)] * 5,
        Row(CLAIM, HELD, 0, Expectation(Verdict.REFUTED)),
        Row(CLAIM, REFUTED, 0, Expectation(Verdict.REFUTED)),
        Row(CLAIM, REFUTED, 0),
        Row(FACT, REFUTED, 0),
        *[Row(CLAIM, OPEN, 0)] * 2,
        Row(CLAIM, OPEN, 0, Expectation(Verdict.OPEN)),
        Row(CLAIM, INAPPLICABLE, 0),
    ]
    assert counts(rows) == (
        "5 held, 1 held unexpectedly, 1 refuted as expected, 1 refuted unexpectedly, 1 refuted as a fact, 2 open, "
        "1 open as expected, 1 inapplicable"
    )


def test_what_was_not_reached_is_open():
    row = not_reached(CLAIM, Expectation(Verdict.HELD), "not decided within 1 seconds")
    assert row.document()["expected"] == "held"
    assert row.finding.verdict is Verdict.OPEN
    assert row.surprise is not None
    assert not row.surprise.is_contradiction


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
        "is_fact": False,
        "scope": "a.toml: there",
        "verdict": "refuted",
        "cases": None,
        "expected": "refuted",
        "as_expected": True,
        "file": "a.toml",
        "evidence": "no",
        "witness": {"record": "NullProfile", "omega": ["s", "L"]},
        "remembered": None,
        "seconds": 1.23,
    }


def test_the_seconds_of_a_claim_without_a_check_are_reported():
    (row,) = run([CLAIM], lambda _: None, lambda _: Expectation())
    assert row.finding.verdict is Verdict.UNCHECKED
    assert row.document()["seconds"] == 0
