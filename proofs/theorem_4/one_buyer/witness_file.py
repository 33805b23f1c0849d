"""Witnesses against Theorem 4 in files: an instance of G** with a table [witness].

`reason` is one of

    seller                    `message` of a seller breaks (9), yet nothing she says affects her
    eliminated off the path,  `plan` satisfies (10) and is dominated by `better`, which against `others` pays
    eliminated on the path    `better_payoff` instead of `payoff`
    survivor                  `plan` breaks (10) and survives
    unsent                    `plan` survives; to demand `asked` after the own first message `unsent`, which
                              is not sent, breaks (10) and is never read

Reading one checks its form only; `replay` starts from the definitions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from mechanisms.files.instances import demand_document, plain, read_message
from mechanisms.files.interdependent import interdependent_document, read_interdependent
from mechanisms.files.toml import Section, read_toml
from mechanisms.g_double_star.mechanism import BuyerMessage
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, message_of, plan_of
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, Message
from proofs.claims.claim import Watch, unwatched
from proofs.claims.verdict import Finding, Verdict, refuted
from proofs.theorem_4.hypotheses import CLAIM
from proofs.theorem_4.one_buyer.printed import BuyerEliminated, BuyerSurvivor, SellerSurvivor, UnsentEntry
from proofs.theorem_4.one_buyer.words import (
    describe_eliminated,
    describe_seller,
    describe_survivor,
    describe_unsent,
)

Record: TypeAlias = SellerSurvivor | BuyerEliminated | BuyerSurvivor | UnsentEntry
PATHS = {"eliminated off the path": False, "eliminated on the path": True}


@dataclass(frozen=True)
class Theorem4Witness:
    """A witness as a file states it; `payoffs` are those of an eliminated plan and of the better one."""

    instance: InterdependentInstance
    record: Record
    payoffs: tuple[Fraction, Fraction] | None = None

    def replay(self, watch: Watch = unwatched) -> Finding:
        """*Refuted* when the witness holds, *open* with its mistake when it does not."""
        scope = "the witness in the file, replayed from the definitions"
        watch("replaying the witness")
        if not self.record.holds(self.instance):
            return Finding(Verdict.OPEN, scope, "the witness does not hold")
        if isinstance(self.record, BuyerEliminated):
            replayed = self.record.payoffs(self.instance, self.record.strict_at)
            if replayed != self.payoffs:
                stated = " and ".join(map(str, self.payoffs or ()))
                return Finding(
                    Verdict.OPEN, scope, f"the plans pay {replayed[0]} and {replayed[1]}, not {stated}"
                )
        return refuted(scope, self.describe())

    def describe(self) -> str:
        """The witness in words."""
        match self.record:
            case SellerSurvivor():
                return describe_seller(self.instance, self.record)
            case BuyerEliminated():
                return describe_eliminated(self.instance, self.record)
            case BuyerSurvivor():
                return describe_survivor(self.instance, self.record)
            case UnsentEntry():
                return describe_unsent(self.instance, self.record)


def theorem_4_witness_document(witness: Theorem4Witness) -> dict[str, Any]:
    """The witness as a TOML document, its instance included."""
    instance, record = witness.instance, witness.record
    market = instance.mechanism.market
    i, signal = (record.i, record.signal) if isinstance(record, SellerSurvivor) else record.agent
    table: dict[str, Any] = {"claim": CLAIM, "reason": "", "agent": i + 1, "signal": signal}
    match record:
        case SellerSurvivor():
            table |= {"reason": "seller", "message": demand_document(record.message)}
        case BuyerEliminated():
            reason = next(name for name, on_path in PATHS.items() if on_path == record.on_path)
            before, after = record.payoffs(instance, record.strict_at)
            table |= {
                "reason": reason,
                "payoff": plain(before),
                "better_payoff": plain(after),
                "plan": _plan(record.plan),
                "better": _plan(record.better),
                "others": _others_document(record.strict_at),
            }
        case BuyerSurvivor():
            table |= {"reason": "survivor", "plan": _plan(record.plan)}
        case UnsentEntry():
            table |= {
                "reason": "unsent",
                "unsent": demand_document(record.unsent),
                "asked": demand_document(record.message.second[record.unsent,]),
                "plan": _plan(plan_of(market, i, record.message)),
            }
    return {**interdependent_document(instance), "witness": table}


def _others_document(others: Others) -> dict[str, Any]:
    return {
        "supplies": [{t: demand_document(own) for t, own in supply.items()} for supply in others.supplies],
        "mate": {t: [demand_document(d), demand_document(e)] for t, (d, e) in others.mate.items()},
    }


def _plan(plan: BuyerPlan) -> dict[str, Any]:
    return {
        "first": demand_document(plan.first),
        "second": demand_document(plan.second),
        "third": [demand_document(y) for y in plan.third],
    }


def load_theorem_4_witness(path: Path) -> Theorem4Witness | None:
    """The witness in a file of an instance of G**, or None if it has none. Raises `InstanceError`."""
    file = read_toml(path)
    return read_theorem_4_witness(file, read_interdependent(file))


def read_theorem_4_witness(file: Section, instance: InterdependentInstance) -> Theorem4Witness | None:
    """The witness in an open file, or None if it has none."""
    return _read_witness(file.section("witness"), instance) if "witness" in file else None


def _read_witness(section: Section, instance: InterdependentInstance) -> Theorem4Witness:
    section.choice("claim", {CLAIM: CLAIM})
    market = instance.mechanism.market
    readers: dict[str, Callable[[Section, InterdependentInstance, int, str], Theorem4Witness]] = {
        "seller": _read_seller,
        "survivor": _read_survivor,
        "unsent": _read_unsent,
        **dict.fromkeys(PATHS, _read_eliminated),
    }
    reason = section.choice("reason", {name: name for name in readers})
    side = market.sellers if reason == "seller" else market.buyers
    i = section.integer("agent", least=1) - 1
    if i not in side:
        raise section.error("agent", f"an agent from {side[0] + 1} to {side[-1] + 1}", i + 1)
    if market.n != 1:
        raise section.error("reason", "a witness for one seller and one buyer in a group", f"n = {market.n}")
    signal = section.choice("signal", {t: t for t in instance.prior.spaces[i]})
    return readers[reason](section, instance, i, signal)


COMMON = ("claim", "reason", "agent", "signal")


def _read_seller(section: Section, instance: InterdependentInstance, i: int, signal: str) -> Theorem4Witness:
    section.allow((*COMMON, "message"))
    message = _read_demand(section, "message", instance.mechanism.market)
    return Theorem4Witness(instance, SellerSurvivor(i, signal, message))


def _read_survivor(
    section: Section, instance: InterdependentInstance, i: int, signal: str
) -> Theorem4Witness:
    section.allow((*COMMON, "plan"))
    plan = _read_plan(section.section("plan"), instance.mechanism.market)
    return Theorem4Witness(instance, BuyerSurvivor((i, signal), plan))


def _read_unsent(section: Section, instance: InterdependentInstance, i: int, signal: str) -> Theorem4Witness:
    section.allow((*COMMON, "plan", "unsent", "asked"))
    market = instance.mechanism.market
    message = message_of(market, i, _read_plan(section.section("plan"), market))
    unsent, asked = (_read_demand(section, key, market) for key in ("unsent", "asked"))
    if unsent == message.first:
        raise section.error("unsent", "another first message than the plan's own", section.content["unsent"])
    message = BuyerMessage(message.first, {**message.second, (unsent,): asked}, message.third)
    return Theorem4Witness(instance, UnsentEntry((i, signal), message, unsent))


def _read_eliminated(
    section: Section, instance: InterdependentInstance, i: int, signal: str
) -> Theorem4Witness:
    section.allow((*COMMON, "plan", "better", "others", "payoff", "better_payoff"))
    market = instance.mechanism.market
    plan, better = (_read_plan(section.section(key), market) for key in ("plan", "better"))
    others = _read_others(section.section("others"), instance, i)
    payoff, better_payoff = (section.number(key, section.require(key)) for key in ("payoff", "better_payoff"))
    on_path = PATHS[section.text("reason")]
    return Theorem4Witness(
        instance, BuyerEliminated((i, signal), plan, better, others, on_path), (payoff, better_payoff)
    )


def _read_others(section: Section, instance: InterdependentInstance, i: int) -> Others:
    section.allow(("supplies", "mate"))
    market = instance.mechanism.market
    rows = section.sections("supplies")
    if len(rows) != len(market.sellers):
        raise section.error("supplies", f"one table for each of {len(market.sellers)} sellers", len(rows))
    supplies = []
    for s, row in zip(market.sellers, rows, strict=True):
        row.allow(instance.prior.spaces[s])
        supplies.append({t: _read_demand(row, t, market) for t in instance.prior.spaces[s]})
    mate, signals = section.section("mate"), instance.prior.spaces[market.buyers[0]]
    mate.allow(signals)
    sent = {}
    for t in signals:
        pair = mate.listed(t, mate.require(t), 2, "a first message and a second demand after it")
        first, second = (read_message(mate, t, value, market) for value in pair)
        sent[t] = (first, second)
    return Others(tuple(supplies), sent)


def _read_plan(section: Section, market: Market) -> BuyerPlan:
    section.allow(("first", "second", "third"))
    count = market.message_count
    rule = f"a third demand after each of the mate's {count} first messages"
    third = section.listed("third", section.require("third"), count, rule)
    return BuyerPlan(
        _read_demand(section, "first", market),
        _read_demand(section, "second", market),
        tuple(
            read_message(section, f"third[{place}]", value, market) for place, value in enumerate(third, 1)
        ),
    )


def _read_demand(section: Section, key: str, market: Market) -> Message:
    return read_message(section, key, section.require(key), market)
