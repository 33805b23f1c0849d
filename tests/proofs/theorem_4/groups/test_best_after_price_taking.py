"""(10) is what is best after price-taking first messages, and the check of it can fail."""

from itertools import product

import pytest

from gametheory.plans.box import Box
from mechanisms.markets.informed_price_taking import InformedDemands, second_demands, third_demands
from mechanisms.markets.market import price_grid
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, quarters, shares, two_price_family
from proofs.theorem_4.groups import best_after_price_taking as best
from proofs.theorem_4.groups import claims as larger_groups_claims
from proofs.theorem_4.groups.best_after_price_taking import (
    BetterAction,
    NeverWorse,
    NothingAllowed,
    find_violation,
)
from proofs.theorem_4.groups.claims import check_best_after_price_taking
from proofs.theorem_4.hypotheses import broken_hypotheses

RISING = AnonymousCase(quarters(0, 1, 2, 3), quarters(2, 3, 4, 1), EVEN)  # with ties at the price 1/2
TWO_PRICES = AnonymousCase(quarters(1, 2, 5, 6), quarters(3, 5, 6, 8), EVEN, price_grid(1, 1))
ALONE = AnonymousCase(quarters(0, 3), quarters(1, 5), shares(2, 1, 2))
POOLING = AnonymousCase(quarters(0, 3), quarters(0, 3), shares(1, 1, 1))


def test_it_holds_for_every_buyer_at_a_single_price():
    instance = RISING.instance()
    assert not any(find_violation(instance, agent) for agent in product(RISING.market.buyers, "LH"))


def test_it_holds_at_two_prices_whatever_second_messages_and_supplies_are():
    assert find_violation(TWO_PRICES.instance(), (6, "H")) is None


def test_the_family_meets_the_hypotheses():
    assert all(broken_hypotheses(case.instance()) == () for case in two_price_family())


def test_an_action_that_is_not_best_is_found_with_opponents(monkeypatch):
    """If W_i(ω_i) were empty of requirements, it would allow what may lose."""
    instance = ALONE.instance()
    monkeypatch.setattr(best, "third_demands", lambda game, i, t: InformedDemands(ALONE.market, 2, {}))
    found = find_violation(instance, (2, "L"))
    assert isinstance(found, BetterAction)
    assert found.holds(instance)
    monkeypatch.undo()
    assert not found.holds(instance)


class Picky(InformedDemands):
    """Allows only the first of several best actions."""

    def at(self, shown):
        return Box(tuple(choices[:1] for choices in super().at(shown).choices))


def test_an_action_that_is_forbidden_without_need_is_found(monkeypatch):
    def picky(instance, i, signal):
        right = third_demands(instance, i, signal)
        return Picky(right.market, right.length, right.requirements)

    monkeypatch.setattr(best, "third_demands", picky)
    instance = RISING.instance()
    found = find_violation(instance, (4, "L"))
    assert isinstance(found, NeverWorse)
    assert found.holds(instance)
    told = found.describe(instance)
    assert told.startswith("buyer 5 with signal L, m^3(")
    assert told.endswith("at 1/2: (10) forbids 1, which is never worse than 0")
    monkeypatch.undo()
    assert not found.holds(instance)


def test_without_8_nothing_is_allowed():
    found = find_violation(POOLING.instance(), (2, "L"))
    assert isinstance(found, NothingAllowed)
    assert found.holds(POOLING.instance())
    assert (
        found.describe(POOLING.instance()) == "buyer 3 with signal L, m^3(0, 0) at 1/2: (10) allows nothing"
    )
    assert not found.holds(ALONE.instance())


@pytest.mark.parametrize(
    ("case", "verdict"), [(ALONE, Verdict.HELD), (POOLING, Verdict.INAPPLICABLE)], ids=["fine", "breaks (8)"]
)
def test_the_claim(monkeypatch, case, verdict):
    monkeypatch.setattr(larger_groups_claims, "two_price_family", lambda: [case])
    assert check_best_after_price_taking(unwatched).verdict is verdict


def test_second_messages_are_constrained_at_either_place():
    """The own place is random: Ξ_i(ω_i) asks for the same after (d, d') and (d', d)."""
    rule = second_demands(TWO_PRICES.instance(), 4, "L")
    for shown in rule.requirements:
        assert rule.at(shown) == rule.at(shown[::-1])
