"""Each condition of a recheck counts alone: what the others say is decreed here, and what G** pays."""

from fractions import Fraction
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from gametheory.plans.form import Plan
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.mechanism import MessageProfile
from mechanisms.markets.market import Market
from proofs.theorem_4.groups import best_after_price_taking as best
from proofs.theorem_4.groups import sellers_take_prices as sellers
from proofs.theorem_4.groups import single_price
from tests.interdependent_instances import SINGLE_PRICE

NO, YES, TWO = (0,), (1,), (2,)
MARKET = Market(2, 1, 1, SINGLE_PRICE)
INSTANCE = SimpleNamespace(mechanism=SimpleNamespace(market=MARKET))
AGENT, BUYER = (4, "L"), BuyerForm(MARKET, 4)
CELLS = BUYER.cells[1]
BOTH = False, True


# (10) as best replies


@pytest.mark.parametrize("cell", [CELLS[0], CELLS[1], CELLS[4], CELLS[-1]])
def test_two_plans_that_differ_at_the_cell_only_are_run(monkeypatch, cell):
    sent = []
    monkeypatch.setattr(best, "price_taking_given_own", lambda *_: [(NO,), (YES,)])
    monkeypatch.setattr(best, "_allowed", lambda *_: (NO,))

    def payoff(instance, i, signal, message, opponents):
        sent.append(message)
        return len(sent)

    monkeypatch.setattr(best, "interim_payoff", payoff)
    found = best.BetterAction(AGENT, 1, cell, NO, YES, Opponents({}, {(5, "L"): (YES,)}, {}))
    assert found.holds(INSTANCE)
    nothing = Plan(1, (0,) * len(CELLS))
    asked = Plan(1, tuple(int(each == cell) for each in CELLS))
    assert sent == [BUYER.message_of(nothing), BUYER.message_of(asked)]


@pytest.mark.parametrize("less", [-1, 0, 1])
@pytest.mark.parametrize("taking", [[(NO,), (YES,)], [(YES,)], [(NO,)], []])
@pytest.mark.parametrize("allowed", [(NO,), (YES,), (NO, YES), ()])
def test_a_better_action_is_one_where_all_conditions_hold(monkeypatch, less, taking, allowed):
    """She sends 1 first, the other buyer 0."""
    earned = iter((Fraction(1), Fraction(1) + less))
    monkeypatch.setattr(best, "price_taking_given_own", lambda *_: taking)
    monkeypatch.setattr(best, "_allowed", lambda *_: allowed)
    monkeypatch.setattr(best, "interim_payoff", lambda *_: next(earned))
    found = best.BetterAction(AGENT, 1, CELLS[0], NO, YES, Opponents({}, {(5, "L"): (NO,)}, {}))
    assert found.holds(INSTANCE) == (less > 0 and len(taking) == 2 and NO in allowed)


@pytest.mark.parametrize(
    ("gains", "never_worse"),
    [
        ([(0, 0), (0, 0)], True),
        ([(1, -1), (-1, 1)], True),
        ([(-1, 2), (1, 0)], True),
        ([(0, -1), (0, 0)], False),
        ([(1, -2), (-1, 3)], False),
        ([(-2, 1), (2, 0)], False),
        ([(1, 0), (0, 0)], False),
        ([(-1, 1), (0, 0)], False),
    ],
)
@pytest.mark.parametrize("allowed", [(NO,), (YES,), (NO, YES), ()])
def test_an_action_is_never_worse_where_all_conditions_hold(monkeypatch, gains, never_worse, allowed):
    monkeypatch.setattr(best, "PlayedGains", lambda *_: SimpleNamespace(buyer=BUYER))
    monkeypatch.setattr(best, "price_taking_firsts", lambda *_: {})
    monkeypatch.setattr(best, "least_gains", lambda *_: iter(gains))
    monkeypatch.setattr(best, "_allowed", lambda *_: allowed)
    found = best.NeverWorse(AGENT, 1, CELLS[0], NO, YES)
    assert found.holds(INSTANCE) == (never_worse and allowed == (NO,))


def test_a_direction_is_a_plan_less_another_one():
    for cell in CELLS:
        one, other = (Plan(1, tuple(x if each == cell else 0 for each in CELLS)) for x in (0, 1))
        expected = BUYER.form.vector(other) - BUYER.form.vector(one)
        assert np.array_equal(best._direction(BUYER, 1, cell, YES, NO), expected)


def test_what_is_allowed_is_by_the_rule_on_the_message(monkeypatch):
    for name, part in ("second_demands", 2), ("third_demands", 3):
        rule = SimpleNamespace(at=lambda shown, part=part: SimpleNamespace(choices=((part,), shown)))
        monkeypatch.setattr(best, name, lambda *_, rule=rule: rule)
    for cell in CELLS:
        assert best._allowed(INSTANCE, AGENT, cell) == (cell.part,)
        assert best._allowed(INSTANCE, AGENT, cell._replace(p=1)) == cell.shown


