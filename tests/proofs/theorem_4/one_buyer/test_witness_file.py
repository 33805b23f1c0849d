"""Witnesses against Theorem 4 that are replayed from their files."""

from pathlib import Path

import pytest

from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others
from mechanisms.markets.market import price_grid
from proofs.audit.kinds import load_witness
from proofs.claims.verdict import Verdict
from proofs.commands.main import main
from proofs.pictures.plans import buyer_eliminated
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer.printed import BuyerEliminated
from proofs.theorem_4.one_buyer.witnesses import (
    a_seller,
    off_the_path,
    on_the_path,
    printed_condition_2,
    unit_instance,
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


def test_a_plan_may_be_outdone_after_several_first_messages():
    instance = unit_instance("A unit is worth 2", price_grid(1, 1), ["s"], ["b"], lambda i, omega: 2)
    never, _, _, always = instance.mechanism.market.messages()
    plan, better = (
        BuyerPlan(always, always, thirds)
        for thirds in ((never, never, always, always), (always, always, always, always))
    )
    others = Others(({"s": never}, {"s": never}), {"b": (never, never)})
    record = BuyerEliminated((2, "b"), plan, better, others, on_path=False)
    assert record.holds(instance)
    words = record.describe(instance)
    assert words.count("which no signal sends, (10) allows the third demand") == 2
    assert words.endswith("she expects 3/10 instead of 37/20")
    assert len(buyer_eliminated(record, instance).panels) == 3
