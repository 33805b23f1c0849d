"""Exact solutions of inequalities with ties: what is returned holds, and ties are met."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gametheory.optimisation import linear_inequalities
from gametheory.optimisation.linear_inequalities import find_solution


@st.composite
def tied_systems(draw):
    """A x <= b with a known solution x; a row and its negative make a tie."""
    m, n = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    A = draw(hnp.arrays(np.int64, (m, n), elements=st.integers(-3, 3)))
    A = np.vstack([A, -A[: draw(st.integers(0, m))]])
    x = draw(hnp.arrays(np.int64, n, elements=st.integers(0, 4)))
    slack = draw(hnp.arrays(np.int64, len(A), elements=st.integers(0, 2)))
    slack[m:] = slack[: len(A) - m] = 0
    return A, A @ x + slack


def solves(A, b, x) -> bool:
    return min(x) >= 0 and all(
        sum(int(entry) * value for entry, value in zip(row, x, strict=True)) <= bound
        for row, bound in zip(A, b.tolist(), strict=True)
    )


@given(system=tied_systems())
@settings(max_examples=100)
def test_a_solution_is_found_and_solves(system):
    A, b = system
    assert solves(A, b, find_solution(A, b))


def test_a_tie_whose_solution_no_rounding_meets():
    A = np.array([[10**9 + 7, -(10**9 + 9)], [-(10**9 + 7), 10**9 + 9], [-1, 0]])
    b = np.array([0, 0, -1])
    x = find_solution(A, b)
    assert solves(A, b, x)
    assert x[0] / x[1] == Fraction(10**9 + 9, 10**9 + 7)


def test_none_is_found_where_there_is_none():
    assert find_solution(np.array([[1], [-1]]), np.array([1, -2])) is None
    assert find_solution(np.array([[1]]), np.array([-1])) is None


def test_a_lying_solver_is_not_believed(monkeypatch):
    A, b = np.array([[1, 1], [-1, -1]]), np.array([3, -3])
    for x, tied in (([0.0, 0.0], []), ([4.0, 4.0], [0]), ([1.0, 1.0], [0, 1])):
        monkeypatch.setattr(
            linear_inequalities,
            "_innermost",
            lambda A, b, x=x, tied=tied: (np.array(x), [Fraction(1)] * 2, tied),
        )
        found = find_solution(A, b)
        assert found is None or solves(A, b, found)
    contradiction = np.array([[1, 0], [1, 0]]), np.array([3, 4])
    monkeypatch.setattr(
        linear_inequalities, "_innermost", lambda A, b: (np.array([9.0, 0.0]), [Fraction(1)] * 2, [0, 1])
    )
    assert find_solution(*contradiction) is None


@pytest.mark.parametrize("shape", [(2, 0), (0, 2)])
def test_there_may_be_nothing_to_choose_or_nothing_to_meet(shape):
    assert find_solution(np.zeros(shape, dtype=int), np.zeros(shape[0], dtype=int)) == (0,) * shape[1]
