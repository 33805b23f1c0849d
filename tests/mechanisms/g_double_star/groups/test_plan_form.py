"""The plan form of a buyer of G** and its gains, against G** run at every draw."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest

from gametheory.games.errors import PlanError, TooLargeError
from mechanisms.g_double_star.groups import gains as buyer_gains
from mechanisms.g_double_star.groups.gains import BuyerGains
from mechanisms.g_double_star.groups.payoff import Opponents, interim_payoff
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, GroupSizeError, MessageProfile
from mechanisms.g_double_star.one_buyer.opponent_columns import BuyerPayoffs
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, message_of
from mechanisms.g_double_star.one_buyer.plans import interim_payoff as payoff_of_plan
from mechanisms.markets.market import Tie, price_grid
from tests.interdependent_instances import SINGLE_PRICE, TENTH, market
from tests.random_buyers import random_instance, random_opponents, random_plan

GAMES = {
    "n=1": random_instance(market(), 1, sellers="st"),
    "n=1, two units": random_instance(market(SINGLE_PRICE, l=2), 2),
    "n=2": random_instance(market(n=2), 3, support=2),
    "n=2, highest price": random_instance(market(n=2, tie=Tie.HIGHEST), 4, support=2),
    "n=2, sellers know": random_instance(market(SINGLE_PRICE, n=2), 5, sellers="st", support=2),
}


def disagreements(payoffs, cases, seed):
    """Random plans and opponents at which the gains are not what G** pays."""
    random, buyer = Random(seed), payoffs.buyer
    for _ in range(cases):
        plan, others = random_plan(buyer.form, random), random_opponents(payoffs.instance, payoffs.i, random)
        fast = Fraction(int(payoffs.gains(others) @ buyer.form.vector(plan)), payoffs.denominator)
        slow = interim_payoff(payoffs.instance, payoffs.i, payoffs.signal, buyer.message_of(plan), others)
        if fast != slow:
            yield plan, others


@pytest.mark.thorough
@pytest.mark.parametrize("name", GAMES)
def test_a_plan_earns_what_its_message_earns(name):
    game = GAMES[name]
    for i in game.mechanism.market.buyers[1:3]:
        cases = 20 if name.startswith("n=1") else 1
        assert not list(disagreements(BuyerGains(game, i, "L"), cases, seed=i))


class OneOrder(BuyerGains):
    """Forgets that the other group's buyers stand in any order: looks second messages up in order of D."""

    def _branch_4(self, opponents):
        seconds = {
            (j, t, shown): opponents.seconds[j, t, tuple(sorted(shown))] for j, t, shown in opponents.seconds
        }
        return super()._branch_4(replace(opponents, seconds=seconds))


class OwnPlaceFirst(BuyerGains):
    """Forgets that her own place is random: always the first."""

    def spread(self, second, third):
        vector = super().spread(0 * second, third)
        first = self.buyer.second_at[0][..., np.newaxis] + np.arange(second[0].size)
        vector[first] += self.market.n * second.reshape(first.shape[1:])
        return vector


@pytest.mark.parametrize("broken", [OneOrder, OwnPlaceFirst])
def test_gains_that_forget_an_order_are_found_out(broken):
    assert next(disagreements(broken(GAMES["n=2"], 5, "L"), 3, seed=5), None)


def test_gains_that_forget_the_tie_rule_are_found_out(monkeypatch):
    right = buyer_gains.clearing_places
    monkeypatch.setattr(
        buyer_gains, "clearing_places", lambda on, *more: right(replace(on, tie=Tie.LOWEST), *more)
    )
    assert next(disagreements(BuyerGains(GAMES["n=2, highest price"], 5, "L"), 3, seed=5), None)


