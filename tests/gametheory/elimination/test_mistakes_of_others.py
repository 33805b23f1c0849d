"""Games on which published software gives wrong answers, and agreement with Gambit where Gambit is right."""

import numpy as np
import pygambit
import pytest

from gametheory.elimination.rounds import eliminate, round_by_definition
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import all_strategies


def test_a_row_that_is_played_in_the_only_equilibrium_stays():
    """pygambit's `undominated_strategies_solve` (16.3 to 16.7) leaves row 2 only, counting from 1."""
    game = NormalFormGame.from_arrays([[[1, 0], [2, 1], [1, 2], [0, 1]], [[1, 0], [0, 1], [0, 1], [1, 0]]])
    one_round = eliminate(game, rounds=1)
    assert one_round.survivors == ((1, 2), (0, 1))
    assert eliminate(game).survivors == ((2,), (1,))


def test_a_payoff_below_one_by_a_trillionth_is_not_one():
    """OpenSpiel's tolerance of 1e-7 takes row A to dominate row B, and ends where nobody would stay."""
    trillion = 10**12
    game = NormalFormGame.from_arrays(
        [[[trillion - 1, 5 * trillion], [trillion, 0]], [[1, 0], [1, 0]]], denominators=[trillion, 1]
    )
    assert eliminate(game).survivors == ((1,), (0,))
    assert eliminate(game, by=By.MIXED).survivors == ((1,), (0,))


@pytest.mark.parametrize("by", By)
def test_integers_do_not_pass_through_floats(by):
    """As floats, 2**53 and 2**53 + 1 are the same number, and the second row seems dominated."""
    game = NormalFormGame.from_arrays([[[2**53, 1], [2**53 + 1, 0]], [[0, 0], [0, 0]]])
    assert eliminate(game, by=by).survivors == ((0, 1), (0, 1))


@pytest.mark.parametrize("by", By)
def test_a_tie_is_not_strict_dominance_in_whatever_units(by):
    """QuantEcon's tolerance of 1e-8 calls [1e-6, 0] strictly dominated by [2e-6, 0], which ties with it."""
    game = NormalFormGame.from_arrays([[[1, 0], [2, 0]], [[0, 0], [0, 0]]], denominators=10**6)
    assert eliminate(game, Relation.STRICT, by).survivors == ((0, 1), (0, 1))
    assert eliminate(game, Relation.WEAK, by).survivors == ((1,), (0, 1))


@pytest.mark.parametrize("by", By)
@pytest.mark.parametrize("unit", [1, 7919, 10**30])
def test_scaling_changes_nothing(by, unit):
    """OpenSpiel fails on integers in the thousands, on which it answers right when they are small."""
    rng = np.random.default_rng(7)
    for _ in range(20):
        tables = rng.integers(0, 3, (2, 3, 3))
        small = eliminate(NormalFormGame.from_arrays(list(tables)), by=by)
        large = eliminate(NormalFormGame.from_arrays([t.astype(object) * unit + unit for t in tables]), by=by)
        assert large.survivors == small.survivors


@pytest.mark.parametrize("by", By)
def test_duplicates_do_not_delete_each_other(by):
    """gameanalysis leaves nothing of a constant game."""
    game = NormalFormGame.from_arrays([np.zeros((2, 2), int)] * 2)
    assert eliminate(game, Relation.WEAK, by).survivors == ((0, 1), (0, 1))
    assert eliminate(game, Relation.VERY_WEAK, by).survivors == ((0,), (0,))


def test_a_tolerance_of_a_hundred_millionth_answers_wrongly():
    """The middle row is dominated by the mixture of the others, by 1e-9: no tolerance of 1e-8 sees it."""
    billion = 10**9
    game = NormalFormGame.from_arrays(
        [[[2 * billion, 0], [billion - 1, billion - 1], [0, 2 * billion]], np.zeros((3, 2), int)],
        denominators=billion,
    )
    assert eliminate(game, Relation.STRICT, By.MIXED).survivors == ((0, 2), (0, 1))
    game.numerators[0][1] += 1
    assert eliminate(game, Relation.STRICT, By.MIXED).survivors == ((0, 1, 2), (0, 1))


@pytest.mark.parametrize("shape", [(4, 2), (3, 3), (3, 2, 2), (2, 2, 2, 2)])
@pytest.mark.parametrize("strict", [True, False])
def test_one_round_agrees_with_gambit_strategy_by_strategy(shape, strict):
    """With `is_dominated`, which is right on the object on which `undominated_strategies_solve` is wrong."""
    rng = np.random.default_rng(list(shape))
    for _ in range(25):
        tables = rng.integers(0, 3, (len(shape), *shape))
        game = NormalFormGame.from_arrays(list(tables))
        relation = Relation.STRICT if strict else Relation.WEAK
        everything = pygambit.StrategicGame.from_arrays(*tables).strategy_support_profile()
        expected = tuple(
            tuple(
                a
                for a in range(size)
                if not everything.is_dominated(player=str(i + 1), strategy=str(a + 1), strict=strict)
            )
            for i, size in enumerate(shape)
        )
        assert eliminate(game, relation, rounds=1).survivors == expected
        assert round_by_definition(game, relation, all_strategies(game)) == expected
