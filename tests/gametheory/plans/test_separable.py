"""Plans that fall apart into cells: what is decided cell by cell is what the list of all plans gives."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.plans.separable import SeparablePlans, Shortfall

cells = st.lists(  # in each cell, for each of one or two states, what three actions pay
    st.lists(st.tuples(*[st.integers(0, 3)] * 3), min_size=1, max_size=2), min_size=1, max_size=2
)


@given(cells)
def test_what_is_decided_cell_by_cell_is_what_all_plans_say(cells):
    form = SeparablePlans(
        [{s: dict(enumerate(map(Fraction, row))) for s, row in enumerate(rows)} for rows in cells]
    )
    plans = list(product(range(3), repeat=len(cells)))
    paid = {a: [row[a[c]] for c, rows in enumerate(cells) for row in rows] for a in plans}
    never_less = {
        (b, a): all(x >= y for x, y in zip(paid[b], paid[a], strict=True)) for b in plans for a in plans
    }
    dominates = {(b, a): never_less[b, a] and not never_less[a, b] for b in plans for a in plans}
    assert {pair: form.dominates(*pair) for pair in dominates} == dominates
    assert list(form.undominated()) == [a for a in plans if not any(dominates[b, a] for b in plans)]
    assert list(form.dominant()) == [b for b in plans if all(never_less[b, a] for a in plans)]
    for a in plans:
        gap = form.find_shortfall(a)
        assert (gap is None) == (a in form.dominant())
        assert gap is None or gap.holds(form)


@pytest.mark.parametrize(
    "broken",
    [
        {"payoff": 1},
        {"payoff": -1},
        {"better_payoff": 4},
        {"better_payoff": 2},
        {"better": 0, "better_payoff": 0},
    ],
)
def test_a_shortfall_has_both_payoffs_and_the_second_is_larger(broken):
    form = SeparablePlans([{"low": {0: Fraction(0), 1: Fraction(3)}}])
    gap = Shortfall(0, "low", 0, 1, Fraction(0), Fraction(3))
    assert gap.holds(form)
    assert not replace(gap, **broken).holds(form)
    assert not Shortfall(0, "low", 1, 0, Fraction(3), Fraction(0)).holds(form)
