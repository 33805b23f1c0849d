"""Dominance among the rows of a matrix, against the engine for games."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.dominance.rows import RowDomination, dominated_rows
from gametheory.elimination.rounds import eliminate
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation

matrices = st.tuples(st.integers(1, 6), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 3), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(rows=matrices)
@pytest.mark.parametrize("by", By)
def test_it_agrees_with_one_round_of_a_game_against_a_player_who_does_not_care(by, rows):
    matrix = np.array(rows)
    game = NormalFormGame.from_arrays([matrix, np.zeros_like(matrix)])
    wanted = eliminate(game, Relation.WEAK, by, rounds=1).survivors_after(1)[0]
    found = dominated_rows(matrix, by)
    assert tuple(a for a in range(len(matrix)) if a not in {removal.a for removal in found}) == wanted
    gone = {removal.a for removal in found}
    for removal in found:
        assert removal.holds(matrix)
        assert gone.isdisjoint(b for b, _ in removal.mixture)


@given(rows=matrices)
def test_few_rows_at_a_time_are_found_the_same(rows):
    matrix, together = np.array(rows), dominated_rows(np.array(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gametheory.dominance.rows._PAIRS", 2 * len(rows))
        assert dominated_rows(matrix) == together


def test_many_columns_are_more_than_probes():
    matrix = np.ones((3, 5000), dtype=int)
    matrix[0, 4321], matrix[1, 17] = 0, 0
    assert [(removal.a, removal.mixture) for removal in dominated_rows(matrix)] == [
        (0, ((2, Fraction(1)),)),
        (1, ((2, Fraction(1)),)),
    ]
    matrix[2, 1234] = 0
    assert dominated_rows(matrix) == []


def test_payoffs_beyond_64_bits():
    huge = np.array([[10**30, 0], [10**30 + 1, 0], [10**30, 1]], dtype=object)
    assert [removal.a for removal in dominated_rows(huge)] == [0]
    assert [removal.a for removal in dominated_rows(huge, By.MIXED)] == [0]


@pytest.mark.parametrize(
    "wrong",
    [
        RowDomination(0, ((1, Fraction(1)),), 0),  # no gain at column 0
        RowDomination(0, ((1, Fraction(1, 2)),), 1),  # weights that do not sum to 1
        RowDomination(0, ((0, Fraction(1)),), 1),  # itself
        RowDomination(1, ((0, Fraction(1)),), 1),  # the wrong way round
        RowDomination(0, ((1, Fraction(2)), (2, Fraction(-1))), 1),  # a negative weight
    ],
)
def test_wrong_records_do_not_hold(wrong):
    assert not wrong.holds(np.array([[1, 1], [1, 2], [0, 0]]))
