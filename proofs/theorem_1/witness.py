"""Witnesses in files: a counterexample to Theorem 1 that anybody can replay from the definitions alone.

A witness file is an instance file with a table [witness] that names an agent, everybody's messages, a better
message for her, and the payoffs that both give her; and, where a price-taking agent loses in some event, a
table [witness.loss] that names the grouping and what she earns there. Reading one checks its form only;
`replay` runs the mechanism and compares.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from mechanisms.files.instances import (
    bundle_document,
    instance_document,
    plain,
    read_instance,
    read_message,
)
from mechanisms.files.toml import Section, read_toml
from mechanisms.markets.grouping import Grouping, distinct_groupings, grouping_count
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Message
from mechanisms.markets.price_taking import price_taking
from proofs.claims.claim import Watch, unwatched
from proofs.claims.verdict import Finding, not_settled, refuted
from proofs.claims.words import describe_message, minus
from proofs.conditions.condition_1 import find_violation
from proofs.theorem_1.statement import Loss, NotDominant

FEW_GROUPINGS = 50_000  # up to here a replay runs through all of Φ


@dataclass(frozen=True)
class StatedLoss:
    """A claim that agent i earns `payoff` < 0 at φ."""

    loss: Loss
    payoff: Fraction


@dataclass(frozen=True)
class Witness:
    """A counterexample to Theorem 1 as a file states it."""

    instance: Instance
    violation: NotDominant
    payoff: Fraction
    better_payoff: Fraction
    loss: StatedLoss | None

    def mistakes(self) -> list[str]:
        """Everything that the witness states and the definitions do not bear out; empty when it holds."""
        g, i = self.instance.mechanism, self.violation.i
        trader, name = self.instance.traders[i], g.market.name(i)
        wrong = []
        if find_violation(trader) is None:
            wrong.append(f"{name} satisfies Condition 1")
        if self.violation.profile[i] not in price_taking(trader, g.market):
            wrong.append(f"the message of {name} is not price-taking")
        for what, message, stated in (
            ("her message", self.violation.profile[i], self.payoff),
            ("the better message", self.violation.better, self.better_payoff),
        ):
            replayed = self._expected_payoff(message)
            if replayed != stated:
                wrong.append(f"{what} pays {replayed}, not {stated}")
        if not self.payoff < self.better_payoff:
            wrong.append(f"the better message pays {self.better_payoff}, no more than {self.payoff}")
        if self.loss:
            earned = self.loss.loss.payoff(g, trader)
            if earned != self.loss.payoff or earned >= 0:
                wrong.append(f"in the stated event {name} earns {earned}, not a loss of {self.loss.payoff}")
        return wrong

    def holds(self) -> bool:
        """Recheck by the definitions of D_i, of the mechanism and of expected payoff."""
        return not self.mistakes()

    def replay(self, watch: Watch = unwatched) -> Finding:
        """*Refuted* when the witness holds, *open* with its mistakes when it does not."""
        market, i = self.instance.mechanism.market, self.violation.i
        watch("replaying the witness")
        mistakes = self.mistakes()
        scope = "the witness in the file, replayed from the definitions"
        if mistakes:
            return not_settled(scope, f"the witness does not hold: {'; '.join(mistakes)}")
        return refuted(
            scope,
            f"{market.name(i)} announces the price-taking "
            f"{describe_message(market, self.violation.profile[i])} and expects {minus(self.payoff)}; "
            f"{describe_message(market, self.violation.better)} gives {minus(self.better_payoff)} against "
            f"the same messages",
        )

    def _expected_payoff(self, message: Message) -> Fraction:
        """u_i(g(m)) by running through all of Φ; where it is too large, through its distinct arrangements."""
        g, i = self.instance.mechanism, self.violation.i
        m = [*self.violation.profile[:i], message, *self.violation.profile[i + 1 :]]
        lottery = g.lottery(m) if grouping_count(g.market) <= FEW_GROUPINGS else g.prospects(m, i)
        trader = self.instance.traders[i]
        return sum((share * trader.payoff(a.x[i], a.q[i]) for a, share in lottery.items()), Fraction(0))


def find_loss(instance: Instance, violation: NotDominant) -> StatedLoss | None:
    """The first grouping at which the price-taking agent loses, or None if she never does."""
    g, i = instance.mechanism, violation.i
    phis, _ = distinct_groupings(g.market, violation.profile, i)
    losses = ((Loss(i, violation.profile, phi)) for phi in phis)
    stated = (StatedLoss(loss, loss.payoff(g, instance.traders[i])) for loss in losses)
    return next((loss for loss in stated if loss.payoff < 0), None)


def witness_document(witness: Witness) -> dict[str, Any]:
    """The witness as a TOML document, its instance included."""

    def bundles(message: Message) -> list[Any]:
        return [bundle_document(x) for x in message]

    table: dict[str, Any] = {
        "claim": "Theorem 1",
        "agent": witness.violation.i + 1,
        "messages": [bundles(message) for message in witness.violation.profile],
        "better": bundles(witness.violation.better),
        "payoff": plain(witness.payoff),
        "better_payoff": plain(witness.better_payoff),
    }
    if witness.loss:
        phi = witness.loss.loss.phi
        table["loss"] = {
            "sellers": [j + 1 for j in phi.sellers],
            "buyers": [j + 1 for j in phi.buyers],
            "payoff": plain(witness.loss.payoff),
        }
    return {**instance_document(witness.instance), "witness": table}


def load_witness(path: Path) -> Witness | None:
    """The witness in a file, or None if the file is an instance without one.

    Raises `InstanceError` for what is not well formed.
    """
    file = read_toml(path)
    return read_witness(file, read_instance(file))


def read_witness(file: Section, instance: Instance) -> Witness | None:
    """The witness in an open file, or None if it has none."""
    if "witness" not in file:
        return None
    section = file.section("witness")
    section.allow(("claim", "agent", "messages", "better", "payoff", "better_payoff", "loss"))
    section.choice("claim", {"Theorem 1": "Theorem 1"})
    market = instance.mechanism.market
    count = len(market.agents)
    i = section.integer("agent", least=1) - 1
    if i >= count:
        raise section.error("agent", f"one of the {count} agents", i + 1)
    rows = section.listed(
        "messages", section.require("messages"), count, f"one message for each of {count} agents"
    )
    profile = tuple(
        read_message(section, f"messages[{j}]", row, market) for j, row in enumerate(rows, start=1)
    )
    better = read_message(section, "better", section.require("better"), market)
    payoff, better_payoff = (section.number(key, section.require(key)) for key in ("payoff", "better_payoff"))
    loss = _read_loss(section.section("loss"), market, i, profile) if "loss" in section else None
    return Witness(instance, NotDominant(i, profile, better), payoff, better_payoff, loss)


def _read_loss(section: Section, market: Market, i: int, profile: tuple[Message, ...]) -> StatedLoss:
    section.allow(("sellers", "buyers", "payoff"))

    def permutation(key: str, agents: range) -> tuple[int, ...]:
        rule = f"the {key} {agents.start + 1} to {agents.stop} in some order"
        order = section.listed(key, section.require(key), len(agents), rule)
        if any(isinstance(j, bool) or not isinstance(j, int) for j in order):
            raise section.error(key, rule, order)
        if sorted(order) != [j + 1 for j in agents]:
            raise section.error(key, rule, order)
        return tuple(j - 1 for j in order)

    phi = Grouping(permutation("sellers", market.sellers), permutation("buyers", market.buyers))
    return StatedLoss(Loss(i, profile, phi), section.number("payoff", section.require("payoff")))
