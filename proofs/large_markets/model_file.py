"""Witnesses against what sections 2.4 and 3.4 say of their models, and how they stand in files.

Section 2.4                on an instance of G*: the excess supply of `commodity` is `excess` at the price
                           `from` and `excess_after` at `to`, though no price falls
Section 3.4, Condition 2   on a sequence: in its first market a unit is worth `worths[1]` to `agent` at the
                           signals `at`, and `worths[2]` where agent `of` has the signal `instead`
"""

from fractions import Fraction
from typing import Any

from mechanisms.files.messages import plain, price_document, read_agent
from mechanisms.files.toml import Section
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market
from mechanisms.sequences.shock_catalogue import OPPOSITE
from mechanisms.sequences.shocks import ShockSequence
from proofs.claims.witness_file import FileKind, Payoffs
from proofs.large_markets.condition_2 import ModelAgainstCondition2
from proofs.large_markets.monotone import FallingExcess


class FallingExcessKind(FileKind[Instance, FallingExcess]):
    """Excess supply that falls where no price does."""

    claim, mechanism, record = "Section 2.4", GStar.symbol, FallingExcess
    keys = ("commodity", "from", "to")
    payoff_keys = ("excess", "excess_after")
    payoffs_are = "the excesses are"

    def statement(self, record: FallingExcess) -> str:
        return "excess supply falls in no price"

    def payoffs(self, instance: Instance, record: FallingExcess) -> Payoffs:
        return tuple(map(Fraction, record.excesses(instance) or ()))

    def read(self, section: Section, instance: Instance) -> FallingExcess:
        market = instance.mechanism.market
        h = section.integer("commodity", least=1)
        if h > market.k:
            raise section.error("commodity", f"a commodity from 1 to {market.k}", h)
        return FallingExcess(_place(section, "from", market), _place(section, "to", market), h - 1)

    def document(self, instance: Instance, record: FallingExcess) -> dict[str, Any]:
        P = instance.mechanism.market.P
        return {
            "commodity": record.h + 1,
            "from": price_document(P[record.p]),
            "to": price_document(P[record.q]),
            **self.payoff_document(instance, record),
        }


def _place(section: Section, key: str, market: Market) -> int:
    """The place of a price in P, which is read as it would be written."""
    places = {str(price_document(price)): p for p, price in enumerate(market.P)}
    named = str(section.require(key))
    if named not in places:
        raise section.error(key, f"one of the {len(places)} prices", named)
    return places[named]


class Condition2Kind(FileKind[ShockSequence, ModelAgainstCondition2]):
    """A worth that moves with a signal that Condition 2 says it must not depend on."""

    claim, mechanism, record = "Section 3.4", OPPOSITE.symbol, ModelAgainstCondition2
    reasons = ("Condition 2",)
    keys = ("agent", "of", "at", "instead", "worths")

    def statement(self, record: ModelAgainstCondition2) -> str:
        return "the model satisfies Condition 2"

    def read(self, section: Section, instance: ShockSequence) -> ModelAgainstCondition2:
        member = instance.member(instance.start)
        market = member.g.market
        i, j = (read_agent(section, key, market.agents) for key in ("agent", "of"))
        rule = f"a signal for each of the {len(market.agents)} agents"
        at = section.listed("at", section.require("at"), len(market.agents), rule)
        for own, signal in enumerate(at):
            _check_signal(section, f"at[{own + 1}]", signal, member.signals(market.side(own)))
        instead = section.text("instead")
        _check_signal(section, "instead", instead, member.signals(market.side(j)))
        listed = section.listed("worths", section.require("worths"), 2, "two numbers")
        before, after = (section.number("worths", worth) for worth in listed)
        return ModelAgainstCondition2(i, j, tuple(at), instead, (before, after))

    def document(self, instance: ShockSequence, record: ModelAgainstCondition2) -> dict[str, Any]:
        return {
            "agent": record.i + 1,
            "of": record.j + 1,
            "at": list(record.omega),
            "instead": record.signal,
            "worths": [plain(worth) for worth in record.worths],
        }


def _check_signal(section: Section, key: str, signal: object, space: list[str]) -> None:
    if signal not in space:
        raise section.error(key, f"one of {', '.join(space)}", signal)


FILE_KINDS = (FallingExcessKind(), Condition2Kind())
