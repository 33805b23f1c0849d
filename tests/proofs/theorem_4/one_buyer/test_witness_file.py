"""Witnesses against Theorem 4 that are replayed from their files."""

from pathlib import Path

import pytest
import tomlkit

from proofs.claims.verdict import Verdict
from proofs.commands.main import main
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer.printed import BuyerEliminated
from proofs.theorem_4.one_buyer.witness_file import (
    Theorem4Witness,
    load_theorem_4_witness,
    theorem_4_witness_document,
)
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
    found = load_theorem_4_witness(EXAMPLES / "theorem-4" / f"{name}.toml")
    assert (found.instance, found.record) == (instance, record)
    assert found.replay().verdict is Verdict.REFUTED
    assert set(broken_hypotheses(instance)) <= ({"Condition 2"} if name == "printed-condition-2" else set())


@pytest.mark.parametrize("name", WITNESSES)
def test_witnesses_are_written_and_read_again(tmp_path, name):
    instance, record = WITNESSES[name]()
    paid = record.payoffs(instance, record.strict_at) if isinstance(record, BuyerEliminated) else None
    witness = Theorem4Witness(instance, record, paid)
    file = tmp_path / "witness.toml"
    file.write_text(tomlkit.dumps(theorem_4_witness_document(witness)), encoding="utf-8")
    assert load_theorem_4_witness(file) == witness


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("on-the-path", 'payoff = "1/20"', 'payoff = "1/21"', "the plans pay 1/20 and 1/4, not 1/21 and 1/4"),
        ("on-the-path", "third = [[0], [1]]", "third = [[1], [0]]", "the witness does not hold"),
        ("on-the-path", "eliminated on the path", "eliminated off the path", "the witness does not hold"),
        ("on-the-path", '"s, s, H, L"]\n1 = "1/2"', '"s, s, H, L"]\n1 = "2/5"', "the witness does not hold"),
        ("seller", "message = [0]", "message = [1]", "the witness does not hold"),
        ("printed-condition-2", "[1, 0]", "[1, 1]", "the witness does not hold"),
        ("unsent", "asked = [0, 0]", "asked = [1, 0]", "the witness does not hold"),
    ],
)
def test_a_forged_witness_is_open(tmp_path, capsys, name, old, new, said):
    text = (EXAMPLES / "theorem-4" / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "forged.toml"
    file.write_text(text.replace(old, new), encoding="utf-8")
    status, out, err = run(capsys, "check", file)
    assert status == 1
    assert "open" in out
    assert said in " ".join(err.split())


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("agent = 3", "agent = 1", "witness.agent: an agent from 3 to 4, got 1"),
        ('signal = "H"', 'signal = "M"', "witness.signal: one of L, H, got M"),
        (
            "third = [[0], [1]]",
            "third = [[0]]",
            "witness.plan.third: a third demand after each of the mate's 2",
        ),
        (
            "H = [[0], [0]]",
            "H = [[0]]",
            "witness.others.mate.H: a first message and a second demand after it",
        ),
        ('reason = "eliminated on the path"', 'reason = "luck"', "witness.reason: one of seller"),
        ("first = [1]", "first = [2]", "witness.plan.first[1]: amounts from 0 to l = 1, got 2"),
    ],
)
def test_a_witness_that_is_none_is_refused_in_one_line(tmp_path, capsys, old, new, line):
    text = (EXAMPLES / "theorem-4" / "on-the-path.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "witness.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    status, _, err = run(capsys, "check", file)
    assert status == 2
    assert err.startswith(f"undominated: {file}: {line}")
    assert err.count("\n") == 1
