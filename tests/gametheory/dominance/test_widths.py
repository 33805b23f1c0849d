"""Payoffs are stored in the narrowest integers: nothing changes at the end of a width, nor do differences overflow."""

import numpy as np
import pytest

from gametheory.dominance.survival import find_supporting_belief
from gametheory.dominance.watched_pairs import WatchedPairs
from gametheory.elimination.rounds import eliminate
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from tests.searches import using

WIDTHS = [2**7, 2**15, 2**31, 2**63]


@pytest.mark.parametrize("search", ["masked", "sampled", "sets", "watched"])
@pytest.mark.parametrize("by", [-2, -1, 0, 1])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_larger_of_two_payoffs_is_larger_at_the_end_of_a_width(search, by, width):
    for top in (width + by, -width - by):
        low, high = sorted((top, top - 1))
        game = NormalFormGame.from_arrays(
            [np.array([[low, 0], [high, 1]], dtype=object), np.zeros((2, 2), int)]
        )
        for relation in Relation:
            with using(search):
                assert eliminate(game, relation).survivors[0] == (1,)
        one = NormalFormGame.from_arrays(
            [np.array([[low, 0], [low, 1]], dtype=object), np.zeros((2, 2), int)]
        )
        with using(search):
            assert eliminate(one, Relation.STRICT).survivors[0] == (0, 1)


@pytest.mark.parametrize("width", WIDTHS)
def test_differences_of_payoffs_may_be_as_large_as_two_payoffs(width):
    """Row 0 earns the least in the first column; the even mixture of rows 1 and 2 earns as much elsewhere."""
    large = width - 5
    table = np.array([[-large, 0, 0], [large, -1, 1], [-large, 1, -1]], dtype=object)
    game = NormalFormGame.from_arrays([table, np.zeros((3, 3), int)])
    assert find_supporting_belief(game, 0, 0, Relation.WEAK, ((0, 1, 2), (0, 1, 2))) is None
    run = eliminate(game, Relation.WEAK, By.MIXED)
    assert run.survivors[0] == (1, 2)
    assert run.holds()


@pytest.mark.parametrize("width", WIDTHS[:3])
def test_no_pair_is_as_good_as_more_by_one_at_the_end_of_a_width(width):
    """Row 1 earns more everywhere but in one column, which is not looked at first: 1 more is beyond the width."""
    for column in range(100, 110):
        table = np.array([[0] * 5000, [1] * 5000])
        table[:, column] = width - 1
        assert not list(WatchedPairs(table, Relation.STRICT).dominated_without([], [[]]))
