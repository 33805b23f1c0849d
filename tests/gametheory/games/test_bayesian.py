"""Bayesian games, their agent form, and the literal definition of interim elimination."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings

from gametheory.dominance.definition import dominates
from gametheory.elimination.interim import interim_survivors
from gametheory.games.agent_form import AgentForm, agent_form
from gametheory.games.bayesian import BayesianGame
from gametheory.games.errors import GameError, InexactNumberError
from gametheory.games.relation import Relation
from gametheory.games.survivors import Survivors, all_strategies
from tests.random_games import bayesian_games

HALF = Fraction(1, 2)


def one_round(form: AgentForm, survivors: Survivors) -> Survivors:
    """One round of weak elimination in the agent form, by the definition of dominance."""
    return tuple(
        tuple(a for a in own if not any(dominates(form.game, k, b, a, Relation.WEAK, survivors) for b in own))
        for k, own in enumerate(survivors)
    )


def test_interim_payoffs_of_a_game_worked_out_by_hand():
    """Harsanyi's conditioning: prior 1/2, 1/4, 0, 1/4; player 1 of type 1 believes (2/3, 1/3)."""
    prior = [[HALF, Fraction(1, 4)], [0, Fraction(1, 4)]]

    def payoffs(actions, types):
        return 10 * actions[0] + actions[1] + 3 * types[1], actions[0] * actions[1]

    game = BayesianGame.from_function(
        payoffs, lambda types: prior[types[0]][types[1]], types=["LH", "LH"], actions=["ab", "ab"]
    )
    truth = ((0, 1), (0, 1))
    # type L of player 1 plays a; the other plays a if L, b if H: 2/3 * 0 + 1/3 * (1 + 3)
    assert game.interim_payoff(0, 0, truth) == Fraction(4, 3)
    assert game.interim_payoff(0, 1, truth) == 10 + 1 + 3  # type H knows that the other is H
    assert game.interim_payoff(1, 1, truth) == HALF  # H of player 2 faces L or H with 1/2 each
    form = agent_form(game)
    assert form.game.players == ("1:L", "1:H", "2:L", "2:H")
    assert form.game.payoff(0, (0, 1, 0, 1)) == Fraction(4, 3)
    assert form.game.payoff(3, (0, 1, 0, 1)) == HALF


@given(bayesian_games())
@settings(max_examples=40)
def test_the_agent_form_holds_the_interim_payoffs(game):
    form = agent_form(game)
    for profile in form.game.profiles():
        strategies = [tuple(profile[form.agents.index((i, t))] for t in range(2)) for i in range(2)]
        for k, (i, own) in enumerate(form.agents):
            assert form.game.payoff(k, profile) == game.interim_payoff(i, own, strategies)


@pytest.mark.thorough
@pytest.mark.slow
@given(bayesian_games())
@settings(max_examples=40)
def test_elimination_in_the_agent_form_is_elimination_by_the_literal_definition(game):
    form = agent_form(game)
    survivors = all_strategies(form.game)
    for r in range(1, 5):
        survivors = one_round(form, survivors)
        assert form.strategies(survivors) == interim_survivors(game, r)
    assert interim_survivors(game, 4) == interim_survivors(game)  # four agents with two actions


@given(bayesian_games(null_types=True))
@settings(max_examples=40)
def test_what_a_type_of_probability_zero_does_is_nobodys_business(game):
    smaller = game.without_null_types()
    assert not smaller.null_types()
    null = set(game.null_types())
    kept = [[t for t in range(2) if (i, t) not in null] for i in range(2)]
    for strategies in np.ndindex(4, 4):
        pair = [tuple(game.strategies(i))[s] for i, s in enumerate(strategies)]
        rest = [tuple(own[t] for t in left) for own, left in zip(pair, kept, strict=True)]
        for i in range(2):
            for place, own in enumerate(kept[i]):
                assert game.interim_payoff(i, own, pair) == smaller.interim_payoff(i, place, rest)


def test_a_type_of_probability_zero_is_refused_by_name():
    game = BayesianGame.from_arrays(
        [[HALF, HALF], [0, 0]], [np.zeros((2, 2, 2, 2), dtype=int)] * 2, players=["Ann", "Bob"]
    )
    assert game.null_types() == [(0, 1)]
    with pytest.raises(GameError, match=r"player Ann, type 2: .* got probability 0"):
        agent_form(game)
    with pytest.raises(GameError, match=r"player Ann, type 2: .* got probability 0"):
        game.interim_payoff(0, 1, ((0, 0), (0, 0)))
    assert agent_form(game.without_null_types()).game.players == ("Ann:1", "Bob:1", "Bob:2")


@pytest.mark.parametrize(
    ("prior", "error", "message"),
    [
        ([HALF, Fraction(2, 5)], GameError, "prior: probabilities sum to 1, got 9/10"),
        ([Fraction(3, 2), -HALF], GameError, "prior at types .1,.: .* not negative, got -1/2"),
        ([0.5, 0.5], InexactNumberError, "prior: .* got the float"),
    ],
)
def test_a_prior_that_is_none_is_refused(prior, error, message):
    with pytest.raises(error, match=message):
        BayesianGame.from_arrays(prior, [[[1, 0], [0, 1]]])


def test_payoffs_of_another_shape_are_refused():
    with pytest.raises(GameError, match=r"player 2: payoffs of shape \(2, 1, 1, 1\), got \(1, 1, 1, 1\)"):
        BayesianGame.from_arrays([[1]], [np.zeros((2, 1, 1, 1), int), np.zeros((1, 1, 1, 1), int)])


def test_large_payoffs_do_not_overflow_in_the_agent_form():
    big = 2**62
    prior = [Fraction(1, 3), Fraction(2, 3)]
    payoffs = np.array([[big, big - 1]], dtype=np.int64)  # one action, two types
    bystander = np.zeros((1, 1, 2, 1), dtype=int)
    game = BayesianGame.from_arrays(
        np.array(prior, dtype=object).reshape(2, 1), [bystander, payoffs.reshape(1, 1, 2, 1)]
    )
    assert agent_form(game).game.payoff(2, (0, 0, 0)) == big - Fraction(2, 3)
