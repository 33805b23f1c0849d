"""What is dominated among survivors, asked about one set after the other: as a round of elimination says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.elimination import dominated
from gametheory.elimination.dominated import Dominated
from gametheory.elimination.rounds import eliminate, round_by_definition, step_holds, without
from gametheory.games.errors import GameError
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import all_strategies
from proofs.testing.strategies import games as normal_forms
from tests.example_games import example


@st.composite
def games_and_sets(draw):
    game = draw(normal_forms(sizes=((1, 4), (1, 3), (1, 2)), payoffs=range(2)) | normal_forms())
    one_each = [st.sets(st.sampled_from(own), min_size=1) for own in all_strategies(game)]
    drawn = draw(st.lists(st.tuples(*one_each), min_size=2, max_size=4))
    return game, [tuple(tuple(sorted(own)) for own in survivors) for survivors in drawn]


@given(games_and_sets(), st.sampled_from([Relation.WEAK, Relation.STRICT]))
def test_sets_need_not_become_smaller(drawn, relation):
    game, sets = drawn
    search = Dominated(game, relation, By.PURE)
    for survivors in sets:
        removals = search.among(survivors)
        assert without(survivors, removals) == round_by_definition(game, relation, survivors)
        assert not removals or step_holds(game, relation, By.PURE, survivors, removals)


@pytest.mark.parametrize(("by", "small"), [(By.PURE, 0), (By.PURE, 1 << 24), (By.MIXED, 1 << 24)])
def test_large_games_and_mixed_dominators_go_round_by_round(monkeypatch, by, small):
    monkeypatch.setattr(dominated, "_SMALL", small)
    game = example("mixed-dominator")
    start = all_strategies(game)
    rounds = eliminate(game, by=by).rounds
    search = Dominated(game, Relation.WEAK, by)
    gone = [(each.i, each.a) for each in search.among(start)]
    assert gone == [(each.i, each.a) for removals in rounds[:1] for each in removals]
    assert search.among(eliminate(game, by=by).survivors) == ()


def test_survivors_that_cannot_be_are_refused():
    search = Dominated(example("order-matters"), Relation.WEAK, By.PURE)
    for survivors in (((0, 1),), ((0, 1), ()), ((0, 9), (0,)), ((1, 0), (0,))):
        with pytest.raises(GameError, match="survivors"):
            search.among(survivors)
