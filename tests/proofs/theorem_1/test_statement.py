"""Condition 1, Theorem 1, its sharp form and Theorem 3, and that each checker can fail."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mechanisms.g_star.literal import events
from mechanisms.g_star.mechanism import GStar
from mechanisms.g_star.plan_form import plan_form
from mechanisms.markets.grouping import groupings
from mechanisms.markets.instance import Instance, everybody_is
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import separable, tabulated
from proofs.audit.kinds import load_witness
from proofs.conditions import singletons
from proofs.conditions.condition_1 import Clause, find_violation, find_violator, violations
from proofs.conditions.families import condition_1_traders, grid, tables
from proofs.theorem_1 import sharp_form
from proofs.theorem_1 import statement as theorem_1
from proofs.theorem_3 import statement as theorem_3
from tests.broken import ForcedTrade, LargestFirst, NoTrade, OwnPrice
from tests.proofs.test_witness_files import EXAMPLES
from tests.strategies import everybody, markets, profiles, traders

HALF = Fraction(1, 2)
QUARTER = Fraction(1, 4)
TWO_UNITS = Market(n=1, k=1, l=2, P=price_grid(1, 2))
START_UP = tabulated(Side.SELLER, 1, 2, lambda x: (0, Fraction(9, 10), Fraction(19, 20))[x[0]])


# Condition 1


@pytest.mark.parametrize(
    ("trader", "clause", "text"),
    [
        (
            separable(Side.SELLER, [[1, HALF]]),
            Clause.MONOTONE,
            "must not decrease, got 1 for unit 1, then 1/2",
        ),
        (
            separable(Side.BUYER, [[0, 0], [HALF, 1]]),
            Clause.MONOTONE,
            "commodity 2: unit values must not increase",
        ),
        (tabulated(Side.SELLER, 2, 1, lambda x: x[0] * x[1]), Clause.SEPARABLE, "the cost of (1, 1) is 1"),
        (tabulated(Side.BUYER, 1, 2, lambda x: x[0] % 2), Clause.NONNEGATIVE, "must not be negative, got -1"),
    ],
)
def test_each_clause_of_condition_1_is_found_and_named(trader, clause, text):
    found = [violation for violation in violations(trader) if violation.clause is clause]
    assert any(text in violation.describe(trader) for violation in found)
    assert all(violation.holds(trader) for violation in found)
    assert not found[0].holds(replace(trader, worth=dict.fromkeys(trader.worth, Fraction(0))))


def test_condition_1_counted_by_hand():
    # Unit costs c1 <= c2 from 6 values: C(7, 2) = 21; values likewise.
    for side in Side:
        assert len(list(condition_1_traders(side, 1, 2, grid(QUARTER, Fraction(5, 4))))) == 21
    # Two commodities with one unit each: any 2 of 3 values, 9; as tables with totals on the grid 0, 1/2, 1:
    # the pairs that add up to at most 1, (0,0) (0,½) (½,0) (½,½) (0,1) (1,0), 6 of 27.
    assert len(list(condition_1_traders(Side.SELLER, 2, 1, grid(HALF, Fraction(1))))) == 9
    good = [t for t in tables(Side.SELLER, 2, 1, grid(HALF, Fraction(1))) if find_violation(t) is None]
    assert len(good) == 6


@given(st.data())
def test_condition_1_is_what_it_says(data):
    market = data.draw(markets([(1, 1, 2, 1), (1, 2, 1, 1), (1, 1, 3, 1)]))
    side = data.draw(st.sampled_from(Side))
    trader = data.draw(traders(market, side))
    rows = [
        [
            trader.worth[unit(h, t, market.k)] - trader.worth[unit(h, t - 1, market.k)]
            for t in range(1, market.l + 1)
        ]
        for h in range(market.k)
    ]
    ordered = all(row == sorted(row, reverse=side is Side.BUYER) and min(row) >= 0 for row in rows)
    holds = ordered and trader == separable(side, rows)
    assert (find_violation(trader) is None) == holds
    assert all(violation.holds(trader) for violation in violations(trader))


def unit(h, t, k):
    return tuple(t if place == h else 0 for place in range(k))


def test_the_first_violator_is_named():
    good = separable(Side.SELLER, [[0, 1]])
    buyer = separable(Side.BUYER, [[1, 0]])
    assert find_violator(TWO_UNITS, [good, good, buyer, buyer]) is None
    i, violation = find_violator(TWO_UNITS, [good, START_UP, buyer, buyer])
    assert i == 1
    assert violation.holds(START_UP)


# Theorem 1


@given(st.data())
def test_theorem_1_holds_under_condition_1(data):
    market = data.draw(markets([(1, 1, 1, 1), (1, 1, 2, 1), (1, 1, 1, 2)]))
    everyone = data.draw(everybody(market, condition_1=True))
    g = GStar(market)
    happens = events(g, market.agents)
    announced = []
    for i in market.agents:
        assert not list(theorem_1.violations_by_listing(happens[i], i, everyone[i]))
        assert not list(theorem_1.violations_in_plans(g, i, everyone[i]))
        announced.append(theorem_1.dominant_rows(happens[i].payoffs(everyone[i])[0], i))
    for i in market.agents:
        assert not list(theorem_1.losses_by_listing(happens[i], i, everyone[i], announced))


@given(st.data())
def test_listing_and_plan_form_find_the_same_dominant_messages(data):
    market = data.draw(markets([(1, 1, 1, 1), (1, 1, 2, 1), (1, 1, 1, 2), (1, 1, 2, 2)]))
    i = data.draw(st.sampled_from(market.agents))
    trader = data.draw(traders(market, market.side(i)))
    happens = events(GStar(market), [i])[i]
    listed = theorem_1.dominant_rows(happens.payoffs(trader)[0], i)
    everything = list(market.messages())
    assert {everything[d] for d in listed} == set(plan_form(market, trader).dominant())
    assert not list(sharp_form.disagreements(happens, i, trader))


@given(st.data())
def test_every_violation_found_holds(data):
    market = data.draw(markets([(1, 1, 2, 1), (1, 2, 1, 1), (2, 1, 2, 1)]))
    i = data.draw(st.sampled_from(market.agents))
    instance = everybody_is(GStar(market), data.draw(traders(market, market.side(i))))
    for violation in theorem_1.violations_in_plans(instance.mechanism, i, instance.traders[i]):
        assert violation.holds(instance)
        assert violation.describe(instance).startswith(market.name(i))


@given(st.data())
def test_weak_dominance_between_messages_is_decided_by_events(data):
    market = data.draw(markets([(1, 1, 1, 1), (1, 1, 2, 1)]))
    i = data.draw(st.sampled_from(market.agents))
    trader = data.draw(traders(market, market.side(i)))
    payoffs, _ = events(GStar(market), [i])[i].payoffs(trader)
    rows = payoffs.swapaxes(0, i).reshape(market.message_count, -1)
    plans = plan_form(market, trader)
    listed = list(market.messages())
    undominated = set()
    for a, b in product(range(len(listed)), repeat=2):
        dominated = bool((rows[b] >= rows[a]).all() and (rows[b] > rows[a]).any())
        assert plans.dominates(listed[b], listed[a]) == dominated
    for a in range(len(listed)):
        if not any((rows[b] >= rows[a]).all() and (rows[b] > rows[a]).any() for b in range(len(listed))):
            undominated.add(listed[a])
    assert undominated == set(plans.undominated())


UNIT_TRADERS = [separable(Side.SELLER, [[QUARTER]])] * 2 + [separable(Side.BUYER, [[Fraction(3, 4)]])] * 2


def game(g, everyone=UNIT_TRADERS):
    return Instance("", g, tuple(everyone))


def violations_of(g, everyone):
    happens = events(g, g.market.agents)
    return [
        violation
        for i in g.market.agents
        for violation in theorem_1.violations_by_listing(happens[i], i, everyone[i])
    ]


def test_theorem_1_is_refuted_when_a_group_trades_at_its_own_price():
    market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    found = violations_of(OwnPrice(market), UNIT_TRADERS)
    assert found
    assert all(isinstance(v, theorem_1.NotDominant) and v.holds(game(OwnPrice(market))) for v in found)
    assert not any(v.holds(game(GStar(market))) for v in found)


def test_theorem_1_is_refuted_when_the_long_side_is_rationed_by_its_own_message():
    # Two sellers to a group at the single price 1/2; a unit costs 1/4 and the second is a loss. With one unit
    # asked for, naming 2 puts a seller first in the queue.
    market = Market(n=2, k=1, l=2, P=((HALF,),))
    everyone = [separable(Side.SELLER, [[QUARTER, Fraction(1)]])] * 4 + [separable(Side.BUYER, [[1, 0]])] * 4
    g = LargestFirst(market)
    found = theorem_1.NotDominant(0, (((1,),), ((1,),), ((1,),), ((1,),), ((1,),)) + (((0,),),) * 3, ((2,),))
    assert found.holds(game(g, everyone))
    assert not found.holds(game(GStar(market), everyone))


@pytest.mark.parametrize("broken", [GStar, OwnPrice, NoTrade])
def test_of_all_records_those_hold_that_the_definitions_give(broken):
    """Seller 1 with unit cost 1/4 at the prices 0 and 1: she should offer her unit at 1 only."""
    market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    instance, messages = game(broken(market)), list(market.messages())
    taking = ((0,), (1,))
    happens = events(instance.mechanism, [0])[0]
    rows = happens.payoffs(UNIT_TRADERS[0])[0].reshape(len(messages), -1)
    dominant = {
        message for message, row in zip(messages, rows, strict=True) if (row == rows.max(axis=0)).all()
    }
    lost = set()
    for profile in list(product(messages, repeat=4))[::17]:
        for better in messages:
            found = theorem_1.NotDominant(0, profile, better)
            before, after = found.payoffs(instance)
            assert found.holds(instance) == (profile[0] == taking and before < after)
        for phi in groupings(market):
            loss = theorem_1.ExPostLoss(0, profile, phi)
            assert loss.holds(instance) == (loss.payoff(instance) < 0)
            lost.add(loss.payoff(instance))
    assert lost == {GStar: {0, -QUARTER, 3 * QUARTER}, NoTrade: {0}}.get(broken, lost)
    for message, *flags in product(messages, (False, True), (False, True)):
        found = sharp_form.Disagreement(0, message, *flags)
        truth = [message == taking, message in dominant]
        assert found.holds(instance) == (flags == truth and flags[0] != flags[1])
        not_taking = theorem_1.NotPriceTaking(0, message)
        assert not_taking.holds(instance) == (message != taking and message in dominant)


def test_theorem_1_is_refuted_when_nothing_is_traded():
    # Every message is dominant, price-taking or not.
    market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    g = NoTrade(market)
    found = violations_of(g, UNIT_TRADERS)
    assert all(isinstance(v, theorem_1.NotPriceTaking) and v.holds(game(g)) for v in found)
    # Each agent has one price-taking message of four.
    assert len(found) == 4 * 3
    assert not any(v.holds(game(GStar(market))) for v in found)


def test_individual_rationality_is_refuted_when_trade_is_forced():
    market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    g = ForcedTrade(market)
    happens = events(g, [0])[0]
    losses = list(theorem_1.losses_by_listing(happens, 0, UNIT_TRADERS[0], [range(4)] * 4))
    assert losses
    assert all(loss.holds(game(g)) and loss.payoff(game(g)) == -QUARTER for loss in losses)
    told = [loss.describe(game(g)) for loss in losses]
    assert "seller 1: with sellers in the order 2, 1 and buyers 3, 4 she trades 1 at 0 and earns -1/4" in told
    assert not any(loss.holds(game(GStar(market))) for loss in losses)


# The sharp form


def test_a_message_without_optimal_caps_is_a_disagreement_if_listed_as_dominant():
    # In NoTrade every message is dominant when listed, and the sharp form says otherwise.
    market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    happens = events(NoTrade(market), [0])[0]
    found = list(sharp_form.disagreements(happens, 0, UNIT_TRADERS[0]))
    assert len(found) == 3
    assert all(d.holds(game(NoTrade(market))) and d.dominant_when_listed for d in found)
    assert not any(d.holds(game(GStar(market))) for d in found)


@pytest.mark.parametrize(
    ("trader", "some", "conclusion"),
    [
        (separable(Side.SELLER, [[QUARTER, HALF]]), True, True),  # Condition 1
        (separable(Side.SELLER, [[QUARTER, 0]]), True, True),  # it fails, where no price of the grid looks
        (START_UP, False, False),
        # At price 1 two units or none are optimal, one loses: nothing is dominant there, two is not.
        (separable(Side.SELLER, [[2, 0]]), True, False),
    ],
)
def test_the_frontier_by_hand(trader, some, conclusion):
    stand = sharp_form.frontier(TWO_UNITS, trader)
    assert (stand.some_dominant, stand.all_price_taking) == (some, conclusion)


@given(st.data())
def test_dominance_does_not_depend_on_n(data):
    small = data.draw(markets([(1, 1, 1, 2), (1, 1, 2, 1), (1, 2, 1, 1)]))
    side = data.draw(st.sampled_from(Side))
    trader = data.draw(traders(small, side))
    large = Market(2, small.k, small.l, small.P, small.tie)
    i = large.sellers[0] if side is Side.SELLER else large.buyers[0]
    gap = next(theorem_1.price_taking_shortfalls(small, trader), None)
    if gap is not None:
        violation = theorem_1.isolated_violation(large, i, trader, gap)
        assert violation.holds(everybody_is(GStar(large), trader))
    else:
        # Price-taking messages are then best against whatever the others announce.
        message = next(iter(price_taking(trader, large)))
        m = list(data.draw(profiles(large)))
        g = GStar(large)
        assert g.expected_payoff(i, trader, [*m[:i], message, *m[i + 1 :]]) >= g.expected_payoff(i, trader, m)


# Theorem 3


@pytest.mark.parametrize("n", [1, 2, 3])
def test_theorem_3_is_refuted_at_every_size_by_the_same_loss(n):
    instance = theorem_3.instance(n)
    market = instance.mechanism.market
    assert instance.traders[0] == START_UP
    assert singletons.find_several(instance) is None
    found = theorem_3.find_shortfall(instance)
    gap = found.gap
    assert found.holds(instance)
    for forged in (replace(gap, state=(0,)), replace(gap, payoff=gap.better_payoff)):
        assert not replace(found, gap=forged).holds(instance)
    assert (market.P[gap.cell], gap.state, gap.action) == ((HALF,), (1,), (2,))
    assert (gap.payoff, gap.better_payoff) == (Fraction(-2, 5), 0)
    violation = found.violation(instance)
    assert violation.holds(instance)
    assert violation.payoffs(instance) == (Fraction(-1, 5), 0)
    assert found.describe(instance).endswith("she expects -1/5 instead of 0")


def test_theorem_3_needs_singletons_and_they_are_checked():
    indifferent = separable(Side.SELLER, [[HALF, HALF]])
    buyer = separable(Side.BUYER, [[1, 0]])
    instance = game(GStar(TWO_UNITS), [indifferent, indifferent, buyer, buyer])
    several = singletons.find_several(instance)
    assert (several.i, several.p) == (0, 1)
    assert several.holds(instance)
    assert not several.holds(game(GStar(TWO_UNITS), [START_UP, START_UP, buyer, buyer]))


def test_theorem_3_is_not_refuted_under_condition_1():
    for tie in Tie:
        market = Market(n=1, k=1, l=2, P=price_grid(1, 2), tie=tie)
        everyone = [separable(Side.SELLER, [[QUARTER, Fraction(1, 3)]])] * 2 + [
            separable(Side.BUYER, [[Fraction(4, 5), Fraction(1, 5)]])
        ] * 2
        assert theorem_3.find_shortfall(game(GStar(market), everyone)) is None


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_sequence_of_theorem_3_has_singletons_on_every_grid(n):
    instance = theorem_3.instance(n)
    market = instance.mechanism.market
    assert len(market.P) == 2**n + 1
    assert singletons.find_several(instance) is None


def test_the_excess_supply_of_the_sequence_tends_to_a_line():
    # Of the ordinary sellers those with cost below p offer 2, of the buyers those with value above p ask 2.
    n = 400
    p = Fraction(3, 4)
    below = sum(Fraction(3 * i - 1, 6 * n) < p for i in range(1, 2 * n + 1))
    excess = Fraction(2 * below - 2 * (2 * n - below), 2 * n)
    assert abs(excess - (4 * p - 2)) <= Fraction(1, n)


def test_every_loss_that_listing_finds_holds():
    # Two sellers to a group and one unit asked for: who loses at φ depends on the order in φ.
    market = Market(n=2, k=1, l=2, P=((HALF,),))
    happens = events(GStar(market), [0])[0]
    losses = list(theorem_1.losses_by_listing(happens, 0, START_UP, [range(3)] * 8))
    assert losses
    assert all(loss.holds(everybody_is(GStar(market), START_UP)) for loss in losses)


def test_what_an_isolated_shortfall_states_is_what_is_earned():
    game = theorem_3.instance(1)
    found = theorem_3.find_shortfall(game)
    assert found.holds(game)
    for part in ("payoff", "better_payoff"):
        for change in (-1, 1):
            gap = replace(found.gap, **{part: getattr(found.gap, part) + change})
            assert not replace(found, gap=gap).holds(game)


def test_the_stated_event_is_a_loss(monkeypatch):
    witness = load_witness(EXAMPLES / "theorem-1" / "decreasing-costs.toml")
    for earned in (-1, 0, 1):
        monkeypatch.setattr(theorem_1.ExPostLoss, "payoff", lambda *_, earned=earned: Fraction(earned))
        assert witness.record.holds(witness.instance) == (earned < 0)
