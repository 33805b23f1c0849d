"""Dominance among the rows of a matrix, against the engine for games."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.dominance import rows
from gametheory.dominance.rows import (
    RowDomination,
    are_undominated,
    dominated_rows,
    is_undominated,
    leaves_the_undominated,
)
from gametheory.elimination.rounds import eliminate
from gametheory.games.errors import UndecidedError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.optimisation.alternatives import Belief, Mixture

matrices = st.tuples(st.integers(1, 6), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 3), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(table=matrices)
@pytest.mark.parametrize("by", By)
def test_it_agrees_with_one_round_of_a_game_against_a_player_who_does_not_care(by, table):
    matrix = np.array(table)
    game = NormalFormGame.from_arrays([matrix, np.zeros_like(matrix)])
    wanted = eliminate(game, Relation.WEAK, by, rounds=1).survivors_after(1)[0]
    found = dominated_rows(matrix, by)
    assert tuple(a for a in range(len(matrix)) if a not in {removal.a for removal in found}) == wanted
    gone = {removal.a for removal in found}
    for removal in found:
        assert removal.holds(matrix)
        assert gone.isdisjoint(b for b, _ in removal.mixture)


@given(rows=matrices)
@pytest.mark.parametrize(("pairs", "block"), [(2, 4), (2**26, 2), (2**26, 1)])
def test_few_rows_at_a_time_are_found_the_same(pairs, block, rows):
    matrix, together = np.array(rows), dominated_rows(np.array(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gametheory.dominance.rows._PAIRS", pairs * len(rows))
        patch.setattr("gametheory.dominance.rows._BLOCK", block)
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
    matrix[:] = [[1], [2], [1]]
    matrix[0, 4321], matrix[1, 17] = 0, 0  # row 1 has the largest sum, and less than row 0 in a column
    assert [(removal.a, removal.mixture) for removal in dominated_rows(matrix)] == [(0, ((2, Fraction(1)),))]


def test_sums_and_differences_beyond_64_bits():
    """The sum of four payoffs, and the difference between the first ones of rows 1 and 0, are 2**63."""
    quarter, large = 2**61, 2**62
    pure = np.array([[quarter] * 3 + [quarter - 1], [quarter] * 4])
    assert [removal.a for removal in dominated_rows(pure)] == [0]
    mixed = np.array([[-large, 0, 0], [large, -1, 1], [-large, 1, -1]])
    found = dominated_rows(mixed, By.MIXED)
    assert [removal.a for removal in found] == [0]
    assert found[0].holds(mixed)


def test_what_dominates_is_put_in_terms_of_rows_that_stay(monkeypatch):
    """Whoever finds the mixtures: row 2 by one that contains row 3, which leaves after it."""
    matrix = np.array([[8, 0], [0, 8], [2, 3], [3, 2], [1, 1]])
    said = {
        ((6, -3), (-2, 5), (1, -1)): (Fraction(0), Fraction(1, 4), Fraction(3, 4)),
        ((5, -2), (-3, 6)): (Fraction(1, 2), Fraction(1, 2)),
    }

    def mixture_or_belief(gains, relation):
        weights = said.get(tuple(map(tuple, gains.tolist())))
        return Mixture(weights, relation) if weights else Belief((), relation)

    monkeypatch.setattr(rows, "mixture_or_belief", mixture_or_belief)
    found = dominated_rows(matrix, By.MIXED)
    assert [(removal.a, removal.mixture) for removal in found] == [
        (2, ((0, Fraction(3, 8)), (1, Fraction(5, 8)))),
        (3, ((0, Fraction(1, 2)), (1, Fraction(1, 2)))),
        (4, ((0, Fraction(3, 8)), (1, Fraction(5, 8)))),  # by row 2
    ]
    assert all(removal.holds(matrix) for removal in found)


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
        RowDomination(2, ((0, Fraction(1, 2)),), 1),  # weights that sum to less than 1 would do
        RowDomination(0, ((1, Fraction(3, 2)),), 1),  # weights that sum to more than 1
        RowDomination(0, ((1, Fraction(1)), (2, Fraction(0))), 1),  # no weight
        RowDomination(0, ((0, Fraction(1, 2)), (1, Fraction(1, 2))), 1),  # itself, and another
        RowDomination(0, ((1, Fraction(2, 3)), (2, Fraction(1, 3))), 1),  # less at column 0
    ],
)
def test_wrong_records_do_not_hold(wrong):
    matrix = np.array([[1, 1], [1, 2], [0, 0]])
    assert RowDomination(0, ((1, Fraction(1)),), 1).holds(matrix)
    assert not wrong.holds(matrix)


def test_a_mixture_that_gains_a_fraction_dominates():
    matrix = np.array([[1, 1], [0, 3], [2, 0]])
    found = RowDomination(0, ((1, Fraction(1, 2)), (2, Fraction(1, 2))), 1)
    assert found.holds(matrix)
    assert not found.holds(2 * matrix + [[1, 0], [0, 0], [0, 0]])  # row 0 has half a unit more in column 0


def test_rows_that_tie_in_many_columns():
    """The last of a thousand columns decides, or none does."""
    matrix = np.ones((4, 1000), dtype=np.int64)
    matrix[3, -1] = 2
    for by, columns in (By.PURE, matrix), (By.MIXED, matrix[:, -9:]):
        assert [is_undominated(a, columns, by) for a in range(4)] == [False, False, False, True]
        assert [is_undominated(a, columns[:3], by) for a in range(3)] == [True] * 3
    rng = np.random.default_rng(1)
    for _ in range(60):
        matrix = rng.integers(0, 3, (rng.integers(1, 6), rng.integers(1, 7)))
        for by in By:
            gone = {removal.a for removal in dominated_rows(matrix, by)}
            assert {a for a in range(len(matrix)) if not is_undominated(a, matrix, by)} == gone
            rest = [a for a in range(len(matrix)) if a not in gone]
            assert are_undominated(matrix[rest], by)
            assert are_undominated(matrix, by) == (not gone)


def test_payoffs_at_the_end_of_64_bits_are_compared_by_definition():
    most = 2**63 - 1
    matrix = np.array([[most, -most], [-most, most], [-1, -1], [1, 1]])
    assert [is_undominated(a, matrix[:3], By.MIXED) for a in range(3)] == [True, True, False]
    assert [is_undominated(a, matrix, By.PURE) for a in range(4)] == [True, True, False, True]


def test_an_answer_that_does_not_hold_is_none(monkeypatch):
    for wrong in Belief((Fraction(0),) * 2, Relation.WEAK), Mixture((Fraction(1),), Relation.WEAK):
        monkeypatch.setattr(rows, "mixture_or_belief", lambda gains, relation, wrong=wrong: wrong)
        with pytest.raises(
            UndecidedError, match="row 2: neither a mixture nor a belief that holds was found"
        ):
            is_undominated(1, np.array([[0, 1], [1, 0]]), By.MIXED)


def test_what_leaves_a_matrix_is_rechecked_clause_by_clause():
    matrix = np.array([[0, 0], [1, 0], [1, 1], [0, 2]])

    def removal(a, *mixture):
        return RowDomination(a, tuple((b, Fraction(weight)) for b, weight in mixture), 0)

    first, second = removal(0, (2, 1)), removal(1, (2, 1))
    assert leaves_the_undominated(matrix, [first, second], By.PURE)
    for removals in (
        [first],
        [second],
        [removal(0, (1, 1)), second],
        [removal(0, (2, 2)), second],
        [first, second, removal(3, (2, 1))],
    ):
        assert not leaves_the_undominated(matrix, removals, By.PURE)
    assert not leaves_the_undominated(matrix[[2, 2]], [removal(0, (1, 1))], By.PURE)


def test_differences_may_be_wider_than_what_they_are_of():
    huge = 2**62 + 1
    matrix = np.array([[huge, 0], [-huge, 1]])
    assert is_undominated(0, matrix, By.MIXED)
    assert is_undominated(1, matrix, By.MIXED)


@pytest.mark.parametrize("width", [48, 96, 100])
def test_many_columns_are_probed(width):
    matrix = np.zeros((2, width), dtype=int)
    matrix[1, -1] = 1
    assert [(each.a, each.strict_at) for each in dominated_rows(matrix)] == [(0, width - 1)]
