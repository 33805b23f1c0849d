"""What the claims on larger groups say of their instances follows from these."""

from fractions import Fraction

from proofs.claims.claim import unwatched
from proofs.theorem_4.groups import claims
from tests.faults.fault import in_process
from tests.faults.theorem_4 import ALONE


def test_plans_are_counted(monkeypatch):
    """n = 1, P = {1/2}: 2 first messages, and 1 + 2 tuples at which she asks for 0 or 1: 2 · 2³."""
    monkeypatch.setattr(claims, "single_price_family", lambda: [ALONE])
    in_process(monkeypatch)
    found = claims.check_single_price(unwatched)
    assert (
        found.scope == "n=k=l=1, P={1/2}: 1 instance with two signals, anonymous values and symmetric priors"
    )
    assert found.evidence.startswith("1 case: all 16 plans of each buyer and signal, pure dominators: ")


def test_cells_are_counted(monkeypatch):
    monkeypatch.setattr(claims, "two_price_family", lambda: [ALONE])
    in_process(monkeypatch)
    found = claims.check_best_after_price_taking(unwatched)
    assert (
        found.scope == "n=k=l=1, P={1/2}: 1 instance with two signals, anonymous values and symmetric priors"
    )
    assert "after a price-taking first message, at each of 3 cells the actions" in found.evidence


def test_the_families_of_the_audit_are_counted():
    """n = 2: 2 · 3 tuples less one of two equal ones are 3, those of four first messages 8: 2 · 2^11."""
    cases = list(claims.single_price_family())
    assert {buyer.form.plan_count for buyer in claims._buyers(cases)} == {2 * 2**11}
    cells = {len(own) for buyer in claims._buyers(list(claims.two_price_family())) for own in buyer.cells}
    assert cells == {2 * (2 * 4 - 1 + 4**3)}


def test_the_scope_of_sellers_follows_costs_and_sizes(monkeypatch):
    monkeypatch.setattr(claims, "SIZES", [(2, 1, 1, 1)])
    monkeypatch.setattr(claims, "BEYOND", [(3, 1, 1, 1)])
    monkeypatch.setattr(claims, "COSTS", [Fraction(0), Fraction(1, 2)])
    found = claims.check_sellers(unwatched)
    assert found.cases == 2 * 4 * 2  # costs, messages, tie rules
    assert found.scope == (
        "every message and every cost function with nondecreasing unit costs in {0, 1/2}, at (n, k, l, T) = "
        "(2,1,1,1); both tie rules; 40 random profiles, seeds 0 to 3, to see what a draw is to a seller"
    )
    assert "(also at (3,1,1,1))" in found.evidence
