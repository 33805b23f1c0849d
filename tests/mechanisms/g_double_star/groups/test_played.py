"""The rounds at a single price from runs of G**: those of the elimination, and best replies by hand."""

from dataclasses import replace

import pytest

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.groups.played import PlayedPlans
from mechanisms.g_double_star.groups.single_price_elimination import eliminate_listed
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
