"""`eliminate` with private signals: in G** by plans, in G+ by Theorem 6; or what is in the way."""

import json

import pytest

from proofs.commands.reports import plan_elimination
from proofs.theorem_6 import survivors
from tests.calls import call
from tests.example_games import EXAMPLES

COMMON = EXAMPLES / "g-plus-common-values.toml"
PLANS = EXAMPLES / "common-values.toml"


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")


def test_what_survives_by_hand():
    """Given both other buyers' signals a unit is worth, to L, 0, 1/4, 5/8 and, to H, 3/8, 3/4, 1; the price is 1/2.

    First messages reveal the signals: dear sellers and L name 0. A third message shows two buyers.
    """
    status, out, err = call("eliminate", COMMON)
    assert (status, err) == (0, "")
    low, high = out.split("  buyer 4 with signal L        third")[1].split(
        "  buyer 4 with signal H        third"
    )
    assert "1 at 1/2 after (0; 1; 0; 1), (0; 1; 1; 1), (1; 1; 1; 1)" in low
    assert "0 at 1/2 after (0; 0; 0; 0), (0; 0; 1; 0), (1; 0; 1; 0)" in high
    assert "on the path, 16 of 16 tuples:" in high
    assert "S^∞ = S²" in out


def test_which_market_it_is_comes_first():
    assert call("eliminate", COMMON).out.splitlines()[:7] == [
        "G+ with common values for buyers: Condition 3 holds, and first messages reveal the signals",
        "G+: n = 1, 3 sellers and 3 buyers in r = 3 groups; k = 1, l = 1; ties: lowest",
        "P: 1 price 1/2",
        "X: 2 bundles 0, 1",
        "η = 1/10; signals: sellers cheap, dear; buyers L, H",
        "",
        "2 rounds of weak dominance leave the plans of S^1 that name what is listed: S^∞ = S². Every survivor is a best "
        "reply to all survivors (Theorem 6, with the own signal known).",
    ]
    assert (
        "G**: n = 1, 2 sellers and 2 buyers in 2 groups; k = 1, l = 1; ties: lowest"
        in call("eliminate", PLANS).out
    )


def test_as_json():
    status, out, _ = call("eliminate", COMMON, "--json")
    found = json.loads(out)
    assert (status, found["rounds"], found["alike"]) == (0, 2, True)
    shown = [each["after"] for each in found["survivors"]["seller 1 with signal dear"]["third"]]
    assert shown == sorted(shown)
    low = found["survivors"]["buyer 4 with signal L"]
    assert low["first"] == [[0]]
    assert {"after": [[0], [1], [0], [1]], "names": [[1]]} in low["third"]
    assert (len(low["second"]), len(low["third"])) == (4, 9)  # of 2² and 2⁴ tuples, up to order


def test_ties_are_listed():
    _, out, _ = call("eliminate", EXAMPLES / "theorem-6" / "on-the-path.toml")
    assert "0 or 1 at 1/2 after (1; 0)" in out
    says = "Off the path, and between several best bundles, survivors name what round 1 leaves: some may be gone."
    assert says in " ".join(out.split())  # as 0 is here: the printed Theorem 6 is refuted by it
    document = json.loads(call("eliminate", EXAMPLES / "theorem-6" / "on-the-path.toml", "--json").out)
    assert document["remarks"] == [says]


def test_all_agents_are_listed_where_they_differ(tmp_path):
    text = COMMON.read_text(encoding="utf-8").replace(
        'copies = 3\ndepends_on = "own"', 'copies = 2\ndepends_on = "own"'
    )
    other = '[[seller]]\ndepends_on = "own"\nunit_costs = { cheap = ["1/8"], dear = ["3/4"] }\n\n'
    file = tmp_path / "market.toml"
    file.write_text(text.replace("# By her own signal", other + "# By her own signal"), encoding="utf-8")
    status, out, _ = call("eliminate", file)
    assert status == 0
    assert out.count("with signal") == 12 * 3  # messages
    assert "alike" not in out


def test_what_is_too_large_to_be_rechecked_says_so(monkeypatch):
    monkeypatch.setattr("mechanisms.g_double_star.one_buyer.played.MOST_PROFILES", 1)
    status, out, _ = call("eliminate", EXAMPLES / "theorem-4" / "off-the-path.toml")
    assert status == 0
    said = " ".join(out.split())
    assert "as found, not rechecked: strategies of the others: at most 1, got 2." in said


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


