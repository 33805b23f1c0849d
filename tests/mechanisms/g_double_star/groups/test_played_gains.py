"""What plans earn by runs of G**: the definition, a list of all that others can do, and the engine's formulas."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import comb
from random import Random

import numpy as np
import pytest

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.groups.copied_first_message import copies, copies_exactly
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.payoff import Opponents, interim_payoff
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.groups.played_bound import least_gains
from mechanisms.g_double_star.groups.played_copies import copy_earns_the_same
from mechanisms.g_double_star.groups.played_gains import PlayedGains
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.market import Tie
from tests.interdependent_instances import SINGLE_PRICE, TENTH, market
from tests.random_buyers import random_direction, random_instance, random_opponents, random_plan

ALONE = random_instance(market(), 1, sellers="st")
GAMES = {
    "n=1": ALONE,
    "n=1, two units": random_instance(market(SINGLE_PRICE, l=2), 2),
    "n=2, highest price": random_instance(market(n=2, tie=Tie.HIGHEST), 4, support=2),
    "n=2, sellers know": random_instance(market(SINGLE_PRICE, n=2), 5, sellers="st", support=2),
}


@pytest.mark.parametrize("name", GAMES)
def test_a_plan_earns_what_g_double_star_pays_at_every_draw(name):
    game, random = GAMES[name], Random(6)
    i = game.mechanism.market.buyers[1]
    played = PlayedGains(game, i, "L")
    for _ in range(6 if name.startswith("n=1") else 1):
        plan, others = random_plan(played.form, random), random_opponents(game, i, random)
        earned = Fraction(int(played.gains(others) @ played.form.vector(plan)), played.denominator)
        assert earned == interim_payoff(game, i, "L", played.buyer.message_of(plan), others)


@pytest.mark.thorough
@pytest.mark.parametrize("name", GAMES)
def test_the_engine_says_the_same(name):
    """Up to one positive factor for all profiles and the mean, which is that of the certificates in files."""
    game, random = GAMES[name], Random(8)
    for i in game.mechanism.market.buyers[:2]:
        played, engine = PlayedGains(game, i, "H"), BuyerEnvironments(game, i, "H")
        others = [random_opponents(game, i, random) for _ in range(3)]
        rows = [(played.gains(each), engine.gains(each)) for each in others]
        for row, fast in (*rows, (played.mean(), engine.mean())):
            assert (row * engine.payoffs.denominator == fast.astype(object) * played.denominator).all()


def test_the_mean_is_that_of_a_list_of_all_that_others_can_do():
    """One signal: four first messages, four second ones after each, four supplies of either seller."""
    played = PlayedGains(random_instance(market(), 1, buyers="L"), 2, "L")
    D, rows = played.buyer.demands, []
    for d, e, *supplies in product(D, repeat=4):
        given = {(s, "s"): supply for s, supply in enumerate(supplies)}
        rows.append(played.gains(Opponents(given, {(3, "L"): d}, {(3, "L", (d,)): e})))
    assert len(rows) == 4**4
    assert (np.sum(rows, axis=0) == 4 * played.mean()).all()  # which is times 4³


@pytest.mark.thorough
@pytest.mark.parametrize("name", GAMES)
def test_the_bound_is_never_above_the_worst_and_often_is_the_worst(name):
    game, random, exact = GAMES[name], Random(9), 0
    i = game.mechanism.market.buyers[0]
    played, engine = PlayedGains(game, i, "L"), BuyerEnvironments(game, i, "L")
    market = game.mechanism.market
    groups = comb(2 * market.n, market.n) * comb(2 * market.n - 1, market.n)
    for _ in range(4):
        direction = random_direction(played.form, random)
        bound = min(drawn + final for drawn, final in least_gains(played, direction))
        bound, worst = (
            Fraction(bound, groups * played.denominator),
            Fraction(engine.worst(direction)[0], engine.payoffs.denominator),
        )
        assert bound <= worst
        exact += bound == worst
    assert exact


def test_the_bound_keeps_to_the_first_messages_that_are_left():
    """At a single price the price is no choice: the bound is the worst."""
    game = GAMES["n=2, sellers know"]
    firsts = {(j, t): [((0,),)] for j in (5, 6, 7) for t in "LH"}
    played, engine = PlayedGains(game, 4, "L"), BuyerEnvironments(game, 4, "L", firsts)
    direction = random_direction(played.form, Random(3))
    ((drawn, final),) = least_gains(played, direction, firsts)
    value, _ = engine.worst(direction)
    assert Fraction(drawn + final, 18 * played.denominator) == Fraction(value, engine.payoffs.denominator)


class HisOwnPrice(GDoubleStar):
    """A broken G**: in branch 4 each group trades at its own price."""

    def price(self, group, m):
        others = [
            tuple(j for j in side if j not in own)
            for side, own in ((self.market.sellers, group.sellers), (self.market.buyers, group.buyers))
        ]
        return super().price(type(group)(*others), m)


def test_what_runs_do_not_show_is_refused(monkeypatch):
    broken = replace(ALONE, mechanism=HisOwnPrice(ALONE.mechanism.market, TENTH))
    with pytest.raises(ArithmeticError, match="branch 4: the other group alone makes the price"):
        PlayedGains(broken, 2, "L").mean()
    with pytest.raises(ArithmeticError, match="branch 4: what the entry names is traded"):
        PlayedGains(broken, 2, "L").gains(random_opponents(ALONE, 2, Random(0)))
    large = PlayedGains(random_instance(market(SINGLE_PRICE, l=9), 2, support=2), 2, "L")
    monkeypatch.setattr("mechanisms.g_double_star.groups.played_gains.MOST_RUNS", 50)
    with pytest.raises(TooLargeError, match=r"at most 50, got 100 with \|D\| = 10"):
        large.mean()


@pytest.mark.parametrize(("n", "P"), [(1, market().P), (2, market().P), (2, SINGLE_PRICE)])
def test_copies_by_runs_are_copies_by_counting(n, P):
    g = GDoubleStar(market(P, n=n), TENTH)
    buyer = BuyerForm(g.market, 2 * n + 1)
    for d, instead in ((0, 1), (1, 0)):
        assert copies_exactly(buyer, d, instead)
        assert copy_earns_the_same(g, buyer, d, instead)


def always_the_first_place(*which):
    """Of the places at which the other message stands twice; the copy does not randomise."""
    return dict.fromkeys(copies(*which), Fraction(1))


def others_mixed_up(buyer, d, instead, part, shown):
    return copies(buyer, d, instead, part, (shown[0], *shown[:0:-1]) if part == 3 else shown)


@pytest.mark.parametrize("wrong", [always_the_first_place, others_mixed_up])
def test_a_copy_that_earns_something_else_is_caught(monkeypatch, wrong):
    monkeypatch.setattr("mechanisms.g_double_star.groups.played_copies.copies", wrong)
    g = GDoubleStar(market(SINGLE_PRICE, n=2), TENTH)
    assert not copy_earns_the_same(g, BuyerForm(g.market, 4), 0, 1)


def test_ways_in_which_rivals_begin_are_listed_up_to_a_limit(monkeypatch):
    """One rival with two signals, and four first messages."""
    played = PlayedGains(ALONE, 2, "L")
    nothing = np.zeros(played.form.size, dtype=np.int64)
    monkeypatch.setattr("mechanisms.g_double_star.groups.played_bound.MOST_FIRSTS", 16)
    assert list(least_gains(played, nothing)) == [(0, 0)] * 16
    monkeypatch.setattr("mechanisms.g_double_star.groups.played_bound.MOST_FIRSTS", 15)
    with pytest.raises(TooLargeError, match="at most 15 profiles, got 16"):
        list(least_gains(played, nothing))
