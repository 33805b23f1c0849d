"""Outcomes of G+: how many there are, that they are allocations and served in order, and what own messages do."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import infeasibilities
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Tie, price_grid
from mechanisms.markets.triplicate import Everywhere, Triplicate
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Reading
from proofs.rules import branch_7, feasibility, in_g_plus, own_influence
from proofs.rules.g_plus_outcomes import every_outcome, random_outcomes, random_triplicate
from proofs.rules.outcome import Outcome
from proofs.rules.own_influence import OwnInfluence, WrongTrade
from tests.broken_g_plus import (
    ForcedTrade,
    LastFirst,
    NoTrade,
    OwnPrice,
    SecondForFirst,
    SeesItself,
    Subsidised,
    TwoGroups,
)
from tests.faults.rules import g_plus

TENTH = Fraction(1, 10)
SINGLE = Market(1, 1, 1, ((Fraction(1, 2),),), groups=3)
NO, YES = SINGLE.messages()


@pytest.mark.slow
def test_every_outcome_counts():
    """2^6 first messages in branches 1 and 2, times 2^6 read demands in 3 to 6, and 2^6 · 2^6 in 7."""
    outcomes = list(every_outcome(GPlus(SINGLE, TENTH)))
    assert len(outcomes) == 2 * 64 + 4 * 64 * 64 + 64 * 64
    assert len({outcome.b for outcome in outcomes}) == 7


@pytest.mark.parametrize("size", in_g_plus.SIZES)
@pytest.mark.parametrize("tie", Tie)
def test_random_outcomes_are_allocations_and_served_in_order(size, tie):
    n, k, l, T, r = size
    g = GPlus(Market(n, k, l, price_grid(k, T), tie, groups=r), TENTH)
    raised = 0
    for outcome in random_outcomes(g, 12, 3):
        assert not list(infeasibilities(g.market, outcome.allocation(g)))
        assert not list(branch_7.violations(g, outcome))
        sales = [branch_7.NoPlace(Reading.READ, outcome, beta, 0).sale(g) for beta in range(r)]
        raised += outcome.b == 7 and any(sum(offered) < total for offered, _, total in sales)
    assert raised  # both cases of (14) are met


def test_14_as_printed_takes_too_much_off_in_later_groups():
    """Buyers ask 1, sellers offer 0 and are raised to 1; group 2's printed formula says 1 - 1·1 = 0."""
    g = GPlus(SINGLE, TENTH)
    m = [Triplicate(NO, Everywhere(NO), Everywhere(NO if i < 3 else YES)) for i in range(6)]
    outcome = Outcome(Grouping((0, 1, 2), (3, 4, 5)), 0, 7, m)
    found = list(branch_7.violations(g, outcome, Reading.PRINTED))
    assert [violation.beta for violation in found] == [1, 2]
    assert all(violation.holds(g) for violation in found)
    assert found[0].sale(g) == ([0], [1], 1)
    assert found[0].describe(g) == (
        "in branch 7, group 2, whose buyers buy 1 of commodity 1, and whose sellers offer 0 and sell 1: no i+ "
        "fits the printed formula"
    )
    assert not list(branch_7.violations(g, outcome))


def test_14_as_printed_takes_off_what_all_sellers_of_earlier_groups_have():
    """n = 2, and again all are asked for 1 and offer 0: group 2's formula says 2 - 2·1 or less, and group 1's is right."""
    market = Market(2, 1, 1, ((Fraction(1, 2),),), groups=3)
    m = [Triplicate(NO, Everywhere(NO), Everywhere(NO if i < 6 else YES)) for i in range(12)]
    outcome = Outcome(Grouping(tuple(range(6)), tuple(range(6, 12))), 0, 7, m)
    found = list(branch_7.violations(GPlus(market, TENTH), outcome, Reading.PRINTED))
    assert [violation.beta for violation in found] == [1, 2]
    assert found[0].sale(GPlus(market, TENTH)) == ([0, 0], [1, 1], 2)


@pytest.mark.parametrize(
    ("broken", "groups"), [(TwoGroups, 2), (OwnPrice, 3), (SeesItself, 3), (SecondForFirst, 3)]
)
def test_own_influence_is_found(broken, groups):
    g = broken(Market(1, 1, 1, price_grid(1, 1), groups=groups), TENTH)
    random = Random(1)
    found = [
        violation
        for outcome in random_outcomes(g, 20, 1)
        for violation in own_influence.violations(
            g, outcome, [random_triplicate(g.market, random) for _ in g.market.agents]
        )
    ]
    assert found
    assert all(violation.holds(g) for violation in found)
    if broken is TwoGroups:  # exactly the first message, in branch 7, as the argument for r >= 3 says
        assert {(violation.part, violation.outcome.b) for violation in found} == {("first", 7)}


READ_IN = {
    "first": (1, 2),
    "second": (3, 4),
    "third": (5, 6),
}  # by sellers, by buyers; third ones in branch 7 too


