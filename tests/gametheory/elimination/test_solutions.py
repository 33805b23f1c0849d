"""Best replies, equilibria, dominance solvability, interchangeability."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.dominance.best_reply import Deviation, best_replies, deviations, find_deviation
from gametheory.elimination.equilibrium import bayesian_equilibria, is_equilibrium, pure_equilibria
from gametheory.elimination.rounds import eliminate
from gametheory.elimination.solvability import (
    find_interchange_failure,
    find_late_removal,
    is_dominance_solvable,
    is_interchangeable,
)
from gametheory.formats.nfg import read_nfg
from gametheory.games.agent_form import agent_form
from gametheory.games.bayesian import BayesianGame
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from proofs.testing.strategies import games as normal_forms
from tests.example_games import GAMES, example
from tests.random_games import bayesian_games


@given(normal_forms(sizes=((1, 3), (1, 3), (1, 2))))
@settings(max_examples=50)
def test_equilibria_are_the_profiles_at_which_nobody_gains(game):
    equilibria = pure_equilibria(game)
    for profile in game.profiles():
        stable = all(
            game.payoff(i, profile) >= game.payoff(i, (*profile[:i], b, *profile[i + 1 :]))
            for i, size in enumerate(game.shape)
            for b in range(size)
        )
        assert (profile in equilibria) == stable == is_equilibrium(game, profile)
        for deviation in deviations(game, profile):
            assert deviation.holds(game)
            assert deviation.b in best_replies(game, deviation.i, profile)


def test_a_deviation_that_does_not_pay_is_refuted():
    game = example("strict")
    assert find_deviation(game, (0, 0)) is None
    assert not Deviation(0, 1, (0, 0)).holds(game)  # 2 instead of 4
    assert Deviation(0, 1, (0, 1)).holds(game)  # 8 instead of 5


@given(bayesian_games())
@settings(max_examples=30)
def test_bayesian_equilibria_by_the_definition_over_strategies(game):
    expected = [
        strategies
        for strategies in product(*(game.strategies(i) for i in range(2)))
        if all(
            game.interim_payoff(i, own, strategies)
            >= game.interim_payoff(i, own, (*strategies[:i], other, *strategies[i + 1 :]))
            for i in range(2)
            for own in range(2)
            for other in game.strategies(i)
        )
    ]
    assert bayesian_equilibria(game) == expected


def test_a_bayesian_game_worked_out_by_hand():
    """Osborne (2004), section 9.1: the battle of the sexes when player 1 does not know player 2's wishes.

    With probability 1/2 player 2 wishes to meet player 1, else to avoid her: (B, (B, S)) is the equilibrium.
    """
    meet = [[(2, 1), (0, 0)], [(0, 0), (1, 2)]]
    avoid = [[(2, 0), (0, 2)], [(0, 1), (1, 0)]]
    game = BayesianGame.from_function(
        lambda actions, types: (meet, avoid)[types[1]][actions[0]][actions[1]],
        lambda types: Fraction(1, 2),
        types=[["any"], ["meet", "avoid"]],
        actions=["BS", "BS"],
    )
    assert bayesian_equilibria(game) == [((0,), (0, 1))]


def test_solvability_counts_rounds():
    game = example("strict")  # C; then M and D; then R
    late = find_late_removal(game, 2)
    assert late is not None
    assert (late.i, late.a, late.b) == (1, 2, 0)
    assert late.holds(game)
    assert not is_dominance_solvable(game)
    assert is_dominance_solvable(game, rounds=3)
    assert is_dominance_solvable(game, rounds=4)
    assert is_dominance_solvable(example("chairs-paradox"))


@given(normal_forms(sizes=((1, 3), (1, 3))), st.integers(0, 4))
@settings(max_examples=40)
def test_solvability_is_that_the_rounds_are_over(game, rounds):
    elimination = eliminate(game)
    assert is_dominance_solvable(game, rounds) == (
        elimination.survivors == eliminate(game, rounds=rounds).survivors
    )


@given(normal_forms(sizes=((1, 3), (1, 3), (1, 2))))
@settings(max_examples=50)
def test_interchangeability_is_that_every_profile_of_survivors_is_an_equilibrium(game):
    survivors = eliminate(game).survivors
    failure = find_interchange_failure(game)
    assert (failure is None) == all(is_equilibrium(game, profile) for profile in product(*survivors))
    if failure is not None:
        assert failure.holds(game)
        assert all(a in left for a, left in zip(failure.profile, survivors, strict=True))
        assert (
            failure.b in survivors[failure.i]
        )  # what dominated a better reply that is gone is no worse there


def test_a_deviation_to_a_survivor_is_named_before_one_that_is_gone():
    """Against L both U and D pay 2, and M 1; U, which comes first, has left."""
    game = NormalFormGame.from_arrays([[[2, 0], [1, 2], [2, 1]], [[0, 0], [0, 0], [0, 0]]])
    assert eliminate(game).survivors == ((1, 2), (0, 1))
    assert find_interchange_failure(game) == Deviation(0, 2, (1, 0))


def test_a_deviation_to_a_strategy_that_is_gone_counts():
    game = NormalFormGame.from_arrays([[[0], [1]], [[0], [0]]])
    assert find_interchange_failure(game, ((0,), (0,))) == Deviation(0, 1, (0, 0))
    assert is_interchangeable(game)


@given(bayesian_games())
@settings(max_examples=30)
def test_interchangeability_in_a_bayesian_game_is_that_of_its_agent_form(game):
    form = agent_form(game)
    survivors = eliminate(form.game).survivors
    equilibria = bayesian_equilibria(game)
    assert is_interchangeable(form.game) == all(
        strategies in equilibria for strategies in product(*form.strategies(survivors))
    )


@pytest.mark.parametrize(
    ("name", "relation", "by", "survivors", "rounds"),
    [
        ("strict", Relation.STRICT, By.PURE, "U L", 3),
        ("mixed-dominator", Relation.STRICT, By.PURE, "UMD LR", 0),
        ("mixed-dominator", Relation.STRICT, By.MIXED, "UD LR", 1),
        ("order-matters", Relation.WEAK, By.PURE, "M LR", 1),
        ("order-matters", Relation.STRICT, By.PURE, "TMB LR", 0),
        ("burning-money", Relation.WEAK, By.PURE, "0B BB", 5),
        ("chairs-paradox", Relation.WEAK, By.PURE, "A C C", 2),
        ("narrow-margin", Relation.STRICT, By.PURE, "B c1", 2),
    ],
)
def test_textbook_games_end_as_their_sources_say(name, relation, by, survivors, rounds):
    game = example(name)
    elimination = eliminate(game, relation, by)
    left = [
        "".join(labels[a] for a in own)
        for labels, own in zip(game.strategies, elimination.survivors, strict=True)
    ]
    assert (" ".join(left), len(elimination.rounds)) == (survivors, rounds)
    assert elimination.holds()


def test_a_tolerance_of_1e_8_would_end_at_a_profile_that_is_no_equilibrium():
    game = example("narrow-margin")
    difference = game.payoff(0, (1, 0)) - game.payoff(0, (0, 0))
    assert 0 < difference < Fraction(1, 10**8)
    assert eliminate(game).survivors == ((1,), (0,))
    assert is_equilibrium(game, (1, 0))
    deviation = find_deviation(game, (0, 0))
    assert deviation == Deviation(0, 1, (0, 0))
    assert deviation.holds(game)


def test_every_example_says_where_it_comes_from():
    for path in GAMES.glob("*.nfg"):
        file = read_nfg(path)
        assert file.title, path
        assert len(file.comment) > 40, path
