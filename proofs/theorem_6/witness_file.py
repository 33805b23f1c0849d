"""Witnesses on Theorem 6 in files, about a cell of an agent's message (see `cell_kind`).

`reason` is one of

    eliminated off the path,  the message of an agent satisfies (16) to (18), but its entry after the first
    eliminated on the path    messages `shown` leaves in round 1, for `better`; when the others send `sent`
                              she expects `payoff`, and `better_payoff` with `better`
    own signal averaged       the printed set asks an agent with private values for `asked`, and nothing else
    nothing best              what is best after `shown` differs between those who may have sent it
    without Condition 1,      (18) asks a seller for `asked`, but against all of S^1 `better` earns more
    without Condition 3
"""

from itertools import product
from typing import Any

from mechanisms.files.messages import (
    as_agent,
    as_bundles,
    bundle_document,
    message_document,
    read_bundle,
    read_message,
    read_messages,
)
from mechanisms.files.toml import Section
from mechanisms.g_plus.cells import Known, Part, State
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, Message
from mechanisms.markets.triplicate import FirstMessages, Triplicate
from proofs.claims.witness_file import DOES_NOT_HOLD, Payoffs
from proofs.theorem_6.bounds import FAMILIES, AskedEntryLoses
from proofs.theorem_6.cell_kind import PLACE_KEYS, CellKind, place_document, read_place, shown_length
from proofs.theorem_6.printed import EntryEliminated, Sent
from proofs.theorem_6.printed_17_18 import PrintedMiss
from proofs.theorem_6.statement import NothingBest

MOST_ENTRIES = 1_000  # of a message that a file lists


class EntryEliminatedKind(CellKind[EntryEliminated]):
    """A message that satisfies (16) to (18) and leaves in round 1."""

    reasons = ("eliminated off the path", "eliminated on the path")
    record = EntryEliminated
    keys = (*PLACE_KEYS, "better", "message", "sent")
    payoff_keys = ("payoff", "better_payoff")

    def reason_of(self, record: EntryEliminated) -> str:
        return self.reasons[record.on_path]

    def payoffs(self, instance: InterdependentInstance, record: EntryEliminated) -> Payoffs:
        return record.payoffs(instance)

    def read(self, section: Section, instance: InterdependentInstance) -> EntryEliminated:
        market, place = instance.mechanism.market, read_place(section, instance)
        return EntryEliminated(
            place.i,
            place.own,
            _read_triplicate(section.section("message"), market),
            place.cell,
            read_bundle(section, "better", market),
            _read_sent(section, instance, place.i),
            bool(self.reasons.index(section.text("reason"))),
        )

    def document(self, instance: InterdependentInstance, record: EntryEliminated) -> dict[str, Any]:
        message = record.message
        return {
            **place_document(instance, record.i, record.own, record.cell),
            "better": bundle_document(record.better),
            **self.payoff_document(instance, record),
            "message": {
                "first": message_document(message.first),
                **{
                    part: [message_document(later[shown]) for shown in sorted(later)]
                    for part, later in (("second", message.second), ("third", message.third))
                },
            },
            "sent": [
                {
                    own: message_document(record.sent[j, own])
                    for own in instance.prior.spaces[j]
                    if j != record.i
                }
                for j in instance.mechanism.market.agents
            ],
        }


class PrintedMissKind(CellKind[PrintedMiss]):
    """An agent with private values who is asked for what is not best."""

    reasons = ("own signal averaged",)
    record = PrintedMiss
    keys = (*PLACE_KEYS, "senders", "asked")

    def read(self, section: Section, instance: InterdependentInstance) -> PrintedMiss:
        market, place = instance.mechanism.market, read_place(section, instance)
        rule = "the agents who send `shown`, in its order"
        senders = section.listed("senders", section.require("senders"), len(place.cell.shown), rule)
        return PrintedMiss(
            *place,
            tuple(as_agent(section, "senders", number, market.agents) for number in senders),
            as_bundles(section, "asked", section.require("asked"), market, None, "a list of bundles"),
        )

    def document(self, instance: InterdependentInstance, record: PrintedMiss) -> dict[str, Any]:
        return {
            **place_document(instance, record.i, record.own, record.cell),
            "senders": [j + 1 for j in record.senders],
            "asked": [bundle_document(x) for x in record.asked],
        }


