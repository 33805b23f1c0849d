"""Theorem 6: cells and states against runs of G+, what is asked on the path, and claims that can fail."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from mechanisms.g_plus.cells import (
    Cell,
    InformedAgent,
    Part,
    State,
    on_path,
    rooms,
    unordered,
    unordered_on_path,
)
from mechanisms.g_plus.play import at_draw, entry, interim_payoff, weights
from mechanisms.markets.informed_messages import second_messages, third_messages
from mechanisms.markets.market import price_grid
from mechanisms.markets.raising import serve_or_raise
from proofs.conditions.g_plus_instances import (
    anonymous_family,
    choosy_buyer,
    private_values,
    three_groups,
)
from proofs.rules.g_plus_outcomes import random_outcomes, random_triplicate
from proofs.theorem_6 import family as theorem_6_family
from proofs.theorem_6 import rounds as theorem_6_rounds
from proofs.theorem_6 import statement as theorem_6
from proofs.theorem_6.family import Member
from proofs.theorem_6.hypotheses import broken_hypotheses
from proofs.theorem_6.orbits import find_violation
from tests.broken_g_plus import NobodyIsRaised, SecondForFirst
from tests.g_plus_instances import even_or_odd

NONE = Fraction(0)


def random_others(instance, random):
    return {
        (j, signal): random_triplicate(instance.mechanism.market, random)
        for j in instance.mechanism.market.agents
        for signal in instance.prior.spaces[j]
    }


def constants(instance, i, own, seed, tries=3):
    """What is left of some messages' payoffs when their cells' share is taken off: one constant, by mixture."""
    random = Random(seed)
    others, agent = random_others(instance, random), InformedAgent(instance, i, own)
    weighed = weights(instance, i, own, others)
    assert min(weighed.values()) > 0
    left = set()
    for _ in range(tries):
        message = random_triplicate(agent.market, random)
        by_cells = sum(
            weight
            * agent.trader(frozenset(state.shown + state.group)).payoff(
                state.traded(entry(message, cell)), agent.market.P[cell.p]
            )
            for (cell, state), weight in weighed.items()
        )
        left.add(interim_payoff(instance, i, own, message, others) - by_cells)
    return left


@pytest.mark.parametrize(("prices", "i"), [(1, 5), (2, 0)])
def test_payoffs_are_a_mixture_of_states(prices, i):
    instance = Member(1, prices, Fraction(20), private=False, seed=prices).instance()
    assert len(constants(instance, i, "H", seed=i)) == 1


@pytest.mark.parametrize("broken", [NobodyIsRaised, SecondForFirst])
def test_another_mechanism_is_no_such_mixture(monkeypatch, broken):
    monkeypatch.setattr(theorem_6_family, "GPlus", broken)
    instance = Member(1, 1, NONE, private=False, seed=0).instance()
    assert len(constants(instance, 0, "L", seed=3)) > 1


def test_states_at_single_draws_at_n_2():
    """Draw by draw, with all signals known: what a message names in the cell, within her room, is traded."""
    market = three_groups(price_grid(1, 1), n=2)
    g, random = theorem_6_family.GPlus(market, Fraction(1, 10)), Random(5)
    omega, met = ("L", "H") * 6, set()
    for outcome in random_outcomes(g, 60, 2):
        i = random.choice(market.agents)
        reached = at_draw(g, i, omega, outcome.phi, outcome.p, outcome.b, outcome.m)
        a = g.allocation(outcome.phi, outcome.p, outcome.m, outcome.b)
        other = [random_triplicate(market, random) if j == i else m for j, m in enumerate(outcome.m)]
        after = g.allocation(outcome.phi, outcome.p, other, outcome.b)
        if reached is None:
            assert a.x[i] == after.x[i]
            continue
        cell, state = reached
        met.add((cell.part, market.side(i), outcome.b))
        assert market.P[cell.p] == a.q[i]
        for m, traded in (outcome.m, a), (other, after):
            assert traded.x[i] == state.traded(entry(m[i], cell))
        assert state.room in (None, *rooms(market))
        assert len({j for j, _ in state.shown + state.group} | {i}) == (
            12 if state.room else 1 + len(state.shown)
        )
    assert len(met) == 8  # a seller in branches 1, 3, 5 and 7, a buyer in 2, 4, 6 and 7


def test_rooms_by_hand():
    """One seller sells what her buyer asks. Of two, one may be free when exactly one unit is asked for."""
    assert rooms(three_groups()) == ()
    assert rooms(three_groups(n=2)) == (((0,), (1,)),)
    two_units = replace(three_groups(n=2), l=2)
    assert rooms(two_units) == (((0,), (1,)), ((0,), (2,)), ((1,), (2,)))
    for place, own, mate, total in product(range(2), range(3), range(3), range(5)):
        low, sold, high = (
            serve_or_raise([amount, mate] if place == 0 else [mate, amount], total, 2)[place]
            for amount in (0, own, 2)
        )
        assert sold == max(low, min(own, high))
        assert low == high or ((low,), (high,)) in rooms(two_units)


def test_the_states_behind_tuples_by_hand():
    """First messages reveal signals: behind each of 4 tuples 2 · 3 pairs of others, behind each of 16 those of 4."""
    agent = InformedAgent(private_values(), 0, "L")
    second, third = (on_path(agent, part) for part in (Part.SECOND, Part.THIRD))
    assert {len(states) for states in second.values()} == {6}
    assert {len(states) for states in third.values()} == {2 * 6}
    assert (len(second), len(third)) == (4, 16)
    assert not list(agent.in_group(third[next(iter(third))][0]))  # at n = 1 nothing is left open in branch 7


@pytest.mark.parametrize("part", [Part.SECOND, Part.THIRD])
@pytest.mark.parametrize("i", [0, 4])
def test_order_does_not_matter(part, i):
    """Behind a tuple the same agents have the same signals as behind its unordered one."""
    for instance in [
        Member(1, 2, Fraction(20), private=False, seed=3).instance(),
        *list(anonymous_family((Fraction(1, 4),)))[5::17],
    ]:
        agent = InformedAgent(instance, i, "H")
        ordered, fast = on_path(agent, part), unordered_on_path(agent, part)
        assert set(fast) == {unordered(shown) for shown in ordered}
        for shown, states in ordered.items():
            known = {frozenset(state.shown) for state in states}
            assert known == {frozenset(state.shown) for state in fast[unordered(shown)]}


def test_what_is_asked_is_what_17_and_18_ask_for():
    """Where (A) holds, cell by cell, on anonymous instances; where it fails the sets are empty."""
    empty = 0
    for instance in list(anonymous_family((NONE, Fraction(1, 4))))[::21]:
        for i, own in product((0, 3), "LH"):
            agent = InformedAgent(instance, i, own)
            sets = {
                Part.SECOND: second_messages(instance, i, own),
                Part.THIRD: third_messages(instance, i, own),
            }
            for found in theorem_6.decide(agent):
                asked = sets[found.cell.part].at(found.cell.shown).choices[found.cell.p]
                if isinstance(found, theorem_6.Asked):
                    assert found.best == asked
                else:
                    assert found.holds(instance)
                    assert not asked
                    empty += 1
    assert empty


def test_a_choosy_buyer_has_nothing_best():
    game = choosy_buyer()
    found = find_violation(game)
    assert (found.i, found.own) == (3, "L")
    assert found.holds(game)
    assert not replace(found, states=found.states[:1]).holds(game)
    assert not replace(found, own="H").holds(game)
    assert not replace(found, cell=replace_cell(found.cell, shown=found.cell.shown[::-1])).holds(game)
    assert not replace(found, states=()).holds(game)


def replace_cell(cell: Cell, **changes):
    return cell._replace(**changes)


def test_without_condition_3_what_room_is_left_matters_at_n_2():
    game = even_or_odd()
    assert broken_hypotheses(game) == ["Condition 3"]
    found = find_violation(game)
    assert isinstance(found, theorem_6.RoomMatters)
    assert found.holds(game)
    assert not replace(found, state=State(found.state.shown)).holds(game)
    assert not replace(found, action=(1 - found.action[0],)).holds(game)
    assert not replace(found, cell=replace_cell(found.cell, part=Part.SECOND)).holds(game)


def test_rounds_by_the_engine():
    """On an instance where the best reply to some beliefs violates (17) or (18), and to others does not."""
    instance = Member(1, 1, NONE, private=False, seed=7).instance()
    assert broken_hypotheses(instance) == ["Condition 3"]
    for i, own in ((0, "L"), (3, "L")):
        rounds = theorem_6_rounds.by_name(instance, i, own)
        replies = [rounds.best_reply(Random(seed)) for seed in range(12)]
        assert all(rounds.satisfies_16(reply) for reply in replies)
        assert i == 3 or {rounds.satisfies_17_and_18(reply) for reply in replies} == {True, False}
        found = list(theorem_6_rounds.contradictions(rounds, 4, Random(i)))
        assert found == [None] * 16
    # As if (17) and (18) asked for nothing, or (16) for something else.
    rounds.asked = dict.fromkeys(rounds.asked, ((0,), (1,)))
    rounds.taking = {((0,),), ((1,),)} - rounds.taking
    found = list(theorem_6_rounds.contradictions(rounds, 4, Random(3)))
    assert {contradiction.r for contradiction in found if contradiction} == {1, 2}