@pytest.mark.parametrize("i", MARKET.buyers)
def test_first_messages_are_of_all_other_buyers_with_all_signals(monkeypatch, i):
    monkeypatch.setattr(best, "price_taking_given_own", lambda instance, j, t: iter([(j, t)]))
    instance = SimpleNamespace(
        mechanism=INSTANCE.mechanism, prior=SimpleNamespace(spaces=("s",) * 4 + ("LH",) * 4)
    )
    others = [j for j in MARKET.buyers if j != i]
    expected = {agent: (agent,) for agent in product(others, "LH")}
    assert best.price_taking_firsts(instance, (i, "L")) == expected


# (9) for sellers


class Event(int):
    """An event in which she sells one unit, or none."""

    p = 0

    def sold(self, g, i, offer):
        return offer


@pytest.mark.parametrize("i", [0, 1])
@pytest.mark.parametrize(("own", "after"), [*product((0, 1), repeat=2)])
@pytest.mark.parametrize(("sold", "sold_after"), [*product((NO, YES), repeat=2)])
def test_another_event_is_one_that_her_message_changes_or_another_trade(
    monkeypatch, i, own, after, sold, sold_after
):
    """She offers nothing, and then a unit; the other seller offers two."""
    offers = [(TWO,), (TWO,)]
    offers[i] = (NO,)
    m = MessageProfile(offers, [])

    def event(g, phi, p, b, said, seller):
        assert seller == i
        assert said.sellers == (offers if said is m else [*offers[:i], (YES,), *offers[i + 1 :]])
        return Event(own if said is m else after)

    monkeypatch.setattr(sellers, "event_at", event)
    g = SimpleNamespace(
        allocation=lambda phi, p, said, b: SimpleNamespace(x=[sold if said is m else sold_after] * 2)
    )
    found = sellers.OtherEvent(i, None, 0, 1, m, (YES,))
    assert found.holds(g) == (own != after or sold != NO or sold_after != YES)


def test_what_two_messages_earn_is_a_mean_over_draws():
    """A unit is sold at 1 with probability 1/3, or none at 2; the other message sells two at 3 for certain."""
    one, none = SimpleNamespace(x=[9, 1], q=[9, 1]), SimpleNamespace(x=[9, 0], q=[9, 2])
    two = SimpleNamespace(x=[9, 2], q=[9, 3])
    lotteries = {
        NO: {"one": (one, Fraction(1, 3)), "none": (none, Fraction(2, 3))},
        YES: {"two": (two, Fraction(1))},
    }
    g = SimpleNamespace(
        market=None,
        lottery=lambda own: SimpleNamespace(items=lambda: lotteries[own].values()),
    )
    event = SimpleNamespace(profile=lambda market, i, own: own)
    trader = SimpleNamespace(payoff=lambda x, q: Fraction(10 * x + q))
    lost, taken = sellers.InterimLoss(1, trader, NO, YES, event).payoffs(g)
    assert (lost, taken) == (Fraction(11 + 2 * 2, 3), 23)


@pytest.mark.parametrize("less", [-1, 0, 1])
@pytest.mark.parametrize("best_at_the_price", BOTH)
def test_regret_and_loss_where_all_conditions_hold(monkeypatch, less, best_at_the_price):
    earned = Fraction(1), Fraction(1) + less
    monkeypatch.setattr(sellers, "best_bundles", lambda *_: (NO,) if best_at_the_price else (YES,))
    monkeypatch.setattr(sellers, "price_taking", lambda *_: [(YES,)] if best_at_the_price else [(NO,)])
    for kind in sellers.Regret, sellers.InterimLoss:
        monkeypatch.setattr(kind, "payoffs", lambda record, g: earned)
    g, event = SimpleNamespace(market=MARKET), SimpleNamespace(p=0)
    expected = less > 0 and best_at_the_price
    assert sellers.Regret(0, None, event, NO, YES).holds(g) == expected
    assert sellers.InterimLoss(0, None, (NO,), (YES,), event).holds(g) == expected


# At a single price


@pytest.mark.parametrize("part", list(single_price.Part))
@pytest.mark.parametrize("lost_in", [1, 2, 3, None])
@pytest.mark.parametrize(("first", "in_rule", "reply"), [*product(BOTH, repeat=3)])
def test_a_violation_is_of_its_own_part(monkeypatch, part, lost_in, first, in_rule, reply):
    """A plan that is lost in one round; whose first message is price-taking or not; that obeys (10); that is best."""
    plan = Plan(0, ())

    def left(r):
        return {plan} if lost_in is None or r < lost_in else set()

    played = SimpleNamespace(
        after=lambda r, agent: left(r), survivors=lambda agent: left(99), is_best_reply=lambda *_: reply
    )

    class Rule:
        def __init__(self, instance, agent):
            pass

        def takes_prices_first(self, plan):
            return first

        def __contains__(self, plan):
            return in_rule

    monkeypatch.setattr(single_price, "PlayedPlans", lambda instance: played)
    monkeypatch.setattr(single_price, "Characterisation", Rule)
    expected = {
        single_price.Part.FIRST: lost_in != 1 and not first,
        single_price.Part.LATER: lost_in == 3,
        single_price.Part.MISSING: lost_in in (2, 3) and in_rule,
        single_price.Part.EXTRA: lost_in is None and not in_rule,
        single_price.Part.REPLY: lost_in is None and not reply,
    }
    assert single_price.Violation(part, AGENT, plan).holds(INSTANCE) == expected[part]
