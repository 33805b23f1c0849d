"""What the claims on Theorem 1 say of their range follows from it."""

import pytest

from proofs.claims.claim import unwatched
from proofs.conditions.ranges import HALF
from proofs.theorem_1 import claims
from tests.faults.rules import CROWDED, g_star


@pytest.mark.thorough
def test_scopes_follow_the_ranges(monkeypatch):
    g_star()(monkeypatch)
    listed = "every message listed in 1 markets from {0} to {0}"
    planned = "1 larger ones in plan form, up to {0}; both tie rules"
    for size, g in ("n=1 k=1 l=1 T=1", g_star()), ("n=2 k=1 l=2 P={1/2}", g_star(size=CROWDED)):
        g(monkeypatch)
        scope = f"all payoffs with Condition 1 on a value grid; {listed}, {planned}".format(size)
        assert claims.check_theorem_1(unwatched).scope == scope
        scope = f"all payoffs on a value grid with a dominant message; {listed}; both tie rules".format(size)
        assert claims.check_rationality(unwatched).scope == scope


def test_the_counts_name_their_grid(monkeypatch):
    found = claims.check_condition_1_is_needed(unwatched)
    assert (
        "Of 338 payoff functions in eighths up to 3/2, 98 satisfy Condition 1, 226 Theorem 1's"
        in found.evidence
    )
    monkeypatch.setattr(claims, "FINE", HALF / 2)
    monkeypatch.setattr(claims, "TOP", 2 * HALF)
    found = claims.check_condition_1_is_needed(unwatched)
    assert "Of 50 payoff functions in quarters up to 1, 18 satisfy Condition 1" in found.evidence
