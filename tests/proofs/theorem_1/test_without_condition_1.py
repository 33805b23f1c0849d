"""A trader who breaks Condition 1, and for whom the conclusion of Theorem 1 holds all the same."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.trader import separable
from proofs.conditions import condition_1
from proofs.theorem_1 import without_condition_1
from proofs.theorem_1.without_condition_1 import ConclusionAnyway

G = GStar(Market(n=1, k=1, l=2, P=price_grid(1, 2)))


def seller(first: str, second: str) -> ConclusionAnyway:
    trader = separable(Side.SELLER, [[Fraction(first), Fraction(second)]])
    return ConclusionAnyway(0, trader, next(condition_1.violations(trader)))


def test_a_second_unit_that_costs_nothing():
    """At prices 0, 1/2, 1 a first unit at 1/4 is worth selling where the second is; one at 3/4 is not at 1/2."""
    found = seller("1/4", "0")
    assert found.holds(G)
    assert "unit costs must not decrease, got 1/4 for unit 1, then 0" in found.describe(G)
    assert not seller("3/4", "0").holds(G)
    assert not replace(found, trader=separable(Side.SELLER, [[Fraction(1, 4), Fraction(1, 4)]])).holds(G)


@pytest.mark.parametrize("rows", [[], [0], [0, 8], [7], [8], [8, 9], [9], [26]])
def test_exactly_the_price_taking_messages_are_dominant(monkeypatch, rows):
    """As if these of the 27 messages were; one alone is price-taking, to sell both units from 1/2 on: the ninth."""
    found = seller("1/4", "0")
    run = SimpleNamespace(payoffs=lambda trader: (None, None))
    monkeypatch.setattr(without_condition_1, "events", lambda g, agents: {0: run})
    monkeypatch.setattr(without_condition_1, "dominant_rows", lambda payoffs, i: rows)
    assert found.holds(G) == (rows == [8])
