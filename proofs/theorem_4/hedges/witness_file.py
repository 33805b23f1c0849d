"""Witnesses in files against Theorem 4 by pure dominance with two buyers in a group: [[witness.hedge]].

`reason` in the table [witness] is one of

    first messages     the hedges keep in S^1 a first message that is not price-taking: that is against the
                       proof, which begins with S^1, but not yet against S^∞ and S²
    second round       the hedges in [[witness.after]] need others who send only what [[witness.hedge]] keeps
                       in S^1: S² has a first message that is not price-taking
    for ever           the hedges need one another only: such first messages stay in S^∞
    pooling            they keep one message at every signal, so S² breaks (10) with `signal` at `price`

What is kept in S^1, for the second round or by pooling, may be kept by a plan in place of a hedge.

A hedge has the `agent`, her `signal` and `first` message, `second` demands as triples (the mate's message m,
the demands at (first, m) and at (m, first)), and `sent`: what all other buyers send, by signal. A plan that
no plan dominates has the `agent`, her `signal` and `first` message, and `plan`, `profile` and `tree` as in
`undominated_plan_file`.
"""

from typing import Any, TypeVar

from mechanisms.files.messages import as_messages, message_document, read_message
from mechanisms.files.signals import read_signal
from mechanisms.files.toml import Section
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.evidence import Witness
from proofs.theorem_4.hedges.hedge import Hedge
from proofs.theorem_4.hedges.hedged_refutation import Hedged, HedgedTwice, Pooled
from proofs.theorem_4.hedges.surviving_plan import SurvivingPlan
from proofs.theorem_4.hedges.undominated_plan_file import evidence_document, read_evidence
from proofs.theorem_4.witness_kind import FIRST_STEP, Theorem4Kind, agent_document, read_buyer

Record = TypeVar("Record", bound=Witness[Any])


class _HedgesKind(Theorem4Kind[Record]):
    preface = "by pure dominance, "

    def read_hedges(
        self, section: Section, instance: InterdependentInstance, key: str = "hedge"
    ) -> tuple[Hedge, ...]:
        """The hedges in the tables at a key, of an instance with two buyers in a group."""
        return tuple(_read_hedge(own, instance) for own in self._tables(section, instance, key))

    def read_kept(
        self, section: Section, instance: InterdependentInstance
    ) -> tuple[Hedge | SurvivingPlan, ...]:
        """Those at `hedge`, where plans may take the place of hedges."""
        return tuple(
            _read_plan(own, instance) if "plan" in own else _read_hedge(own, instance)
            for own in self._tables(section, instance, "hedge")
        )

    def _tables(self, section: Section, instance: InterdependentInstance, key: str) -> list[Section]:
        n = instance.mechanism.market.n
        if n != 2:
            raise section.error("reason", "a witness for two buyers in a group", f"n = {n}")
        return section.sections(key)


class HedgedKind(_HedgesKind[Hedged]):
    """First messages that are not price-taking."""

    reasons = ("first messages", "for ever")
    record = Hedged
    keys = ("hedge",)

    def reason_of(self, record: Hedged) -> str:
        return self.reasons[record.forever]

    def statement(self, record: Hedged) -> str:
        return super().statement(record) if record.forever else FIRST_STEP

    def read(self, section: Section, instance: InterdependentInstance) -> Hedged:
        forever = bool(self.reasons.index(section.text("reason")))
        return Hedged(self.read_hedges(section, instance), forever)

    def document(self, instance: InterdependentInstance, record: Hedged) -> dict[str, Any]:
        return {"hedge": [_hedge_document(hedge) for hedge in record.hedges]}


class HedgedTwiceKind(_HedgesKind[HedgedTwice]):
    """First messages that are not price-taking after two rounds."""

    reasons = ("second round",)
    record = HedgedTwice
    keys = ("hedge", "after")

    def read(self, section: Section, instance: InterdependentInstance) -> HedgedTwice:
        return HedgedTwice(self.read_kept(section, instance), self.read_hedges(section, instance, "after"))

    def document(self, instance: InterdependentInstance, record: HedgedTwice) -> dict[str, Any]:
        return {
            "hedge": [_kept_document(instance, each) for each in record.before],
            "after": [_hedge_document(hedge) for hedge in record.after],
        }


class PooledKind(_HedgesKind[Pooled]):
    """One first message at every signal."""

    reasons = ("pooling",)
    record = Pooled
    keys = ("hedge", "signal", "price")

    def read(self, section: Section, instance: InterdependentInstance) -> Pooled:
        kept, market = self.read_kept(section, instance), instance.mechanism.market
        signal = read_signal(section, instance.prior.spaces[market.buyers[0]])
        price = section.integer("price", least=1)
        if price > len(market.P):
            raise section.error("price", f"a place in P, 1 to {len(market.P)}", price)
        return Pooled(signal, price - 1, kept)

    def document(self, instance: InterdependentInstance, record: Pooled) -> dict[str, Any]:
        return {
            "signal": record.signal,
            "price": record.p + 1,
            "hedge": [_kept_document(instance, each) for each in record.kept],
        }


def _read_hedge(section: Section, instance: InterdependentInstance) -> Hedge:
    section.allow(("agent", "signal", "first", "second", "sent"))
    market, agent = instance.mechanism.market, read_buyer(section, instance)
    rows = section.listed("second", section.require("second"), None, "triples of demands")
    rule = "the mate's first message, the demands at (first, m) and at (m, first)"
    triples = (
        as_messages(section, f"second[{place}]", row, market, 3, rule) for place, row in enumerate(rows, 1)
    )
    second = tuple((m, (at_first, at_mate)) for m, at_first, at_mate in triples)
    signals, sent = instance.prior.spaces[agent[0]], []
    for own in section.sections("sent"):
        own.allow(signals)
        sent.append(tuple((t, read_message(own, t, market)) for t in signals))
    return Hedge(agent, read_message(section, "first", market), second, tuple(sent))


def _hedge_document(hedge: Hedge) -> dict[str, Any]:
    return {
        **agent_document(hedge.agent),
        "first": message_document(hedge.first),
        "second": [[message_document(d) for d in (m, *demands)] for m, demands in hedge.second],
        "sent": [{t: message_document(d) for t, d in e} for e in hedge.sent],
    }


def _read_plan(section: Section, instance: InterdependentInstance) -> SurvivingPlan:
    section.allow(("agent", "signal", "first", "plan", "profile", "tree"))
    agent = i, _ = read_buyer(section, instance)
    first = read_message(section, "first", instance.mechanism.market)
    return SurvivingPlan(agent, first, read_evidence(section, instance, i))


def _kept_document(instance: InterdependentInstance, kept: Hedge | SurvivingPlan) -> dict[str, Any]:
    if isinstance(kept, Hedge):
        return _hedge_document(kept)
    return {
        **agent_document(kept.agent),
        "first": message_document(kept.first),
        **evidence_document(instance, kept.agent[0], kept.evidence),
    }


FILE_KINDS = (HedgedKind(), HedgedTwiceKind(), PooledKind())
