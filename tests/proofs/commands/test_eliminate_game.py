"""The command `undominated eliminate`, run as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gametheory.elimination.reductions import Reductions
from proofs.commands import eliminate_game as command
from tests.calls import Called, call
from tests.example_games import GAMES


def run(*arguments: object) -> Called:
    return call("eliminate", *arguments)


def write(tmp_path: Path, text: str, name: str = "game.nfg") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_it_explains_a_textbook_game_round_by_round():
    result = run(GAMES / "strict.nfg", "--relation", "strict")
    assert result.status == 0
    assert result.err == ""
    assert result.out.splitlines() == [
        "A game of 2 players, 3 x 3 strategies.",
        "Strict dominance by a strategy:",
        "the dominator pays more whatever the others do.",
        "In each round all dominated strategies of all players leave.",
        "",
        "Round 1",
        "  Column drops C: strictly dominated by R, which against U pays 2 instead of 1",
        "",
        "Round 2",
        "  Row drops M: strictly dominated by U, which against L pays 4 instead of 2",
        "  Row drops D: strictly dominated by U, which against L pays 4 instead of 3",
        "",
        "Round 3",
        "  Column drops R: strictly dominated by L, which against U pays 3 instead of 2",
        "",
        "Nothing is dominated any more after 3 rounds. What is left:",
        "  Row: U (1 of 3)",
        "  Column: L (1 of 3)",
        "This is a Nash equilibrium.",
    ]


def test_json_is_one_object_and_nothing_else():
    result = run(GAMES / "chairs-paradox.nfg", "--json")
    assert json.loads(result.out) == {
        "survivors": {"Chair": ["A"], "Second": ["C"], "Third": ["C"]},
        "rounds": [
            [
                {"player": "Chair", "strategy": "B", "by": "A"},
                {"player": "Chair", "strategy": "C", "by": "A"},
                {"player": "Second", "strategy": "B", "by": "C"},
                {"player": "Third", "strategy": "A", "by": "B"},
            ],
            [
                {"player": "Second", "strategy": "A", "by": "C"},
                {"player": "Third", "strategy": "B", "by": "C"},
            ],
        ],
    }


def test_a_mixture_is_an_object_of_weights():
    result = run(GAMES / "mixed-dominator.nfg", "--by", "mixed", "--relation", "strict", "--json")
    assert json.loads(result.out)["rounds"] == [
        [{"player": "Row", "strategy": "M", "by": {"U": "1/2", "D": "1/2"}}]
    ]


def test_strategies_without_labels_are_numbered_from_1(tmp_path):
    path = write(tmp_path, 'NFG 1 R "" { "A" "B" } { { "" "" } { "x" "x" } } 3 3 5 0 0 5 1 1')
    assert json.loads(run(path, "--json").out) == {
        "survivors": {"A": ["2"], "B": ["2"]},
        "rounds": [
            [{"player": "A", "strategy": "1", "by": "2"}, {"player": "B", "strategy": "1", "by": "2"}]
        ],
    }
    assert (
        "A drops strategy 1: weakly dominated by strategy 2, which against strategy 1 pays 5 instead of 3"
        in (run(path).out)
    )


def test_all_orders_are_reported_with_two_that_differ():
    result = run(GAMES / "order-matters.nfg", "--orders", "--step", "one")
    assert "There are 6 sets of survivors that some order passes." in result.out
    assert "The order matters: 3 ends, leaving 3 different games even up to" in result.out
    assert "against M Column is indifferent between L and R, but Row is not." in result.out
    assert "  end 2: Row: M, B; Column: R, payoffs (2, 1)\n" in result.out
    assert "\nOne order ends with " in result.out
    assert "\nAnother order ends with " in result.out
    orders = json.loads(run(GAMES / "order-matters.nfg", "--orders", "--json").out)["orders"]
    assert orders["complete"] is True
    assert orders["order_independent"] is orders["order_independent_up_to_outcomes"] is False
    assert [len(members) for members in orders["ends"]] == [1, 2, 2]
    assert {"Row": ["T", "M"], "Column": ["L"]} in orders["ends"][2]


def test_an_order_that_does_not_matter():
    assert "The order does not matter" in run(GAMES / "burning-money.nfg", "--orders").out
    assert "Whenever a player is indifferent" in run(GAMES / "chairs-paradox.nfg", "--orders").out
    assert "The order matters for who is left: 2 ends. All are the same game up to" in (
        run(GAMES / "chairs-paradox.nfg", "--orders").out
    )


def test_a_truncated_search_says_so():
    result = run(GAMES / "chairs-paradox.nfg", "--orders", "--nodes", 2)
    assert "Truncated: 2 sets of survivors seen, more exist." in result.out
    assert "Whether the order matters is open: 0 ends known." in result.out
    answer = json.loads(run(GAMES / "chairs-paradox.nfg", "--orders", "--nodes", 2, "--json").out)
    assert answer["orders"]["complete"] is False
    assert answer["orders"]["order_independent"] is None


def test_an_order_that_keeps_a_strategy():
    game = GAMES / "order-matters.nfg"
    result = run(game, "--keep", "Row=T", "--keep", "Column=L", "--step", "one")
    assert "A shortest order that keeps T of Row and L of Column:\n  step 1: Row drops B" in result.out
    assert "No order keeps T of Row and R of Column." in run(game, "--keep=Row=T", "--keep=Column=R").out
    assert "Whether some order keeps T of Row is open." in run(game, "--keep=Row=T", "--nodes=1").out
    kept = json.loads(run(game, "--keep=Row=T", "--json").out)["kept"]
    assert kept["possible"] is True
    assert kept["shortest"] is True
    assert [[removal["strategy"] for removal in step] for step in kept["steps"]] == [["B"], ["R"]]


def test_a_picture_is_drawn(tmp_path):
    for name in ("game.svg", "game.dot"):
        path = tmp_path / name
        result = run(GAMES / "order-matters.nfg", "--graph", path)
        assert result.status == 0
        text = path.read_text(encoding="utf-8")
        assert "Row: M, B" in text
    assert ElementTree.parse(tmp_path / "game.svg").getroot().tag.endswith("svg")


STRICT = GAMES / "strict.nfg"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.nfg"], "none.nfg: No such file or directory"),
        (["game.txt"], "game.txt: a game is a file .nfg or .toml, got .txt"),
        (["."], ".: a game is a file .nfg or .toml, got no suffix"),
        ([STRICT, "--graph", "x.png"], "--graph: a file .svg or .dot, got x.png"),
        ([STRICT, "--keep", "Row=Q"], "--keep: PLAYER=STRATEGY with labels of the game, got Row=Q"),
        ([STRICT, "--graph", "no/such/x.svg"], "no/such/x.svg: No such file or directory"),
    ],
)
def test_bad_input_is_one_line_and_status_2(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert (result.status, result.err) == (2, f"undominated: {message}\n")


def test_a_bad_file_is_one_line_and_status_2(tmp_path):
    path = write(tmp_path, 'NFG 1 R "" { "A" } { 2 }\n\n1 x\n')
    for options in ([], ["--json"], ["--orders"]):
        result = run(path, *options)
        assert (result.status, result.out) == (2, "")
        assert result.err == f"undominated: {path}, line 3: a payoff is an integer, a decimal or p/q, got x\n"


@pytest.mark.parametrize("option", [["--relation", "very weak"], ["--by", "luck"], ["--nodes", "0"]])
def test_options_that_do_not_exist_are_status_2(option):
    result = run(GAMES / "strict.nfg", *option)
    assert (result.status, result.out) == (2, "")


def test_an_interruption_says_what_is_known_and_is_status_130(monkeypatch):
    real = command.eliminate

    def interrupted(game, relation, by, progress):
        def stop(r, survivors):
            progress(r, survivors)
            if r == 2:
                raise KeyboardInterrupt

        return real(game, relation, by, progress=stop)

    monkeypatch.setattr(command, "eliminate", interrupted)
    result = run(GAMES / "strict.nfg")
    assert (result.status, result.out) == (130, "")
    assert result.err == "undominated: interrupted in round 3; left after round 2: Row: U; Column: L, R\n"


def test_an_interrupted_search_reports_the_ends_it_has_seen(monkeypatch):
    real = Reductions.grow

    def grow(reductions, nodes, edges, seconds, progress):
        def stop(seen, ends):
            progress(seen, ends)
            if ends == 2:
                raise KeyboardInterrupt

        return real(reductions, nodes, edges, seconds, stop)

    monkeypatch.setattr(Reductions, "grow", grow)
    result = run(GAMES / "order-matters.nfg", "--orders", "--json")
    assert (result.status, result.out) == (130, "")
    assert "Truncated" in result.err
    assert "The order matters: 2 ends known so far, leaving 2" in result.err
    assert result.err.endswith("undominated: interrupted; the above is what is known so far\n")


def test_it_runs_as_a_program():
    program = "from proofs.commands.main import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", program, "eliminate", GAMES / "narrow-margin.nfg", "--json"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert json.loads(result.stdout)["survivors"] == {"Row": ["B"], "Column": ["c1"]}
    assert result.stderr == ""


def test_a_market_is_listed_and_eliminated():
    # Under Condition 1 one round leaves the price-taking messages: at 1/4 and below seller 1 sells nothing.
    answer = json.loads(run(GAMES.parent / "first.toml", "--json").out)
    assert answer["survivors"] == {
        "seller 1": ["0 1 1"],
        "seller 2": ["0 0 1"],
        "buyer 3": ["1 1 0"],
        "buyer 4": ["1 1 0"],
    }
    assert len(answer["rounds"]) == 1


def test_a_market_too_large_to_list_is_refused_in_one_line():
    result = run(GAMES.parent / "two-commodities.toml")
    assert result.status == 2
    assert "two-commodities.toml: the literal game: 9^9 messages" in result.err
    assert result.err.count("\n") == 1
