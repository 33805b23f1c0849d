"""Elimination by the definition leaves what the quick ways leave, and knows a step from what is none."""

from itertools import pairwise, product
from random import Random

import numpy as np
import pytest
from hypothesis import given

from gametheory.dominance.type_gains import type_gains
from gametheory.elimination.anew import is_end, is_step, rounds_anew
from gametheory.elimination.interim_anew import dominates_for_type, interim_rounds_anew
from gametheory.elimination.interim_rounds import eliminate_interim, every_action
from gametheory.elimination.rounds import eliminate, round_by_definition
from gametheory.games.bayesian import BayesianGame
from gametheory.games.errors import UndecidedError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from tests.gametheory.elimination.test_interim_rounds import first_price, random_game
from tests.gametheory.elimination.test_rounds import games


@pytest.mark.thorough
@given(games())
def test_rounds(game):
    for by in By:
        found = eliminate(game, Relation.WEAK, by)
        history = [found.survivors_after(r) for r in range(len(found.rounds) + 1)]
        assert list(rounds_anew(game, by)) == history
        for left, rest in pairwise(history):
            assert is_step(game, left, rest, by)
            assert not is_step(game, rest, left, by)
            assert not is_step(game, left, left, by)
            assert not is_end(game, left, by)
        assert is_end(game, history[-1], by)


@given(games())
def test_a_step_is_one_from_which_only_dominated_strategies_leave(game):
    everything = tuple(tuple(range(size)) for size in game.shape)
    rest = round_by_definition(game, Relation.WEAK, everything)
    for i, own in enumerate(everything):
        for a in own:
            one_less = (*everything[:i], tuple(b for b in own if b != a), *everything[i + 1 :])
            assert is_step(game, everything, one_less, By.PURE) == (a not in rest[i])


def history(game):
    found = eliminate_interim(game)
    return [found.survivors_after(r) for r in range(len(found.rounds) + 1)]


def test_interim_rounds():
    rng = Random(7)
    small = [random_game(rng, players) for players in (2, 3) for _ in range(40)]
    for game in [*small, first_price(2, 5, 5), first_price(3, 3, 3)]:
        assert list(interim_rounds_anew(game)) == history(game)


def test_dominance_of_a_type_by_its_definition():
    rng = Random(8)
    seen = set()
    for _ in range(30):
        game = random_game(rng, 3)
        left = every_action(game)
        for t, b, a in product(range(len(game.types[0])), range(len(game.actions[0])), range(2)):
            gains = []
            for others in product(*(list(product(*sets)) for sets in left[1:])):
                better, worse = (
                    game.interim_payoff(0, t, ((each,) * len(game.types[0]), *others)) for each in (b, a)
                )
                gains.append(better - worse)
            assert dominates_for_type(type_gains(game, 0, t), b, a, left) == (min(gains) >= 0 < max(gains))
            seen.add(min(gains) >= 0 < max(gains))
    assert seen == {True, False}


def test_where_neither_is_shown_it_is_undecided(monkeypatch):
    game = first_price(3, 3, 3)
    monkeypatch.setattr("gametheory.elimination.interim_anew.SAMPLES", 1)
    monkeypatch.setattr(
        "gametheory.elimination.interim_anew.least_gain",
        lambda gains, difference, left, start: (-1, tuple(tuple(9 for _ in own) for own in start)),
    )
    assert list(interim_rounds_anew(game)) == history(game)  # what nobody has left shows nothing
    monkeypatch.setattr("gametheory.optimisation.local_costs.MOST_ENTRIES", 0)
    monkeypatch.setattr("gametheory.optimisation.local_costs.MOST_SPLITS", 0)
    with pytest.raises(
        UndecidedError, match=r"player 1, type \d: whether one action dominates another takes"
    ):
        list(interim_rounds_anew(game))


def test_one_loss_by_one_unit_is_enough_without_the_exact_minimum(monkeypatch):
    monkeypatch.setattr("gametheory.optimisation.local_costs.MOST_ENTRIES", 0)
    monkeypatch.setattr("gametheory.optimisation.local_costs.MOST_SPLITS", 0)
    payoffs = np.zeros((3, 2, 2, 2, 1, 1, 1), dtype=int)
    payoffs[0, 1, 0, 1] = -1
    game = BayesianGame.from_arrays([[[1]]], payoffs)
    assert not dominates_for_type(type_gains(game, 0, 0), 1, 0, every_action(game))


def test_what_pays_the_same_does_not_leave():
    game = NormalFormGame.from_arrays([[[1, 0], [1, 0]], [[0, 0], [0, 0]]])
    for by in By:
        assert list(rounds_anew(game, by)) == [((0, 1), (0, 1))]


def test_a_step_names_each_player_and_in_order_what_stays():
    game = NormalFormGame.from_arrays([[[3, 0], [0, 3], [-1, -1]], [[0, 0]] * 3])
    left = ((0, 1, 2), (0, 1))
    steps = [
        rest
        for own in ((), (0,), (0, 1), (1, 0), (0, 0, 1), (0, 1, 3))
        for rest in ((own,), (own, (0, 1)), (own, (0, 1), (0,)))
        if is_step(game, left, rest, By.PURE)
    ]
    assert steps == [((0, 1), (0, 1))]
