"""Each check of the audit, run on a broken mechanism or a broken hypothesis, refutes or refuses."""

from dataclasses import dataclass

import pytest

from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.trader import separable
from proofs.audit import g_star_claims
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Reading, Verdict
from proofs.conditions import ranges
from proofs.conditions.ranges import VALUES, Range
from proofs.theorem_1 import sharp_form
from proofs.theorem_3 import statement as theorem_3
from tests.broken import ForcedTrade, LargestFirst, NoTrade, OwnPrice, Subsidised, Unrationed

TINY = (1, 1, 1, price_grid(1, 1))


@dataclass(frozen=True)
class BrokenRange(Range):
    """A range whose markets have a broken mechanism."""

    broken: type = NoTrade

    def mechanisms(self):
        return (self.broken(Market(self.n, self.k, self.l, self.P, tie)) for tie in Tie)


def look_at(monkeypatch, broken, *, crowded=False):
    """Let the claims look at one small market with the broken mechanism only."""
    n, k, l, P = (2, 1, 2, ((ranges.HALF,),)) if crowded else TINY
    only = [BrokenRange(n, k, l, P, VALUES[:3], broken)]
    monkeypatch.setattr(g_star_claims, "EVERY_OUTCOME", [] if crowded else only)
    monkeypatch.setattr(g_star_claims, "LISTED", only)
    monkeypatch.setattr(g_star_claims, "PLANNED", only)


@pytest.mark.parametrize(
    ("check", "broken", "crowded"),
    [
        (g_star_claims.check_goods, Unrationed, False),
        (g_star_claims.check_budget, Subsidised, False),
        (g_star_claims.check_rationing, Unrationed, False),
        (g_star_claims.check_rationing, LargestFirst, True),
        (g_star_claims.own_price_check(Reading.READ, Side.SELLER), OwnPrice, False),
        (g_star_claims.own_price_check(Reading.READ, Side.BUYER), OwnPrice, False),
        (g_star_claims.check_clearing, OwnPrice, False),
        (g_star_claims.check_theorem_1, OwnPrice, False),
        (g_star_claims.check_theorem_1, NoTrade, False),
        (g_star_claims.check_theorem_1, ForcedTrade, False),
        (g_star_claims.check_sharp_form, NoTrade, False),
        (g_star_claims.check_sharp_form, OwnPrice, False),
        (g_star_claims.check_rationality, ForcedTrade, False),
    ],
)
def test_a_broken_mechanism_is_refuted(monkeypatch, check, broken, crowded):
    look_at(monkeypatch, broken, crowded=crowded)
    assert check(unwatched).verdict is Verdict.REFUTED


def test_a_lottery_that_does_not_add_up_is_refuted(monkeypatch):
    class Leaky(NoTrade):
        def lottery(self, m):
            return {a: share / 2 for a, share in super().lottery(m).items()}

    look_at(monkeypatch, Leaky)
    assert g_star_claims.check_weights(unwatched).verdict is Verdict.REFUTED


def test_theorem_3_is_not_refuted_by_a_seller_with_rising_costs(monkeypatch):
    seller = separable(Side.SELLER, [[ranges.HALF / 2, 2 * ranges.HALF / 3]])
    monkeypatch.setattr(theorem_3, "SELLER", seller)
    assert g_star_claims.check_theorem_3(unwatched).verdict is Verdict.HELD


def test_the_claim_on_n_is_refuted_when_the_caps_are_misjudged(monkeypatch):
    monkeypatch.setattr(sharp_form, "caps_are_optimal", lambda *_: True)
    assert g_star_claims.check_theorem_3_read(unwatched).verdict is Verdict.REFUTED


def test_condition_1_would_be_needed_if_nobody_broke_it_in_vain(monkeypatch):
    monkeypatch.setattr(g_star_claims, "find_violation", lambda _: None)
    assert g_star_claims.check_condition_1_is_needed(unwatched).verdict is Verdict.HELD


def test_the_printed_groups_overlap():
    assert g_star_claims.check_printed_groups(unwatched).verdict is Verdict.REFUTED
    for side in Side:
        check = g_star_claims.own_price_check(Reading.PRINTED, side)
        assert check(unwatched).verdict is Verdict.REFUTED
