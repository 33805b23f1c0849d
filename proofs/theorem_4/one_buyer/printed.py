"""Theorem 4 as printed, one seller and one buyer in a group: each independent reason why it fails.

Every record below is a witness for one instance that satisfies what the theorem supposes. Its docstring says
which part of the statement it refutes: *only if* (a survivor that breaks (9) or (10)) or *if* (a strategy
that satisfies (9) and (10) and is eliminated).
"""

from dataclasses import dataclass
from fractions import Fraction

from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.g_double_star.one_buyer.plans import (
    BuyerPlan,
    Others,
    interim_payoff,
    mate,
    message_of,
    plan_of,
)
from mechanisms.g_double_star.one_buyer.played import PlayedBuyer, survives
from mechanisms.g_double_star.one_buyer.seller_influence import find_seller_influence
from mechanisms.markets.informed_price_taking import price_taking_given_own, second_demands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, Message, show
from mechanisms.markets.prior import Signals
from proofs.claims.draws import TwoWays
from proofs.claims.words import describe_message
from proofs.theorem_4.one_buyer.rule_10 import rule_10, sent_by


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

    def describe(self, instance: InterdependentInstance) -> str:
        """What (9) asks of her, and what she may say."""
        market = instance.mechanism.market
        taking = next(iter(price_taking_given_own(instance, self.i, self.signal)))
        return (
            f"{market.name(self.i)} with signal {self.signal} should supply "
            f"{describe_message(market, taking)} by (9), but the only seller of a group sells what its buyer "
            f"asks, whatever she says: supplying {describe_message(market, self.message)} is never dominated"
        )


