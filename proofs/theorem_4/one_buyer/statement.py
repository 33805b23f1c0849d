"""Theorem 4 for one seller and one buyer in a group: what survives iterated elimination in G**.

Printed  Under Condition 2, s is iteratively undominated if and only if (9) and (10) hold; S^∞ = S², and every
         profile in S^∞ is a Bayesian Nash equilibrium.  (paper, 3.3)
Read     Under (8), full support and Condition 2 as read: no message of a seller is ever eliminated; for a
         buyer S^∞ = S^1 ∩ (10), that is, (10) says what is done after first messages that some signal sends,
         S^1 what is done after the others; S^∞ = S²; every survivor is a best reply to all survivors.
Checked  Every plan of every buyer and signal against everything the others can do (`one_buyer.elimination`);
         what is found is rechecked by runs of G** (`one_buyer.played`).
Proof    See docs/theorem-4.md for the read statement, at every k, l, P and η.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from gametheory.games.relation import By
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.one_buyer.elimination import (
    PlanElimination,
    PlanSet,
    against,
    all_thirds,
    eliminate_plans,
    payoff_matrix,
)
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, interim_payoff
from mechanisms.g_double_star.one_buyer.played import PlayedBuyer
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import show_message
from proofs.theorem_4.one_buyer.rule_10 import Rule10, rule_10


@dataclass(frozen=True)
class Unexpected:
    """Evidence against S^∞ = S^1 ∩ (10): a buyer's plan that is in one of the two sets only."""

    agent: Agent
    plan: BuyerPlan
    survives: bool

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (10), and by runs of G** whether the plan is in S^∞ and in S^1 (see `played`)."""
        buyer = PlayedBuyer(instance, *self.agent)
        in_rule = rule_10(instance, self.agent).allows(self.plan) and buyer.survives(self.plan, 1)
        return in_rule != self.survives and buyer.survives(self.plan) == self.survives

    def describe(self, instance: InterdependentInstance) -> str:
        """The plan, and in which set it is."""
        i, signal = self.agent
        market, plan = instance.mechanism.market, self.plan
        sides = "in S^∞", "in S^1 and satisfies (10)"
        here, there = sides if self.survives else sides[::-1]
        third = "; ".join(map(show_message, plan.third))
        return (
            f"{market.name(i)} with signal {signal}: the plan {show_message(plan.first)}, "
            f"{show_message(plan.second)}, ({third}) is {here}, but it is not {there}"
        )


@dataclass(frozen=True)
class LateRound:
    """Evidence against S^∞ = S²: a buyer's plan leaves in round r > 2.

    By the lemma of `played` there is none where G** does what is checked there. It is what an elimination
    that goes wrong would report.
    """

    agent: Agent
    r: int
    plan: BuyerPlan

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by runs of G** (see `played`)."""
        buyer = PlayedBuyer(instance, *self.agent)
        return self.r > 2 and buyer.survives(self.plan, self.r - 1) and not buyer.survives(self.plan, self.r)

    def describe(self, instance: InterdependentInstance) -> str:
        """Whose plan leaves, and when."""
        i, signal = self.agent
        name, third = instance.mechanism.market.name(i), "; ".join(map(show_message, self.plan.third))
        return f"{name} with signal {signal} loses plans with the third message ({third}) in round {self.r}"


