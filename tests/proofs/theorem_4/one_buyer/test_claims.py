"""The claims on Theorem 4 with one buyer in a group: over a sample of the family, and by their reasons."""

from proofs.claims.claim import unwatched
from proofs.theorem_4.one_buyer import claims as theorem_4_claims
from proofs.theorem_4.one_buyer.family import family
from proofs.theorem_4.one_buyer.outcome import outcome


def test_the_printed_theorem_fails_for_six_reasons():
    found = theorem_4_claims.check_theorem_4_printed(unwatched)
    assert [f"({place})" in found.evidence for place in range(1, 8)] == [True] * 6 + [False]


def small_family(monkeypatch):
    """Results as the audit has them, from a sample that is good for every row."""
    good = []
    for case in list(family(priors=("independent", "asymmetric")))[::41]:
        instance = case.instance()
        if theorem_4_claims.NEEDED.isdisjoint(theorem_4_claims.broken_hypotheses(instance)):
            good.append(outcome(instance))
    results = theorem_4_claims._Results("a sample", 4096, tuple(good), 0, ())
    monkeypatch.setattr(theorem_4_claims, "_results", lambda: results)
    return good


def test_the_claims_on_the_family(monkeypatch):
    good = small_family(monkeypatch)
    for check in (
        theorem_4_claims.check_theorem_4_read,
        theorem_4_claims.check_one_round,
        theorem_4_claims.check_only_if,
        theorem_4_claims.check_uneven_ties,
    ):
        found = check(unwatched)
        assert found.verdict.value == "held"
        assert found.evidence.startswith(f"{len(good)} cases: ")
    assert {result.rounds for result in good} == {1, 2}
    assert {result.uneven_tie for result in good} == {True, False}


def test_a_wrong_criterion_is_refuted_on_the_family(monkeypatch):
    small_family(monkeypatch)
    wrong = theorem_4_claims._over_family(lambda result: result.rounds > 1, "one round always suffices")
    assert wrong(unwatched).verdict.value == "refuted"
