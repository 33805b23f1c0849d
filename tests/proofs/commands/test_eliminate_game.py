"""The command `undominated eliminate`, run as a user runs it."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.all_orders import guess
from gametheory.elimination.reductions import Reductions, Step
from gametheory.formats.nfg import read_nfg, write_nfg
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import restricted_game
from proofs.commands import eliminate_game as command
from tests.calls import Called, call
from tests.example_games import GAMES, example


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")


def run(*arguments: object) -> Called:
    return call("eliminate", *arguments)


def write(tmp_path: Path, text: str, name: str = "game.nfg") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(text: str) -> list[list[str]]:
    """The rows of the tables in a report that is wide enough, without their headings."""
    lines = [line.split("  ") for line in text.splitlines() if line.startswith("  ")]
    return [[cell.strip() for cell in line if cell.strip()] for line in lines]


def test_the_answer_comes_first_and_then_round_by_round_who_leaves():
    result = run(GAMES / "strict.nfg", "--relation", "strict")
    assert (result.status, result.err) == (0, "")
    answer, *rest = result.out.splitlines()
    assert (
        answer
        == "Solved: 3 rounds of strict dominance leave one profile, with payoffs (4, 3). It is a Nash equilibrium."
    )
    assert "In each round all dominated strategies leave" in rest
    assert "Strictly dominated: another one pays more whatever the others do." in rest
    assert rows(result.out) == [
        ["player", "left", "how many"],
        ["Row", "U", "1 of 3"],
        ["Column", "L", "1 of 3"],
        ["when", "player", "leaves", "strictly dominated by"],
        ["round 1", "Column", "C", "R, which against U pays 2 instead of 1"],
        ["round 2", "Row", "M, D", "U, which against L pays 4 instead of 2 (M)"],
        ["round 3", "Column", "R", "L, which against U pays 3 instead of 2"],
    ]


def test_all_lists_every_removal():
    assert rows(run(GAMES / "strict.nfg", "--relation", "strict", "--all").out)[4:] == [
        ["round 1", "Column", "C", "R, which against U pays 2 instead of 1"],
        ["round 2", "Row", "M", "U, which against L pays 4 instead of 2"],
        ["round 2", "Row", "D", "U, which against L pays 4 instead of 3"],
        ["round 3", "Column", "R", "L, which against U pays 3 instead of 2"],
    ]


def test_many_strategies_are_counted_unless_all_are_wanted(tmp_path):
    game = NormalFormGame.from_function(
        lambda a: (int(a[0] == 29), 0), [[f"a{k:02}" for k in range(30)], ["x"]]
    )
    path = tmp_path / "game.nfg"
    write_nfg(game, path)
    said = run(path, "--relation", "strict").out
    assert "a11 and 17 more" in said
    assert "a12" not in said
    assert "--all has those of every strategy." in said
    everything = run(path, "--relation", "strict", "--all").out
    assert all(f" a{k:02} " in everything for k in range(30))
    assert "more" not in everything.replace("pays more", "")
    many = NormalFormGame.from_arrays([[[0]] * 30] * 2)
    write_nfg(many, path)
    assert " 12 and 18 more" in run(path).out
    assert "\n--all lists every strategy.\n" in run(path).out
    assert "strategy 12 of player 1 and 18 more.\n" in run(path).out
    assert "13" in run(path, "--all").out


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("mixed-dominator", ["--relation=strict"], "Not solved: no strategy is strictly dominated, which leaves 3 x 2 strategies."),
        (
            "mixed-dominator",
            ["--relation=strict", "--by=mixed"],
            "Not solved: 1 round of strict dominance by mixtures leaves 2 x 2 strategies. Not every combination of these is a Nash equilibrium: at (U, R) Row would rather play D.",
        ),
        ("order-matters", [], "Not solved: 1 round of weak dominance leaves 1 x 2 strategies. Every combination of these is a Nash equilibrium."),
        ("chairs-paradox", ["--rounds=1"], "Stopped as asked: 1 round of weak dominance leaves 1 x 2 x 2 strategies. "),
        ("burning-money", ["--rounds=4"], "Stopped as asked: 4 rounds of weak dominance leave 2 x 1 strategies. Not every "),
        ("burning-money", ["--rounds=5"], "Solved: 5 rounds of weak dominance leave one profile, with payoffs (3, 1). It is a Nash equilibrium."),
        ("burning-money", ["--rounds=1", "--then=strict"], "Not solved: 1 round of weak dominance, then none of strict dominance, leaves 3 x 4 strategies."),
        ("burning-money", ["--relation=strict", "--then=weak"], "Solved: no round of strict dominance, then 5 of weak dominance, leave one profile"),
    ],
)  # fmt: skip
def test_the_answer(name, arguments, answer):
    assert run(GAMES / f"{name}.nfg", *arguments).out.startswith(answer)


def test_a_game_is_solved_as_far_as_payoffs_go(tmp_path):
    path = write(tmp_path, 'NFG 1 R "" { "A" "B" } { 2 2 } 1 1 0 0 1 1 0 0')
    said = run(path).out
    assert said.startswith(
        "Solved as far as payoffs go: 1 round of weak dominance leaves 1 x 2 strategies, and every profile of these pays (1, 1). Every combination of these is a Nash equilibrium."
    )


def test_the_relation_of_each_round_is_told():
    path = GAMES / "strict.nfg"
    result = run(path, "--rounds", 1, "--then", "strict")
    assert result.out.startswith(
        "Solved: 1 round of weak dominance, then 2 of strict dominance, leave one profile"
    )
    assert [row[0] for row in rows(result.out)[4:]] == ["round 1, weak", "round 2, strict", "round 3, strict"]
    assert "Weakly dominated: another one never pays less" in result.out
    assert "Strictly dominated: another one pays more" in result.out
    found = json.loads(run(path, "--rounds", 1, "--then", "strict", "--json").out)
    assert (found["relation"], found["then"], found["turn"], found["finished"]) == ("weak", "strict", 1, True)


def test_dominant_strategies_are_named(tmp_path):
    prisoners = write(tmp_path, 'NFG 1 R "" { "A" "B" } { { "C" "D" } { "C" "D" } } 3 3 5 0 0 5 1 1')
    assert "\nStrictly dominant: D of A, D of B.\n" in run(prisoners, "--relation", "strict").out
    assert "\nWeakly dominant: M of Row.\n" in run(GAMES / "order-matters.nfg", "--relation", "strict").out
    assert "dominant:" not in run(GAMES / "strict.nfg").out
    assert "\nDominant, though another strategy pays the same: L of Column, R of Column.\n" in (
        run(GAMES / "mixed-dominator.nfg").out
    )
    assert json.loads(run(GAMES / "order-matters.nfg", "--json").out)["dominant"] == {
        "Row": {"M": "weak"},
        "Column": {},
    }


def test_the_closing_remark_recommends_what_is_left(tmp_path):
    """Against L both U, which has left, and D pay 2, M 1."""
    path = write(
        tmp_path, 'NFG 1 R "" { "Row" "Column" } { { "U" "M" "D" } { "L" "R" } } 2 0 1 0 2 0 0 0 2 0 1 0'
    )
    assert "at (M, L) Row would rather play D." in run(path).out
    assert json.loads(run(path, "--json").out)["deviation"] == {
        "profile": {"Row": "M", "Column": "L"},
        "player": "Row",
        "better": "D",
    }


def test_json_is_one_object_and_nothing_else():
    result = run(GAMES / "chairs-paradox.nfg", "--json")
    assert json.loads(result.out) == {
        "relation": "weak",
        "by": "pure",
        "finished": True,
        "survivors": {"Chair": ["A"], "Second": ["C"], "Third": ["C"]},
        "deviation": None,
        "dominant": {"Chair": {"A": "weak"}, "Second": {}, "Third": {}},
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
    path = write(tmp_path, 'NFG 1 R "" { "A" "B" } { { "" "" } { "" "" } } 3 3 5 0 0 5 1 1')
    found = json.loads(run(path, "--json").out)
    assert found["survivors"] == {"A": ["2"], "B": ["2"]}
    assert found["rounds"] == [
        [{"player": "A", "strategy": "1", "by": "2"}, {"player": "B", "strategy": "1", "by": "2"}]
    ]
    assert ["round 1", "A", "1", "strategy 2, which against strategy 1 pays 5 instead of 3"] in rows(
        run(path).out
    )


def test_all_orders_are_reported_with_two_that_differ():
    result = run(GAMES / "order-matters.nfg", "--orders", "--step", "one")
    assert "There are 6 sets of survivors that some order passes." in result.out
    assert "The order matters: 3 ends, leaving 3 different games even up to" in result.out
    assert "against M Column is indifferent between L and R, but Row is not." in result.out
    assert ["end 2", "2", "Row: M, B; Column: R", "(2, 1)"] in rows(result.out)
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
    assert "Whether the order matters for who is left is open: 0 ends known." in result.out
    answer = json.loads(run(GAMES / "chairs-paradox.nfg", "--orders", "--nodes", 2, "--json").out)
    assert answer["orders"]["complete"] is False
    assert answer["orders"]["order_independent"] is None


def test_where_the_graph_is_too_large_the_ends_are_compared_without_it(tmp_path):
    """Guess two thirds of the average has 160 sets of survivors, 42 but for names and exchanges of players."""
    file = tmp_path / "guess.nfg"
    write_nfg(guess(3, 5), file)
    result = run(file, "--orders", "--nodes=50")
    assert (result.status, "whether the order matters for who is left" in result.err) == (3, True)
    assert "All orders leave the same game up to duplicate strategies and names (42 sets of" in result.out
    assert "indifferen" not in result.out
    orders = json.loads(run(file, "--orders", "--nodes=50", "--json").out)["orders"]
    assert orders["order_independent"] is None
    assert orders["order_independent_up_to_outcomes"] is True
    result = run(file, "--orders", "--nodes=40")
    assert (result.status, "whether the order matters;" in result.err) == (3, True)


@pytest.mark.parametrize(("step", "games"), [("one", 2), ("any", 3)])
def test_without_the_graph_the_steps_are_those_that_are_asked_for(monkeypatch, tmp_path, step, games):
    """Two whose first strategies are dominated because of each other: one goes, or the other, or both at once."""
    file = tmp_path / "alone.nfg"
    write_nfg(NormalFormGame.from_arrays([[[0, 0], [1, 0]], [[0, 1], [0, 0]]]), file)
    monkeypatch.setattr(
        command, "_explore", lambda game, question: Reductions(game, step=Step(question.step))
    )
    assert f"orders leave {games} different games" in run(file, "--orders", "--step", step).out


def test_ends_that_differ_are_found_where_the_graph_knows_none(monkeypatch):
    monkeypatch.setattr(command, "_explore", lambda game, question: Reductions(game))
    result = run(GAMES / "order-matters.nfg", "--orders")
    assert result.status == 0
    assert "The order matters: orders leave 3 different games even up to duplicate strategies" in result.out
    assert "\nAnother order ends with " in result.out


@pytest.mark.parametrize(
    ("arguments", "question"),
    [
        (("--orders", "--nodes=2"), "whether the order matters"),
        (("--orders", "--nodes=2", "--json"), "whether the order matters"),
        (("--orders", "--seconds=0"), "whether the order matters"),
        (("--keep=Row=T", "--nodes=1"), "whether some order keeps what --keep names"),
    ],
)
def test_what_is_asked_and_left_open_is_not_a_success(arguments, question):
    status, _, err = run(GAMES / "order-matters.nfg", *arguments)
    assert (status, question in err) == (3, True)


def test_what_is_settled_before_the_search_ends_is_a_success():
    game = GAMES / "order-matters.nfg"
    assert run(game, "--keep=Row=M", "--nodes=3").status == 0
    assert run(game, "--seconds=nan", "--orders").status == 2


def test_an_order_that_keeps_a_strategy():
    game = GAMES / "order-matters.nfg"
    result = run(game, "--keep", "Row=T", "--keep", "Column=L", "--step", "one")
    assert "\nA shortest order that keeps T of Row and L of Column\n" in result.out
    assert ["step 2", "Column", "R", "L, which against T pays 1 instead of 0"] in rows(result.out)
    assert "No order keeps T of Row and R of Column." in run(game, "--keep=Row=T", "--keep=Column=R").out
    assert "Whether some order keeps T of Row is open." in run(game, "--keep=Row=T", "--nodes=1").out
    kept = json.loads(run(game, "--keep=Row=T", "--json").out)["kept"]
    assert kept["possible"] is True
    assert kept["shortest"] is True
    assert [[removal["strategy"] for removal in step] for step in kept["steps"]] == [["B"], ["R"]]


def test_a_name_that_there_is_not_brings_the_nearest_ones():
    market = GAMES.parent / "two-units.toml"
    status, out, err = run(market, "--keep", "seller 1=0 1 x")
    assert (status, out) == (2, "")
    assert "seller 1 has 27 strategies, the nearest are 0 1 2, 0 1 1, 0 1 0, " in err
    assert err.endswith(", got seller 1=0 1 x\n")
    assert (
        "the players seller 1, seller 2, buyer 3, buyer 4, got seller 9=0"
        in run(market, "--keep", "seller 9=0").err
    )


def test_what_is_left_is_written_as_a_game(tmp_path):
    path = tmp_path / "reduced.nfg"
    assert run(GAMES / "strict.nfg", "--rounds", 1, "--output", path).status == 0
    left = read_nfg(path)
    assert left.game == restricted_game(example("strict"), ((0, 1, 2), (0, 2)))
    assert left.title == "strict: what 1 round of weak dominance leaves"
    assert json.loads(run(path, "--json").out)["survivors"] == {"Row": ["U"], "Column": ["L"]}
    assert run(GAMES.parent / "first.toml", "--output", path).status == 0
    assert read_nfg(path).game.strategies == (("0 1 1",), ("0 0 1",), ("1 1 0",), ("1 1 0",))


@pytest.mark.parametrize(
    ("name", "option"),
    [("x.nfg", "--output"), ("x.nfg", "--certificate"), ("x.nfg", "--write-expect"), ("x.svg", "--graph")],
)
def test_no_option_writes_over_the_game_or_over_what_another_one_writes(tmp_path, monkeypatch, name, option):
    monkeypatch.chdir(tmp_path)
    content = (GAMES / "strict.nfg").read_bytes()
    for file in ("x.nfg", "x.svg"):
        Path(file).write_bytes(content)
    Path("link.nfg").symlink_to("x.nfg")
    own = name if option == "--graph" else "link.nfg"
    status, out, err = run(own, option, name)
    assert (status, out) == (2, "")
    assert err == f"undominated: {option}: a file that the command does not use otherwise, got {name}\n"
    assert Path(name).read_bytes() == content
    _, _, err = run("x.nfg", "--output", "y.nfg", "--write-expect", "y.nfg")
    assert err == "undominated: --write-expect: a file that the command does not use otherwise, got y.nfg\n"
    assert not Path("y.nfg").exists()


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
        (["game.txt"], "game.txt: a game is a file .nfg, .efg, .gbt, .agg, .bagg, .csv or .toml, got .txt"),
        (["."], ".: a game is a file .nfg, .efg, .gbt, .agg, .bagg, .csv or .toml, got no suffix"),
        ([STRICT, "--graph", "x.gif"], "--graph: a file .svg or .png or .dot, got x.gif"),
        (
            [STRICT, "--keep", "Row=Q"],
            "--keep: PLAYER=STRATEGY, and Row has the strategies U, M, D, got Row=Q",
        ),
        (
            [STRICT, "--keep", "foo"],
            "--keep: PLAYER=STRATEGY, and the game has the players Row, Column, got foo",
        ),
        (
            [STRICT, "--keep", "Rwo=U"],
            "--keep: PLAYER=STRATEGY, and the game has the players Row, Column, got Rwo=U",
        ),
        (
            [STRICT, "--keep", "M"],
            "--keep: PLAYER=STRATEGY, and the game has the players Row, Column (did you mean Row=M?), got M",
        ),
        ([STRICT, "--output", "x.gbt"], "--output: a file .nfg, got x.gbt"),
        ([STRICT, "--then", "weak"], "--then: another relation than --relation, got weak twice"),
        (
            [STRICT, "--then", "strict"],
            "--then strict: with --rounds N, for where nobody is weakly dominated nobody is strictly",
        ),
        (
            [STRICT, "--rounds", "1", "--orders"],
            "--rounds and --then: not with --orders, --keep or --graph, which have no rounds",
        ),
        ([STRICT, "--expect", "x.toml"], "x.toml: no such file (--write-expect x.toml writes it)"),
        (
            [STRICT, "--expect", "x.toml", "--write-expect", "y.toml"],
            "--write-expect: not with --expect, which reads such a file",
        ),
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

    def interrupted(game, relation, by, *, progress, **_):
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
