"""`check`, `show`, `eliminate` and `family` on G**, and the witnesses that the examples are."""

import json
from pathlib import Path

import pytest

from proofs.audit.kinds import load_witness
from proofs.claims.verdict import Verdict
from proofs.commands.command_line import main
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer.witnesses import (
    a_seller,
    off_the_path,
    on_the_path,
    printed_condition_2,
    unsent,
)

EXAMPLES = Path(__file__).parents[4] / "examples"
WITNESSES = {
    "seller": a_seller,
    "off-the-path": off_the_path,
    "on-the-path": on_the_path,
    "unsent": unsent,
    "printed-condition-2": printed_condition_2,
}


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        main(list(map(str, arguments)))
    out, err = capsys.readouterr()
    return stop.value.code or 0, out, err


@pytest.mark.parametrize("name", WITNESSES)
def test_the_examples_are_the_witnesses(name):
    instance, record = WITNESSES[name]()
    found = load_witness(EXAMPLES / "theorem-4" / f"{name}.toml")
    assert (found.instance, found.record) == (instance, record)
    assert found.replay().verdict is Verdict.REFUTED
    assert set(broken_hypotheses(instance)) <= ({"Condition 2"} if name == "printed-condition-2" else set())


def test_check_on_an_instance(capsys):
    status, out, err = run(capsys, "check", EXAMPLES / "common-values.toml", "--json")
    assert status == 0, err
    rows = {(row["claim"].split(":")[0], row["reading"]): row for row in json.loads(out)}
    assert rows["Theorem 4", "read"]["verdict"] == "held"
    assert "16,384 cases" in rows["Theorem 4", "read"]["evidence"]
    assert rows["Theorem 4", "printed"]["verdict"] == "unchecked"


def test_check_without_a_hypothesis(capsys):
    file = EXAMPLES / "common-values.toml"
    status, out, _ = run(
        capsys, "check", file, "--claim", "Theorem 4", "--without", "Condition 2 as printed", "--json"
    )
    printed = next(row for row in json.loads(out) if row["reading"] == "printed")
    assert status == 1  # the file expects a refusal
    assert printed["verdict"] == "refuted"
    assert "whatever she says" in printed["evidence"]
    assert "which no signal sends" in printed["evidence"]


def test_check_on_larger_groups(tmp_path, capsys):
    text = (EXAMPLES / "common-values.toml").read_text(encoding="utf-8")
    text = text[: text.index("[prior]")] + '[[shock]]\nname = "x"\nprobability = 1\nseller = {s = 1}\n'
    text += 'buyer = {low = "1/2", high = "1/2"}\n[[seller]]\ncopies = 4\nunit_costs = [0]\n'
    text += '[[buyer]]\ncopies = 4\ndepends_on = ["own"]\nunit_values = {low = [0], high = [2]}\n'
    file = tmp_path / "two.toml"
    file.write_text(text.replace("n = 1", "n = 2"), encoding="utf-8")
    status, out, err = run(capsys, "check", file, "--json")
    rows = {(row["claim"].split(":")[0], row["reading"]): row for row in json.loads(out)}
    assert rows["Theorem 4", "read"]["verdict"] == "held"
    assert rows["Theorem 4", "printed"]["verdict"] == "unchecked"
    assert "not decided" in rows["Theorem 4", "printed"]["evidence"]
    assert rows["(7)", "printed"]["verdict"] == "held", (status, err)
    assert run(capsys, "show", file)[0] == 0
    status, _, err = run(capsys, "eliminate", file)
    assert status == 2
    assert "one buyer in a group, got n = 2" in err


def test_show(capsys):
    status, out, _ = run(capsys, "show", EXAMPLES / "common-values.toml")
    assert status == 0
    for text in ("η = 1/10", "buyers low, high", "Ξ: 64", "(8): holds", "anonymous payoffs: yes"):
        assert text in out


def test_eliminate_says_why(capsys):
    status, out, _ = run(capsys, "eliminate", EXAMPLES / "common-values.toml")
    assert status == 0
    assert "buyer 3 with signal low: 4,096 plans, 16 left" in out
    assert (
        "after the mate's first message (1 at 0, 1 at 1) buying 0 at price 1: only high still sends it; "
        "given high that earns 0, buying 1 1/2"
    ) in out
    assert "S^∞ = S^2" in out


@pytest.mark.parametrize("by", ["pure", "mixed"])
def test_eliminate_as_json(capsys, by):
    status, out, _ = run(capsys, "eliminate", EXAMPLES / "common-values.toml", "--json", "--by", by)
    found = json.loads(out)
    assert status == 0
    assert [len(losers) for losers in found["rounds"]] == [4, 4]
    low = found["survivors"]["buyer 3 with signal low"]
    assert (low["plans"], low["first"], low["second"]) == (4, [[1, 0]], [[1, 0]])
    assert all(third[2:] == [[1, 0], [1, 1]] for third in low["third"])


def test_eliminate_explains_what_no_single_place_does(tmp_path, capsys):
    """The case of the family with values 2, 1/2, 0, 1, independent signals and η = 3/10."""
    text = (EXAMPLES / "common-values.toml").read_text(encoding="utf-8")
    for old, new in [("3/8", "1/4"), ("1/8", "1/4"), ("1/10", "3/10")]:
        text = text.replace(f'"{old}"', f'"{new}"')
    for old, new in [("1/2", "2"), ("3/2", "1/2"), ("3/4", "0"), ("2", "1")]:
        text = text.replace(f'["{old}"]\n', f'["new {new}"]\n')
    text = text.replace('["new ', '["')
    file = tmp_path / "instance.toml"
    file.write_text(text[: text.index("[expect]")], encoding="utf-8")
    status, out, _ = run(capsys, "eliminate", file)
    assert status == 0
    assert "what they do in several places, taken together" in " ".join(out.split())


@pytest.mark.parametrize("option", [["--orders"], ["--relation", "strict"], ["--graph", "x.svg"]])
def test_eliminate_refuses_what_it_cannot_do_on_plans(capsys, option):
    status, _, err = run(capsys, "eliminate", EXAMPLES / "common-values.toml", *option)
    assert status == 2
    assert "weak dominance and the order of the paper" in err


def test_family_goes_on_from_its_log(tmp_path, capsys):
    log = tmp_path / "family.log"
    status, out, err = run(capsys, "family", "--first", 40, "--workers", 1, "--log", log)
    assert status == 0
    assert "40 instances" in out
    lines = log.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 41
    log.write_text("\n".join(lines[:17]) + "\n" + lines[17][:30], encoding="utf-8")  # killed while writing
    status, again, err = run(capsys, "family", "--first", 40, "--workers", 1, "--log", log)
    assert (status, again) == (0, out), err
    assert len(log.read_text(encoding="utf-8").splitlines()) == 41
    status, _, err = run(capsys, "family", "--first", 41, "--workers", 1, "--log", log)
    assert status == 2
    assert "got one of other cases" in err
