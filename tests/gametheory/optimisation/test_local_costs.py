"""The minimiser of sums of local costs against trying everything."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.games.errors import EntangledError
from gametheory.optimisation import local_costs
from gametheory.optimisation.local_costs import LocalCost, least_sum, least_sum_by_bounds


@st.composite
def problems(draw):
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=5))
    costs = []
    for _ in range(draw(st.integers(0, 6))):
        scope = draw(st.permutations(range(len(sizes))))[: draw(st.integers(0, 3))]
        shape = [sizes[v] for v in scope]
        values = st.lists(st.integers(-9, 9), min_size=int(np.prod(shape)), max_size=int(np.prod(shape)))
        costs.append(LocalCost(tuple(scope), np.array(draw(values), dtype=np.int64).reshape(shape)))
    return sizes, costs


def total(costs, values):
    return sum(int(cost.table[tuple(values[v] for v in cost.scope)]) for cost in costs)


@given(problems())
def test_it_is_the_least_of_all_sums_and_is_reached(problem):
    sizes, costs = problem
    value, values = least_sum(sizes, costs)
    assert value == total(costs, values)
    assert value == min(total(costs, other) for other in product(*map(range, sizes)))


def test_numbers_beyond_64_bits():
    table = np.array([10**30, -(10**30)], dtype=object)
    assert least_sum([2], [LocalCost((0,), table), LocalCost((0,), table)]) == (-2 * 10**30, (1,))


@given(problems())
def test_it_is_the_same_when_variables_must_be_set_one_after_another(problem):
    sizes, costs = problem
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_costs, "MOST_ENTRIES", 4)
        value, values = least_sum(sizes, costs)
    assert value == total(costs, values) == least_sum(sizes, costs)[0]


@given(problems(), st.sampled_from([0, 3, 1000]))
def test_bounds_find_the_same_or_give_up(problem, most_set):
    sizes, costs = problem
    value, values = least_sum_by_bounds(sizes, costs, most_set)
    assert value == total(costs, values) == least_sum(sizes, costs)[0]


def test_bounds_are_enough_where_costs_agree(monkeypatch):
    """Thirty variables of which each pair should be equal: elimination would need 2^30 entries."""
    monkeypatch.setattr(local_costs, "least_sum", None)
    unequal = np.array([[0, 1], [1, 0]])
    costs = [LocalCost((u, v), unequal) for v in range(30) for u in range(v)]
    assert least_sum_by_bounds([2] * 30, costs) == (0, (0,) * 30)


def test_costs_that_overlap_too_much_are_refused(monkeypatch):
    monkeypatch.setattr(local_costs, "MOST_ENTRIES", 7)
    monkeypatch.setattr(local_costs, "MOST_SPLITS", 1)
    with pytest.raises(EntangledError, match="at most 7 entries, got 8"):
        least_sum([2, 2, 2], [LocalCost((0, 1, 2), np.zeros((2, 2, 2), dtype=np.int64))])