@dataclass(frozen=True)
class BuyerSurvivor:
    """*Only if* fails: a buyer's plan that breaks (10) survives."""

    agent: Agent
    plan: BuyerPlan

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (10), and by runs of G** that the plan survives (see `played`)."""
        allowed = rule_10(instance, self.agent).allows(self.plan)
        return not allowed and survives(instance, self.agent, self.plan)

    def describe(self, instance: InterdependentInstance) -> str:
        """What (10) asks for, and what survives."""
        market = instance.mechanism.market
        i, signal = self.agent
        demands = list(market.messages())
        rule = rule_10(instance, self.agent)
        d = next(d for d, box in rule.thirds.items() if self.plan.third[d] not in box)
        best = "; ".join(
            f"{' or '.join(map(show, choices))} at {show(p)}"
            for p, choices in zip(market.P, rule.thirds[d].choices, strict=True)
        )
        return (
            f"{market.name(i)} with signal {signal}: after the mate's first message "
            f"({describe_message(market, demands[d])}), sent by "
            f"{' or '.join(sent_by(instance, i, demands[d]))}, (10) asks for {best}, but the third demand "
            f"({describe_message(market, self.plan.third[d])}) survives: values depend on the sellers' "
            "signals, and the price may reveal a seller's"
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

    @property
    def changed(self) -> list[int]:
        """After which first messages of the mate, by place in D, the third demands differ."""
        pairs = zip(self.plan.third, self.better.third, strict=True)
        return [d for d, (old, new) in enumerate(pairs) if old != new]

    def payoffs(self, instance: InterdependentInstance, others: Others) -> tuple[Fraction, Fraction]:
        """What the plan and the better one earn against the others, by running G**."""
        i, signal = self.agent
        return (
            interim_payoff(instance, i, signal, self.plan, others),
            interim_payoff(instance, i, signal, self.better, others),
        )

    def two_ways(self, instance: InterdependentInstance) -> TwoWays:
        """The plan and the better one against `strict_at`, to redo by hand."""
        market, (i, signal), others = instance.mechanism.market, self.agent, self.strict_at
        nothing: Message = (market.X[0],) * len(market.P)
        other = mate(market, i)

        def profiles(omega: Signals) -> tuple[MessageProfile, MessageProfile]:
            first, second = others.mate[omega[other]]
            aloof = message_of(market, other, BuyerPlan(first, second, (nothing,) * market.message_count))
            supplies = [supply[omega[s]] for s, supply in enumerate(others.supplies)]
            one, two = (
                MessageProfile(
                    supplies, [message_of(market, j, plan) if j == i else aloof for j in market.buyers]
                )
                for plan in (self.plan, self.better)
            )
            return one, two

        said = [
            (
                words,
                f"first {describe_message(market, plan.first)}; "
                f"second {describe_message(market, plan.second)}; third {_thirds(market, plan)}",
            )
            for words, plan in ((f"{market.name(i)} with {signal}", self.plan), ("or better", self.better))
        ]
        told = [
            (s, t, describe_message(market, d))
            for s, supply in enumerate(others.supplies)
            for t, d in supply.items()
        ]
        told += [
            (
                other,
                t,
                f"first {describe_message(market, first)}; second {describe_message(market, second)}",
            )
            for t, (first, second) in others.mate.items()
        ]
        return TwoWays(i, signal, profiles, lambda m: [*m.sellers, *m.buyers], tuple(said), tuple(told))

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck (10), and dominance by runs of G** against all that the others can do (see `played`)."""
        rule = rule_10(instance, self.agent)
        if not rule.allows(self.plan):
            return False
        if self.on_path != any(d in rule.thirds for d in self.changed):
            return False
        before, after = self.payoffs(instance, self.strict_at)
        buyer = PlayedBuyer(instance, *self.agent)
        return before < after and buyer.earns_no_less(self.better, than=self.plan)

    def describe(self, instance: InterdependentInstance) -> str:
        """Where the two plans differ, and what they earn."""
        market = instance.mechanism.market
        i, signal = self.agent
        told = "; ".join(self._change(instance, d) for d in self.changed)
        mate = ", ".join(
            f"({describe_message(market, first)}) with signal {t}"
            for t, (first, _) in self.strict_at.mate.items()
        )
        before, after = self.payoffs(instance, self.strict_at)
        return (
            f"{market.name(i)} with signal {signal}: {told}: against a mate who sends {mate} "
            f"she expects {before} instead of {after}"
        )

    def _change(self, instance: InterdependentInstance, d: int) -> str:
        market = instance.mechanism.market
        shown = list(market.messages())[d]
        senders = sent_by(instance, self.agent[0], shown)
        sent = f"which {' or '.join(senders)} sends" if senders else "which no signal sends"
        return (
            f"after the mate's first message ({describe_message(market, shown)}), {sent}, (10) allows the "
            f"third demand ({describe_message(market, self.plan.third[d])}), which "
            f"({describe_message(market, self.better.third[d])}) dominates"
        )


def _thirds(market: Market, plan: BuyerPlan) -> str:
    """What is demanded after which first messages of the mate, those that lead to the same together."""
    after: dict[Message, list[str]] = {}
    for first, third in zip(market.messages(), plan.third, strict=True):
        after.setdefault(third, []).append(f"({describe_message(market, first)})")
    return ", ".join(
        f"{describe_message(market, third)} after {' or '.join(firsts)}" for third, firsts in after.items()
    )


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
        """Recheck that the entry breaks Ξ_i(ω_i), and that by runs of G** the plan survives (`played`)."""
        i, signal = self.agent
        market = instance.mechanism.market
        allowed = second_demands(instance, i, signal).at((self.unsent,))
        return (
            self.unsent != self.message.first
            and self.unsent in price_taking_given_own(instance, i, signal)
            and self.message.second[self.unsent,] not in allowed
            and survives(instance, self.agent, plan_of(market, i, self.message))
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """Where the message breaks (10), though it is never read there."""
        market = instance.mechanism.market
        i, signal = self.agent
        return (
            f"{market.name(i)} with signal {signal} sends ({describe_message(market, self.message.first)}); "
            f"that she would ask for ({describe_message(market, self.message.second[self.unsent,])}) after "
            f"her own first message ({describe_message(market, self.unsent)}), just as good but not sent, "
            f"breaks (10) and is never read"
        )
