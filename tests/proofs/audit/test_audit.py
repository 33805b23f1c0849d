"""Rows of the audit, and how they differ from a ledger."""

from proofs.audit.audit import Row, differences, run
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Reading, Verdict


def test_differences_name_missing_and_surplus_claims():
    row = Row("Theorem 9: x", Reading.READ, Finding(Verdict.HELD, "", ""), 0)
    assert list(differences([row], {})) == ["Theorem 9: x (read): not in the ledger, found held"]
    gone = list(differences([], {("Theorem 9: x", "read"): Verdict.HELD}))
    assert gone == ["Theorem 9: x (read): in the ledger, but there is no such claim"]


def test_the_seconds_of_a_claim_without_a_check_are_reported():
    (row,) = run([Claim("(6)", "x", Reading.PRINTED)], lambda _: None)
    assert row.finding.verdict is Verdict.UNCHECKED
    assert row.document()["seconds"] == 0
