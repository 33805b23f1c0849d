"""Cells of G* in arrays against the plan form, which is the definition."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechanisms.g_star.capped import CappedPayoffs
from mechanisms.g_star.plan_form import plan_form
from mechanisms.markets import clearing
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.market import Market, Side, Tie, meet, price_grid
from mechanisms.markets.trader import tabulated


@st.composite
def cases(draw):
    """Any payoffs, among them equal ones and fractions beyond 64 bits."""
    k, l, T = draw(st.sampled_from([(1, 1, 1), (1, 3, 2), (2, 1, 2), (2, 2, 1), (3, 1, 1)]))
    random = Random(draw(st.integers(0, 10**6)))
    market = Market(1, k, l, price_grid(k, T))
    most = random.choice([2, 6, 10**30])
    worth = {x: Fraction(random.randint(0, most), random.choice([1, 2, 3, most + 1])) for x in market.X}
    return market, tabulated(random.choice(list(Side)), k, l, worth.__getitem__)


@settings(deadline=None, max_examples=60)
@given(cases())
def test_it_is_what_the_plan_form_says(case):
    market, trader = case
    earned, plans = CappedPayoffs(market, trader), plan_form(market, trader)
    assert earned.dominant == plans.dominant()
    for p, price in enumerate(market.P):
        for x in market.X:
            assert list(earned.shortfalls(p, x)) == plans.shortfalls(p, x)
            losing = [r for r in market.X if trader.payoff(meet(x, r), price) < 0]
            assert list(earned.losses(p, x)) == losing


@pytest.mark.parametrize("tie", Tie)
def test_prices_clear_at_once_as_one_by_one(tie, monkeypatch):
    random = Random(1)
    market = replace(Market(2, 2, 3, price_grid(2, 5)), tie=tie)
    assert len(market.P) >= clearing.MANY_PRICES

    def messages():
        return [tuple(random.choice(market.X) for _ in market.P) for _ in range(2)]

    groups = [(messages(), messages()) for _ in range(20)]
    at_once = [clearing_price(market, *group) for group in groups]
    monkeypatch.setattr(clearing, "MANY_PRICES", len(market.P) + 1)
    assert at_once == [clearing_price(market, *group) for group in groups]
