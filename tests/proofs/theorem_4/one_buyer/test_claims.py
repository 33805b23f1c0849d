"""The claims on Theorem 4 with one buyer in a group: over a sample of the family, and by their reasons."""

from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.theorem_4.one_buyer import claims
from tests.faults.theorem_4 import sample


def test_the_printed_theorem_fails_for_six_reasons():
    found = claims.check_theorem_4_printed(unwatched)
    assert [f"({place})" in found.evidence for place in range(1, 8)] == [True] * 6 + [False]


def test_the_claims_on_the_family(monkeypatch):
    """On a sample that is good for every row: it has members of either kind."""
    sample(monkeypatch)
    good = claims._results().good
    assert {result.rounds for result in good} == {1, 2}
    assert {result.uneven_tie for result in good} == {True, False}
    assert {"symmetry" in result.broken for result in good} == {True, False}
    for check in (
        claims.check_theorem_4_read,
        claims.check_one_round,
        claims.check_only_if,
        claims.check_uneven_ties,
    ):
        assert check(unwatched).cases == len(good)


def test_a_wrong_criterion_is_refuted_on_the_family(monkeypatch):
    sample(monkeypatch)
    wrong = claims._over_family(lambda result: result.rounds > 1, "one round always suffices")
    assert wrong(unwatched).verdict is Verdict.REFUTED
