"""Buyers of G** at n = 2 and a single price, all plans listed; and Theorem 4 there."""

from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import product

import pytest

from gametheory.games.errors import TooLargeError
from gametheory.games.relation import By
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.groups.single_price_elimination import eliminate_listed
from mechanisms.g_double_star.one_buyer.elimination import eliminate_plans
from mechanisms.markets.informed_price_taking import third_demands
from mechanisms.markets.market import price_grid
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.conditions import anonymity
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, quarters, shares, single_price_family
from proofs.theorem_4.groups import claims as larger_groups_claims
from proofs.theorem_4.groups.claims import check_single_price
from proofs.theorem_4.groups.single_price import Characterisation, Part, Violation, violations
from proofs.theorem_4.hypotheses import broken_hypotheses
from tests.interdependent_instances import market

RISING = AnonymousCase(quarters(0, 1, 2, 3), quarters(2, 3, 4, 1), EVEN)
ALONE = AnonymousCase(quarters(0, 3), quarters(1, 5), shares(2, 1, 2))
POOLING = AnonymousCase(quarters(0, 3), quarters(0, 3), shares(1, 1, 1))


@cache
def run(case, by=By.PURE):
    return eliminate_listed(case.instance(), by=by)


def test_the_family_meets_the_hypotheses():
    for case in single_price_family():
        instance = case.instance()
        assert broken_hypotheses(instance) == ()
        assert anonymity.find_violation(instance) is None


@pytest.mark.thorough
def test_survivors_by_hand():
    """With L a unit is worth 1/2, the price, when two others have H: of the 8 tuples of first messages these
    are 3, and either demand will do. With H it is worth that when no other has: 1 tuple."""
    found = run(RISING)
    assert found.holds()
    assert len(found.rounds) == 2
    assert {agent: len(left) for agent, left in found.survivors.items()} == {
        (i, signal): size for i in range(4, 8) for signal, size in (("L", 2**3), ("H", 2**1))
    }
    assert not list(violations(found))


def test_mixed_dominators_end_at_the_same_plans():
    assert run(ALONE, By.MIXED).survivors == run(ALONE).survivors


def test_alone_in_a_group_it_is_the_elimination_in_columns():
    old, new = eliminate_plans(ALONE.instance()), run(ALONE)
    assert [{agent: left.size() for agent, left in plans.items()} for plans in old.sets] == [
        {agent: len(left) for agent, left in plans.items()} for plans in new.sets
    ]
    assert not list(violations(new))


def test_a_run_with_a_removal_or_a_set_changed_does_not_hold():
    found, agent = run(ALONE), (2, "L")
    first, second, *more = found.sets
    assert found.holds()
    least = {each: left[:1] for each, left in found.survivors.items()}
    kept, lost = first[agent], found.rounds[0][agent]
    for changes in (
        {"sets": (first, second | {agent: second[agent][1:]}, *more)},
        {"sets": (first | {agent: kept[1:]}, second, *more)},
        {"sets": found.sets[1:], "rounds": found.rounds[1:]},
        {"sets": found.sets[:-1], "rounds": found.rounds[:-1]},  # it ends too early
        {"sets": (*found.sets, least)},  # a set without a round
        {"sets": found.sets[:-1]},
        {"sets": (*found.sets[:-1], found.survivors | {agent: found.survivors[agent][1:]})},
        {"sets": (*found.sets[:-1], found.survivors | {agent: found.survivors[agent][:-1]})},
        {"rounds": (found.rounds[0] | {agent: lost[1:]}, *found.rounds[1:])},
        {
            "rounds": (
                found.rounds[0]
                | {agent: (replace(lost[0], strict_at=0, mixture=lost[1].mixture[:0]), *lost[1:])},
                *found.rounds[1:],
            )
        },
    ):
        assert not replace(found, **changes).holds(), changes.keys()


def test_a_run_that_stops_early_is_found_out():
    """Of 16 plans 8 do not begin with the price-taking first message, for each of 2 buyers and 2 signals."""
    parts = Counter(violation.part for violation in violations(eliminate_listed(ALONE.instance(), rounds=0)))
    assert parts[Part.FIRST] == 4 * 8
    assert parts[Part.EXTRA]
    assert parts[Part.REPLY]
    early = eliminate_listed(ALONE.instance(), rounds=1)
    assert {violation.part for violation in violations(early)} == {Part.EXTRA, Part.REPLY}


def test_without_8_it_fails_and_is_not_claimed(monkeypatch):
    """At the mean 3/8 neither signal buys for 1/2: first messages reveal nothing."""
    instance = POOLING.instance()
    assert broken_hypotheses(instance) == ("(8)",)
    found = next(violations(run(POOLING)))
    assert found.holds(instance)
    assert not Violation(Part.FIRST, found.agent, found.plan).holds(instance)
    monkeypatch.setattr(larger_groups_claims, "single_price_family", lambda: [POOLING])
    assert check_single_price(unwatched).verdict is Verdict.INAPPLICABLE


def test_a_misread_10_is_found_out(monkeypatch):
    """If W_i(ω_i) were that of the other signal, it would not ask for anything after the own first message."""

    class Misread(Characterisation):
        def __init__(self, instance, agent):
            super().__init__(instance, agent)
            self.third = third_demands(instance, agent[0], "H" if agent[1] == "L" else "L")

    monkeypatch.setattr("proofs.theorem_4.groups.single_price.Characterisation", Misread)
    assert {violation.part for violation in violations(run(RISING))} == {Part.MISSING}


@pytest.mark.thorough
def test_violations_are_rechecked_part_by_part():
    """Those of a run that stops too early are none; where (8) fails those that are found are all there is."""
    instance = ALONE.instance()
    for early in 0, 1:
        wrong = list(violations(eliminate_listed(instance, rounds=early)))
        assert not any(violation.holds(instance) for violation in wrong[::7])
    instance = POOLING.instance()
    found = {(v.part, v.agent, v.plan) for v in violations(run(POOLING))}
    assert found
    every = BuyerForm(instance.mechanism.market, 2).form.plans()
    for part, plan in product(Part, every):
        assert Violation(part, (2, "L"), plan).holds(instance) == ((part, (2, "L"), plan) in found)


def test_larger_games_are_refused():
    two = replace(RISING, P=price_grid(1, 1))
    with pytest.raises(TooLargeError, match="a single price, got 2"):
        eliminate_listed(two.instance())
    three = replace(RISING, low=quarters(*range(6)), high=quarters(*range(6)), weights=shares(*[1] * 7))
    assert BuyerForm(market(three.P, n=3), 6).form.plan_count > 20_000
    with pytest.raises(TooLargeError, match="at most 20,000 to list"):
        eliminate_listed(three.instance())