@pytest.mark.parametrize(
    "broken", [GPlus, SecondForFirst, OwnPrice, SeesItself, NoTrade, ForcedTrade, LastFirst]
)
def test_of_all_records_on_own_messages_those_hold_that_the_claim_forbids(broken):
    """The claim once more, on random outcomes of two sellers and two buyers in a group."""
    g, random, found = broken(Market(2, 1, 2, price_grid(1, 1), groups=3), TENTH), Random(4), set()
    for outcome in random_outcomes(g, 3, 2):
        groups = outcome.phi.groups(2)
        a = outcome.allocation(g)
        for i in g.market.agents:
            buys = i in g.market.buyers
            new, paid = random_triplicate(g.market, random), {}
            for part, read_in in READ_IN.items():
                m = [
                    replace(own, **{part: getattr(new, part)}) if j == i else own
                    for j, own in enumerate(outcome.m)
                ]
                after = g.allocation(outcome.phi, outcome.p, m, outcome.b)
                counts = outcome.b == read_in[buys] or (part, outcome.b) == ("third", 7)
                forbidden = a.q[i] != after.q[i] or (a.x[i] != after.x[i] and not counts)
                assert OwnInfluence(i, part, outcome, new).holds(g) == forbidden
                found |= {OwnInfluence} if forbidden else set()
                paid[part] = counts
            (beta,) = [beta for beta, group in enumerate(groups) if i in group.sellers + group.buyers]
            wanted = a.x[i]  # where no message of hers counts
            if any(paid.values()):
                (named,) = g.named(outcome.phi, beta, [i], outcome.m, outcome.b)
                wanted = named[g.market.P.index(a.q[i])]
            if outcome.b == 7 and not buys:
                bounds = []
                for amount in (0, 2):
                    third = Everywhere(((amount,),) * 2)
                    m = [replace(own, third=third) if j == i else own for j, own in enumerate(outcome.m)]
                    bounds.append(g.allocation(outcome.phi, outcome.p, m, 7).x[i][0])
                wanted = (max(bounds[0], min(wanted[0], bounds[1])),)
            assert WrongTrade(i, outcome).holds(g) == (wanted != a.x[i])
            found |= {WrongTrade} if wanted != a.x[i] else set()
    assert found == {
        GPlus: set(), LastFirst: set(), SecondForFirst: {OwnInfluence},
        OwnPrice: {OwnInfluence}, SeesItself: {OwnInfluence}, NoTrade: {WrongTrade}, ForcedTrade: {WrongTrade},
    }[broken]  # fmt: skip


@pytest.mark.parametrize(
    ("broken", "record"), [(SecondForFirst, own_influence.OwnInfluence), (NoTrade, own_influence.WrongTrade)]
)
def test_own_influence_in_words(broken, record):
    """Where branches 1 and 2 trade second messages, and where nothing is traded: who, where, by which message."""
    g = broken(SINGLE, TENTH)
    outcomes, others = random_outcomes(g, 20, 1), [random_triplicate(SINGLE, Random(1))] * 6
    found = [each for outcome in outcomes for each in own_influence.violations(g, outcome, others)]
    assert {type(each) for each in found} == {record}
    for each in found:
        words = each.describe(g)
        assert words.startswith(f"{SINGLE.name(each.i)} in branch {each.outcome.b}")
        assert record is own_influence.WrongTrade or f"{each.part} message" in words
        assert not each.holds(GPlus(SINGLE, TENTH))


def test_a_draw_that_is_no_allocation_is_rechecked_and_named():
    broken = Subsidised(SINGLE, TENTH)
    m = [Triplicate(YES, Everywhere(YES), Everywhere(YES))] * 6
    outcome = Outcome(Grouping((0, 1, 2), (3, 4, 5)), 0, 1, m)
    *_, found = feasibility.draw_violations(broken, outcome)  # nor is 0 a price of P
    assert found.holds(broken)
    assert not found.holds(GPlus(SINGLE, TENTH))
    assert found.describe(broken) == "(2): sellers receive what buyers pay, got 3/2 and 0"


def test_scopes_follow_the_sizes(monkeypatch):
    g_plus()(monkeypatch)
    assert in_g_plus.check_14(unwatched).scope == (
        "every outcome at r=3, n=k=l=1 and a single price (φ the identity); 20 random profiles in every branch at "
        "(n,k,l,T,r) = (2,1,1,1,3); both tie rules; seeds 0 to 1"
    )
    monkeypatch.setattr(in_g_plus, "SMALLEST", Market(1, 1, 2, price_grid(1, 1), groups=4))
    monkeypatch.setattr(in_g_plus, "SIZES", [(1, 1, 2, 1, 4)])
    monkeypatch.setattr(in_g_plus, "RANDOM", 1)
    monkeypatch.setattr(in_g_plus, "FEW_RANDOM", 1)
    assert in_g_plus.check_14(unwatched).scope == (
        "every outcome at r=4, n=k=1, l=2 and two prices (φ the identity); 1 random profiles in every branch at "
        "(n,k,l,T,r) = (1,1,2,1,4); both tie rules; seeds 0 to 1"
    )
    assert in_g_plus.check_own_influence(unwatched).scope == (
        "1 random profiles in every branch at (n,k,l,T,r) = (1,1,2,1,4); both tie rules; every agent with another "
        "random triplicate; seeds 0 to 1, for the others seed 0"
    )
