"""(1) and (2): an outcome that is no allocation names the clause and the amounts."""

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.market import Market, price_grid
from proofs.rules import feasibility
from tests.broken import Subsidised, Unrationed

TINY = Market(n=1, k=1, l=1, P=price_grid(1, 1))


def first(broken):
    every = feasibility.every_outcome(TINY)
    return next(found for phi, m in every for found in feasibility.violations(broken, phi, m))


def test_an_infeasible_outcome_in_words():
    found = first(Unrationed(TINY))
    assert found.holds(Unrationed(TINY))
    assert found.describe(Unrationed(TINY)) == (
        "(1): as much of commodity 1 is sold as bought, got 0 and 1, when the messages (a bundle at each price) are "
        "seller 1: 0 0; seller 2: 0 0; buyer 3: 0 0; buyer 4: 1 0"
    )
    found = first(Subsidised(TINY))
    assert not found.holds(GStar(TINY))
    assert found.describe(Subsidised(TINY)).startswith(
        "(2): sellers receive what buyers pay, got 1 and 0, when "
    )
