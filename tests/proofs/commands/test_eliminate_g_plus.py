"""`eliminate` and the row of Theorem 6 in `check` on instances of G+: what survives, or what is in the way."""

import json
from pathlib import Path

import pytest

from mechanisms.files.interdependent import load_any_instance
from mechanisms.g_plus.cells import Part
from proofs.audit.load_claims import load_claims
from proofs.claims.verdict import Verdict
from proofs.commands import eliminate_g_plus as command
from proofs.commands.command_line import main
from proofs.theorem_6.printed_17_18 import SETS

EXAMPLES = Path(__file__).parents[3] / "examples"
COMMON = EXAMPLES / "g-plus-common-values.toml"


def run(capsys, *arguments):
    with pytest.raises(SystemExit) as stop:
        main(list(map(str, arguments)))
    out, err = capsys.readouterr()
    return stop.value.code or 0, out, err


def verdict_of_theorem_6(file):
    (claim,) = (claim for claim in load_claims(file).claims if claim.item == "Theorem 6")
    return claim.find()


def test_what_survives_by_hand(capsys):
    """Given both other buyers' signals a unit is worth, to L, 0, 1/4, 5/8 and, to H, 3/8, 3/4, 1; the price is 1/2.

    First messages reveal the signals: dear sellers and L name 0. A third message shows two buyers.
    """
    status, out, err = run(capsys, "eliminate", COMMON)
    assert (status, err) == (0, "")
    low, high = out.split("buyer 4 with signal L")[1].split("buyer 4 with signal H")
    assert "1 at 1/2 after (0; 1; 0; 1), (0; 1; 1; 1), (1; 1; 1; 1)" in low
    assert "0 at 1/2 after (0; 0; 0; 0), (0; 0; 1; 0), (1; 0; 1; 0)" in high
    assert "third message, on the path after 16 of 16 tuples" in high
    assert "S^∞ = S²" in out


def test_as_json(capsys):
    status, out, _ = run(capsys, "eliminate", COMMON, "--json")
    found = json.loads(out)
    assert (status, found["rounds"], found["alike"]) == (0, 2, True)
    low = found["survivors"]["buyer 4 with signal L"]
    assert low["first"] == [[0]]
    assert {"after": [[0], [1], [0], [1]], "names": [[1]]} in low["third"]
    assert (len(low["second"]), len(low["third"])) == (4, 9)  # of 2² and 2⁴ tuples, up to order


def test_ties_are_listed(capsys):
    _, out, _ = run(capsys, "eliminate", EXAMPLES / "theorem-6" / "on-the-path.toml")
    assert "0 or 1 at 1/2 after (1; 0)" in out


def test_all_agents_are_listed_where_they_differ(tmp_path, capsys):
    text = COMMON.read_text(encoding="utf-8").replace(
        'copies = 3\ndepends_on = "own"', 'copies = 2\ndepends_on = "own"'
    )
    other = '[[seller]]\ndepends_on = "own"\nunit_costs = { cheap = ["1/8"], dear = ["3/4"] }\n\n'
    file = tmp_path / "market.toml"
    file.write_text(text.replace("# By her own signal", other + "# By her own signal"), encoding="utf-8")
    status, out, _ = run(capsys, "eliminate", file)
    assert status == 0
    assert out.count("with signal") == 12
    assert "alike" not in out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing-best", "payoffs are not anonymous (1 must be worth the same to buyer 4"),
        ("without-condition-3", "Condition 3 fails (seller 1 at price 1/2: selling 1 must be better"),
    ],
)
def test_what_is_not_settled_is_refused_in_one_line(capsys, name, said):
    status, out, err = run(capsys, "eliminate", EXAMPLES / "theorem-6" / f"{name}.toml")
    assert (status, out) == (2, "")
    assert err.startswith(f"undominated: what survives is not settled: {said}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("option", [["--orders"], ["--relation", "strict"], ["--graph", "x.svg"]])
def test_other_questions_are_refused(capsys, option):
    status, _, err = run(capsys, "eliminate", COMMON, *option)
    assert status == 2
    assert "in G** and G+, weak dominance and the order of the paper" in err


def test_instances_that_are_too_large_are_refused(monkeypatch, capsys):
    monkeypatch.setattr(command, "MOST_STATES", 15)
    status, _, err = run(capsys, "eliminate", COMMON)
    assert status == 2
    assert "states behind third messages: at most 15, got 16" in err


def test_the_row_of_theorem_6(tmp_path):
    found = verdict_of_theorem_6(COMMON)
    assert found.verdict is Verdict.HELD
    # 4 kinds of agents, 2² second and 3² third tuples up to order; states 4 and 2⁴ behind them in all
    assert found.evidence.startswith(f"{4 * (4 + 9)} cases: ")
    assert f"every one of {4 * (4 + 16)} states" in found.evidence
    text = COMMON.read_text(encoding="utf-8").replace('"H; H, H" = [1]', '"H; H, H" = [0]')
    file = tmp_path / "market.toml"
    file.write_text(text[: text.index("[expect]")], encoding="utf-8")
    found = verdict_of_theorem_6(file)
    assert found.verdict is Verdict.UNCHECKED
    assert found.evidence.startswith("refused: (15) fails; so buyer 4 with signal")
    text = (EXAMPLES / "theorem-6" / "nothing-best.toml").read_text(encoding="utf-8")
    file.write_text(text[: text.index("[witness]")], encoding="utf-8")
    assert verdict_of_theorem_6(file).verdict is Verdict.REFUTED


def test_survivors_are_those_of_17_and_18():
    survivors = command.eliminate_g_plus(load_any_instance(COMMON))
    for left in survivors.left:
        for part in (Part.SECOND, Part.THIRD):
            rules = SETS[part.value](survivors.instance, left.i, left.own)
            assert all(rules.at(shown) == box for shown, box in left.later[part].items())
