"""Rounds 1 and 2 by the engine where the agents of a side are alike, at n = 2 and two prices."""

from random import Random

import numpy as np
import pytest

from gametheory.games.errors import UndecidedError
from gametheory.games.relation import By
from gametheory.plans.dominance import domination_or_support
from gametheory.plans.evidence import PlanDomination, UndominatedPlan
from gametheory.plans.form import Plan
from mechanisms.g_plus.alike_runs import gains_by_running
from mechanisms.g_plus.cells import Part, price_taking_messages
from mechanisms.markets.market import Side
from proofs.theorem_6.family import Member, members
from proofs.theorem_6.hypotheses import broken_by_counts
from proofs.theorem_6.recheck import is_never_worse
from proofs.theorem_6.rounds import alike, contradictions


def member(n, prices) -> Member:
    """The first that breaks no hypothesis."""
    return next(each for each in members(n, (prices,), 40) if not broken_by_counts(each.by_counts()))


def disobedient(rounds, random):
    """A best reply that names something else than is asked at one cell on the path, and that cell."""
    X = rounds.first_round.market.X
    plan = rounds.obedient(rounds.best_reply(random))
    asked = [
        at
        for at, cell in enumerate(rounds.cells)
        if len(rounds.asked.get(cell, X)) < len(X) and cell.part is not Part.FIRST
    ]
    at = random.choice(asked)
    other = next(x for x, bundle in enumerate(X) if bundle not in rounds.asked[rounds.cells[at]])
    return Plan(0, (*plan.actions[:at], other, *plan.actions[at + 1 :])), at


@pytest.mark.thorough
@pytest.mark.parametrize("side", list(Side))
def test_at_n_1_and_at_a_single_price_at_n_2_the_engine_agrees_with_the_theorem(side):
    for n, prices in ((1, 2), (2, 1)):
        rounds = alike(member(n, prices).by_counts(), side, "H")
        found = list(contradictions(rounds, 2, Random(n)))
        assert found == [None] * 8
        plan, _ = disobedient(rounds, Random(n))
        answer = domination_or_support(rounds.second_round, plan)
        assert isinstance(answer, PlanDomination)
        assert answer.holds(rounds.second_round)


def test_it_contradicts_what_is_not_so():
    rounds = alike(member(1, 2).by_counts(), Side.BUYER, "H")
    rounds.asked = {cell: tuple(reversed(rounds.first_round.market.X))[:1] for cell in rounds.asked}
    rounds.taking = set(rounds.first_round.demands) - rounds.taking
    assert set(contradictions(rounds, 3, Random(2))) != {None}


def test_what_the_bound_leaves_open_is_not_said(monkeypatch):
    rounds = alike(member(1, 2).by_counts(), Side.BUYER, "H")
    others = rounds.first_round
    monkeypatch.setattr("mechanisms.g_plus.alike_search.AlikeSearch.bound", lambda self: -1)
    nowhere = np.zeros(others.form.size, dtype=np.int64)
    with pytest.raises(UndecidedError, match="no play alike"):
        others.worst(nowhere)


@pytest.mark.slow
def test_at_n_2_and_two_prices_evidence_holds_by_runs_of_the_mechanism():
    """131,586 cells: a belief's gains by running G+; a dominator entry by entry, whoever may send a tuple."""
    drawn, side = member(2, 2), Side.BUYER
    instance, rounds = drawn.instance(), alike(drawn.by_counts(), side, "H")
    market = instance.mechanism.market
    i = next(j for j in market.agents if market.side(j) is side)
    first, second = rounds.first_round, rounds.second_round
    assert len(first.cells) == 131_586
    supported = domination_or_support(first, rounds.best_reply(Random(5)), By.MIXED)
    assert isinstance(supported, UndominatedPlan)
    assert supported.profiles

    class ByRunning:
        form, mean = first.form, first.mean

        def gains(self, play):
            return gains_by_running(first, instance, play)

    assert supported.holds(ByRunning())
    plan, at = disobedient(rounds, Random(5))
    answer = domination_or_support(second, plan)
    assert isinstance(answer, PlanDomination)
    before, after = np.array(plan.actions), np.array(answer.dominator.actions)
    taking = price_taking_messages(instance, market.agents)
    changed = np.flatnonzero(before != after).tolist()
    assert at in changed
    assert len(changed) < 20
    for each in changed:
        x, y = market.X[before[each]], market.X[after[each]]
        assert is_never_worse(instance, i, "H", second.cells[each], x, y, taking)
        back = is_never_worse(instance, i, "H", second.cells[each], y, x, taking)
        assert not back or each != at
    run = gains_by_running(second, instance, answer.strict_at)
    assert run @ (second.form.vector(answer.dominator) - second.form.vector(plan)) > 0
