"""The bound on the loss, and what it promises, whatever the capacity and the currency."""

from fractions import Fraction

import pytest

from mechanisms.g_star.mechanism import GStar
from mechanisms.large.bound import loss_bound, n_star
from mechanisms.large.curve import promise
from mechanisms.large.in_g_star import in_g_star
from mechanisms.large.types import large_market
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.trader import separable

TENTH = Fraction(1, 10)


def instance(l: int = 1, scale: int = 1, n: int = 2) -> Instance:
    """The even economy, everybody with l units alike, all money in units 1/scale as large."""
    P = [(scale * p,) for (p,) in price_grid(1, 4 * n)]
    traders = [
        separable(side, [[scale * Fraction(4 * i - less, 8 * n)] * l])
        for side, less in ((Side.SELLER, 3), (Side.BUYER, 1))
        for i in range(1, 2 * n + 1)
    ]
    return Instance("", GStar(Market(n, 1, l, P)), tuple(traders))


@pytest.mark.parametrize("scale", [2, 10])
def test_another_currency_changes_nothing_but_the_unit(scale):
    """Prices of the paper lie in [0, 1]; further apart they cost more where both groups' excesses meet."""
    one, other = (
        large_market(each.mechanism.market, each.traders) for each in (instance(), instance(1, scale))
    )
    assert in_g_star(other).loss == scale * in_g_star(one).loss
    assert loss_bound(other) == scale * loss_bound(one)


def test_what_is_promised_is_for_the_largest_of_all_markets():
    """Capacities 8, 50 and 1: the last is not the largest. At l = 50 the loss at n = 757 is above 1/10."""
    promised = promise([instance(8), instance(50), instance(1)], TENTH)
    assert (promised.l, promised.B, promised.e_0, promised.s) == (50, 1, 0, 1)
    assert promised.n == n_star(TENTH, 50, Fraction(1), 0) == 50**2 * 75_625 // 100
    wide = promise([instance(1), instance(1, 10)], TENTH)
    assert wide.s == 10
    assert wide.n == n_star(TENTH, 1, wide.B, 0, Fraction(10)) > n_star(TENTH, 1, wide.B, 0)
    assert n_star(Fraction(1), 1, Fraction(1), 0, Fraction(10)) == 25  # K = ((1 + 10/2) 2 + 8) / 4 = 5
