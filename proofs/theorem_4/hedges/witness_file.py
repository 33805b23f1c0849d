"""Witnesses in files against Theorem 4 by pure dominance with two buyers in a group: [[witness.hedge]].

`reason` in the table [witness] is one of

    first messages     the hedges keep in S^1 a first message that is not price-taking
    pooling            they keep one message at every signal, so S² breaks (10) with `signal` at `price`
    for ever           the hedges need one another only: such first messages stay in S^∞

A hedge has the `agent`, her `signal` and `first` message, `second` demands as triples (the mate's message m,
the demands at (first, m) and at (m, first)), and `sent`: what all other buyers send, by signal. Reading
checks the form only; `replay` starts from the definitions.
"""

from dataclasses import dataclass
from typing import Any

from mechanisms.files.instances import demand_document, read_message
from mechanisms.files.toml import Section
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from proofs.claims.claim import Watch, unwatched
from proofs.claims.verdict import Finding, Verdict, refuted
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.hedged_refutation import Hedged, Pooled
from proofs.theorem_4.hypotheses import CLAIM

FIRST_MESSAGES, POOLING, FOR_EVER = "first messages", "pooling", "for ever"
REASONS = (FIRST_MESSAGES, POOLING, FOR_EVER)


@dataclass(frozen=True)
class HedgeWitness:
    """A witness as a file states it."""

    instance: InterdependentInstance
    record: Hedged | Pooled

    def replay(self, watch: Watch = unwatched) -> Finding:
        """*Refuted* when the witness holds, *open* when it does not."""
        scope = "the witness in the file, replayed from the definitions"
        watch("replaying the hedges")
        if not self.record.holds(self.instance):
            return Finding(Verdict.OPEN, scope, "the witness does not hold")
        return refuted(scope, f"by pure dominance, {self.record.describe(self.instance)}")


def witness_table(record: Hedged | Pooled) -> dict[str, Any]:
    """The table [witness] of a file."""
    table: dict[str, Any] = {"claim": CLAIM}
    if isinstance(record, Pooled):
        table |= {"reason": POOLING, "signal": record.signal, "price": record.p + 1}
    else:
        table["reason"] = FOR_EVER if record.forever else FIRST_MESSAGES
    return {**table, "hedge": [_document(hedge) for hedge in record.hedges]}


def _document(hedge: Hedge) -> dict[str, Any]:
    return {
        "agent": hedge.agent[0] + 1,
        "signal": hedge.agent[1],
        "first": demand_document(hedge.first),
        "second": [[demand_document(d) for d in (m, *demands)] for m, demands in hedge.second],
        "sent": [{t: demand_document(d) for t, d in e} for e in hedge.sent],
    }


def is_hedge_witness(file: Section) -> bool:
    """Is there a witness in the file that consists of hedges?"""
    return "witness" in file and file.section("witness").content.get("reason") in REASONS


def read_hedge_witness(file: Section, instance: InterdependentInstance) -> HedgeWitness:
    """The witness in an open file. Raises `InstanceError` for what is not well formed."""
    section, market = file.section("witness"), instance.mechanism.market
    section.choice("claim", {CLAIM: CLAIM})
    reason = section.choice("reason", {name: name for name in REASONS})
    section.allow(("claim", "reason", "hedge", *(("signal", "price") if reason == POOLING else ())))
    if market.n != 2:
        raise section.error("reason", "a witness for two buyers in a group", f"n = {market.n}")
    hedges = tuple(_read_hedge(own, instance) for own in section.sections("hedge"))
    if not hedges:
        raise section.error("hedge", "at least one hedge")
    if reason != POOLING:
        return HedgeWitness(instance, Hedged(hedges, reason == FOR_EVER))
    signal = section.choice("signal", {t: t for t in instance.prior.spaces[market.buyers[0]]})
    price = section.integer("price", least=1)
    if price > len(market.P):
        raise section.error("price", f"a place in P, 1 to {len(market.P)}", price)
    return HedgeWitness(instance, Pooled(signal, price - 1, hedges))


def _read_hedge(section: Section, instance: InterdependentInstance) -> Hedge:
    section.allow(("agent", "signal", "first", "second", "sent"))
    market = instance.mechanism.market
    i = section.integer("agent", least=1) - 1
    if i not in market.buyers:
        raise section.error(
            "agent", f"an agent from {market.buyers[0] + 1} to {market.buyers[-1] + 1}", i + 1
        )
    signals = instance.prior.spaces[i]
    rule = "the mate's first message, the demands at (first, m) and at (m, first)"
    rows = section.listed("second", section.require("second"), None, "triples of demands")
    triples = [
        [
            read_message(section, f"second[{place}]", d, market)
            for d in section.listed(f"second[{place}]", row, 3, rule)
        ]
        for place, row in enumerate(rows, 1)
    ]
    sent = []
    for own in section.sections("sent"):
        own.allow(signals)
        sent.append(tuple((t, read_message(own, t, own.require(t), market)) for t in signals))
    return Hedge(
        (i, section.choice("signal", {t: t for t in signals})),
        _message(section, "first", instance),
        tuple((m, (a, b)) for m, a, b in triples),
        tuple(sent),
    )


def _message(section: Section, key: str, instance: InterdependentInstance) -> Message:
    return read_message(section, key, section.require(key), instance.mechanism.market)
