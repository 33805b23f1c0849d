"""`eliminate` and `show` read mechanisms in Python files and tables in TOML."""

import json

from mechanisms.files.any_mechanism import load_mechanism
from mechanisms.general.game_form import GameForm
from proofs.properties.survival import survival
from proofs.properties.truth import type_of
from tests.calls import call
from tests.example_games import EXAMPLES

ZOO = EXAMPLES / "mechanisms"


def survivors(file, *options):
    called = call("eliminate", file, "--json", *options)
    assert called.status == 0, called.err
    return json.loads(called.out)


def test_without_types_it_is_the_game_of_messages_with_all_that_is_asked_of_games():
    guess = ZOO / "guess_two_thirds.py"
    assert survivors(guess)["survivors"] == {f"player {i}": ["0"] for i in (1, 2, 3)}
    assert survivors(f"{guess}::Guess", "--rounds", "1")["survivors"]["player 1"] == ["0", "1", "2"]


def test_with_a_prior_every_type_is_a_player():
    found = survivors(ZOO / "chicken.toml", "--orders")
    assert "orders" in found
    assert found["survivors"] == {"Ann:careful": ["go"], "Ann:reckless": ["go"], "Bob:careful": ["stop"]}


def test_without_a_prior_messages_are_compared_ex_post():
    found = survivors(ZOO / "second_price.py")
    assert found["survivors"]["player 1 of type 2"] == ["2"]
    assert len(found["rounds"]) == 1
    assert {"player": "player 1 of type 0", "messages": ["1", "2", "3"]} in found["rounds"][0]
    called = call("eliminate", ZOO / "second_price.py", "--orders")
    assert called.status == 2
    assert "ex post elimination of" in called.err
    assert "needs a prior" in call("eliminate", ZOO / "second_price.py", "--agent-form").err


def test_a_bayesian_game_that_is_not_listed_is_eliminated_type_by_type(tmp_path):
    text = (ZOO / "first_price.py").read_text()
    text = text.replace("2, range(4), True", "3, range(5), True")
    (tmp_path / "first_price.py").write_text(text)
    found = survivors(tmp_path / "first_price.py")
    form = GameForm(load_mechanism(tmp_path / "first_price.py"))
    assert form.counts == (5, 5, 5)
    assert found["survivors"] == {
        type_of(form, i, t): [form.message_name(i, m) for m in left]
        for i, sets in enumerate(survival(form).left)
        for t, left in enumerate(sets)
    }


def test_what_is_expected_is_compared(tmp_path):
    expected = tmp_path / "expected.toml"
    assert call("eliminate", ZOO / "second_price.py", "--write-expect", expected).status == 0
    assert call("eliminate", ZOO / "second_price.py", "--expect", expected).status == 0
    expected.write_text(expected.read_text().replace('["0"]', '["1"]'))
    assert call("eliminate", ZOO / "second_price.py", "--expect", expected).status == 1


def test_a_file_with_two_mechanisms_wants_a_name():
    called = call("eliminate", ZOO / "deferred_acceptance.py")
    assert called.status == 2
    assert "deferred_acceptance.py::Students, of Students, Colleges" in called.err


def test_what_the_field_calls_a_claim_is_a_hint():
    called = call("check", ZOO / "second_price.py", "--claim", "dsic")
    assert called.status == 2
    assert "got dsic (did you mean truth-dominant?)" in called.err


def test_show_says_who_may_say_what_and_what_comes_of_it(tmp_path):
    shown = call("show", ZOO / "second_price.py").out
    assert "3 players, 64 type profiles, 64 message profiles" in " ".join(shown.split())
    assert "payments, feasible" in shown
    table = call("show", ZOO / "chicken.toml").out
    assert "careful, reckless" in table
    assert "(go, stop)" in table
    (tmp_path / "loud.py").write_text("print('loud')\n" + (ZOO / "guess_two_thirds.py").read_text())
    called = call("show", tmp_path / "loud.py")
    assert "loud" in called.err
    assert "loud" not in called.out.replace("loud.py", "")
    assert call("show", tmp_path / "none.py").status == 2