@dataclass(frozen=True)
class BetterReply:
    """Evidence against interchangeability: a survivor is no best reply to some survivors of the others."""

    agent: Agent
    plan: BuyerPlan
    better: BuyerPlan
    others: Others

    def payoffs(self, instance: InterdependentInstance) -> tuple[Fraction, Fraction]:
        """What the plan earns, and what the better one."""
        earned, more = (
            interim_payoff(instance, *self.agent, plan, self.others) for plan in (self.plan, self.better)
        )
        return earned, more

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by runs of G** that all survive (see `played`), and that `better` earns more."""
        buyer = PlayedBuyer(instance, *self.agent)
        mates = {t: PlayedBuyer(instance, buyer.mate, t).remaining for t in instance.prior.spaces[buyer.mate]}
        earned, more = self.payoffs(instance)
        return (
            earned < more
            and all(
                sent[k] in left[k]
                for t, left in mates.items()
                for sent in [self.others.mate[t]]
                for k in (0, 1)
            )
            and buyer.survives(self.plan)
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """The two third messages, in words."""
        i, signal = self.agent
        market = instance.mechanism.market
        third, better = ("; ".join(map(show_message, plan.third)) for plan in (self.plan, self.better))
        return (
            f"{market.name(i)} with signal {signal}: the third message ({third}) survives, but against some "
            f"survivors ({better}) earns more"
        )


Violation: TypeAlias = Unexpected | LateRound | BetterReply


@dataclass(frozen=True, eq=False)
class Solved:
    """An instance with its elimination and what (10) asks of each buyer and signal."""

    instance: InterdependentInstance
    run: PlanElimination
    rules: dict[Agent, Rule10]

    def one_round_suffices(self) -> bool:
        """Is S^1 = S^∞?"""
        return len(self.run.rounds) <= 1


def solve(instance: InterdependentInstance, by: By = By.PURE) -> Solved:
    """Eliminate, and work (10) out."""
    run = eliminate_plans(instance, by=by)
    return Solved(instance, run, {agent: rule_10(instance, agent) for agent in run.survivors})


def violations(solved: Solved) -> Iterator[Violation]:
    """Every way in which Theorem 4, as read, fails: for each agent and part the first place."""
    run, market = solved.run, solved.instance.mechanism.market
    for agent, rule in solved.rules.items():
        left, asked = run.survivors[agent], rule.among(run.after(1)[agent])
        same = left.is_same(asked)
        limit, expected = (set[BuyerPlan]() if same else set(each.plans(market)) for each in (left, asked))
        for survives, plans in (True, limit - expected), (False, expected - limit):
            if plans:
                yield Unexpected(agent, min(plans, key=astuple), survives)
        for r in range(3, len(run.sets)):
            lost = set(run.sets[r - 1][agent].plans(market)) - set(run.sets[r][agent].plans(market))
            if lost:
                yield LateRound(agent, r, min(lost, key=astuple))
        yield from better_replies(solved, agent)


def better_replies(solved: Solved, agent: Agent) -> Iterator[BetterReply]:
    """Columns of survivors at which a survivor of the agent is no best reply among all her third messages.

    What is better is a survivor where one is. First and second messages need no look: those that survive
    maximise A, whatever the others do.
    """
    run = solved.run
    payoffs = run.payoffs[agent]
    everything = PlanSet((), (), all_thirds(solved.instance.mechanism.market))
    asked = "best replies", against(payoffs, run.survivors[agent], run.survivors)
    if payoffs.known.get(asked):
        return
    matrix, _ = payoff_matrix(payoffs, everything, run.survivors)
    mine, columns = payoff_matrix(payoffs, run.survivors[agent], run.survivors)
    short = mine < matrix.max(axis=0)
    payoffs.known[asked] = not short.any()
    if short.any():
        row, column = (int(place) for place in np.argwhere(short)[0])
        left = run.survivors[agent]
        stays = mine[:, column].max() > mine[row, column]
        thirds, values = (left.thirds, mine) if stays else (everything.thirds, matrix)
        plan, better = (
            payoffs.plan(left.firsts[0], left.seconds[0], third)
            for third in (left.thirds[row], thirds[int(np.argmax(values[:, column]))])
        )
        yield BetterReply(agent, plan, better, payoffs.others(columns, column))


def find_violation(instance: InterdependentInstance) -> Violation | None:
    """The first way in which Theorem 4, as read, fails on the instance, or None."""
    return next(violations(solve(instance)), None)
