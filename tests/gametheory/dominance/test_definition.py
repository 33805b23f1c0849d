"""Evidence for dominance between pure strategies: every clause of its recheck is needed."""

from dataclasses import replace

import numpy as np
import pytest

from gametheory.dominance.best_reply import Deviation
from gametheory.dominance.definition import Domination, dominates
from gametheory.dominance.pure import DominatedByPure
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation
from tests.searches import SEARCHES, using

# Row 1 pays 1 more than row 0 in the first column, the same in the second, 5 more in the third, less in the last.
TABLE = np.array([[0, 0, 0, 3], [1, 0, 5, 2]])
FIRST = NormalFormGame.from_arrays([TABLE, 0 * TABLE])
SECOND = NormalFormGame.from_arrays([0 * TABLE.T, TABLE.T])  # the same for the other player


@pytest.mark.parametrize(
    ("game", "found"),
    [
        (FIRST, Domination(0, 0, 1, Relation.WEAK, ((0, 1), (0, 1)), (0, 0))),
        (SECOND, Domination(1, 0, 1, Relation.WEAK, ((0, 1), (0, 1)), (0, 0))),
    ],
    ids=["player 0", "player 1"],
)
def test_a_weak_domination_names_a_profile_of_survivors_at_which_it_gains(game, found):
    def at(column):
        return (0, column) if found.i == 0 else (column, 0)

    assert found.holds(game)
    assert not replace(found, strict_at=None).holds(game)
    assert not replace(found, strict_at=at(1)).holds(game)  # no gain
    assert not replace(found, strict_at=at(2)).holds(game)  # a gain against who has gone
    everybody = tuple((0, 1) if i == found.i else (0, 1, 2, 3) for i in range(2))
    assert not replace(found, survivors=everybody).holds(game)  # less in the last column


def test_the_three_relations_by_hand():
    columns = {"more": (0,), "more or as much": (0, 1), "as much": (1,), "more or less": (0, 3)}
    held = {
        name: [
            relation for relation in Relation if dominates(FIRST, 0, 1, 0, relation, ((0, 1), columns[name]))
        ]
        for name in columns
    }
    assert held == {
        "more": list(Relation),
        "more or as much": [Relation.WEAK, Relation.VERY_WEAK],
        "as much": [Relation.VERY_WEAK],
        "more or less": [],
    }
    assert not dominates(FIRST, 0, 1, 1, Relation.VERY_WEAK, ((0, 1), (1,)))


def test_a_deviation_must_gain():
    assert Deviation(0, 1, (0, 0)).holds(FIRST)
    assert not Deviation(0, 1, (0, 1)).holds(FIRST)  # as much
    assert not Deviation(0, 0, (1, 0)).holds(FIRST)  # less


@pytest.mark.parametrize("search", SEARCHES)
def test_a_profile_is_named_where_the_dominator_gains_and_none_where_it_ties(search):
    """Of rows 0 and 1, which are the same, the second leaves; row 2 leaves, since it pays less in the last column."""
    rows = np.array([[1, 1, 2], [1, 1, 2], [1, 1, 1]])
    game = NormalFormGame.from_arrays([rows, np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]])])
    with using(search):
        removals = DominatedByPure(game, Relation.VERY_WEAK).among(((0, 1, 2), (0, 1, 2)))
    assert [(found.a, found.b, found.strict_at) for found in removals] == [(1, 0, None), (2, 0, (2, 2))]
