"""Theorem 1 on one instance of G*."""

from mechanisms.files.instances import load_g_star_instance
from proofs.audit.on_an_instance import claims_on
from proofs.claims.verdict import Verdict
from proofs.theorem_1 import on_an_instance
from proofs.theorem_1.statement import NotPriceTaking
from tests.example_games import EXAMPLES


def test_a_disagreement_between_listing_and_plan_form_is_never_a_verdict(monkeypatch):
    instance = load_g_star_instance(EXAMPLES / "first.toml")
    monkeypatch.setattr(
        on_an_instance, "_violations_by_listing", lambda _: iter([NotPriceTaking(0, ((0,), (0,), (0,)))])
    )
    claim = next(c for c in claims_on(instance) if c.item == "Theorem 1")
    assert claim.find().verdict is Verdict.OPEN
