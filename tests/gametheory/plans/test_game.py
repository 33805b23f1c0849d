"""One definition of a game in plan form, and the reduced, the literal and the listed game that come from it."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.elimination.rounds import eliminate
from gametheory.games.errors import TooLargeError
from gametheory.games.relation import By, Relation
from gametheory.plans.dominance import find_plan_domination
from gametheory.plans.form import Plan, PlanForm
from gametheory.plans.game import ListedEnvironments, PlanGame, literal_strategies
from gametheory.plans.realisation import RealisationPlan
from tests.random_plans import forms, plan_games


def matching(i, others):
    """Player 0 earns 6 for the root of player 1, and 2 or 4 for her action; player 1 the opposite."""
    (plan,) = others
    sign = 1 if i == 0 else -1
    if i == 0:
        return np.array([6, 0, 0, 0] if plan.root == 0 else [0, 2, 4, 6])
    return sign * np.array([6, 0] if plan.root == 0 else [0, 6])


GAME = PlanGame(("row", "column"), (PlanForm(((2,), ())), PlanForm(((), ()))), matching, (2, 1))


def test_the_reduced_game_pays_what_plans_earn():
    game = GAME.reduced()
    assert game.strategies == (("0:0", "0:1", "1:"), ("0:", "1:"))
    assert game.own_first(0).tolist() == [[6, 2], [6, 4], [0, 6]]
    assert game.payoff(0, (1, 1)) == Fraction(4, 2)
    assert game.own_first(1).tolist() == [[-6, -6, 0], [0, 0, -6]]


def test_the_literal_game_lists_actions_that_are_never_asked_for():
    game = GAME.literal()
    assert game.strategies[0] == ("0:0/", "0:1/", "1:0/", "1:1/")
    assert game.own_first(0).tolist() == [[6, 2], [6, 4], [0, 6], [0, 6]]


@given(game=plan_games(), by=st.sampled_from(By))
@settings(max_examples=25)
def test_literal_strategies_survive_with_their_plans(game, by):
    reduced, literal = (eliminate(level, Relation.WEAK, by) for level in (game.reduced(), game.literal()))
    assert len(reduced.rounds) == len(literal.rounds)
    for r in range(len(reduced.rounds) + 1):
        for form, plans, strategies in zip(
            game.forms, reduced.survivors_after(r), literal.survivors_after(r), strict=True
        ):
            every = list(form.plans())
            left = {every[a] for a in plans}
            assert strategies == tuple(
                s
                for s, (root, actions) in enumerate(literal_strategies(form))
                if Plan(root, actions[root]) in left
            )


@pytest.mark.thorough
@given(game=plan_games(players=3, most_plans=4), by=st.sampled_from(By))
@settings(max_examples=15)
def test_rounds_by_optimisation_are_those_of_the_reduced_game(game, by):
    rounds = eliminate(game.reduced(), Relation.WEAK, by)
    survivors = [list(form.plans()) for form in game.forms]
    for r in range(1, len(rounds.rounds) + 1):
        survivors = [
            [plan for plan in own if find_plan_domination(game.environments(i, survivors), plan, by) is None]
            for i, own in enumerate(survivors)
        ]
        for form, own, wanted in zip(game.forms, survivors, rounds.survivors_after(r), strict=True):
            every = list(form.plans())
            assert own == [every[a] for a in wanted]


def test_the_list_of_profiles_is_the_definition():
    everybody = GAME.environments(0)
    assert everybody.profiles == ((Plan(0, ()),), (Plan(1, ()),))
    assert everybody.mean().tolist() == [6, 2, 4, 6]
    assert everybody.worst(np.array([-1, 0, -1, 1])) == (-6, (Plan(0, ()),))
    assert everybody.gains((Plan(1, ()),)).tolist() == [0, 2, 4, 6]
    survivors = GAME.environments(0, [[], [Plan(1, ())]])
    assert survivors.profiles == ((Plan(1, ()),),)


def test_sums_of_large_gains_do_not_overflow():
    listed = ListedEnvironments(PlanForm(((2,),)), (0, 1), np.array([[2**62, 1, 2], [2**62, 0, 0]]))
    assert listed.mean().tolist() == [2**63, 1, 2]
    assert listed.worst(np.array([4, 0, 0])) == (2**64, 0)


def test_games_too_large_to_list_are_refused_before_they_are_listed():
    form = PlanForm(((2,) * 30,))
    game = PlanGame(("a", "b"), (form, form), matching, (1, 1))
    for listing in (game.reduced, game.literal, lambda: game.environments(0)):
        with pytest.raises(TooLargeError, match="at most 20,000,000 numbers to write down, got "):
            listing()


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(ValueError, match="a form and a denominator for each of 1 players, got 1 and 2"):
        PlanGame(("a",), (PlanForm(((),)),), matching, (1, 1))
    with pytest.raises(
        ValueError, match=r"rows: 3 gains for each of 0 profiles \(at least one\), got \(0, 3\)"
    ):
        ListedEnvironments(PlanForm(((2,),)), (), np.zeros((0, 3), dtype=int))


@given(form=forms())
@settings(max_examples=25)
def test_every_plan_is_a_realisation_plan(form):
    for plan in form.plans():
        weights = tuple(map(Fraction, form.vector(plan).tolist()))
        assert RealisationPlan(weights).belongs_to(form)
        ((root, weight, lotteries),) = RealisationPlan(weights).behaviour(form)
        assert (root, weight) == (plan.root, 1)
        assert tuple(lottery.index(1) for lottery in lotteries) == plan.actions


@pytest.mark.parametrize(
    "weights",
    [
        [1, 1, 0],  # too short
        [1, 1, 0, 1],  # roots sum to 2
        [1, 1, 1, 0],  # actions sum to 2
        [2, 1, 1, -1],  # negative
        [0, 1, 0, 1],  # an action without its root
    ],
)
def test_what_is_no_realisation_plan(weights):
    assert not RealisationPlan(tuple(map(Fraction, weights))).belongs_to(PlanForm(((2,), ())))
