"""Witnesses against Theorem 4 that are replayed from their files."""

from pathlib import Path

import pytest

from proofs.audit.kinds import load_witness
from proofs.claims.verdict import Verdict
from proofs.commands.main import main
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
