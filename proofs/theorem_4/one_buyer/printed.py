"""Theorem 4 as printed, one seller and one buyer in a group: each independent reason why it fails.

Every record below is a witness for one instance that satisfies what the theorem supposes. `reason` says
which part of the statement it refutes: *only if* (a survivor that breaks (9) or (10)) or *if* (a strategy
that satisfies (9) and (10) and is eliminated).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.mechanism import BuyerMessage
from mechanisms.g_double_star.one_buyer.elimination import eliminate_plans, payoff_matrix
from mechanisms.g_double_star.one_buyer.opponent_columns import BuyerPayoffs
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, interim_payoff, plan_of
from mechanisms.g_double_star.one_buyer.seller_influence import find_seller_influence
from mechanisms.markets.informed_price_taking import price_taking_given_own, second_demands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from proofs.theorem_4.one_buyer.rule_10 import buyer_characterisation
from proofs.theorem_4.one_buyer.statement import Solved


@dataclass(frozen=True)
class SellerSurvivor:
    """*Only if* fails: a seller's message outside D_i(ω_i) survives, for nothing she says affects her."""

    i: int
    signal: str
    message: Message

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck: not price-taking, and no draw and profile at which her message changes her trade."""
        taking = price_taking_given_own(instance, self.i, self.signal)
        return self.message not in taking and find_seller_influence(instance.mechanism, self.i) is None


@dataclass(frozen=True)
class BuyerSurvivor:
    """*Only if* fails: a buyer's plan that breaks (10) survives."""

    agent: Agent
    plan: BuyerPlan

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck: run the elimination, recheck it, and look the plan up."""
        run = eliminate_plans(instance)
        market = instance.mechanism.market
        left = run.survivors[self.agent]
        rule = buyer_characterisation(instance, self.agent)
        return (
            run.holds()
            and self.plan in set(left.plans(market))
            and self.plan not in set(rule.among(left).plans(market))
        )


@dataclass(frozen=True)
class BuyerEliminated:
    """*If* fails: a buyer's plan that satisfies (10) is weakly dominated in round 1 by `better`.

    `on_path` says whether the two differ after a first message that some signal of the mate sends. If they
    differ off the path only, both lead to the same outcome whenever everybody satisfies (10).
    """

    agent: Agent
    plan: BuyerPlan
    better: BuyerPlan
    strict_at: Others
    on_path: bool

    def payoffs(self, instance: InterdependentInstance, others: Others) -> tuple[Fraction, Fraction]:
        """What the plan and the better one earn against the others, by running G**."""
        i, signal = self.agent
        return (
            interim_payoff(instance, i, signal, self.plan, others),
            interim_payoff(instance, i, signal, self.better, others),
        )

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (10), and dominance by running G** against one profile of the others from every column."""
        rule = buyer_characterisation(instance, self.agent)
        own = (self.plan.first, self.plan.second)
        if not all(demand in rule.own for demand in own) or not all(
            self.plan.third[d] in box for d, box in rule.thirds.items()
        ):
            return False
        changed = {
            d
            for d, pair in enumerate(zip(self.plan.third, self.better.third, strict=True))
            if pair[0] != pair[1]
        }
        if self.on_path != bool(changed & set(rule.thirds)):
            return False
        before, after = self.payoffs(instance, self.strict_at)
        pairs = (self.payoffs(instance, others) for others in self._all_others(instance))
        return before < after and all(worse <= better for worse, better in pairs)

    def _all_others(self, instance: InterdependentInstance) -> Iterator[Others]:
        payoffs = BuyerPayoffs(instance, *self.agent)
        left = eliminate_plans(instance, rounds=0).sets[0]
        _, columns = payoff_matrix(payoffs, left[self.agent], left)
        return (payoffs.others(columns, column) for column in range(len(columns)))


@dataclass(frozen=True)
class UnsentEntry:
    """*Only if* fails in literal messages: a survivor breaks (10) after an own first message she never sends.

    D_i(ω_i) has several members. (10) constrains the second message after each of them, yet only the entry
    after the one that is sent can ever be read.
    """

    agent: Agent
    message: BuyerMessage
    unsent: Message

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck: the entry breaks Ξ_i(ω_i), and the plan that the message comes down to survives."""
        i, signal = self.agent
        market = instance.mechanism.market
        allowed = second_demands(instance, i, signal).at((self.unsent,))
        run = eliminate_plans(instance)
        return (
            self.unsent != self.message.first
            and self.unsent in price_taking_given_own(instance, i, signal)
            and self.message.second[self.unsent,] not in allowed
            and run.holds()
            and plan_of(market, i, self.message) in set(run.survivors[self.agent].plans(market))
        )


def seller_survivors(instance: InterdependentInstance) -> Iterator[SellerSurvivor]:
    """For every seller and signal one message outside D_i(ω_i) that nothing eliminates."""
    for i in instance.mechanism.market.sellers:
        if find_seller_influence(instance.mechanism, i) is not None:
            continue
        for signal in instance.prior.spaces[i]:
            taking = price_taking_given_own(instance, i, signal)
            for message in instance.mechanism.market.messages():
                if message not in taking:
                    yield SellerSurvivor(i, signal, message)
                    break


def buyer_survivors(solved: Solved) -> Iterator[BuyerSurvivor]:
    """For every buyer and signal one survivor that breaks (10), if there is one."""
    market = solved.instance.mechanism.market
    for agent, rule in solved.rules.items():
        left = solved.run.survivors[agent]
        fine = set(rule.among(left).plans(market))
        found = next((plan for plan in left.plans(market) if plan not in fine), None)
        if found is not None:
            yield BuyerSurvivor(agent, found)


def buyers_eliminated(solved: Solved, *, on_path: bool) -> Iterator[BuyerEliminated]:
    """For every buyer and signal one plan that satisfies (10) and leaves in round 1, with a small change.

    The better plan differs after one first message of the mate only, on the path or off it as asked. On the
    path the plan differs there from every survivor; off it, some survivor equals it on the whole path.
    """
    run = solved.run
    for agent, rule in solved.rules.items():
        left = run.survivors[agent]
        if not run.rounds or not left.size():
            continue
        payoffs = run.payoffs[agent]
        lost = run.rounds[0][agent].thirds
        matrix, columns = payoff_matrix(payoffs, run.sets[0][agent], run.sets[0])
        kept = {tuple(row) for row in left.thirds[:, rule.on_path].tolist()}
        fine = rule.optimal_on_path(lost.thirds)
        path = np.isin(np.arange(lost.thirds.shape[1]), rule.on_path)
        for a in (removal.a for removal in lost.dominations):
            row = lost.thirds[a]
            if not fine[a] or (tuple(row[path].tolist()) in kept) == on_path:
                continue
            changed = lost.thirds != row
            small = (changed.sum(axis=1) == 1) & (changed[:, path].any(axis=1) == on_path)
            better = small & (matrix >= matrix[a]).all(axis=1) & (matrix > matrix[a]).any(axis=1)
            if better.any():
                b = int(np.argmax(better))
                column = int(np.argmax(matrix[b] > matrix[a]))
                first, second = left.firsts[0], left.seconds[0]
                yield BuyerEliminated(
                    agent,
                    payoffs.plan(first, second, row),
                    payoffs.plan(first, second, lost.thirds[b]),
                    payoffs.others(columns, column),
                    on_path,
                )
                break
