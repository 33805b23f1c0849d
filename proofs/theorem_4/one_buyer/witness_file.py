"""Witnesses against Theorem 4 in files, one seller and one buyer in a group.

`reason` is one of

    seller                    `message` of a seller breaks (9), yet nothing she says affects her
    survivor                  `plan` breaks (10) and survives
    unsent                    `plan` survives; to demand `asked` after the own first message `unsent`, which
                              is not sent, breaks (10) and is never read
    eliminated off the path,  `plan` satisfies (10) and is dominated by `better`, which against `others` pays
    eliminated on the path    `better_payoff` instead of `payoff`
"""

from typing import Any, TypeVar

from mechanisms.files.messages import as_message, message_document, read_agent, read_message, read_messages
from mechanisms.files.signals import read_signal
from mechanisms.files.toml import Section
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.mechanism import BuyerMessage
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, message_of, plan_of
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market
from proofs.claims.evidence import Witness
from proofs.claims.witness_file import Payoffs
from proofs.theorem_4.one_buyer.printed import BuyerEliminated, BuyerSurvivor, SellerSurvivor, UnsentEntry
from proofs.theorem_4.witness_kind import Theorem4Kind, agent_document

Record = TypeVar("Record", bound=Witness[Any])


class _OneBuyerKind(Theorem4Kind[Record]):
    def read_agent(self, section: Section, instance: InterdependentInstance, side: range) -> Agent:
        """An agent of this side and her signal, where there is one of each side in a group."""
        i, n = read_agent(section, "agent", side), instance.mechanism.market.n
        if n != 1:
            raise section.error("reason", "a witness for one seller and one buyer in a group", f"n = {n}")
        return i, read_signal(section, instance.prior.spaces[i])


class SellerSurvivorKind(_OneBuyerKind[SellerSurvivor]):
    """A seller who may say anything."""

    reasons = ("seller",)
    record = SellerSurvivor
    keys = ("agent", "signal", "message")

    def read(self, section: Section, instance: InterdependentInstance) -> SellerSurvivor:
        market = instance.mechanism.market
        i, signal = self.read_agent(section, instance, market.sellers)
        return SellerSurvivor(i, signal, read_message(section, "message", market))

    def document(self, instance: InterdependentInstance, record: SellerSurvivor) -> dict[str, Any]:
        return {**agent_document((record.i, record.signal)), "message": message_document(record.message)}


class BuyerSurvivorKind(_OneBuyerKind[BuyerSurvivor]):
    """A plan that breaks (10) and survives."""

    reasons = ("survivor",)
    record = BuyerSurvivor
    keys = ("agent", "signal", "plan")

    def read(self, section: Section, instance: InterdependentInstance) -> BuyerSurvivor:
        market = instance.mechanism.market
        agent = self.read_agent(section, instance, market.buyers)
        return BuyerSurvivor(agent, _read_plan(section.section("plan"), market))

    def document(self, instance: InterdependentInstance, record: BuyerSurvivor) -> dict[str, Any]:
        return {**agent_document(record.agent), "plan": _plan_document(record.plan)}


class UnsentEntryKind(_OneBuyerKind[UnsentEntry]):
    """A message that breaks (10) where it is never read."""

    reasons = ("unsent",)
    record = UnsentEntry
    keys = ("agent", "signal", "plan", "unsent", "asked")

    def read(self, section: Section, instance: InterdependentInstance) -> UnsentEntry:
        market = instance.mechanism.market
        agent = self.read_agent(section, instance, market.buyers)
        message = message_of(market, agent[0], _read_plan(section.section("plan"), market))
        unsent, asked = (read_message(section, key, market) for key in ("unsent", "asked"))
        if unsent == message.first:
            raise section.error(
                "unsent", "another first message than the plan's own", section.content["unsent"]
            )
        message = BuyerMessage(message.first, {**message.second, (unsent,): asked}, message.third)
        return UnsentEntry(agent, message, unsent)

    def document(self, instance: InterdependentInstance, record: UnsentEntry) -> dict[str, Any]:
        plan = plan_of(instance.mechanism.market, record.agent[0], record.message)
        return {
            **agent_document(record.agent),
            "unsent": message_document(record.unsent),
            "asked": message_document(record.message.second[record.unsent,]),
            "plan": _plan_document(plan),
        }


class BuyerEliminatedKind(_OneBuyerKind[BuyerEliminated]):
    """A plan that satisfies (10) and leaves in round 1."""

    reasons = ("eliminated off the path", "eliminated on the path")
    record = BuyerEliminated
    keys = ("agent", "signal", "plan", "better", "others")
    payoff_keys = ("payoff", "better_payoff")
    payoffs_are = "the plans pay"

    def reason_of(self, record: BuyerEliminated) -> str:
        return self.reasons[record.on_path]

    def payoffs(self, instance: InterdependentInstance, record: BuyerEliminated) -> Payoffs:
        return record.payoffs(instance, record.strict_at)

    def read(self, section: Section, instance: InterdependentInstance) -> BuyerEliminated:
        market = instance.mechanism.market
        agent = self.read_agent(section, instance, market.buyers)
        plan, better = (_read_plan(section.section(key), market) for key in ("plan", "better"))
        others = _read_others(section.section("others"), instance)
        on_path = bool(self.reasons.index(section.text("reason")))
        return BuyerEliminated(agent, plan, better, others, on_path)

    def document(self, instance: InterdependentInstance, record: BuyerEliminated) -> dict[str, Any]:
        return {
            **agent_document(record.agent),
            **self.payoff_document(instance, record),
            "plan": _plan_document(record.plan),
            "better": _plan_document(record.better),
            "others": _others_document(record.strict_at),
        }


def _read_plan(section: Section, market: Market) -> BuyerPlan:
    section.allow(("first", "second", "third"))
    count = market.message_count
    rule = f"a third demand after each of the mate's {count} first messages"
    third = read_messages(section, "third", market, count, rule)
    first, second = (read_message(section, key, market) for key in ("first", "second"))
    return BuyerPlan(first, second, third)


def _plan_document(plan: BuyerPlan) -> dict[str, Any]:
    return {
        "first": message_document(plan.first),
        "second": message_document(plan.second),
        "third": [message_document(y) for y in plan.third],
    }


def _read_others(section: Section, instance: InterdependentInstance) -> Others:
    section.allow(("supplies", "mate"))
    market, spaces = instance.mechanism.market, instance.prior.spaces
    rows = section.sections("supplies")
    if len(rows) != len(market.sellers):
        raise section.error("supplies", f"one table for each of {len(market.sellers)} sellers", len(rows))
    supplies = []
    for s, row in zip(market.sellers, rows, strict=True):
        row.allow(spaces[s])
        supplies.append({t: read_message(row, t, market) for t in spaces[s]})
    mate, signals = section.section("mate"), spaces[market.buyers[0]]
    mate.allow(signals)
    sent = {}
    for t in signals:
        pair = mate.listed(t, mate.require(t), 2, "a first message and a second demand after it")
        first, second = (as_message(mate, t, value, market) for value in pair)
        sent[t] = (first, second)
    return Others(tuple(supplies), sent)


def _others_document(others: Others) -> dict[str, Any]:
    return {
        "supplies": [{t: message_document(own) for t, own in supply.items()} for supply in others.supplies],
        "mate": {t: [message_document(d), message_document(e)] for t, (d, e) in others.mate.items()},
    }


FILE_KINDS = (SellerSurvivorKind(), BuyerSurvivorKind(), UnsentEntryKind(), BuyerEliminatedKind())
