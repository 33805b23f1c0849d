"""Witnesses in files against Theorem 4 by pure dominance: a plan, and why no plan dominates it.

The table [witness] has `reason` = "undominated plan", the `agent`, her `signal`, the price-taking first
message `instead` of the mixture that dominates the plan, and

    [witness.plan]       `first`; tables `second` and `third` with a demand after each tuple, "1 0; 1 1"
    [[witness.profile]]  the others: `supplies` by "seller signal", `firsts` by "buyer signal", and `seconds`
                         by "buyer signal; tuple"; nothing is demanded where one is left out
    [witness.tree]       all plans, divided `by` "root", "cell" (the place of one) or not at all, with one of
                         `parts` for each root or action; undivided with the weight of the `mean` over all
                         profiles, and `listed` pairs of a profile's number and its weight
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from gametheory.elimination import By
from gametheory.plan_evidence import CellBranch, Leaf, RootBranch, Tree, UndominatedPlan
from mechanisms.buyer_form import BuyerForm
from mechanisms.buyer_payoff import Opponents
from mechanisms.g_double_star import BuyerMessage
from mechanisms.instance_file import read_message
from mechanisms.interdependent import InterdependentInstance
from mechanisms.literal import show_message
from mechanisms.market import Message
from mechanisms.toml_section import Section
from mechanisms.triplicate import FirstMessages
from proofs.claim import Watch, unwatched
from proofs.kept_plan import KeptPlan
from proofs.theorem_4_witness_file import CLAIM, demand_document
from proofs.verdict import Finding, Verdict, refuted

Key = TypeVar("Key")
REASON = "undominated plan"


@dataclass(frozen=True)
class KeptPlanWitness:
    """A witness as a file states it."""

    instance: InterdependentInstance
    record: KeptPlan

    def replay(self, watch: Watch = unwatched) -> Finding:
        """*Refuted* when the witness holds, *open* when it does not."""
        scope = "the witness in the file, replayed from the definitions"
        watch("replaying the certificate")
        if not self.record.holds(self.instance):
            return Finding(Verdict.OPEN, scope, "the witness does not hold")
        return refuted(scope, self.record.describe(self.instance))


def kept_plan_table(instance: InterdependentInstance, record: KeptPlan) -> dict[str, Any]:
    """The table [witness] of a file."""
    i, signal = record.agent
    message = BuyerForm(instance.mechanism.market, i).message_of(record.evidence.plan)
    return {
        "claim": CLAIM,
        "reason": REASON,
        "agent": i + 1,
        "signal": signal,
        "instead": demand_document(record.instead),
        "plan": {
            "first": demand_document(message.first),
            "second": {_shown(shown): demand_document(d) for shown, d in message.second.items()},
            "third": {_shown(shown): demand_document(d) for shown, d in message.third.items()},
        },
        "profile": [_opponents(others) for others in record.evidence.profiles],
        "tree": _tree(record.evidence.tree),
    }


def _shown(shown: FirstMessages) -> str:
    return "; ".join(map(show_message, shown))


def _opponents(others: Opponents) -> dict[str, Any]:
    return {
        "supplies": {f"{s + 1} {t}": demand_document(d) for (s, t), d in others.supplies.items()},
        "firsts": {f"{j + 1} {t}": demand_document(d) for (j, t), d in others.firsts.items()},
        "seconds": {
            f"{j + 1} {t}; {_shown(shown)}": demand_document(d)
            for (j, t, shown), d in sorted(others.seconds.items())
            if any(map(any, d))
        },
    }


def _tree(tree: Tree) -> dict[str, Any]:
    match tree:
        case Leaf():
            return {"mean": tree.mean, "listed": [[e + 1, weight] for e, weight in tree.listed]}
        case RootBranch():
            return {"by": "root", "parts": [_tree(child) for child in tree.children]}
        case CellBranch():
            return {"by": "cell", "cell": tree.cell + 1, "parts": [_tree(child) for child in tree.children]}


def is_kept_plan_witness(file: Section) -> bool:
    """Is there a witness of this kind in the file?"""
    return "witness" in file and file.section("witness").content.get("reason") == REASON


def read_kept_plan_witness(file: Section, instance: InterdependentInstance) -> KeptPlanWitness:
    """The witness in an open file. Raises `InstanceError` for what is not well formed."""
    section, market = file.section("witness"), instance.mechanism.market
    section.allow(("claim", "reason", "agent", "signal", "instead", "plan", "profile", "tree"))
    section.choice("claim", {CLAIM: CLAIM})
    i = section.integer("agent", least=1) - 1
    if i not in market.buyers:
        raise section.error(
            "agent", f"an agent from {market.buyers[0] + 1} to {market.buyers[-1] + 1}", i + 1
        )
    signal = section.choice("signal", {t: t for t in instance.prior.spaces[i]})
    buyer = BuyerForm(market, i)
    profiles = tuple(_read_opponents(own, instance, buyer) for own in section.sections("profile"))
    evidence = UndominatedPlan(
        buyer.plan_of(_read_plan(section.section("plan"), buyer)),
        By.PURE,
        profiles,
        _read_tree(section.section("tree"), len(profiles)),
    )
    instead = read_message(section, "instead", section.require("instead"), market)
    return KeptPlanWitness(instance, KeptPlan((i, signal), evidence, instead))


def _read_plan(section: Section, buyer: BuyerForm) -> BuyerMessage:
    section.allow(("first", "second", "third"))
    first = read_message(section, "first", section.require("first"), buyer.market)
    parts: list[dict[FirstMessages, Message]] = []
    for part, key in ((2, "second"), (3, "third")):
        tuples = [shown for own, shown in buyer.tuples[buyer.demands.index(first)] if own == part]
        keys = {_shown(shown): shown for shown in tuples}
        parts.append(_read_table(section.section(key), keys, buyer, required=True))
    return BuyerMessage(first, *parts)


def _read_opponents(section: Section, instance: InterdependentInstance, buyer: BuyerForm) -> Opponents:
    section.allow(("supplies", "firsts", "seconds"))
    market, spaces = instance.mechanism.market, instance.prior.spaces

    def names(agents: Iterable[int]) -> dict[str, tuple[int, str]]:
        return {f"{j + 1} {t}": (j, t) for j in agents for t in spaces[j]}

    firsts = _read_table(section.section("firsts"), names(buyer.rivals), buyer, required=True)
    tuples = {
        f"{j + 1} {t}; {_shown(shown)}": (j, t, shown)
        for (j, t), d in firsts.items()
        for root, own in enumerate(buyer.tuples)
        for part, shown in own
        if part == 2 and buyer.demands[root] == d
    }
    return Opponents(
        _read_table(section.section("supplies"), names(market.sellers), buyer, required=True),
        firsts,
        _read_table(section.section("seconds"), tuples, buyer, required=False),
    )


def _read_table(
    section: Section, keys: Mapping[str, Key], buyer: BuyerForm, *, required: bool
) -> dict[Key, Message]:
    """A demand under each of these keys, or under some of them."""
    section.allow(keys)
    return {
        key: read_message(section, name, section.require(name), buyer.market)
        for name, key in keys.items()
        if required or name in section
    }


def _read_tree(section: Section, profiles: int) -> Tree:
    if "by" not in section:
        section.allow(("mean", "listed"))
        pairs = section.listed("listed", section.require("listed"), None, "pairs of a profile and its weight")
        listed = tuple(_read_pair(section, pair, profiles) for pair in pairs)
        return Leaf(_positive(section, "mean", section.require("mean")), listed)
    by_cell = section.choice("by", {"root": False, "cell": True})
    section.allow(("by", "parts", "cell") if by_cell else ("by", "parts"))
    parts = tuple(_read_tree(part, profiles) for part in section.sections("parts"))
    return CellBranch(section.integer("cell", least=1) - 1, parts) if by_cell else RootBranch(parts)


def _read_pair(section: Section, pair: object, profiles: int) -> tuple[int, int]:
    number, weight = section.listed("listed", pair, 2, "pairs of a profile and its weight")
    if _positive(section, "listed", number) > profiles:
        raise section.error("listed", f"the number of a profile, 1 to {profiles}", number)
    return number - 1, _positive(section, "listed", weight)


def _positive(section: Section, key: str, value: object) -> int:
    """A weight: it may be larger than any size or count."""
    if type(value) is not int or value < 1:
        raise section.error(key, "a positive integer", value)
    return value
