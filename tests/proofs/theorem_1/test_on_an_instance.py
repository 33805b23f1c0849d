"""Theorem 1 on one instance of G*."""

import pytest

from mechanisms.files.instances import load_g_star_instance
from proofs.audit.on_an_instance import claims_on
from proofs.claims.verdict import Verdict
from proofs.theorem_1 import on_an_instance, statement
from proofs.theorem_1.statement import IsolatedShortfall, NotPriceTaking
from tests.example_games import EXAMPLES


def test_a_disagreement_between_listing_and_plan_form_is_never_a_verdict(monkeypatch):
    instance = load_g_star_instance(EXAMPLES / "first.toml")
    monkeypatch.setattr(
        on_an_instance, "_violations_by_listing", lambda _: iter([NotPriceTaking(0, ((0,), (0,), (0,)))])
    )
    claim = next(c for c in claims_on(instance) if c.item == "Theorem 1")
    assert claim.find().verdict is Verdict.OPEN


@pytest.mark.parametrize("item", ["Theorem 1", "Theorem 3"])
def test_a_witness_that_does_not_hold_is_never_a_verdict(monkeypatch, item):
    instance = load_g_star_instance(EXAMPLES / "theorem-3.toml")
    claim = next(c for c in claims_on(instance, without=["Condition 1"]) if c.item == item)
    monkeypatch.setattr(IsolatedShortfall, "holds", lambda *_: False)
    found = claim.find()
    assert found.verdict is Verdict.OPEN
    assert found.evidence.startswith("the witness does not hold: seller 1 with cost(1) = 9/10")


def test_what_only_the_plan_form_finds_has_to_hold_as_well(monkeypatch):
    instance = load_g_star_instance(EXAMPLES / "first.toml")
    never = NotPriceTaking(0, ((0,), (0,), (0,)))
    monkeypatch.setattr(statement, "violations_in_plans", lambda *_: iter([never]))
    monkeypatch.setattr(on_an_instance, "_violations_by_listing", lambda _: iter([never]))
    claim = next(c for c in claims_on(instance) if c.item == "Theorem 1")
    assert claim.find().verdict is Verdict.OPEN
