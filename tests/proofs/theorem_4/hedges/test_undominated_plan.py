"""A plan that no plan dominates and a mixture does: its certificate, found, forged, written and read."""

from dataclasses import replace
from pathlib import Path

import pytest
import tomlkit

from gametheory.games.relation import By
from gametheory.plans.evidence import CellBranch, Leaf, RootBranch
from mechanisms.files.interdependent import read_interdependent
from mechanisms.files.toml import InstanceError, read_toml
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from proofs.audit.load_claims import load_claims
from proofs.claims.verdict import Verdict
from proofs.commands.main import main
from proofs.theorem_4.hedges.claims import QUARTER, TOP
from proofs.theorem_4.hedges.first_message_rounds import first_message_rounds
from proofs.theorem_4.hedges.search import AT_0, AT_0_AND_1, smallest_hedged
from proofs.theorem_4.hedges.undominated_plan import complete, find_kept
from proofs.theorem_4.hedges.undominated_plan_file import kept_plan_table, read_kept_plan_witness

FILE = Path(__file__).parents[4] / "examples" / "theorem-4" / "undominated-plan.toml"


@pytest.fixture(scope="module")
def instance():
    return smallest_hedged(QUARTER, TOP)[0].instance()


@pytest.fixture(scope="module")
def read():
    return load(FILE)


def load(path):
    file = read_toml(path)
    return read_kept_plan_witness(file, read_interdependent(file))


def test_the_plan_in_the_file_is_the_completed_hedge(instance, read):
    hedge = first_message_rounds(instance).rounds[0]["H"][AT_0]
    assert read.record.evidence.plan == complete(instance, hedge, AT_0_AND_1)
    assert replace(read.instance, title="", paper="") == replace(instance, title="", paper="")
    assert read.replay().verdict is Verdict.REFUTED


def test_the_program_finds_it_itself(instance):
    hedge = first_message_rounds(instance).rounds[0]["L"][AT_0_AND_1]
    found = find_kept(instance, hedge)
    assert found is not None
    assert found.holds(instance)
    environments = BuyerEnvironments(instance, *found.agent)
    assert found.mixture(environments.payoffs.buyer).holds(environments)


def test_what_is_written_is_read_again(tmp_path, read):
    table = kept_plan_table(read.instance, read.record)
    text = FILE.read_text(encoding="utf-8")
    assert tomlkit.parse(text)["witness"].unwrap() == table
    file = tmp_path / "again.toml"
    file.write_text(text.split("[witness]")[0] + tomlkit.dumps({"witness": table}), encoding="utf-8")
    assert load(file).record == read.record


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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"H; L, H, H" = ["5/2"]', '"H; L, H, H" = ["7/2"]'),
        ('"H; L, L, H" = ["1/4"]', '"H; L, L, H" = ["2"]'),
    ],
)
def test_on_another_instance_it_is_open(tmp_path, capsys, old, new):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "forged.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        main(["check", str(file)])
    assert stop.value.code == 1
    assert "the witness does not hold" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("agent = 5", "agent = 1", "witness.agent: an agent from 5 to 8, got 1"),
        ("mean = 1\n", "mean = 0\n", "mean: a positive integer, got 0"),
        ("listed = [[1, ", "listed = [[999, ", "listed: the number of a profile, 1 to 35, got 999"),
        ('by = "root"', 'by = "luck"', "witness.tree.by: one of root, cell, got luck"),
        ("listed = [[1, ", "listed = [[1, 2, ", "pairs of a profile and its weight"),
    ],
)
def test_what_is_not_well_formed_is_refused_in_one_line(tmp_path, old, new, line):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "bad.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InstanceError) as caught:
        load_claims(file)
    assert line in str(caught.value)
    assert "\n" not in str(caught.value)
