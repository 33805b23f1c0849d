"""The exact simplex: optimal by its own certificate, from a good start, a bad one, or none."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gametheory.games.errors import UnboundedError
from gametheory.optimisation.linear_programming import Optimum, Program, maximise, propose


@st.composite
def programs(draw):
    m, n = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    A = draw(hnp.arrays(np.int64, (m, n), elements=st.integers(-2, 5)))
    A[0] = np.maximum(A[0], 1)  # bounded
    b = draw(hnp.arrays(np.int64, m, elements=st.integers(0, 4)))
    c = draw(hnp.arrays(np.int64, n, elements=st.integers(-3, 4)))
    return Program(A, b, c)


@given(programs(), st.data())
@settings(max_examples=150)
def test_every_start_leads_to_the_same_value_with_a_certificate(program, data):
    A, b, c = program
    anything = [
        np.array(data.draw(st.lists(st.integers(0, 1), min_size=len(v), max_size=len(v))), float)
        for v in (c, b)
    ]
    proposals = [None, propose(A.astype(float), b.astype(float), c.astype(float)), tuple(anything)]
    optima = [maximise(program, proposal) for proposal in proposals]
    assert all(optimum.holds(program) for optimum in optima)
    assert len({optimum.value for optimum in optima}) == 1


def test_a_cycling_example_ends():
    """Beale (1955), in the form of Chvatal (1983), p. 31: the steepest cost alone cycles here."""
    A = np.array([[1, -11, -5, 18], [1, -3, -1, 2], [2, 0, 0, 0]])
    program = Program(A, np.array([0, 0, 2]), np.array([10, -57, -9, -24]))
    optimum = maximise(program)
    assert optimum.value == 1
    assert optimum.holds(program)


def test_an_unbounded_program_and_a_negative_bound_are_refused():
    with pytest.raises(UnboundedError, match="direction 0"):
        maximise(Program(np.array([[-1]]), np.array([1]), np.array([1])))
    with pytest.raises(ValueError, match="right hand sides are not negative, got"):
        maximise(Program(np.array([[1]]), np.array([-1]), np.array([1])))


def test_broken_certificates_do_not_hold():
    program = Program(np.array([[1, 2], [3, 1]]), np.array([4, 6]), np.array([1, 1]))
    optimum = maximise(program)
    zero = (Fraction(0), Fraction(0))
    assert optimum.holds(program)
    for broken in (
        replace(optimum, x=zero),
        replace(optimum, y=zero),
        replace(optimum, value=Fraction(3)),
        replace(optimum, x=(Fraction(4), Fraction(-1)), value=Fraction(3)),
        replace(optimum, x=optimum.x[:1]),
        replace(optimum, x=(*optimum.x, Fraction(0))),
        replace(optimum, y=optimum.y[:1]),
        replace(optimum, y=(*optimum.y, Fraction(0))),
        replace(optimum, x=zero, value=Fraction(0)),  # worth what it says, but y is worth more
    ):
        assert not broken.holds(program)


def test_solutions_with_a_negative_number_do_not_hold():
    """All other conditions hold, and both sides are worth the value."""
    program = Program(np.array([[1, 1]]), np.array([2]), np.array([1, 0]))
    optimum = Optimum((Fraction(2), Fraction(0)), (Fraction(1),), Fraction(2))
    assert optimum.holds(program)
    assert not replace(optimum, x=(Fraction(2), Fraction(-1))).holds(program)
    program = Program(np.array([[1], [1]]), np.array([1, 1]), np.array([1]))
    optimum = Optimum((Fraction(1),), (Fraction(1), Fraction(0)), Fraction(1))
    assert optimum.holds(program)
    assert not replace(optimum, y=(Fraction(2), Fraction(-1))).holds(program)
