"""Witnesses in files against Theorem 4 by pure dominance: a plan, and why no plan dominates it.

The table [witness] has `reason` = "undominated plan", the `agent`, her `signal`, the price-taking first
message `instead` of the mixture that dominates the plan, and

    [witness.plan]       and
    [[witness.profile]]  as in `buyer_plan_file`
    [witness.tree]       all plans, divided `by` "root", "cell" (the place of one) or not at all, with one of
                         `parts` for each root or action; undivided with the weight of the `mean` over all
                         profiles, and `listed` pairs of a profile's number and its weight
"""

from dataclasses import dataclass
from typing import Any

from gametheory.games.errors import TooLargeError
from gametheory.games.relation import By
from gametheory.plans.evidence import CellBranch, Leaf, RootBranch, Tree, UndominatedPlan
from mechanisms.files.buyer_plans import opponents_document, plan_document, read_opponents, read_plan
from mechanisms.files.instances import demand_document, read_message
from mechanisms.files.toml import Section
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Watch, unwatched
from proofs.claims.verdict import Finding, Verdict, refuted
from proofs.theorem_4.hedges.undominated_plan import KeptPlan
from proofs.theorem_4.hypotheses import CLAIM

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
    buyer = BuyerForm(instance.mechanism.market, i)
    return {
        "claim": CLAIM,
        "reason": REASON,
        "agent": i + 1,
        "signal": signal,
        "instead": demand_document(record.instead),
        "plan": plan_document(buyer, record.evidence.plan),
        "profile": [
            {side: _inline(tables) for side, tables in opponents_document(instance, i, others).items()}
            for others in record.evidence.profiles
        ],
        "tree": _tree(record.evidence.tree),
    }


def _inline(value: Any) -> Any:
    """The same, on one line of the file."""
    import tomlkit

    if isinstance(value, dict):
        table = tomlkit.inline_table()
        table.update({key: _inline(item) for key, item in value.items()})
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(map(_inline, value))
        return array
    return value


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
    try:
        buyer = BuyerForm(market, i)
    except TooLargeError as wrong:
        raise section.error("plan", str(wrong)) from None
    profiles = tuple(read_opponents(own, instance, i) for own in section.sections("profile"))
    evidence = UndominatedPlan(
        read_plan(section.section("plan"), buyer),
        By.PURE,
        profiles,
        _read_tree(section.section("tree"), len(profiles)),
    )
    instead = read_message(section, "instead", section.require("instead"), market)
    return KeptPlanWitness(instance, KeptPlan((i, signal), evidence, instead))


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
