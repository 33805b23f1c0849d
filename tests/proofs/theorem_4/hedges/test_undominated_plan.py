"""A plan that no plan dominates and a mixture does: its certificate, found, forged, written and read."""

from dataclasses import replace
from pathlib import Path

import pytest

from gametheory.games.relation import By
from gametheory.plans.evidence import CellBranch, Leaf, PlanDomination, RootBranch
from mechanisms.g_double_star.groups.copied_first_message import copied_plan
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from proofs.audit.kinds import load_witness
from proofs.claims.verdict import Verdict
from proofs.theorem_4.hedges.claims import QUARTER, TOP
from proofs.theorem_4.hedges.first_message_rounds import first_message_rounds
from proofs.theorem_4.hedges.search import AT_0, AT_0_AND_1, smallest_hedged
from proofs.theorem_4.hedges.undominated_plan import complete, find_hedged_plan

FILE = Path(__file__).parents[4] / "examples" / "theorem-4" / "undominated-plan.toml"


@pytest.fixture(scope="module")
def instance():
    return smallest_hedged(QUARTER, TOP)[0].instance()


@pytest.fixture(scope="module")
def read():
    return load_witness(FILE)


def test_the_plan_in_the_file_is_the_completed_hedge(instance, read):
    hedge = first_message_rounds(instance).rounds[0]["H"][AT_0]
    assert read.record.evidence.plan == complete(instance, hedge, AT_0_AND_1)
    assert replace(read.instance, title="", paper="") == replace(instance, title="", paper="")
    assert read.replay().verdict is Verdict.REFUTED


@pytest.mark.thorough
def test_the_program_finds_it_itself(instance):
    hedge = first_message_rounds(instance).rounds[0]["L"][AT_0_AND_1]
    found = find_hedged_plan(instance, hedge)
    assert found is not None
    assert found.holds(instance)
    environments = BuyerEnvironments(instance, *found.agent)
    buyer, plan = environments.payoffs.buyer, found.evidence.plan
    copy = copied_plan(buyer, plan, buyer.demands.index(found.instead))
    assert PlanDomination(plan, copy, found.evidence.profiles[0]).holds(environments)  # by the oracle


@pytest.mark.thorough
def test_forged_certificates_do_not_hold(read):
    record, evidence = read.record, read.record.evidence
    assert isinstance(evidence.tree, RootBranch)
    children = evidence.tree.children
    forged = [
        replace(evidence, by=By.MIXED),
        replace(evidence, profiles=evidence.profiles[::-1]),
        replace(evidence, tree=RootBranch(children[:-1])),
        replace(evidence, tree=Leaf(1)),
        replace(evidence, tree=children[-1]),
        replace(evidence, plan=replace_action(evidence.plan, 0)),
    ]
    for place, child in enumerate(children):
        if isinstance(child, CellBranch):
            fewer = CellBranch(child.cell, child.children[:1])
            forged.append(
                replace(evidence, tree=RootBranch((*children[:place], fewer, *children[place + 1 :])))
            )
    assert len(forged) == 7
    for wrong in forged:
        assert not replace(record, evidence=wrong).holds(read.instance)
    assert not replace(record, instead=AT_0).holds(read.instance)
    assert not replace(record, agent=(4, "L")).holds(read.instance)


def replace_action(plan, cell):
    """The plan with another action at a cell; here at price 0 after a pair of messages that may be sent."""
    actions = list(plan.actions)
    actions[cell] = 1 - actions[cell]
    return plan._replace(actions=tuple(actions))