class NothingBestKind(CellKind[NothingBest]):
    """A cell in which nothing is best."""

    reasons = ("nothing best",)
    record = NothingBest
    keys = (*PLACE_KEYS, "behind")

    def read(self, section: Section, instance: InterdependentInstance) -> NothingBest:
        place = read_place(section, instance)
        rows = section.listed("behind", section.require("behind"), None, "a list of senders")
        length = len(place.cell.shown)
        return NothingBest(*place, tuple(State(_read_known(section, instance, row, length)) for row in rows))

    def document(self, instance: InterdependentInstance, record: NothingBest) -> dict[str, Any]:
        return {
            **place_document(instance, record.i, record.own, record.cell),
            "behind": [[[j + 1, own] for j, own in state.shown] for state in record.states],
        }


class AskedEntryLosesKind(CellKind[AskedEntryLoses]):
    """An entry that (18) asks for and that loses, where a hypothesis fails."""

    reasons = tuple(f"without {name}" for name in FAMILIES)
    record = AskedEntryLoses
    keys = (*PLACE_KEYS, "asked", "better")

    def reason_of(self, record: AskedEntryLoses) -> str:
        return f"without {record.without}"

    def without(self, record: AskedEntryLoses) -> tuple[str]:
        return (record.without,)

    def statement(self, record: AskedEntryLoses) -> str:
        return f"its conclusion at n = 2, without {record.without}"

    def mistake(
        self, instance: InterdependentInstance, record: AskedEntryLoses, stated: Payoffs
    ) -> str | None:
        if (missing := record.missing(instance)) is not None:
            return f"{DOES_NOT_HOLD}: {missing}"
        return super().mistake(instance, record, stated)

    def read(self, section: Section, instance: InterdependentInstance) -> AskedEntryLoses:
        market, place = instance.mechanism.market, read_place(section, instance)
        without = section.choice("reason", dict(zip(self.reasons, FAMILIES, strict=True)))
        asked, better = (read_bundle(section, key, market) for key in ("asked", "better"))
        return AskedEntryLoses(*place, asked, better, without)

    def document(self, instance: InterdependentInstance, record: AskedEntryLoses) -> dict[str, Any]:
        return {
            **place_document(instance, record.i, record.own, record.cell),
            "asked": bundle_document(record.asked),
            "better": bundle_document(record.better),
        }


def _read_triplicate(section: Section, market: Market) -> Triplicate:
    section.allow(("first", "second", "third"))
    second, third = (_read_later(section, part, market) for part in (Part.SECOND, Part.THIRD))
    return Triplicate(read_message(section, "first", market), second, third)


def _read_later(section: Section, part: Part, market: Market) -> dict[FirstMessages, Message]:
    length = shown_length(market, part)
    count = market.message_count**length
    if count > MOST_ENTRIES:
        raise section.error(part.value, f"a message with at most {MOST_ENTRIES} entries", count)
    rule = f"a demand after each of the {count} tuples of first messages, in lexicographic order"
    demands = read_messages(section, part.value, market, count, rule)
    return dict(zip(product(market.messages(), repeat=length), demands, strict=True))


def _read_sent(section: Section, instance: InterdependentInstance, i: int) -> Sent:
    market, rows = instance.mechanism.market, section.sections("sent")
    if len(rows) != len(market.agents):
        raise section.error("sent", "one table for each agent, empty for her own", len(rows))
    sent: dict[tuple[int, str], Message] = {}
    for j, row in zip(market.agents, rows, strict=True):
        signals = instance.prior.spaces[j] if j != i else ()
        row.allow(signals)
        sent |= {(j, own): read_message(row, own, market) for own in signals}
    return sent


def _read_known(section: Section, instance: InterdependentInstance, row: object, length: int) -> Known:
    rule = "pairs of an agent and her signal, in the order of `shown`"
    known = []
    for pair in section.listed("behind", row, length, rule):
        number, own = section.listed("behind", pair, 2, rule)
        j = as_agent(section, "behind", number, instance.mechanism.market.agents)
        if own not in instance.prior.spaces[j]:
            raise section.error("behind", f"one of {', '.join(instance.prior.spaces[j])}", own)
        known.append((j, own))
    return tuple(known)


FILE_KINDS = (EntryEliminatedKind(), PrintedMissKind(), NothingBestKind(), AskedEntryLosesKind())
