"""What the claim by mixed dominance says of its family follows from it."""

from itertools import islice

from proofs.claims.claim import unwatched
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, linear_family, quarters
from proofs.theorem_4.mixed import claims


def test_the_scope_follows_the_family(monkeypatch):
    assert claims._scope() == (
        "n=2, k=1, P = {0, 1} or {1/2}, two signals; a unit is worth 0, 1/2, 1 or 2 by the own signal, and 0, 1/4 or "
        "1/2 more for each of the other buyers with H; two priors, both tie rules; and the instances on which hedges "
        "refute it by pure dominance; those with (8)"
    )
    few = [AnonymousCase(quarters(0, 1, 2, 3), quarters(4, 5, 6, 7), EVEN)]
    monkeypatch.setattr(claims, "linear_family", lambda: iter(few))
    monkeypatch.setattr(claims, "cases", lambda: iter(few))
    found = claims.check_theorem_4_mixed(unwatched)
    assert found.scope == (
        "n=2, k=1, P = {1/2}, two signals; a unit is worth 0 or 1 by the own signal, and 1/4 more for each of the "
        "other buyers with H; one prior, ties: lowest; and the instances on which hedges refute it by pure dominance; "
        "those with (8)"
    )
    # 2 signals; second messages after 3 pairs, third ones after 4 · 2 tuples of the others', at a single price.
    assert "each of 22 cells on the path" in found.evidence


def test_the_family_is_what_the_claim_runs_through():
    family = list(linear_family())
    assert list(islice(claims.cases(), len(family))) == family
