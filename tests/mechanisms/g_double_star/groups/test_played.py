"""The rounds at a single price from runs of G**: those of the elimination, and best replies by hand."""

from dataclasses import replace
from itertools import product
from random import Random

import numpy as np
import pytest

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.groups.gains import BuyerGains
from mechanisms.g_double_star.groups.played import PlayedPlans
from mechanisms.g_double_star.groups.single_price_elimination import ListedBuyer, eliminate_listed
from mechanisms.markets.market import price_grid
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, quarters, shares

CASES = {
    "alone": AnonymousCase(quarters(0, 3), quarters(1, 5), shares(2, 1, 2)),
    "pooling": AnonymousCase(quarters(0, 3), quarters(0, 3), shares(1, 1, 1)),
    "two in a group": AnonymousCase(quarters(1, 0, 1, 4), quarters(2, 3, 4, 1), EVEN),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_the_rounds_are_those_of_the_elimination(name):
    instance = CASES[name].instance()
    run, played = eliminate_listed(instance), PlayedPlans(instance)
    for agent in played.agents:
        for r in range(4):
            assert set(played.after(r, agent)) == set(run.plans(agent, r))
        assert set(played.survivors(agent)) == set(run.plans(agent))


@pytest.mark.parametrize(
    ("name", "agent"), [("alone", (2, "H")), ("pooling", (3, "L")), ("two in a group", (7, "L"))]
)
def test_what_plans_earn_is_what_their_coordinates_add_up_to(name, agent):
    """In proportion, against random first messages of the others, one of whom may send two."""
    instance, random = CASES[name].instance(), Random(3)
    played, buyer = PlayedPlans(instance), ListedBuyer(BuyerGains(instance, *agent))
    by_root = {plan.root: plan for plan in buyer.plans}
    plans = random.sample(buyer.plans, min(len(buyer.plans), 40))
    vectors = np.array([buyer.payoffs.buyer.form.vector(plan) for plan in plans])
    for _ in range(3):
        sent = [[random.randrange(len(by_root))] for _ in buyer.rivals]
        sent[-1] = sorted(by_root)
        left = {
            rival: [by_root[root] for root in roots] for rival, roots in zip(buyer.rivals, sent, strict=True)
        }
        found = played.matrix(agent, plans, left)
        demands = buyer.payoffs.buyer.demands
        expected = np.array(
            [
                buyer.payoffs.gains(buyer.opponents(tuple(demands[d] for d in roots)))
                for roots in product(*sent)
            ]
        )
        rows = vectors @ expected.T
        place = np.unravel_index(abs(rows).argmax(), rows.shape)
        assert found.shape == rows.shape
        assert found[place] * rows[place] > 0
        assert (found * rows[place] == rows * found[place]).all()


def test_best_replies_by_hand():
    """With H a unit is worth 5/4 at 1/2 given a mate with H and 1/4 given one with L: she buys after H's message."""
    played = PlayedPlans(CASES["alone"].instance())
    agent = (2, "H")
    survivors = played.survivors(agent)
    assert all(played.is_best_reply(agent, plan) for plan in survivors)
    assert not all(played.is_best_reply(agent, plan) for plan in played.after(1, agent))


def test_larger_games_are_refused():
    two = replace(CASES["two in a group"], P=price_grid(1, 1))
    with pytest.raises(TooLargeError, match="a single price, got 2"):
        PlayedPlans(two.instance())
    three = AnonymousCase(quarters(*range(6)), quarters(*range(6)), shares(*[1] * 7))
    with pytest.raises(TooLargeError, match="at most 20,000 to list"):
        PlayedPlans(three.instance())
