"""`eliminate` with private signals: in G** by plans, in G+ by Theorem 6; or what is in the way."""

import json

import pytest

from proofs.theorem_6 import survivors
from tests.calls import call
from tests.example_games import EXAMPLES

COMMON = EXAMPLES / "g-plus-common-values.toml"


def test_what_survives_by_hand():
    """Given both other buyers' signals a unit is worth, to L, 0, 1/4, 5/8 and, to H, 3/8, 3/4, 1; the price is 1/2.

    First messages reveal the signals: dear sellers and L name 0. A third message shows two buyers.
    """
    status, out, err = call("eliminate", COMMON)
    assert (status, err) == (0, "")
    low, high = out.split("buyer 4 with signal L")[1].split("buyer 4 with signal H")
    assert "1 at 1/2 after (0; 1; 0; 1), (0; 1; 1; 1), (1; 1; 1; 1)" in low
    assert "0 at 1/2 after (0; 0; 0; 0), (0; 0; 1; 0), (1; 0; 1; 0)" in high
    assert "third message, on the path after 16 of 16 tuples" in high
    assert "S^∞ = S²" in out


def test_as_json():
    status, out, _ = call("eliminate", COMMON, "--json")
    found = json.loads(out)
    assert (status, found["rounds"], found["alike"]) == (0, 2, True)
    low = found["survivors"]["buyer 4 with signal L"]
    assert low["first"] == [[0]]
    assert {"after": [[0], [1], [0], [1]], "names": [[1]]} in low["third"]
    assert (len(low["second"]), len(low["third"])) == (4, 9)  # of 2² and 2⁴ tuples, up to order


def test_ties_are_listed():
    _, out, _ = call("eliminate", EXAMPLES / "theorem-6" / "on-the-path.toml")
    assert "0 or 1 at 1/2 after (1; 0)" in out


def test_all_agents_are_listed_where_they_differ(tmp_path):
    text = COMMON.read_text(encoding="utf-8").replace(
        'copies = 3\ndepends_on = "own"', 'copies = 2\ndepends_on = "own"'
    )
    other = '[[seller]]\ndepends_on = "own"\nunit_costs = { cheap = ["1/8"], dear = ["3/4"] }\n\n'
    file = tmp_path / "market.toml"
    file.write_text(text.replace("# By her own signal", other + "# By her own signal"), encoding="utf-8")
    status, out, _ = call("eliminate", file)
    assert status == 0
    assert out.count("with signal") == 12
    assert "alike" not in out


def test_what_is_too_large_to_be_rechecked_says_so(monkeypatch):
    monkeypatch.setattr("mechanisms.g_double_star.one_buyer.played.MOST_PROFILES", 1)
    status, out, _ = call("eliminate", EXAMPLES / "theorem-4" / "off-the-path.toml")
    assert status == 0
    said = " ".join(out.split())
    assert "every survivor as found, not rechecked (strategies of the others: at most 1, got 2)" in said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing-best", "payoffs are not anonymous (1 must be worth the same to buyer 4"),
        ("without-condition-3", "Condition 3 fails (seller 1 at price 1/2: selling 1 must be better"),
    ],
)
def test_what_is_not_settled_is_refused_in_one_line(name, said):
    status, out, err = call("eliminate", EXAMPLES / "theorem-6" / f"{name}.toml")
    assert (status, out) == (2, "")
    assert err.startswith(f"undominated: what survives is not settled: {said}")
    assert err.count("\n") == 1


@pytest.mark.parametrize("option", [["--orders"], ["--relation", "strict"], ["--graph", "x.svg"]])
def test_other_questions_are_refused(option):
    status, _, err = call("eliminate", COMMON, *option)
    assert status == 2
    assert "in G** and G+, weak dominance and the order of the paper" in err


def test_instances_that_are_too_large_are_refused(monkeypatch):
    monkeypatch.setattr(survivors, "MOST_STATES", 15)
    status, _, err = call("eliminate", COMMON)
    assert status == 2
    assert "states behind third messages: at most 15, got 16" in err


def test_eliminate_says_why():
    status, out, _ = call("eliminate", EXAMPLES / "common-values.toml")
    assert status == 0
    assert "buyer 3 with signal low: 4,096 plans, 16 left" in out
    assert (
        "after the mate's first message (1 at 0, 1 at 1) buying 0 at price 1: only high still sends it; "
        "given high that earns 0, buying 1 1/2"
    ) in out
    assert "S^∞ = S^2" in out


@pytest.mark.parametrize("by", ["pure", "mixed"])
def test_eliminate_as_json(by):
    status, out, _ = call("eliminate", EXAMPLES / "common-values.toml", "--json", "--by", by)
    found = json.loads(out)
    assert status == 0
    assert [len(losers) for losers in found["rounds"]] == [4, 4]
    low = found["survivors"]["buyer 3 with signal low"]
    assert (low["plans"], low["first"], low["second"]) == (4, [[1, 0]], [[1, 0]])
    assert all(third[2:] == [[1, 0], [1, 1]] for third in low["third"])


def test_eliminate_explains_what_no_single_place_does(tmp_path):
    """The case of the family with values 2, 1/2, 0, 1, independent signals and η = 3/10."""
    text = (EXAMPLES / "common-values.toml").read_text(encoding="utf-8")
    for old, new in [("3/8", "1/4"), ("1/8", "1/4"), ("1/10", "3/10")]:
        text = text.replace(f'"{old}"', f'"{new}"')
    for old, new in [("1/2", "2"), ("3/2", "1/2"), ("3/4", "0"), ("2", "1")]:
        text = text.replace(f'["{old}"]\n', f'["new {new}"]\n')
    text = text.replace('["new ', '["')
    file = tmp_path / "instance.toml"
    file.write_text(text[: text.index("[expect]")], encoding="utf-8")
    status, out, _ = call("eliminate", file)
    assert status == 0
    assert "what they do in several places, taken together" in " ".join(out.split())


@pytest.mark.parametrize("option", [["--orders"], ["--relation", "strict"], ["--graph", "x.svg"]])
def test_eliminate_refuses_what_it_cannot_do_on_plans(option):
    status, _, err = call("eliminate", EXAMPLES / "common-values.toml", *option)
    assert status == 2
    assert "weak dominance and the order of the paper" in err
