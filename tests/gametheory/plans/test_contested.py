"""The smaller form, against the plans of the whole one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gametheory.plans.contested import contested
from gametheory.plans.evidence import Part
from gametheory.plans.form import Plan, PlanForm
from tests.random_plans import listed_environments


@st.composite
def parts(draw, form):
    root = draw(st.sampled_from([None, *range(len(form.cells))]))
    fixed = {} if root is None else draw(st.dictionaries(st.sampled_from([0, 1]), st.integers(0, 2)))
    return Part(
        root, {c: x for c, x in fixed.items() if c < len(form.cells[root]) and x < form.cells[root][c]}
    )


@given(environments=listed_environments(), data=st.data())
def test_the_smaller_form_has_for_each_plan_one_that_earns_as_much_in_every_row(environments, data):
    form, rows, part = environments.form, environments.rows, data.draw(parts(environments.form))
    z = data.draw(st.sampled_from(list(form.plans())))
    left = contested(form, part, rows, z)
    smaller = [left.form.vector(plan) for plan in left.form.plans()]
    earned = [rows @ left.whole(x) for x in smaller]
    assert [row.tolist() for row in earned] == [(left.gains(rows) @ x).tolist() for x in smaller]
    for x in smaller:
        assert part.contains(form.best(left.whole(x))[1])
    for plan in filter(part.contains, form.plans()):
        assert any((row >= rows @ form.vector(plan)).all() for row in earned)


@given(environments=listed_environments(), data=st.data())
def test_best_after_a_root_is_the_best_of_all_plans(environments, data):
    form, gains, part = environments.form, environments.rows[0], data.draw(parts(environments.form))
    plans = filter(part.contains, form.plans())
    most, best = part.best(form, gains)
    assert most == max(gains @ form.vector(plan) for plan in plans) == gains @ form.vector(best)
    assert part.contains(best)


def test_a_cell_that_two_rows_want_otherwise_is_left_and_no_other():
    rows, z = np.array([[0, 1, 0, 1, 0], [0, 1, 0, 0, 1]]), Plan(0, (0, 0))
    assert contested(PlanForm(((2, 2),)), Part(), rows, z).form.cells == ((2,),)
    assert contested(PlanForm(((2, 2),)), Part(0, {1: 0}), rows, z).form.cells == ((),)


def test_gains_do_not_overflow():
    many = np.full((1, 9), 2**61)
    form = PlanForm(((1,) * 8,))
    assert contested(form, Part(), many, Plan(0, (0,) * 8)).gains(many).tolist() == [[9 * 2**61]]
    assert form.best(many[0]) == (9 * 2**61, Plan(0, (0,) * 8))


def test_what_earns_as_much_stays_as_it_is():
    form, rows = PlanForm(((2, 2),)), np.zeros((1, 5), dtype=np.int64)
    for z in form.plans():
        assert (contested(form, Part(), rows, z).whole(np.array([1])) == form.vector(z)).all()
