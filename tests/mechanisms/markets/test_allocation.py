"""(1) and (2): each clause that an allocation breaks is named, with the amounts, and no other is."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mechanisms.markets.allocation import Allocation, Infeasibility, infeasibilities
from mechanisms.markets.market import Market, price_grid

MARKET = Market(n=1, k=2, l=1, P=price_grid(2, 1))
ZERO, ONE = Fraction(0), Fraction(1)
LOW, HIGH = (ZERO, ONE), (ONE, ONE)
# Seller 1 sells the second commodity to buyer 4, at 1; seller 2 both to buyer 3, at 1 each.
SOUND = Allocation(((0, 1), (1, 1), (1, 1), (0, 1)), (LOW, HIGH, HIGH, LOW))


def broken(x=SOUND.x, q=SOUND.q):
    return [(found.clause, found.sold, found.bought) for found in infeasibilities(MARKET, Allocation(x, q))]


def test_a_sound_allocation_breaks_nothing():
    assert broken() == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (  # one unit of commodity 1 is sold, none is bought, and the money differs by its price
            {"x": ((0, 1), (1, 1), (0, 1), (0, 1))},
            [
                ("(1): as much of commodity 1 is sold as bought", 1, 0),
                ("(2): sellers receive what buyers pay", 3, 2),
            ],
        ),
        (
            {"x": ((0, 0), (1, 1), (1, 1), (0, 1))},
            [
                ("(1): as much of commodity 2 is sold as bought", 1, 2),
                ("(2): sellers receive what buyers pay", 2, 3),
            ],
        ),
        ({"q": (LOW, LOW, HIGH, LOW)}, [("(2): sellers receive what buyers pay", 2, 3)]),
        (
            {"x": ((0, 2), (1, 1), (1, 1), (0, 2))},
            [
                ("(1): seller 1 trades a bundle of X", 0, 0),
                ("(1): buyer 4 trades a bundle of X", 0, 0),
            ],
        ),
        (
            {"q": (HIGH, (Fraction(1, 2), ONE), HIGH, (Fraction(1, 2), ONE))},
            [
                ("(1): seller 2 trades at a price of P", 0, 0),
                ("(1): buyer 4 trades at a price of P", 0, 0),
                ("(2): sellers receive what buyers pay", Fraction(5, 2), 3),
            ],
        ),
    ],
)
def test_what_is_broken_is_named(change, expected):
    assert broken(**change) == expected
    a = replace(SOUND, **change)
    for clause, sold, bought in expected:
        found = Infeasibility(a, clause, Fraction(sold), Fraction(bought))
        assert found.holds(MARKET)
        assert not replace(found, allocation=SOUND).holds(MARKET)
        assert not replace(found, sold=found.sold + 1).holds(MARKET)
        assert found.describe(MARKET) == (clause if sold == bought else f"{clause}, got {sold} and {bought}")
