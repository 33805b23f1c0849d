"""Theorem 6 by counts against lists of states, and what happens where agents are not exchangeable."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from mechanisms.g_plus.cells import InformedAgent, Part, selections, unordered_on_path
from mechanisms.markets.counted import counted
from mechanisms.markets.interdependent import InterdependentTrader
from mechanisms.markets.trader import separable
from proofs.conditions.g_plus_instances import anonymous_family, choosy_buyer
from proofs.theorem_6 import orbits, statement
from proofs.theorem_6.family import Member, members
from proofs.theorem_6.hypotheses import broken_by_counts, broken_hypotheses
from proofs.theorem_6.orbits import CountedAgent, decide_by_counts, find_violation
from proofs.theorem_6.statement import Asked, NothingBest, RoomMatters
from tests.g_plus_instances import even_or_odd

NONE, QUARTER = Fraction(0), Fraction(1, 4)


def by_cell(found):
    return {each.cell: each for each in found}


def agree(instance, one, other, selected=None):
    """The same cells; what is asked, how many states (of one set of agents), and evidence that holds."""
    assert set(one) == set(other)
    for cell, found in one.items():
        assert type(found) is type(other[cell])
        if isinstance(found, Asked):
            assert found.best == other[cell].best
            assert found.states * (selected or {cell.part: 1})[cell.part] == other[cell].states
        else:
            assert found.holds(instance)


def test_counts_decide_what_lists_decide():
    """At n = 1 in every selection; ties, several messages in D_i, and empty (17) and (18) among them."""
    few = [*list(members(1, (1, 2), 2))[::2], Member(1, 2, Fraction(20), private=False, seed=3)]
    games = [*(member.instance() for member in few), *list(anonymous_family((NONE, QUARTER)))[::25]]
    kinds = set()
    for instance in games:
        by_counts = counted(instance)
        for i, own in product((0, 3), "LH"):
            agent = CountedAgent(by_counts, instance.mechanism.market.side(i), own)
            listed = by_cell(statement.decide(InformedAgent(instance, i, own)))
            sets = {
                part: sum(1 for _ in selections(agent.market, i, part)) for part in (Part.SECOND, Part.THIRD)
            }
            agree(instance, by_cell(decide_by_counts(agent)), listed, sets)
            kinds |= {type(found) for found in listed.values()}
    assert kinds == {Asked, NothingBest}


def of_one_selection(instance, i, own):
    """The states of one set of agents that a tuple may show, listed."""
    agent = InformedAgent(instance, i, own)
    for part in (Part.SECOND, Part.THIRD):
        selected = [next(selections(agent.market, i, part))]
        for shown, states in unordered_on_path(agent, part, selected).items():
            for p in range(len(agent.market.P)):
                yield statement._decide_cell(agent, statement.Cell(part, shown, p), states)


@pytest.mark.parametrize("odd", [NONE, Fraction(7, 8)])
def test_counts_decide_what_lists_decide_in_groups_of_two(odd):
    """Where sellers have rooms: that some matter is found, with evidence that holds, and that none does."""
    instance = even_or_odd(odd)
    by_counts, kinds = counted(instance), set()
    for i, own in ((0, "s"), (6, "H")):
        agent = CountedAgent(by_counts, instance.mechanism.market.side(i), own)
        listed = by_cell(of_one_selection(instance, i, own))
        agree(instance, by_cell(decide_by_counts(agent)), listed)
        kinds |= {type(found) for found in listed.values()}
    assert kinds == ({Asked, RoomMatters} if odd else {Asked})


def test_members_by_counts_are_the_members():
    for member in [*list(members(1, (1, 2), 2))[::2], Member(1, 1, NONE, False, 0, groups=4)]:
        instance, by_counts = member.instance(), member.by_counts()
        assert counted(instance) == by_counts
        assert sorted(broken_by_counts(by_counts)) == sorted(broken_hypotheses(instance))


def test_hypotheses_that_fail_are_named_by_counts():
    """All of them occur, and sellers whose costs fall break Condition 1."""
    broken = {name for member in members(1, (1, 2), 6) for name in broken_by_counts(member.by_counts())}
    assert broken == {"(15)", "Condition 3"}
    found = Member(2, 1, NONE, True, 0).by_counts()
    impossible = min(found.f)
    f = {census: share / (1 - found.f[impossible]) for census, share in found.f.items()}
    assert broken_by_counts(replace(found, f={**f, impossible: NONE}))[0] == "full support"
    market = replace(found.market, l=2)
    falling = {
        place: separable(place[0], [[trader.worth[1,], trader.worth[1,] - 1]])
        for place, trader in found.traders.items()
    }
    mechanism = replace(found.mechanism, market=market)
    assert "Condition 1" in broken_by_counts(replace(found, mechanism=mechanism, traders=falling))


@pytest.mark.parametrize(("n", "groups", "prices"), [(2, 4, 1), (3, 3, 1), (2, 3, 2)])
def test_larger_sizes_hold(n, groups, prices):
    found = Member(n, prices, NONE, True, 0, groups).by_counts()
    if "(15)" in broken_by_counts(found):
        found = Member(n, prices, NONE, True, 1, groups).by_counts()
    assert not broken_by_counts(found)
    assert find_violation(found) is None


def test_where_one_is_told_from_the_others_every_agent_is_asked():
    """One payoff of one agent at one profile is enough that nobody stands for others."""
    instance = Member(1, 1, NONE, True, 0).instance()
    assert {i for i, _, _ in orbits.decisions(instance)} == {0, 3}
    omega = ("L",) * 6
    traders = [*instance.traders]
    traders[5] = InterdependentTrader({**traders[5].at, omega: separable(traders[5].side, [[9]])})
    other = replace(instance, traders=tuple(traders))
    assert {i for i, _, _ in orbits.decisions(other)} == set(range(6))
    assert {i for i, _, _ in orbits.decisions(choosy_buyer())} == set(range(6))
