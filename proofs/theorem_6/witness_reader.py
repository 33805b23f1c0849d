"""Witnesses against Theorem 6 read from files (see `witness_file`): their form is checked only."""

from collections.abc import Callable, Iterator
from itertools import product

from mechanisms.files.instances import price_document, read_bundle, read_message
from mechanisms.files.toml import Section
from mechanisms.g_plus.cells import Cell, Part, State
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message
from mechanisms.markets.triplicate import FirstMessages, Triplicate
from proofs.theorem_6.bounds import AskedEntryLoses
from proofs.theorem_6.printed import EntryEliminated
from proofs.theorem_6.printed_17_18 import PrintedMiss
from proofs.theorem_6.statement import NothingBest
from proofs.theorem_6.witness_file import (
    AVERAGED,
    CLAIM,
    NOTHING_BEST,
    PATHS,
    WITHOUT,
    Theorem6Witness,
)

MOST_ENTRIES = 1_000  # of a message that a file lists


def read_theorem_6_witness(file: Section, instance: InterdependentInstance) -> Theorem6Witness | None:
    """The witness in an open file of an instance of G+, or None if it has none. Raises `InstanceError`."""
    if "witness" not in file:
        return None
    section = file.section("witness")
    section.choice("claim", {CLAIM: CLAIM})
    readers: dict[str, Callable[[_Reader], Theorem6Witness]] = {
        **dict.fromkeys(PATHS, _Reader.eliminated),
        AVERAGED: _Reader.averaged,
        NOTHING_BEST: _Reader.nothing_best,
        **dict.fromkeys(WITHOUT, _Reader.asked_entry_loses),
    }
    return section.choice("reason", readers)(_Reader(section, instance))


class _Reader:
    """What all reasons have in common: an agent, her signal, and a cell."""

    def __init__(self, section: Section, instance: InterdependentInstance) -> None:
        self.section, self.instance = section, instance
        self.market = instance.mechanism.market
        self.i = self._agent("agent", section.integer("agent", least=1))
        self.own = section.choice("signal", {own: own for own in instance.prior.spaces[self.i]})
        part = section.choice("part", {part.value: part for part in (Part.SECOND, Part.THIRD)})
        size = {Part.SECOND: self.market.n, Part.THIRD: self.market.side_size - self.market.n}[part]
        rule = f"{2 * size} first messages, of sellers and buyers in turn"
        shown = section.listed("shown", section.require("shown"), 2 * size, rule)
        prices = {str(price_document(price)): p for p, price in enumerate(self.market.P)}
        named = section.require("price")
        if str(named) not in prices:
            raise section.error("price", f"one of {', '.join(prices)}", str(named))
        self.cell = Cell(
            part,
            tuple(
                read_message(section, f"shown[{place}]", d, self.market) for place, d in enumerate(shown, 1)
            ),
            prices[str(named)],
        )

    def _agent(self, key: str, number: object) -> int:
        if not isinstance(number, int) or number - 1 not in self.market.agents:
            raise self.section.error(key, f"an agent from 1 to {len(self.market.agents)}", number)
        return number - 1

    def _allow(self, *keys: str) -> None:
        self.section.allow(("claim", "reason", "agent", "signal", "part", "shown", "price", *keys))

    def _bundle(self, key: str) -> Bundle:
        return read_bundle(self.section, key, self.section.require(key), self.market)

    def eliminated(self) -> Theorem6Witness:
        self._allow("better", "payoff", "better_payoff", "message", "sent")
        paid = [self.section.number(key, self.section.require(key)) for key in ("payoff", "better_payoff")]
        record = EntryEliminated(
            self.i,
            self.own,
            self._message(self.section.section("message")),
            self.cell,
            self._bundle("better"),
            dict(self._sent()),
            PATHS[self.section.text("reason")],
        )
        return Theorem6Witness(self.instance, record, (paid[0], paid[1]))

    def _message(self, section: Section) -> Triplicate:
        section.allow(("first", "second", "third"))
        n, side = self.market.n, self.market.side_size
        second, third = (
            self._later(section, key, 2 * size) for key, size in (("second", n), ("third", side - n))
        )
        return Triplicate(
            read_message(section, "first", section.require("first"), self.market), second, third
        )

    def _later(self, section: Section, key: str, length: int) -> dict[FirstMessages, Message]:
        count = self.market.message_count**length
        if count > MOST_ENTRIES:
            raise section.error(key, f"a message with at most {MOST_ENTRIES} entries", count)
        rule = f"a demand after each of the {count} tuples of first messages, in lexicographic order"
        listed = section.listed(key, section.require(key), count, rule)
        tuples = product(self.market.messages(), repeat=length)
        return {
            shown: read_message(section, f"{key}[{place}]", value, self.market)
            for place, (shown, value) in enumerate(zip(tuples, listed, strict=True), 1)
        }

    def _sent(self) -> Iterator[tuple[tuple[int, str], Message]]:
        rows = self.section.sections("sent")
        if len(rows) != len(self.market.agents):
            raise self.section.error("sent", "one table for each agent, empty for her own", len(rows))
        for j, row in zip(self.market.agents, rows, strict=True):
            signals = self.instance.prior.spaces[j] if j != self.i else ()
            row.allow(signals)
            for own in signals:
                yield (j, own), read_message(row, own, row.require(own), self.market)

    def averaged(self) -> Theorem6Witness:
        self._allow("senders", "asked")
        rule = "the agents who send `shown`, in its order"
        senders = self.section.listed("senders", self.section.require("senders"), len(self.cell.shown), rule)
        asked = self.section.listed("asked", self.section.require("asked"), None, "a list of bundles")
        record = PrintedMiss(
            self.cell.part.value,
            self.i,
            self.own,
            tuple(self._agent("senders", number) for number in senders),
            self.cell.shown,
            self.cell.p,
            tuple(
                read_bundle(self.section, f"asked[{place}]", x, self.market)
                for place, x in enumerate(asked, 1)
            ),
        )
        return Theorem6Witness(self.instance, record)

    def nothing_best(self) -> Theorem6Witness:
        self._allow("behind")
        rows = self.section.listed("behind", self.section.require("behind"), None, "a list of senders")
        states = tuple(State(tuple(self._senders(row))) for row in rows)
        return Theorem6Witness(self.instance, NothingBest(self.i, self.own, self.cell, states))

    def _senders(self, row: object) -> Iterator[tuple[int, str]]:
        rule = "pairs of an agent and her signal, in the order of `shown`"
        for pair in self.section.listed("behind", row, len(self.cell.shown), rule):
            number, own = self.section.listed("behind", pair, 2, rule)
            j = self._agent("behind", number)
            if own not in self.instance.prior.spaces[j]:
                raise self.section.error("behind", f"one of {', '.join(self.instance.prior.spaces[j])}", own)
            yield j, own

    def asked_entry_loses(self) -> Theorem6Witness:
        self._allow("asked", "better")
        without = WITHOUT[self.section.text("reason")]
        asked, better = self._bundle("asked"), self._bundle("better")
        record = AskedEntryLoses(self.i, self.own, self.cell, asked, better, without)
        return Theorem6Witness(self.instance, record)
