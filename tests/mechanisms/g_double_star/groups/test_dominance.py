"""Dominance over a buyer's plans by constraint generation, against lists of all plans and profiles."""

from random import Random

import numpy as np
import pytest

from gametheory.dominance.rows import dominated_rows
from gametheory.games.relation import By, Relation
from gametheory.optimisation.alternatives import Mixture, mixture_or_belief
from gametheory.plans.dominance import domination_or_support, find_plan_domination
from gametheory.plans.evidence import PlanDomination
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.single_price_elimination import ListedBuyer
from mechanisms.g_double_star.one_buyer.elimination import eliminate_plans
from mechanisms.g_double_star.one_buyer.plans import message_of
from mechanisms.markets.market import price_grid
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, quarters, shares
from tests.random_buyers import random_plan

LISTS = quarters(2, 3, 4, 1), EVEN


@pytest.mark.thorough
def test_it_agrees_with_the_list_of_4096_plans():
    """n = 2, a single price; L values a unit by how many others have H."""
    instance, random = AnonymousCase(quarters(0, 1, 2, 3), *LISTS).instance(), Random(1)
    environments = BuyerEnvironments(instance, 5, "L")
    buyer = ListedBuyer(environments.payoffs)
    plans, everything = buyer.plans, dict.fromkeys(buyer.rivals, environments.payoffs.buyer.demands)
    matrix = buyer.matrix(tuple(range(len(plans))), everything)
    gone = {removal.a for removal in dominated_rows(matrix)}
    left = sorted(set(range(len(plans))) - gone)
    assert len(plans) == 4096
    for place in random.sample(left, 3) + random.sample(sorted(gone), 5):
        pure, mixed = (domination_or_support(environments, plans[place], by) for by in By)
        assert pure.holds(environments)
        assert mixed.holds(environments)
        assert isinstance(pure, PlanDomination) == (place in gone)
        mixture = mixture_or_belief(np.delete(matrix, place, axis=0) - matrix[place], Relation.WEAK)
        assert isinstance(mixed, PlanDomination) == isinstance(mixture, Mixture)


def test_it_agrees_with_the_columns_when_a_group_has_one_buyer():
    """Two prices: 4,096 plans again, against second messages and supplies too."""
    case = AnonymousCase(quarters(1, 5), quarters(3, 7), shares(2, 1, 1), price_grid(1, 1))
    instance, agent, random = case.instance(), (3, "H"), Random(2)
    environments = BuyerEnvironments(instance, *agent)
    buyer = environments.payoffs.buyer
    for by in By:
        left = set(eliminate_plans(instance, rounds=1, by=by).sets[1][agent].plans(buyer.market))
        plans = [
            buyer.plan_of(message_of(buyer.market, 3, plan))
            for plan in random.sample(sorted(left, key=repr), 3)
        ]
        assert not any(find_plan_domination(environments, plan, by) for plan in plans)
        for _ in range(6):
            plan = random_plan(environments.form, random)
            survives = plan in {buyer.plan_of(message_of(buyer.market, 3, own)) for own in left}
            assert (find_plan_domination(environments, plan, by) is None) == survives


def test_beyond_what_can_be_listed():
    """n = 2, two prices, 1,140 coordinates: a best reply to the mean stays, mistakes after it do not."""
    case = AnonymousCase(quarters(1, 2, 5, 6), quarters(3, 5, 6, 8), EVEN, price_grid(1, 1))
    environments = BuyerEnvironments(case.instance(), 4, "L")
    _, best = environments.form.best(environments.mean().astype(object))
    random, actions = Random(3), list(best.actions)
    for cell in random.sample(range(len(actions)), 5):
        actions[cell] = 1 - actions[cell]
    for by in By:
        assert find_plan_domination(environments, best, by) is None
        found = find_plan_domination(environments, best._replace(actions=tuple(actions)), by)
        assert found is not None
        assert found.holds(environments)
