"""Theorem 4 at a single price, groups of any size: what listing a buyer's plans says.  (paper, 3.3)

Claim    S^1 leaves price-taking first messages only. S^∞ = S² = S^1 ∩ (10): the plans in S^1 whose first
         message is in D_i(ω_i), and whose second and third messages are in Ξ_i(ω_i) and W_i(ω_i) wherever
         they can be read. Survivors are best replies, among all plans, to every profile of survivors.
Read     Ξ_i(ω_i) and W_i(ω_i) as in `informed_price_taking`, the own place in the tuple being random; of a
         message only the entries that its plan has count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from gametheory.plans.form import Plan
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.groups.played import PlayedPlans
from mechanisms.g_double_star.groups.single_price_elimination import (
    ListedElimination,
    eliminate_listed,
    first_messages,
)
from mechanisms.markets.informed_price_taking import price_taking_given_own, second_demands, third_demands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import show_message


class Part(Enum):
    """The parts of the claim."""

    FIRST = "a first message that is not price-taking survives round 1"
    LATER = "a plan leaves after round 2"
    MISSING = "a plan of S^1 that satisfies (10) leaves"
    EXTRA = "a plan that does not satisfy (10) survives"
    REPLY = "a survivor is not a best reply to some survivors"


@dataclass(frozen=True)
class Violation:
    """Evidence against one part: a buyer, her signal, and a plan of hers."""

    part: Part
    agent: Agent
    plan: Plan

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (10), and by runs of G** what is left in each round and what is a best reply (`played`)."""
        played, rule = PlayedPlans(instance), Characterisation(instance, self.agent)
        (first, second), left = (played.after(r, self.agent) for r in (1, 2)), played.survivors(self.agent)
        match self.part:
            case Part.FIRST:
                return self.plan in first and not rule.takes_prices_first(self.plan)
            case Part.LATER:
                return self.plan in second and self.plan not in left
            case Part.MISSING:
                return self.plan in first and self.plan not in left and self.plan in rule
            case Part.EXTRA:
                return self.plan in left and self.plan not in rule
            case Part.REPLY:
                return self.plan in left and not played.is_best_reply(self.agent, self.plan)

    def describe(self, instance: InterdependentInstance) -> str:
        """In words."""
        i, signal = self.agent
        market = instance.mechanism.market
        first = BuyerForm(market, i).demands[self.plan.root]
        return (
            f"{market.name(i)} with signal {signal}, first message {show_message(first)}: {self.part.value}"
        )


class Characterisation:
    """(10) for one buyer and signal, in plans."""

    def __init__(self, instance: InterdependentInstance, agent: Agent) -> None:
        self.buyer = BuyerForm(instance.mechanism.market, agent[0])
        self.first = price_taking_given_own(instance, *agent)
        self.second, self.third = (named(instance, *agent) for named in (second_demands, third_demands))

    def takes_prices_first(self, plan: Plan) -> bool:
        """Is the first message in D_i(ω_i)?"""
        return self.buyer.demands[plan.root] in self.first

    def __contains__(self, plan: Plan) -> bool:
        message = self.buyer.message_of(plan)
        return self.takes_prices_first(plan) and all(
            demand in allowed.at(shown)
            for allowed, entries in ((self.second, message.second), (self.third, message.third))
            for shown, demand in entries.items()
        )


def violations(run: ListedElimination) -> Iterator[Violation]:
    """Every plan at which some part fails."""
    firsts = first_messages(run.buyers, run.survivors)
    for agent, buyer in run.buyers.items():
        rule = Characterisation(run.instance, agent)
        after, left = set(run.plans(agent, 1)), set(run.plans(agent))
        found = {
            Part.FIRST: {plan for plan in after if not rule.takes_prices_first(plan)},
            Part.LATER: set(run.plans(agent, 2)) - left,
            Part.MISSING: {plan for plan in after - left if plan in rule},
            Part.EXTRA: {plan for plan in left if plan not in rule},
        }
        matrix = buyer.matrix(tuple(range(len(buyer.plans))), firsts)
        best = matrix.max(axis=0)
        found[Part.REPLY] = {
            buyer.plans[place] for place in run.survivors[agent] if (matrix[place] < best).any()
        }
        for part, plans in found.items():
            for plan in sorted(plans):
                yield Violation(part, agent, plan)


def find_violation(instance: InterdependentInstance) -> Violation | None:
    """The first of them after eliminating to the end, or None."""
    return next(violations(eliminate_listed(instance)), None)
