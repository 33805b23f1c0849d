"""Theorem 4 by mixed dominance, for groups of any size: what survives iterated elimination in G**.

Printed  Under Condition 2, s is iteratively undominated if and only if (9) and (10) hold; S^∞ = S², and every
         profile in S^∞ is a Bayesian Nash equilibrium.  (paper, 3.3)
Read     Let dominators randomise. Under full support, (8), symmetry, Condition 2 as read and anonymous
         payoffs S^1 leaves buyers exactly the first messages in D_i(ω_i), S^∞ = S² is the set of all s in S^1
         that satisfy (10) on the path, and every survivor is a best reply to all survivors. For sellers,
         n >= 2, S^1 is (9): see `sellers_take_prices`.
Checked  On an instance, for every buyer and signal (one buyer where all are alike):
         (A) a plan with a first message outside D_i(ω_i) earns as much in branches 2, 3 and 4, against
             everything, when it is copied to one in D_i(ω_i) (`copies_exactly`), and more in branch 1;
         (B) for each d in D_i(ω_i), to send d and demand what is price-taking everywhere is a best reply to
             the mean over everything the others can do;
         (C) at every tuple on the path, price by price, some bundle is best given whatever signals can be
             behind the tuple: that is, Ξ_i(ω_i) and W_i(ω_i) have elements.

Proof of the read statement from (A), (B), (C), full support and Condition 2
S^1      By (A) only first messages in D_i(ω_i) are left; by (B) each of them is: a best reply to a belief
         that gives everything a positive weight is not dominated, by any mixture.
S²       Against S^1 only tuples on the path are read, in branches 2 and 3 each at every price, and by full
         support every state behind one has a positive probability at some profile in S^1 (first messages are
         left to every agent and signal separately). By Condition 2 neither the clearing price nor a seller's
         signal says more about her value than ω^b. So let a plan in S^1 name at such a cell what is not
         best in all states behind it: naming there what is, by (C), is never worse, and better at some
         profile in S^1. It leaves in round 2.
S^∞      The plans of S^1 left earn the most in every state of weight at each profile in S^1: they are best
         replies to all of S^1, and are dominated in no later round.                                         ∎

By pure dominance (A) fails where the copy must randomise: see `hedge`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from gametheory.plans.form import Plan
from mechanisms.g_double_star.groups.copied_first_message import copies_exactly
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.groups.played_copies import copy_earns_the_same
from mechanisms.g_double_star.groups.played_gains import PlayedGains
from mechanisms.markets.informed_price_taking import (
    Conflict,
    price_taking_given_own,
    second_demands,
    third_demands,
)
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message, show_message
from proofs.conditions.anonymity import is_anonymous

Agent: TypeAlias = tuple[int, str]  # a buyer and her signal


@dataclass(frozen=True)
class NoCopy:
    """Evidence against (A): copied from `first` to `instead`, some plan does not earn the same."""

    agent: Agent
    first: Message
    instead: Message

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by runs of G**."""
        buyer = BuyerForm(instance.mechanism.market, self.agent[0])
        places = (buyer.demands.index(d) for d in (self.first, self.instead))
        return not copy_earns_the_same(instance.mechanism, buyer, *places)

    def describe(self, instance: InterdependentInstance) -> str:
        """Which first messages, in words."""
        i, signal = self.agent
        return (
            f"{instance.mechanism.market.name(i)} with signal {signal}: some plan with the first message "
            f"{show_message(self.first)} does not earn the same when it is copied to "
            f"{show_message(self.instead)}"
        )


@dataclass(frozen=True)
class BetterAtTheMean:
    """Evidence against (B): another plan earns more at the mean than price-taking after `first`."""

    agent: Agent
    first: Message
    better: Plan

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck the two payoffs by runs of G**."""
        played = PlayedGains(instance, *self.agent)
        mean, form = played.mean(), played.form
        own = price_taking_everywhere(played.buyer, self.first)
        return bool(mean @ form.vector(own) < mean @ form.vector(self.better))

    def describe(self, instance: InterdependentInstance) -> str:
        """The two first messages, in words."""
        i, signal = self.agent
        market = instance.mechanism.market
        better = BuyerForm(market, i).demands[self.better.root]
        return (
            f"{market.name(i)} with signal {signal}: at the mean over everything the others can do, a plan "
            f"with the first message {show_message(better)} earns more than {show_message(self.first)} and "
            "price-taking demands everywhere"
        )


Violation: TypeAlias = NoCopy | BetterAtTheMean | Conflict  # a conflict is evidence against (C)


def price_taking_everywhere(buyer: BuyerForm, d: Message) -> Plan:
    """To send d, and to demand at every cell what d does at its price."""
    root, market = buyer.demands.index(d), buyer.market
    return Plan(root, tuple(market.X.index(d[cell.p]) for cell in buyer.cells[root]))


@dataclass
class Looked:
    """How much was looked at: cells on the path, and how many they are left with."""

    agents: int = 0
    cells: int = 0


def violations(instance: InterdependentInstance, looked: Looked | None = None) -> Iterator[Violation]:
    """Every way in which (A), (B) or (C) fails, for the first buyer where all are alike."""
    market = instance.mechanism.market
    looked = looked or Looked()
    for i in market.buyers[:1] if is_anonymous(instance) else market.buyers:
        buyer = BuyerForm(market, i)
        for signal in instance.prior.spaces[i]:
            looked.agents += 1
            agent, taking = (i, signal), list(price_taking_given_own(instance, i, signal))
            for d in buyer.demands:
                places = buyer.demands.index(d), buyer.demands.index(taking[0])
                if d not in taking and not copies_exactly(buyer, *places):
                    yield NoCopy(agent, d, taking[0])
            yield from _better_at_the_mean(instance, agent, taking)
            for asked in (second_demands(instance, i, signal), third_demands(instance, i, signal)):
                looked.cells += len(asked.requirements) * len(market.P)
                conflict = asked.find_conflict()
                if conflict is not None:
                    yield conflict


def _better_at_the_mean(
    instance: InterdependentInstance, agent: Agent, taking: list[Message]
) -> Iterator[BetterAtTheMean]:
    environments = BuyerEnvironments(instance, *agent)
    mean, form = environments.mean(), environments.form
    most, better = form.best(mean)
    for d in taking:
        plan = price_taking_everywhere(environments.payoffs.buyer, d)
        if sum(int(mean[at]) for at in form.coordinates(plan)) < most:
            yield BetterAtTheMean(agent, d, better)


def find_violation(instance: InterdependentInstance, looked: Looked | None = None) -> Violation | None:
    """The first of them, or None: then the read statement follows from full support and Condition 2."""
    return next(violations(instance, looked), None)