def test_sizes_by_hand():
    """n = 2: after each of 4 first messages 7 + 64 tuples at 2 prices with 2 bundles; at one price 3 + 8."""
    four = BuyerForm(market(n=2), 5)
    assert four.form.size == 4 * (1 + (7 + 64) * 2 * 2) == 1140
    one = BuyerForm(market(SINGLE_PRICE, n=2), 5)
    assert [len(own) for own in one.cells] == [11, 11]
    assert one.form.plan_count == 2 * 2**11 == 4096
    assert BuyerForm(market(), 2).form.plan_count == 4096
    assert one.cells[1][0].label(one.market) == "m^2(0, 1) at 1/2"
    assert {cell.shown[1] for cell in one.cells[1] if cell.part == 3} == {((1,),)}  # buyer 6 is the second


def test_what_is_no_plan_or_no_buyer_is_refused():
    with pytest.raises(GroupSizeError, match="got 3"):
        BuyerForm(replace(market(), groups=3), 3)
    with pytest.raises(ValueError, match="i: a buyer, 4 to 7, got 3"):
        BuyerForm(market(n=2), 3)
    with pytest.raises(TooLargeError, match=r"with \|D\| = 16"):
        BuyerForm(market(price_grid(1, 3), n=3), 6)
    with pytest.raises(PlanError):
        BuyerForm(market(), 2).message_of(random_plan(BuyerForm(market(n=2), 4).form, Random(1)))


@pytest.mark.parametrize("P", [SINGLE_PRICE, price_grid(1, 1)])
def test_a_literal_message_and_its_plan_lead_to_the_same_lottery(P):
    """At n = 2: nothing but the plan's entries is read, or there would be a `KeyError`."""
    on, random = market(P, n=2), Random(6)
    g = GDoubleStar(on, TENTH)
    D = list(on.messages())

    def draw():
        return BuyerMessage(
            random.choice(D),
            {shown: random.choice(D) for shown in product(D, repeat=2)},
            {shown: random.choice(D) for shown in product(D, repeat=4)},
        )

    supplies, buyers = [random.choice(D) for _ in on.sellers], [draw() for _ in on.buyers]
    reduced = [
        form.message_of(form.plan_of(m))
        for j, m in zip(on.buyers, buyers, strict=True)
        for form in [BuyerForm(on, j)]
    ]
    assert g.lottery(MessageProfile(supplies, buyers)) == g.lottery(MessageProfile(supplies, reduced))


def test_with_one_buyer_in_a_group_it_is_the_plan_with_its_columns():
    game, random = GAMES["n=1"], Random(7)
    on = game.mechanism.market
    for i in on.buyers:
        payoffs, mate = BuyerGains(game, i, "H"), 5 - i
        D, form = payoffs.buyer.demands, payoffs.buyer.form
        columns = BuyerPayoffs(game, i, "H")
        for _ in range(10):
            others = random_opponents(game, i, random)
            plan = BuyerPlan(random.choice(D), random.choice(D), tuple(random.choice(D) for _ in D))
            vector = form.vector(payoffs.buyer.plan_of(message_of(on, i, plan)))
            old = Others(
                tuple({t: others.supplies[s, t] for t in "st"} for s in on.sellers),
                {t: (first := others.firsts[mate, t], others.seconds[mate, t, (first,)]) for t in "LH"},
            )
            paid = payoff_of_plan(game, i, "H", plan, old)
            assert Fraction(int(payoffs.gains(others) @ vector), payoffs.denominator) == paid
        assert [Fraction(int(a), payoffs.denominator) for a in payoffs.roots] == [
            Fraction(int(a), columns.denominator) for a in columns.root
        ]


def test_payoffs_beyond_64_bits_stay_exact():
    game = GAMES["n=1"]
    huge = replace(game, mechanism=GDoubleStar(market(), Fraction(1, 10**25 + 7)))
    payoffs = BuyerGains(huge, 2, "L")
    assert payoffs.third_table.dtype == object
    assert not list(disagreements(payoffs, 3, seed=1))


def test_opponents_are_values():
    a, b = (random_opponents(GAMES["n=1"], 2, Random(1)) for _ in range(2))
    assert a == b
    assert len({a, b, Opponents({}, {}, {})}) == 2
