"""`counterexample`: what is found is written and replayed, and what is not is accounted for."""

import json

import pytest

from proofs.audit.kinds import load_witness
from proofs.claims.verdict import Verdict
from proofs.theorem_1.counterexample import KINDS
from tests.calls import call
from tests.example_games import EXAMPLES


@pytest.mark.parametrize("kind", KINDS)
def test_a_searched_counterexample_is_written_and_replayed(tmp_path, kind):
    status, out, _ = call("counterexample", "--search", kind, "--output", tmp_path)
    assert status == 0
    assert "She has no dominant message." in out
    witness = load_witness(tmp_path / f"{kind}.witness.toml")
    assert witness.replay().verdict is Verdict.REFUTED
    assert KINDS[kind].includes(witness.instance.traders[witness.record.violation.i])
    status, out, _ = call("check", tmp_path / f"{kind}.witness.toml", "--json")
    assert (status, json.loads(out)[0]["verdict"]) == (0, "refuted")
    # The instance file stands on its own.
    assert call("check", tmp_path / f"{kind}.toml")[0] == 0  # with what it expects


def test_a_search_that_finds_nothing_says_how_far_it_looked():
    # Below 3/2 no start-up cost at T = 1 leaves a seller without a dominant message.
    arguments = ("--search", "decreasing-costs", "--largest", "5", "--finest", "1", "--top", "1")
    status, out, _ = call("counterexample", *arguments)
    assert status == 0
    # Costs 0 <= c(1) <= c(2) from {0, 1}: 3 functions at the one size with n + k + l + T = 5.
    assert "No counterexample. Examined: 3 payoff functions, 1 market size." in out


def test_no_counterexample_where_the_conclusion_holds_all_the_same():
    status, out, _ = call("counterexample", EXAMPLES / "condition-1-not-needed.toml")
    assert status == 0
    assert "No counterexample" in out


def test_the_counterexample_of_an_agent_that_was_named():
    status, out, _ = call("counterexample", EXAMPLES / "theorem-3.toml", "--agent", "2")
    assert status == 0
    assert "seller 2" in out
