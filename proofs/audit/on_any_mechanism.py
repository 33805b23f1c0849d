"""The claims on any mechanism, on a market: in G** and G+ elimination is decided by engines of their own.

Both look at weak dominance by pure strategies, interim: every type of an agent decides for herself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import TypeAlias

from gametheory.games.errors import TooLargeError
from mechanisms.as_mechanisms.g_double_star import GDoubleStarMechanism
from mechanisms.as_mechanisms.g_plus import GPlusMechanism
from mechanisms.as_mechanisms.instances import as_mechanism
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.mechanism import BuyerMessage
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, plan_of
from mechanisms.g_double_star.one_buyer.played import PlayedBuyer
from mechanisms.general.game_form import GameForm
from mechanisms.general.mechanism import Mechanism
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Claim, Watch
from proofs.claims.scopes import number_of
from proofs.claims.verdict import Finding, Reading, Verdict, Witnessed, held, not_settled, refuted
from proofs.properties.check import mechanism_claims
from proofs.properties.property import Check
from proofs.properties.register import PROPERTIES
from proofs.theorem_4.one_buyer.statement import (
    BetterReply,
    LateRound,
    Solved,
    better_replies,
    solve,
    violations,
)
from proofs.theorem_6.statement import Violation
from proofs.theorem_6.survivors import GPlusSurvivors, survivors

Solve: TypeAlias = Callable[[], Solved]

BY_PLANS = "weak dominance by pure strategies, interim; all plans of every buyer and signal"
BY_CELLS = "weak dominance by pure strategies, interim; every cell on the path (Theorem 6)"


def market_claims(instance: Instance | InterdependentInstance, written_in: str = "") -> list[Claim]:
    """The claims on any mechanism, on this one; *open* where a message or an outcome is too large."""
    try:
        mechanism = as_mechanism(instance, written_in)
    except TooLargeError as large:
        found = not_settled("", str(large))
        return [
            Claim(each.id, each.item, each.statement, Reading.DEFINED, lambda watch: found, is_fact=True)
            for each in PROPERTIES
        ]
    return mechanism_claims(mechanism, unlisted_checks(mechanism))


def unlisted_checks(mechanism: Mechanism) -> Mapping[str, Check]:
    """By id of a claim what decides it where messages are not listed."""
    if isinstance(mechanism, GDoubleStarMechanism) and mechanism.market.n == 1:
        solved = cache(lambda: solve(mechanism.instance))
        return {
            "twice-dominance-solvable": partial(_twice_in_plans, solved),
            "interchangeable": partial(_interchangeable_in_plans, solved),
            "truth-survives": partial(_truth_in_plans, solved, mechanism),
        }
    if isinstance(mechanism, GPlusMechanism):
        found = cache(lambda: survivors(mechanism.instance))
        return {
            "twice-dominance-solvable": partial(
                _in_cells, mechanism, found, "it is over after 2 rounds: S^∞ = S²"
            ),
            "interchangeable": partial(
                _in_cells, mechanism, found, "every survivor is a best reply to all survivors"
            ),
        }
    return {}


@dataclass(frozen=True)
class TruthLost:
    """Evidence that the truth of a buyer with a signal, as a plan, is eliminated."""

    agent: Agent
    plan: BuyerPlan

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by runs of G** (see `played`)."""
        return not PlayedBuyer(instance, *self.agent).survives(self.plan)

    def describe(self, instance: InterdependentInstance) -> str:
        """Whose truth."""
        i, signal = self.agent
        return f"the truth of {instance.mechanism.market.name(i)} with signal {signal} is eliminated"


def _settled(solved: Solved, record: LateRound | BetterReply | TruthLost | None, evidence: str) -> Finding:
    plans = sum(own.size() for own in solved.run.survivors.values())
    if record is None:
        return held(plans, BY_PLANS, evidence)
    if not record.holds(solved.instance):
        return not_settled(BY_PLANS)
    return refuted(BY_PLANS, Witnessed(record, solved.instance))


def _twice_in_plans(solve: Solve, form: GameForm, watch: Watch) -> Finding:
    solved = solve()
    late = next((each for each in violations(solved) if isinstance(each, LateRound)), None)
    return _settled(solved, late, f"it is over after {number_of(len(solved.run.rounds), 'round')}")


def _interchangeable_in_plans(solve: Solve, form: GameForm, watch: Watch) -> Finding:
    solved = solve()
    better = next((each for agent in solved.run.survivors for each in better_replies(solved, agent)), None)
    return _settled(solved, better, "every survivor is a best reply to all survivors")


def _truth_in_plans(solve: Solve, mechanism: GDoubleStarMechanism, form: GameForm, watch: Watch) -> Finding:
    solved, demands = solve(), list(mechanism.market.messages())
    for (i, signal), left in solved.run.survivors.items():
        said = mechanism.triplicate(i, signal)
        plan = plan_of(mechanism.market, i, BuyerMessage(said.first, said.second, said.third))
        first, second, *third = map(demands.index, (plan.first, plan.second, *plan.third))
        if first not in left.firsts or second not in left.seconds or third not in left.thirds.tolist():
            return _settled(solved, TruthLost((i, signal), plan), "")
    return _settled(solved, None, "the truth of every buyer is left, and sellers lose nothing")


def _in_cells(
    mechanism: GPlusMechanism,
    find: Callable[[], GPlusSurvivors | Violation],
    evidence: str,
    form: GameForm,
    watch: Watch,
) -> Finding:
    found = find()
    if not isinstance(found, GPlusSurvivors):
        why = found.describe(mechanism.instance)
        return Finding(Verdict.OPEN, BY_CELLS, f"the argument of Theorem 6 fails here: {why}")
    cells = sum(len(own) for left in found.left for own in left.later.values())
    return held(cells, BY_CELLS, evidence)
