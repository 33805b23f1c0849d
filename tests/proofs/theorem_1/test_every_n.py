"""The isolating profile with n a symbol: it holds at every price and residual, and no part of it can be left out."""

from fractions import Fraction
from itertools import product

import pytest

from mechanisms.g_star.plan_form import isolating_profile
from mechanisms.markets.market import Market, Side, price_grid
from proofs.theorem_1 import every_n
from proofs.theorem_1.every_n import IsolationForEveryN

MARKET = Market(n=1, k=2, l=2, P=((Fraction(0),) * 2, (Fraction(1, 2),) * 2, (Fraction(1),) * 2))
NOTHING, EVERYTHING, SOME = (0, 0), (2, 2), (1, 0)
CHANGES = {  # who says what else at which place of P; the agent in question stands at the middle price
    "the rivals ask for something at her price": ("same", 1, SOME),
    "the rivals ask for nothing at a lower price": ("same", 0, NOTHING),
    "the rivals ask for nothing at a higher price": ("same", 2, NOTHING),
    "the partner leaves her less": ("partner", 1, NOTHING),
    "the partner leaves her more": ("partner", 1, EVERYTHING),
    "another one opposite says something at her price": ("opposite", 1, SOME),
    "another one opposite says something elsewhere": ("opposite", 2, SOME),
}


@pytest.mark.parametrize("side", Side)
def test_it_holds_at_every_price_and_residual(side):
    for p, r in product(range(3), MARKET.X):
        assert IsolationForEveryN(MARKET, side, p, r).holds()


@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("change", CHANGES)
def test_no_part_of_the_profile_can_be_left_out(monkeypatch, side, change):
    who, place, says = CHANGES[change]

    def changed(market, i, p, r, own):
        m = list(isolating_profile(market, i, p, r, own))
        same, opposite = (
            (market.sellers, market.buyers) if side is Side.SELLER else (market.buyers, market.sellers)
        )
        for j in {"same": [same[1]], "partner": [opposite[0]], "opposite": [opposite[1]]}[who]:
            m[j] = (*m[j][:place], says, *m[j][place + 1 :])
        return m

    found = IsolationForEveryN(MARKET, side, 1, SOME)
    assert found.holds()
    monkeypatch.setattr(every_n, "isolating_profile", changed)
    assert not found.holds()


def test_the_probability_is_one_half(monkeypatch):
    tiny = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    for claimed in Fraction(1, 3), Fraction(2, 3):
        monkeypatch.setattr(every_n, "ISOLATED", claimed)
        assert not IsolationForEveryN(tiny, Side.BUYER, 0, (1,)).holds()
