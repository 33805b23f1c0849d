"""Theorem 4 at n = 1: held as read, refuted as printed with a witness for each reason, hypotheses dropped."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.games.relation import By
from mechanisms.g_double_star.mechanism import BuyerMessage
from mechanisms.g_double_star.one_buyer import opponent_columns
from mechanisms.g_double_star.one_buyer.elimination import all_thirds, eliminate_plans
from mechanisms.g_double_star.one_buyer.plans import interim_payoff
from mechanisms.markets.market import Tie, show_message
from mechanisms.markets.prior import explicit_prior
from proofs.claims.verdict import Reading
from proofs.conditions import condition_2, revealing_demands
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer.family import ETAS, Case, family
from proofs.theorem_4.one_buyer.outcome import outcome
from proofs.theorem_4.one_buyer.printed import BuyerSurvivor, SellerSurvivor, UnsentEntry
from proofs.theorem_4.one_buyer.search import buyer_survivors, buyers_eliminated, seller_survivors
from proofs.theorem_4.one_buyer.statement import (
    BetterReply,
    LateRound,
    Unexpected,
    find_violation,
    solve,
    violations,
)
from tests.interdependent_instances import SINGLE_PRICE, by_mate, common_values, instance, market, uniform

HALF = Fraction(1, 2)


@pytest.mark.thorough
@pytest.mark.parametrize("tie", Tie)
@pytest.mark.parametrize("by", By)
def test_it_holds_as_read(tie, by):
    solved = solve(common_values(tie=tie), by)
    assert solved.run.holds()
    assert not list(violations(solved))
    assert len(solved.run.rounds) == 2


def test_it_holds_as_read_on_a_sample_of_the_family():
    cases = Random(3).sample(list(family()), 60)
    outcomes = [outcome(case.instance()) for case in cases]
    good = [o for o in outcomes if not set(o.broken) - {"symmetry", "full support"}]
    assert len(good) >= 8
    assert all(o.read and o.only_if and o.rounds == (1 if o.common_best else 2) for o in good)
    assert any(not o.read for o in outcomes)  # where (8) fails


values = st.fractions(min_value=0, max_value=3, max_denominator=6)


@given(
    v=st.lists(values, min_size=8, max_size=8),
    weights=st.lists(st.integers(1, 6), min_size=16, max_size=16),
    eta=st.fractions(min_value=Fraction(1, 50), max_value=Fraction(8, 25), max_denominator=50),
    tie=st.sampled_from(Tie),
)
@settings(max_examples=12, deadline=None)
def test_it_holds_as_read_without_symmetry_or_anonymity(v, weights, eta, tie):
    """Any correlation of all four signals, different buyers; only (8) and Condition 2 are kept."""
    on = market(tie=tie)
    profiles = list(product("st", "st", "LH", "LH"))
    f = {omega: Fraction(w, sum(weights)) for omega, w in zip(profiles, weights, strict=True)}
    place = dict(zip(product((2, 3), "LH", "LH"), v, strict=True))
    game = instance(
        on, explicit_prior(on, "st", "LH", f), lambda i, omega: [place[i, omega[i], omega[5 - i]]], eta=eta
    )
    solved = solve(game)
    if revealing_demands.find_violation(game) is None:
        assert not list(violations(solved))
        found = outcome(game, solved)
        assert found.rounds == (1 if found.common_best else 2)


@pytest.mark.thorough
def test_sellers_survive_with_any_supply():
    game = common_values()
    found = list(seller_survivors(game))
    assert [(v.i, v.signal) for v in found] == [(0, "s"), (1, "s")]
    assert all(v.holds(game) for v in found)
    taking = ((0,), (1,))  # cost 1/4
    assert not SellerSurvivor(0, "s", taking).holds(game)


def test_off_the_path_even_without_any_uncertainty():
    """One signal, one price 1/2, a unit worth 1: all messages can be listed by hand.

    (10) asks for first, second and third demand 1 after the mate's 1. What a buyer does after the mate's 0,
    which no signal sends, is not constrained, but buying there is better should she send it.
    """
    game = by_mate(market(SINGLE_PRICE), {("L", "L"): 1})
    solved = solve(game)
    found = next(buyers_eliminated(solved, on_path=False))
    assert found.holds(game)
    no, yes = game.mechanism.market.messages()
    assert (found.plan.third, found.better.third) == ((no, yes), (yes, yes))
    assert found.strict_at.mate["L"][0] == no
    assert next(buyers_eliminated(solved, on_path=True), None) is None
    assert not list(violations(solved))


def test_on_the_path_where_a_tie_is_broken_by_the_other_signal():
    """A single price 1/2. Given the mate's L a unit is worth 1/2 to H, given her H it is worth 1.

    After the mate's L-message (10) allows H both demands; but H's mate might have sent it too, so that buying
    dominates not buying. So (10) and S^∞ differ in what is traded.
    """
    v = {("L", "L"): 0, ("L", "H"): Fraction(1, 4), ("H", "L"): HALF, ("H", "H"): 1}
    game = by_mate(market(SINGLE_PRICE), v)
    solved = solve(game)
    found = next(buyers_eliminated(solved, on_path=True))
    assert found.agent == (2, "H")
    assert found.holds(game)
    no, yes = game.mechanism.market.messages()
    assert (found.plan.third, found.better.third) == ((no, yes), (yes, yes))
    assert not list(violations(solved))


def test_own_messages_that_are_not_sent():
    """One signal, prices 0 and 1, a unit worth 1: D is {10, 11}. (10) asks θ(11)(0) = 1 of who sends 10."""
    game = by_mate(market(), {("L", "L"): 1})
    none, at_1, at_0, always = game.mechanism.market.messages()
    third = dict.fromkeys(product(game.mechanism.market.messages(), repeat=2), always)
    second = {(none,): none, (at_1,): none, (at_0,): at_0, (always,): at_1}
    found = UnsentEntry((2, "L"), BuyerMessage(at_0, second, third), always)
    assert found.holds(game)
    assert not UnsentEntry((2, "L"), BuyerMessage(always, second, third), always).holds(game)
    assert not UnsentEntry((2, "L"), BuyerMessage(at_0, second, third), at_1).holds(game)


def test_condition_2_as_printed_is_not_enough():
    """A unit is worth 1/2 or 5/2 as seller 1's signal is s or t, and nobody else's signal matters.

    (10) asks to buy always, at the mean 3/2. But seller 1's supply, which may be anything, can make the price
    reveal her signal, and then not buying at price 1 pays.
    """
    on = market()
    game = instance(
        on, uniform(on, "st", "L"), lambda i, omega: [Fraction(5, 2) if omega[0] == "t" else HALF]
    )
    assert condition_2.find_violation(game, Reading.PRINTED) is None
    assert condition_2.find_violation(game, Reading.READ) is not None
    solved = solve(game)
    found = next(buyer_survivors(solved))
    assert found.holds(game)
    assert isinstance(find_violation(game), Unexpected | BetterReply)
    wrong = list(violations(solved))
    assert {type(v) for v in wrong} == {Unexpected, BetterReply}
    assert all(v.holds(game) for v in wrong)
    for v in wrong:
        assert v.describe(game).startswith(f"buyer {v.agent[0] + 1} with signal L: the ")
    reply = next(v for v in wrong if isinstance(v, BetterReply))
    assert not replace(reply, better=reply.plan).holds(game)
    assert not replace(reply, plan=reply.better, better=reply.plan).holds(game)
    never = ((0,), (0,))
    assert not replace(reply, plan=replace(reply.plan, first=never)).holds(game)  # round 1 removes it
    for mate in (never, reply.others.mate["L"][1]), (reply.others.mate["L"][0], never):
        others = replace(reply.others, mate={"L": mate})  # whom round 1 removes
        if interim_payoff(game, *reply.agent, reply.plan, others) < interim_payoff(
            game, *reply.agent, reply.better, others
        ):
            assert not replace(reply, others=others).holds(game)


def test_8_is_needed():
    """The lowest case of the family in which (8) fails and so does the conclusion."""
    case = next(
        case
        for case in family(priors=("independent",), ties=(Tie.LOWEST,), etas=(Fraction(1, 10),))
        if broken_hypotheses(case.instance()) == ("(8)",) and not outcome(case.instance()).read
    )
    game = case.instance()
    found = list(violations(solve(game)))
    assert found
    assert all(v.holds(game) for v in found)


def test_full_support_is_not_needed_where_null_events_ask_for_nothing():
    values = (HALF, Fraction(2), Fraction(0), Fraction(2))
    case = Case(values, "perfectly correlated", Tie.LOWEST, Fraction(1, 10))
    assert broken_hypotheses(case.instance()) == ("full support",)
    assert outcome(case.instance()).read


def test_records_that_are_wrong_do_not_hold():
    game = common_values()
    run = eliminate_plans(game)
    agent = (2, "L")
    survivor = next(run.survivors[agent].plans(game.mechanism.market))
    assert not Unexpected(agent, survivor, True).holds(game)
    assert not Unexpected(agent, survivor, False).holds(game)
    late = LateRound(agent, 3, survivor)
    assert not late.holds(game)
    third = "; ".join(map(show_message, survivor.third))
    assert late.describe(game) == (
        f"buyer 3 with signal L loses plans with the third message ({third}) in round 3"
    )
    lost = next(plan for plan in run.sets[0][agent].plans(game.mechanism.market) if plan != survivor)
    assert not LateRound(agent, 1, lost).holds(game)
    assert not BuyerSurvivor(agent, survivor).holds(game)
    off_path = next(buyers_eliminated(solve(game), on_path=False))
    assert off_path.holds(game)
    assert not off_path.__class__(
        agent, off_path.better, off_path.plan, off_path.strict_at, on_path=False
    ).holds(game)


def test_what_is_remembered_of_other_instances_is_what_is_found_anew():
    """Many members of the family face the same payoffs: outcomes with memory and without."""
    cases = [case for case in family(priors=("correlated", "asymmetric")) if case.eta == ETAS[0]][::86]
    opponent_columns._known_of.cache_clear()
    remembered = [outcome(case.instance()) for case in cases]
    assert opponent_columns._known_of.cache_info().hits >= len(cases) // 2
    anew = []
    for case in cases:
        opponent_columns._known_of.cache_clear()
        anew.append(outcome(case.instance()))
    assert remembered == anew
    assert len(set(anew)) > 2


def test_what_10_allows_row_by_row_is_what_it_allows_plan_by_plan():
    for case in list(family())[5::1201]:
        instance = case.instance()
        for agent, rule in solve(instance).rules.items():
            thirds = all_thirds(case.market)
            fine = rule.optimal_on_path(thirds).tolist()
            assert fine == [
                all(rule.demands[third[d]] in box for d, box in rule.thirds.items())
                for third in thirds.tolist()
            ], agent
