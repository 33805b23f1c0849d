"""Dominant strategies: the fast search against the definition, and evidence that can fail."""

from dataclasses import replace

from hypothesis import given, settings

from gametheory.dominance.definition import dominates
from gametheory.dominance.dominant import Dominant, dominant_strategies
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation
from gametheory.games.survivors import all_strategies
from tests.example_games import example
from tests.gametheory.elimination.test_rounds import games

STRONGEST_FIRST = (Relation.STRICT, Relation.WEAK, Relation.VERY_WEAK)


def by_definition(game, i):
    """Who dominates every other strategy, by the first of the relations by which she does."""
    found = []
    for b in range(game.shape[i]):
        others = [a for a in range(game.shape[i]) if a != b]
        relations = [
            relation
            for relation in STRONGEST_FIRST
            if others and all(dominates(game, i, b, a, relation, all_strategies(game)) for a in others)
        ]
        found += [(b, relations[0])] if relations else []
    return found


@given(games())
@settings(max_examples=200)
def test_they_are_those_of_the_definition(game):
    for i in range(len(game.players)):
        found = dominant_strategies(game, i)
        assert [(dominant.b, dominant.relation) for dominant in found] == by_definition(game, i)
        assert all(dominant.i == i and dominant.holds(game) for dominant in found)


def named(game):
    return [
        [(game.strategies[i][dominant.b], dominant.relation) for dominant in dominant_strategies(game, i)]
        for i in range(len(game.players))
    ]


def test_games_by_hand():
    prisoners = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], strategies=["CD", "CD"])
    assert named(prisoners) == [[("D", Relation.STRICT)], [("D", Relation.STRICT)]]
    assert named(example("order-matters")) == [[("M", Relation.WEAK)], []]
    assert named(example("chairs-paradox")) == [[("A", Relation.WEAK)], [], []]
    assert named(example("strict")) == [[], []]
    twins = NormalFormGame.from_arrays([[[1], [1], [0]], [[0], [0], [0]]])
    assert named(twins) == [
        [("1", Relation.VERY_WEAK), ("2", Relation.VERY_WEAK)],
        [],
    ]  # the one has no choice


def test_broken_evidence_does_not_hold():
    game = example("order-matters")
    (dominant,) = dominant_strategies(game, 0)
    assert dominant.holds(game)
    assert not replace(dominant, relation=Relation.STRICT).holds(game)
    assert not replace(dominant, b=0).holds(game)
    assert not replace(dominant, i=1).holds(game)
    assert not Dominant(0, 0, Relation.WEAK).holds(NormalFormGame.from_arrays([[[1, 1]], [[0, 1]]]))
