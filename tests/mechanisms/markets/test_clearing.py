"""Messages that make a price, by the definition of the price that clears."""

from itertools import product

import pytest

from mechanisms.markets.clearing import clearing_price, makers_of
from mechanisms.markets.market import Market, Tie, price_grid


@pytest.mark.parametrize(
    ("k", "l", "steps", "prices"), [(1, 2, 1, 2), (2, 2, 1, 4), (1, 2, 2, 3), (1, 1, 1, 1)]
)
def test_those_make_a_price_that_name_what_clears_nowhere_else(k, l, steps, prices):
    ties = [Market(2, k, l, price_grid(k, steps)[:prices], tie) for tie in Tie]
    market = ties[0]
    assert len(market.P) == prices
    for p in range(prices):
        expected = []
        for x, y in product(market.X, repeat=2):
            supply, demand = (
                tuple(z if place == p else elsewhere for place in range(prices))
                for z, elsewhere in ((x, (l,) * k), (y, (0,) * k))
            )
            if all(clearing_price(each, [supply] * 2, [demand] * 2) == p for each in ties):
                expected.append((supply, demand))
        assert makers_of(market, p) == expected
