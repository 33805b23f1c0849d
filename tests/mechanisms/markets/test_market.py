"""What is no market is refused in one line, and so is a game with too few traders."""

from fractions import Fraction

import pytest

from gametheory.games.errors import InputError
from mechanisms.g_star.literal import literal_game
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.trader import Trader


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"n": 0}, "n: an integer >= 1, got 0"),
        ({"k": 0, "P": ((),)}, "k: an integer >= 1, got 0"),
        ({"l": 0}, "l: an integer >= 1, got 0"),
        ({"groups": 1}, "groups: an integer >= 2, got 1"),
        ({"P": ()}, "P: at least one price, got none"),
        ({"P": ((Fraction(1), Fraction(1)),)}, "P: prices of 1 commodities, got (1, 1)"),
        (
            {"P": ((Fraction(1),), (Fraction(1),))},
            "P: distinct prices in lexicographic order, got 1 after another",
        ),
    ],
)
def test_what_is_no_market_is_refused(change, line):
    with pytest.raises(InputError) as wrong:
        Market(**({"n": 1, "k": 1, "l": 1, "P": price_grid(1, 1)} | change))
    assert str(wrong.value) == line


def test_a_listed_game_has_one_trader_for_each_agent():
    with pytest.raises(InputError, match="traders: one for each of the 4 agents, got 0"):
        literal_game(GStar(Market(1, 1, 1, price_grid(1, 1))), [])


def test_prices_that_are_integers_are_numbers_like_others():
    found = Market(1, 1, 1, ((0,), (1,), (2,)))
    assert found == Market(1, 1, 1, tuple((Fraction(p),) for p in range(3)))
    assert {type(price) for (price,) in found.P} == {Fraction}


def test_what_bundles_are_worth_are_fractions():
    found = Trader(Side.SELLER, {(0,): 0, (1,): 1})
    assert {type(each) for each in found.worth.values()} == {Fraction}
    with pytest.raises(InputError, match=r"cost of .* the float 0\.5"):
        Trader(Side.SELLER, {(0,): 0, (1,): 0.5})
    with pytest.raises(InputError, match="side: "):
        Trader("seller", {(0,): 0})
    with pytest.raises(InputError, match="a value: numbers by bundles, which are tuples"):
        Trader(Side.BUYER, {0: 0, 1: 1})
