"""Witnesses in files against Theorem 4 by pure dominance: a plan, and why no plan dominates it.

The table [witness] has `reason` = "undominated plan", the `agent`, her `signal`, the price-taking first
message `instead` of the mixture that dominates the plan, and

    [witness.plan]       and
    [[witness.profile]]  as in `buyer_plans`
    [witness.tree]       all plans, divided `by` "root", "cell" (the place of one) or not at all, with one of
                         `parts` for each root or action; undivided with the weight of the `mean` over all
                         profiles, and `listed` pairs of a profile's number and its weight
"""

from typing import Any

from gametheory.games.errors import TooLargeError
from gametheory.games.relation import By
from gametheory.plans.evidence import CellBranch, Leaf, RootBranch, Tree, UndominatedPlan
from mechanisms.files.buyer_plans import opponents_document, plan_document, read_opponents, read_plan
from mechanisms.files.messages import message_document, read_message
from mechanisms.files.toml import Section
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.theorem_4.hedges.undominated_plan import HedgedPlan
from proofs.theorem_4.witness_kind import FIRST_STEP, Theorem4Kind, agent_document, read_buyer


class KeptPlanKind(Theorem4Kind[HedgedPlan]):
    """A plan that no plan dominates."""

    reasons = ("undominated plan",)
    record = HedgedPlan
    keys = ("agent", "signal", "instead", "plan", "profile", "tree")

    def statement(self, record: HedgedPlan) -> str:
        return FIRST_STEP

    def read(self, section: Section, instance: InterdependentInstance) -> HedgedPlan:
        agent = i, _ = read_buyer(section, instance)
        evidence = read_evidence(section, instance, i)
        return HedgedPlan(agent, evidence, read_message(section, "instead", instance.mechanism.market))

    def document(self, instance: InterdependentInstance, record: HedgedPlan) -> dict[str, Any]:
        return {
            **agent_document(record.agent),
            "instead": message_document(record.instead),
            **evidence_document(instance, record.agent[0], record.evidence),
        }


def read_evidence(section: Section, instance: InterdependentInstance, i: int) -> UndominatedPlan[Opponents]:
    """The plan of buyer i at `plan`, the others at `profile`, if any are listed, and all plans at `tree`."""
    try:
        buyer = BuyerForm(instance.mechanism.market, i)
    except TooLargeError as wrong:
        raise section.error("plan", str(wrong)) from None
    listed = section.sections("profile") if "profile" in section else []
    profiles = tuple(read_opponents(own, instance, i) for own in listed)
    tree = _read_tree(section.section("tree"), len(profiles))
    return UndominatedPlan(read_plan(section.section("plan"), buyer), By.PURE, profiles, tree)


def evidence_document(
    instance: InterdependentInstance, i: int, evidence: UndominatedPlan[Opponents]
) -> dict[str, Any]:
    """The inverse of `read_evidence`."""
    profiles = [
        {side: _inline(tables) for side, tables in opponents_document(instance, i, others).items()}
        for others in evidence.profiles
    ]
    return {
        "plan": plan_document(BuyerForm(instance.mechanism.market, i), evidence.plan),
        **({"profile": profiles} if profiles else {}),
        "tree": _tree_document(evidence.tree),
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


def _tree_document(tree: Tree) -> dict[str, Any]:
    match tree:
        case Leaf():
            return {"mean": tree.mean, "listed": [[e + 1, weight] for e, weight in tree.listed]}
        case RootBranch():
            return {"by": "root", "parts": [_tree_document(child) for child in tree.children]}
        case CellBranch():
            return {
                "by": "cell",
                "cell": tree.cell + 1,
                "parts": [_tree_document(child) for child in tree.children],
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


FILE_KINDS = (KeptPlanKind(),)
