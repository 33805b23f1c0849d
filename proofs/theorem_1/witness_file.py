"""Counterexamples to Theorem 1, and how they stand in files.

A table [witness] names an agent, everybody's `messages`, a `better` message for her, and the payoffs that
both give her; and, where a price-taking agent loses in some event, a table [witness.loss] names the grouping
and what she earns there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mechanisms.files.messages import message_document, plain, read_message, read_messages
from mechanisms.files.toml import Section
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import Grouping, distinct_groupings, grouping_count
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Message
from mechanisms.markets.price_taking import price_taking
from proofs.claims.verdict import Reading
from proofs.claims.witness_file import DOES_NOT_HOLD, FileKind, Payoffs
from proofs.conditions.condition_1 import find_violation
from proofs.theorem_1.statement import ExPostLoss, NotDominant

FEW_GROUPINGS = 50_000  # up to here a recheck runs through all of Φ


@dataclass(frozen=True)
class ConclusionFails:
    """Evidence that Theorem 1's conclusion fails for an agent who breaks Condition 1."""

    violation: NotDominant
    loss: ExPostLoss | None  # an event of the same profile in which she loses, if there is one

    def payoffs(self, instance: Instance) -> Payoffs:
        """What her message and the better one pay, and what she loses, by the definition of the mechanism."""
        violation = self.violation
        expected = (
            _expected_payoff(instance, violation, message)
            for message in (violation.profile[violation.i], violation.better)
        )
        return (*expected, *([self.loss.payoff(instance)] if self.loss else []))

    def mistakes(self, instance: Instance, stated: Payoffs) -> Iterator[str]:
        """Everything that the definitions do not bear out, if it is stated that these are the payoffs."""
        i, market = self.violation.i, instance.mechanism.market
        name, replayed = market.name(i), self.payoffs(instance)
        if find_violation(instance.traders[i]) is None:
            yield f"{name} satisfies Condition 1"
        if self.violation.profile[i] not in price_taking(instance.traders[i], market):
            yield f"the message of {name} is not price-taking"
        for what, payoff, said in zip(("her message", "the better message"), replayed, stated, strict=False):
            if payoff != said:
                yield f"{what} pays {payoff}, not {said}"
        payoff, better_payoff, *losses = stated
        if not payoff < better_payoff:
            yield f"the better message pays {better_payoff}, no more than {payoff}"
        if self.loss and (self.loss.i, self.loss.profile) != (i, self.violation.profile):
            yield "the stated event is one of other messages"
        for earned, said in zip(replayed[2:], losses, strict=True):
            if earned != said or earned >= 0:
                yield f"in the stated event {name} earns {earned}, not a loss of {said}"

    def holds(self, instance: Instance) -> bool:
        """Recheck by the definitions of Condition 1, of D_i, of the mechanism and of expected payoff."""
        return next(self.mistakes(instance, self.payoffs(instance)), None) is None

    def describe(self, instance: Instance) -> str:
        """The two messages and what they earn, in words."""
        return self.violation.describe(instance)


def _expected_payoff(instance: Instance, violation: NotDominant, message: Message) -> Fraction:
    """u_i(g(m)) by running through all of Φ; where it is too large, through its distinct arrangements."""
    g, i = instance.mechanism, violation.i
    m = [*violation.profile[:i], message, *violation.profile[i + 1 :]]
    lottery = g.lottery(m) if grouping_count(g.market) <= FEW_GROUPINGS else g.prospects(m, i)
    trader = instance.traders[i]
    return sum((share * trader.payoff(a.x[i], a.q[i]) for a, share in lottery.items()), Fraction(0))


def find_loss(instance: Instance, violation: NotDominant) -> ExPostLoss | None:
    """The first grouping at which the price-taking agent loses, or None if she never does."""
    phis, _ = distinct_groupings(instance.mechanism.market, violation.profile, violation.i)
    losses = (ExPostLoss(violation.i, violation.profile, phi) for phi in phis)
    return next((loss for loss in losses if loss.holds(instance)), None)


class ConclusionFailsKind(FileKind[Instance, ConclusionFails]):
    """The only kind of witness on Theorem 1."""

    claim = "Theorem 1"
    mechanism = GStar.symbol
    record = ConclusionFails
    reading = Reading.READ
    keys = ("agent", "messages", "better", "loss")
    payoff_keys = ("payoff", "better_payoff")

    def statement(self, record: ConclusionFails) -> str:
        return "its conclusion, without Condition 1"

    def read(self, section: Section, instance: Instance) -> ConclusionFails:
        market = instance.mechanism.market
        count = len(market.agents)
        i = section.integer("agent", least=1) - 1
        if i not in market.agents:
            raise section.error("agent", f"one of the {count} agents", i + 1)
        rule = f"one message for each of {count} agents"
        profile = read_messages(section, "messages", market, count, rule)
        violation = NotDominant(i, profile, read_message(section, "better", market))
        if "loss" not in section:
            return ConclusionFails(violation, None)
        phi = _read_grouping(section.section("loss"), market)
        return ConclusionFails(violation, ExPostLoss(i, profile, phi))

    def document(self, instance: Instance, record: ConclusionFails) -> dict[str, Any]:
        violation = record.violation
        table: dict[str, Any] = {
            "agent": violation.i + 1,
            "messages": [message_document(message) for message in violation.profile],
            "better": message_document(violation.better),
            **dict(zip(self.payoff_keys, map(plain, violation.payoffs(instance)), strict=True)),
        }
        if record.loss is not None:
            table["loss"] = {
                "sellers": [j + 1 for j in record.loss.phi.sellers],
                "buyers": [j + 1 for j in record.loss.phi.buyers],
                "payoff": plain(record.loss.payoff(instance)),
            }
        return table

    def stated(self, section: Section) -> Payoffs:
        if "loss" not in section:
            return super().stated(section)
        loss = section.section("loss")
        return (*super().stated(section), loss.number("payoff", loss.require("payoff")))

    def mistake(self, instance: Instance, record: ConclusionFails, stated: Payoffs) -> str | None:
        """Everything that is wrong, together."""
        wrong = "; ".join(record.mistakes(instance, stated))
        return f"{DOES_NOT_HOLD}: {wrong}" if wrong else None


def _read_grouping(section: Section, market: Market) -> Grouping:
    section.allow(("sellers", "buyers", "payoff"))

    def permutation(key: str, agents: range) -> tuple[int, ...]:
        rule = f"the {key} {agents.start + 1} to {agents.stop} in some order"
        order = section.listed(key, section.require(key), len(agents), rule)
        if any(type(j) is not int for j in order) or sorted(order) != [j + 1 for j in agents]:
            raise section.error(key, rule, order)
        return tuple(j - 1 for j in order)

    return Grouping(permutation("sellers", market.sellers), permutation("buyers", market.buyers))


FILE_KINDS = (ConclusionFailsKind(),)