@pytest.mark.parametrize(
    "option",
    [
        ["--orders"],
        ["--relation", "strict"],
        ["--graph", "x.svg"],
        ["--output", "x.nfg"],
        ["--rounds=1", "--then=strict"],
    ],
)
def test_other_questions_are_refused(option):
    status, _, err = call("eliminate", COMMON, *option)
    assert status == 2
    assert "in G** and G+, weak dominance and the order of the paper" in err
    assert call("eliminate", COMMON, "--rounds", 1).err == (
        "undominated: --rounds: in G+ Theorem 6 says what is left in the end, got 1\n"
    )


def test_instances_that_are_too_large_are_refused(monkeypatch):
    monkeypatch.setattr(survivors, "MOST_STATES", 8)
    status, _, err = call("eliminate", COMMON)
    assert status == 2
    assert "censuses behind third messages: at most 8, got 9" in err


def test_eliminate_says_why():
    status, out, _ = call("eliminate", EXAMPLES / "common-values.toml")
    assert status == 0
    assert (
        "2 rounds of weak dominance leave these plans: S^∞ = S^2. Every combination of them is a Bayesian"
        in out
    )
    assert "  buyers 3, 4 with signal low    4 of 4,096\n" in out
    assert (
        "  round 1   buyers 3, 4 with signal low    4,096 to 16   a first message that asks for 0 at price 0"
        in out
    )
    assert (
        "after the mate's first message (1 at 0, 1 at 1) buying 0 at price 1: only high still sends it; "
        "given high that earns 0, buying 1 earns 1/2"
    ) in out


def test_plans_after_one_round():
    """After that round a plan may still buy where the mate's message shows a low value."""
    status, out, _ = call("eliminate", PLANS, "--rounds", 1)
    assert status == 0
    assert "Stopped as asked: 1 round of weak dominance leaves these plans, S^1. Not every combination" in out
    assert (
        "the third message (1 0; 1 0; 1 0; 1 0) survives, but against some survivors (1 0; 1 0; 1 0; 1 1)"
        in out
    )
    found = json.loads(call("eliminate", PLANS, "--rounds", 1, "--json").out)
    assert (found["finished"], len(found["rounds"])) == (False, 1)
    better = [[1, 0], [1, 0], [1, 0], [1, 1]]
    assert (
        better in found["survivors"]["buyer 3 with signal low"]["third"]
    )  # and so it is nothing that has left
    assert json.loads(call("eliminate", PLANS, "--rounds", 3, "--json").out)["finished"] is True


def test_reasons_are_counted_unless_all_are_wanted(monkeypatch):
    monkeypatch.setattr(plan_elimination, "MOST_LISTED", 7)
    said, everything = (call("eliminate", PLANS, *option).out for option in ([], ["--all"]))
    assert said.count("and 1 more reason (--all lists every one)") == 2
    assert "more reason" not in everything
    assert everything.count("after the mate's first message (1 at 0, 1 at 1) buying 0 at price 0") == 2


@pytest.mark.parametrize("by", ["pure", "mixed"])
def test_eliminate_as_json(by):
    status, out, _ = call("eliminate", EXAMPLES / "common-values.toml", "--json", "--by", by)
    found = json.loads(out)
    assert status == 0
    assert [len(losers) for losers in found["rounds"]] == [4, 4]
    low = found["survivors"]["buyer 3 with signal low"]
    assert (low["plans"], low["first"], low["second"]) == (4, [[1, 0]], [[1, 0]])
    assert all(third[2:] == [[1, 0], [1, 1]] for third in low["third"])


@pytest.mark.thorough
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


@pytest.mark.parametrize(
    "option",
    [
        ["--orders"],
        ["--relation", "strict"],
        ["--graph", "x.svg"],
        ["--output", "x.nfg"],
        ["--rounds=1", "--then=strict"],
    ],
)
def test_eliminate_refuses_what_it_cannot_do_on_plans(option):
    status, _, err = call("eliminate", EXAMPLES / "common-values.toml", *option)
    assert status == 2
    assert "weak dominance and the order of the paper" in err
