"""Files of all kinds in `undominated eliminate`: labels that are kept or said to be others, and agent form."""

import json

import pytest

from tests.calls import call

CENTIPEDE = """EFG 2 R "take or pass, twice" { "Ann" "Bob" }
p "" 1 1 "" { "Take" "Pass" } 0
t "" 1 "" { 2, 1 }
p "" 2 1 "" { "take" "pass" } 0
t "" 2 "" { 1, 4 }
t "" 3 "" { 3, 3 }
"""
POKER = """EFG 2 R "one card" { "Ann" "Bob" }
c "" 1 "" { "king" 1/2 "queen" 1/2 } 0
p "" 1 1 "" { "bet" "fold" } 0
p "" 2 1 "" { "call" "pass" } 0
t "" 1 "" { 2, -2 }
t "" 2 "" { 1, -1 }
t "" 3 "" { -1, 1 }
p "" 1 2 "" { "bet" "fold" } 0
p "" 2 1 "" { "call" "pass" } 0
t "" 4 "" { -2, 2 }
t "" 2
t "" 3
"""


@pytest.fixture
def eliminate(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(name, text, *options):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return call("eliminate", name, *options)

    return run


def test_a_blank_label_is_not_another_strategy_of_the_file(eliminate):
    text = 'NFG 1 R "" { "Ann" "Bob" } { { "" "1" } { "L" "R" } } 5 0 1 0 5 0 1 0'
    result = eliminate("game.nfg", text, "--json")
    answer = json.loads(result.out)
    assert answer["survivors"]["Ann"] == ["(1)"]
    assert answer["rounds"] == [[{"player": "Ann", "strategy": "1", "by": "(1)"}]]
    assert answer["relabelled"] == [
        {"what": "strategy", "of": "player Ann", "numbers": [1], "label": "", "shown": ["(1)"]}
    ]
    assert result.err == "game.nfg: player Ann: strategy 1 has no label: shown as '(1)'\n"
    assert "An order" not in eliminate("game.nfg", text, "--keep", "Ann=1").out
    assert "shortest order that keeps (1) of Ann" in eliminate("game.nfg", text, "--keep", "Ann=(1)").out


def test_doubled_labels_are_shown_apart_in_words_in_json_and_to_keep(eliminate):
    text = 'NFG 1 R "" { "Ann" "Bob" } { { "a" "b" "a" } { "L" } } 1 0 2 0 3 0'
    result = eliminate("game.nfg", text)
    assert "a (1), b   a (3), which against L pays 3 instead of 1" in result.out
    said = "player Ann: strategies 1 and 3 have the same label 'a': shown as 'a (1)' and 'a (3)'"
    assert result.err == f"game.nfg: {said}\n"
    assert "keeps a (3) of Ann" in eliminate("game.nfg", text, "--keep", "Ann=a (3)").out
    refused = eliminate("game.nfg", text, "--keep", "Ann=a")
    assert (refused.status, refused.out) == (2, "")
    assert "relabelled" not in json.loads(eliminate("game.nfg", 'NFG 1 R "" {"A"} {2} 1 2', "--json").out)


def test_what_keep_takes_is_what_is_shown_of_labels_with_control_characters(eliminate):
    text = 'NFG 1 R "" { "A\x1b[2J" } { { "up\x07" "down\nout" "up\x07" } } 1 2 0'
    result = eliminate("game.nfg", text, "--keep", r"A\x1b[2J=up\x07 (3)")
    assert r"No order keeps up\x07 (3) of A\x1b[2J." in result.out
    assert (
        r"game.nfg: player A\x1b[2J: strategies 1 and 3 have the same label 'up\x07': shown as" in result.err
    )
    assert not [c for c in result.out + result.err if c != "\n" and not c.isprintable()]
    bad = eliminate("game.nfg", text + " \x1b[31m")
    assert (bad.status, r"got \x1b[31m" in bad.err) == (2, True)


def test_a_tree_is_eliminated_in_reduced_strategies(eliminate):
    result = eliminate("centipede.efg", CENTIPEDE)
    assert "take, which against Pass pays 4 instead of 3" in result.out
    assert json.loads(eliminate("centipede.efg", CENTIPEDE, "--json").out)["survivors"] == {
        "Ann": ["Take"],
        "Bob": ["take"],
    }


def test_private_information_is_a_bayesian_game_with_one_player_for_each_type(eliminate):
    listed = json.loads(eliminate("poker.efg", POKER, "--json").out)["survivors"]
    assert listed == {"Ann": ["bet/bet", "bet/fold"], "Bob": ["call", "pass"]}
    agents = json.loads(eliminate("poker.efg", POKER, "--agent-form", "--json").out)["survivors"]
    assert agents == {"Ann:king": ["bet"], "Ann:queen": ["bet", "fold"], "Bob:any": ["call", "pass"]}


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.efg", CENTIPEDE, "a.efg: --agent-form: a Bayesian game begins with a move of chance, got a tree that does not"),
        ("a.csv", "1,2", "a.csv: --agent-form: a game tree (.efg, .gbt), or .bagg, got a game without types"),
        ("a.nfg", 'NFG 1 R "" {"A"} {1} 1', "a.nfg: --agent-form: a game tree (.efg, .gbt), or .bagg, got a game without types"),
    ],
)  # fmt: skip
def test_agent_form_of_anything_else_is_refused_in_one_line(eliminate, name, text, message):
    result = eliminate(name, text, "--agent-form")
    assert (result.status, result.out, result.err) == (2, "", f"undominated: {message}\n")


def test_matrices_are_games_of_row_and_column(eliminate):
    result = eliminate("game.csv", ",L,R\nT,1,0\nB,2,3\n", "--json")
    assert json.loads(result.out)["survivors"] == {"Row": ["B"], "Column": ["L"]}
    said = "one matrix of single payoffs: Column gets the opposite of what Row gets"
    assert result.err == f"game.csv: {said}\n"
    assert json.loads(result.out)["remarks"] == [said]


def test_one_player_with_numbers_beyond_int64_has_all_orders(eliminate):
    text = f'NFG 1 R "" {{ "A" }} {{ 3 }} {10**20} 1 {10**20}'
    result = eliminate("one.nfg", text, "--orders")
    assert result.status == 0
    assert "The order does not matter" in result.out


def test_numbers_of_a_thousand_digits_are_read(eliminate):
    result = eliminate("game.nfg", 'NFG 1 R "" { "Ann" "Bob" } { 2 1 } 1e1000 1 0 2')
    assert (result.status, result.err) == (0, "")
    assert "0" * 1000 in result.out.replace("\n", "")
