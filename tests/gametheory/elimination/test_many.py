"""Many games at once, against one after the other."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.elimination import many
from gametheory.elimination.many import eliminate_many
from gametheory.elimination.rounds import eliminate, round_by_definition
from gametheory.games.errors import GameError, InexactNumberError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation
from gametheory.games.survivors import all_strategies


def one_by_one(tables, relation):
    runs = [
        eliminate(NormalFormGame.from_arrays(list(game)), relation).survivors
        for game in zip(*tables, strict=True)
    ]
    return [
        [[a in run[i] for a in range(tables[0].shape[i + 1])] for run in runs] for i in range(len(tables))
    ]


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=3),
    st.integers(0, 6),
    st.sampled_from(Relation),
    st.integers(0, 2**32 - 1),
    st.sampled_from([1, 100]),
)
def test_it_is_elimination_game_by_game(shape, games, relation, seed, compared):
    """In chunks of one game too; few payoffs, so that there are ties and duplicates."""
    tables = list(np.random.default_rng(seed).integers(0, 3, (len(shape), games, *shape)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(many, "_COMPARED", compared)
        found = eliminate_many(tables, relation)
    assert [own.tolist() for own in found] == one_by_one(tables, relation)


def test_fractions_and_large_numbers_are_compared_exactly():
    tables = [[[[Fraction(1, 3)], [Fraction(1, 3) + Fraction(1, 10**30)]], [[2**70], [2**70 - 1]]]] * 2
    assert [own.tolist() for own in eliminate_many(tables)] == [
        [[False, True], [True, False]],
        [[True], [True]],
    ]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ([], "a game has at least one player, got no payoff array"),
        ([[[1]]], None),
        ([[1]], "player 1: .* got shape \\(1,\\)"),
        ([np.zeros((1, 2, 2), int), np.zeros((1, 2, 3), int)], "player 2: .* got shape \\(1, 2, 3\\)"),
        ([np.zeros((1, 2, 3), int), np.zeros((1, 2, 2), int)], "player 2: .* got shape \\(1, 2, 2\\)"),
        ([np.zeros((1, 0), int)], "player 1: .* got shape \\(1, 0\\)"),
        ([np.zeros((1, 2, 2), int)], "player 1: .* one for each of 1 players, .* got shape \\(1, 2, 2\\)"),
    ],
)
def test_shapes(tables, said):
    if said is None:
        assert eliminate_many(tables)[0].tolist() == [[True]]
    else:
        with pytest.raises(GameError, match=said):
            eliminate_many(tables)


def test_of_no_game_nobody_survives():
    assert [own.shape for own in eliminate_many([np.zeros((0, 2, 3), dtype=int)] * 2)] == [(0, 2), (0, 3)]


def test_floats_are_refused():
    with pytest.raises(InexactNumberError, match="payoff of player 1"):
        eliminate_many([[[0.5]]])


SHAPES = [(3,), (2, 2), (3, 4), (4, 2), (2, 3, 2), (3, 1, 3)]


def to_the_end(game, relation):
    left = all_strategies(game)
    while (after := round_by_definition(game, relation, left)) != left:
        left = after
    return left


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("compared", [1, 40, 1 << 22])
def test_those_survive_that_survive_alone(monkeypatch, relation, compared):
    monkeypatch.setattr(many, "_COMPARED", compared)
    rng = np.random.default_rng(11)
    for shape in SHAPES:
        tables = [rng.integers(0, 3, (7, *shape)) for _ in shape]
        survive = eliminate_many(tables, relation)
        assert [own.shape for own in survive] == [(7, size) for size in shape]
        for number in range(7):
            left = to_the_end(NormalFormGame.from_arrays([table[number] for table in tables]), relation)
            assert [tuple(np.flatnonzero(own[number])) for own in survive] == list(map(tuple, left))


def test_a_chunk_is_as_large_as_is_said_and_never_empty(monkeypatch):
    """Of games of 6 profiles and at most 3 strategies."""
    sizes = []
    real = many._eliminate
    monkeypatch.setattr(
        many,
        "_eliminate",
        lambda tables, left, relation: (sizes.append(len(left[0])), real(tables, left, relation)),
    )
    for compared, expected in (17, [1] * 5), (36, [2, 2, 1]), (53, [2, 2, 1]), (54, [3, 2]), (10**9, [5]):
        monkeypatch.setattr(many, "_COMPARED", compared)
        sizes.clear()
        eliminate_many([np.zeros((5, 2, 3), dtype=int)] * 2)
        assert sizes == expected
