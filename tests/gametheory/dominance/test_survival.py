"""Reasons why a strategy survives, by hand: every clause of their rechecks is needed."""

from fractions import Fraction

import numpy as np
import pytest

from gametheory.dominance.survival import (
    SupportingBelief,
    Undominated,
    find_supporting_belief,
    find_undominated,
)
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation

ONE, HALF = Fraction(1), Fraction(1, 2)
STRICT, WEAK, VERY_WEAK = Relation
BOTH = ((0, 1), (0, 1))


def against_nobody(table):
    """Player 0 is paid by the table, player 1 does not care."""
    return NormalFormGame.from_arrays([np.array(table), 0 * np.array(table)])


def holds(table, relation, belief, a=0, survivors=BOTH):
    """Is a supported by the belief, given as (column, weight) pairs?"""
    profiles = tuple(((a, column), Fraction(weight)) for column, weight in belief)
    return SupportingBelief(0, a, relation, survivors, profiles).holds(against_nobody(table))


@pytest.mark.parametrize(
    ("belief", "held"),
    [
        ([(0, HALF), (1, HALF)], [STRICT, WEAK, VERY_WEAK]),
        ([(0, 1)], [STRICT, VERY_WEAK]),  # no weight for the other column
        ([], []),
        ([(0, HALF), (1, Fraction(1, 3))], []),
        ([(0, 1), (1, 1)], []),
        ([(0, 2), (1, -1)], []),
        ([(0, 1), (1, 0)], []),
        ([(0, HALF), (0, HALF), (1, HALF)], []),  # a column twice
        ([(0, HALF), (1, Fraction(1, 4)), (2, Fraction(1, 4))], []),  # a column that has gone
    ],
)
def test_a_belief_has_positive_weights_of_survivors_that_sum_to_1(belief, held):
    table = [[1, 1, 1], [0, 0, 0]]  # row 0 is the better one, whatever is believed
    assert [relation for relation in Relation if holds(table, relation, belief)] == held


@pytest.mark.parametrize(
    ("other", "held_before", "held_after"),  # where the other row comes first, and where it comes after
    [
        ([0, 0], [STRICT, WEAK, VERY_WEAK], [STRICT, WEAK, VERY_WEAK]),  # worse
        ([2, 0], [STRICT, WEAK], [STRICT, WEAK]),  # as good by the belief, and not the same
        ([1, 1], [STRICT, WEAK], [STRICT, WEAK, VERY_WEAK]),  # a duplicate: the first is kept
        ([2, 1], [], []),  # better
    ],
)
def test_by_the_belief_no_survivor_is_better(other, held_before, held_after):
    even = [(0, HALF), (1, HALF)]
    before = [r for r in Relation if holds([other, [1, 1]], r, even, a=1)]
    after = [r for r in Relation if holds([[1, 1], other], r, even, a=0)]
    assert (before, after) == (held_before, held_after)
    assert [r for r in Relation if holds([[1, 1], other], r, even, survivors=((0,), (0, 1)))] == list(
        Relation
    )


def fails(table, relation, at, a=0, survivors=BOTH):
    """Is the column `at` (None: both rows pay the same) a reason why the other row does not dominate row a?"""
    reason = Undominated(0, a, relation, survivors, ((1 - a, None if at is None else (a, at)),))
    return reason.holds(against_nobody(table))


@pytest.mark.parametrize(
    ("at", "held"),
    [
        (0, [STRICT, WEAK, VERY_WEAK]),  # less
        (1, [STRICT]),  # as much
        (2, []),  # more
        (None, []),
    ],
)
def test_a_would_be_dominator_fails_where_it_pays_less(at, held):
    table, everybody = [[1, 1, 1], [0, 1, 2]], ((0, 1), (0, 1, 2))
    assert [r for r in Relation if fails(table, r, at, survivors=everybody)] == held
    assert not any(fails(table, r, 0, survivors=((0, 1), (1, 2))) for r in Relation)  # the column has gone


def test_a_duplicate_is_no_dominator_but_of_two_the_first_is_kept():
    same = [[1, 1], [1, 1]]
    assert [r for r in Relation if fails(same, r, None, a=0)] == [WEAK, VERY_WEAK]
    assert [r for r in Relation if fails(same, r, None, a=1)] == [WEAK]
    assert not any(fails([[1, 1], other], r, None) for r in Relation for other in ([1, 2], [1, 0]))


def test_all_survivors_are_would_be_dominators_and_nobody_else():
    game = against_nobody([[1, 0], [0, 1], [0, 0]])
    reason = ((1, (0, 0)), (2, (0, 0)))
    assert Undominated(0, 0, WEAK, ((0, 1, 2), (0, 1)), reason).holds(game)
    assert not Undominated(0, 0, WEAK, ((0, 1, 2), (0, 1)), reason[:1]).holds(game)
    assert not Undominated(0, 0, WEAK, ((0, 1), (0, 1)), reason).holds(game)


@pytest.mark.parametrize(
    ("other", "reasons"),  # of the row (1, 1), by relation: a column, "same" or none
    [
        ([2, 1], {STRICT: 1}),
        ([1, 1], {STRICT: 0, WEAK: "same"}),
        ([1, 0], {STRICT: 0, WEAK: 1, VERY_WEAK: 1}),
        ([2, 0], {STRICT: 1, WEAK: 1, VERY_WEAK: 1}),
        ([2, 2], {}),
    ],
)
@pytest.mark.parametrize("a", [0, 1])
def test_reasons_are_found_by_hand(a, other, reasons):
    game = against_nobody([[1, 1], other] if a == 0 else [other, [1, 1]])
    if other == [1, 1] and a == 0:
        reasons = reasons | {VERY_WEAK: "same"}  # the first of two is kept
    for relation in Relation:
        found = find_undominated(game, 0, a, relation, BOTH)
        belief = find_supporting_belief(game, 0, a, relation, BOTH)
        assert (found is None) == (belief is None) == (relation not in reasons)
        if found:
            ((b, profile),) = found.against
            assert (b, "same" if profile is None else profile[1]) == (1 - a, reasons[relation])
            assert found.holds(game)
            assert belief.holds(game)


def test_a_belief_speaks_against_a_later_row_that_is_never_better():
    """Rows 1 and 2 hold the first two columns in balance, and are better in the last; row 3 is worse there."""
    game = against_nobody([[2, 2, 2], [3, 0, 3], [0, 3, 3], [2, 2, 1]])
    everybody = ((0, 1, 2, 3), (0, 1, 2))
    assert find_supporting_belief(game, 0, 0, VERY_WEAK, everybody).holds(game)
