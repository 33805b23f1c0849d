"""A plan whose first message is not price-taking, which no pure plan dominates and a mixture does.

A `Hedge` shows that *some* plan with its first message survives round 1. Here is one, with all its entries:
the certificate of `plans.evidence` says that no plan dominates it against everything the others can
do, and its copy to a price-taking first message, which must randomise, dominates it.  (Theorem 4, n = 2)
"""

from dataclasses import dataclass

from gametheory.games.relation import By
from gametheory.plans.dominance import find_support
from gametheory.plans.evidence import UndominatedPlan, is_plan
from gametheory.plans.form import Plan
from mechanisms.g_double_star.groups.copied_first_message import copied_plan
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.groups.played_copies import copy_earns_the_same
from mechanisms.g_double_star.groups.played_gains import PlayedGains
from mechanisms.g_double_star.groups.second_message_payoffs import Agent, BuyerBranches
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message, show_message
from proofs.claims.scopes import number_of
from proofs.theorem_4.hedges.hedge import Hedge


@dataclass(frozen=True)
class HedgedPlan:
    """Evidence that S^1, by pure dominance, has this very plan; and that by mixed dominance it does not."""

    agent: Agent
    evidence: UndominatedPlan[Opponents]
    instead: Message  # price-taking: the first message of the copy

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck the first messages, the certificate and the copy, by runs of G**.

        In branch 1 a price-taking first message earns more than any other one, whatever the others do.
        """
        played, plan = PlayedGains(instance, *self.agent), self.evidence.plan
        buyer, taking = played.buyer, price_taking_given_own(instance, *self.agent)
        if not is_plan(played.form, plan) or self.instead not in taking:
            return False
        instead = buyer.demands.index(self.instead)
        return (
            self.evidence.by is By.PURE
            and buyer.demands[plan.root] not in taking
            and copied_plan(buyer, plan, instead).belongs_to(played.form)
            and copy_earns_the_same(played.g, buyer, plan.root, instead)
            and self.evidence.holds(played)
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """The plan and its evidence, in words."""
        i, signal = self.agent
        market = instance.mechanism.market
        first = BuyerForm(market, i).demands[self.evidence.plan.root]
        return (
            f"a plan of {market.name(i)} with {signal} and the first message {show_message(first)}, which is "
            "not price-taking, is dominated by no plan, as a certificate on "
            f"{number_of(len(self.evidence.profiles), 'profile')} of the others shows, and by a mixture of "
            f"plans with the first message {show_message(self.instead)}"
        )


def complete(instance: InterdependentInstance, hedge: Hedge, elsewhere: Message) -> Plan:
    """The hedge with third demands that fit it, and with the demand `elsewhere` at all other tuples."""
    buyer = BuyerForm(instance.mechanism.market, hedge.agent[0])
    third = BuyerBranches(instance, hedge.agent).common_third(hedge.sent) or {}
    second, own = dict(hedge.second), hedge.agent[0] - buyer.market.buyers[0]
    root = buyer.demands.index(hedge.first)
    actions = []
    for part, shown, p in buyer.cells[root]:
        if part == 2:
            place = 0 if shown[0] == hedge.first else 1
            demand = second.get(shown[1 - place], (elsewhere, elsewhere))[place]
        else:
            demand = third.get((*shown[:own], *shown[own + 1 :]), elsewhere)
        actions.append(buyer.market.X.index(demand[p]))
    return Plan(root, tuple(actions))


def find_hedged_plan(instance: InterdependentInstance, hedge: Hedge) -> HedgedPlan | None:
    """The hedge completed with price-taking demands, if no plan dominates that. Needs OR-tools."""
    instead = next(iter(price_taking_given_own(instance, *hedge.agent)))
    environments = BuyerEnvironments(instance, *hedge.agent)
    evidence = find_support(environments, complete(instance, hedge, instead), By.PURE)
    return None if evidence is None else HedgedPlan(hedge.agent, evidence, instead)
