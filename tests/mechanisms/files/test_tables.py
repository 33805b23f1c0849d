"""Games and mechanisms as tables in TOML: what they pay, and what is refused."""

from fractions import Fraction

import pytest

from mechanisms.files.tables import read_table
from mechanisms.files.toml import read_toml
from mechanisms.general.game_form import GameForm
from tests.calls import call
from tests.example_games import EXAMPLES

GAME = EXAMPLES / "mechanisms" / "chicken.toml"
TABLE = EXAMPLES / "mechanisms" / "second-price.toml"


def test_a_bayesian_game_pays_what_the_file_says():
    form = GameForm(read_table(read_toml(GAME)))
    assert form.players == ("Ann", "Bob")
    go = (1, 1)
    assert [form.expected_payoff(0, types, go) for types in form.type_profiles()] == [-10, 2]
    assert [form.expected_payoff(1, types, (1, 0)) for types in form.type_profiles()] == [-1, -1]
    assert [form.prior(types) for types in form.type_profiles()] == [Fraction(2, 3), Fraction(1, 3)]


def test_a_table_is_the_mechanism_that_it_tabulates():
    form = GameForm(read_table(read_toml(TABLE)))
    for said in form.message_profiles():
        winner, price = ("Ann", said[1]) if said[0] >= said[1] else ("Bob", said[0])
        assert form.lottery(said) == ((f"{winner} for {price}", 1),)
        for i, name in enumerate(form.players):
            for t in (0, 1):
                assert form.expected_payoff(i, (t,), said) == (t - price if winner == name else 0)
            assert form.payments(f"{winner} for {price}")[i] == (price if winner == name else 0)


@pytest.mark.parametrize("file", [GAME, TABLE], ids=["game", "mechanism"])
def test_the_examples_are_as_they_expect(file):
    called = call("check", file)
    assert called.status == 0, called.err


REFUSALS = [
    (GAME, '"reckless, careful" = "1/3"', '"reckless, careful" = "1/4"', "prior: probabilities sum to 1, got 11/12"),
    (GAME, '"careful, careful" = "2/3"', '"careful, careful" = "-2/3"', "prior.careful, careful: a number >= 0, got -2/3"),
    (GAME, '"reckless, careful" = "1/3"', '"wild, careful" = "1/3"', "prior.wild, careful: unknown key (did you mean careful, careful?)"),
    (GAME, '"stop, go" = [-1, 1]\n', "", "payoffs.stop, go: one entry for all actions, this one is missing"),
    (GAME, "[-1, 1]", "[-1]", "payoffs.stop, go: a list of 2 numbers, got 1 of them: [-1]"),
    (GAME, "[-1, 1]", "[-1.5, 1]", 'payoffs.stop, go: an exact number: an integer or a string "p/q" (here "-3/2"), got -1.5'),
    (GAME, '"careful, careful" = [-10, -10], ', "", "payoffs.go, go.careful, careful: one entry for all types, this one is missing"),
    (GAME, 'players = ["Ann", "Bob"]', 'players = ["Ann", "Ann"]', "game.players: distinct names, at least one"),
    (GAME, 'Ann = ["stop", "go"]', 'Ann = ["stop, slowly", "go"]', "actions.Ann: distinct names or integers without commas, at least one"),
    (GAME, 'Ann = ["stop", "go"]', 'Eve = ["stop", "go"]', "actions.Eve: unknown key"),
    (GAME, "[game]", "[game]\nspeed = 3", "game.speed: unknown key"),
    (GAME, "[game]", '[game]\nelimination = "never"', 'chicken.toml.elimination: a stage (interim, ex ante, ex post), and "pure" or "mixed", got never'),
    (GAME, 'pure-equilibrium = "held"', 'pure-equilibria = "held"', "expect.pure-equilibria: unknown key (did you mean pure-equilibrium?)"),
    (GAME, "[prior]", "[belief]", "belief: unknown key"),
    (TABLE, '"1, 1" = "Ann for 1"', '"1, 1" = { "Ann for 1" = "1/2" }', "outcomes.1, 1: probabilities sum to 1, got 1/2"),
    (TABLE, '"1, 1" = "Ann for 1"\n', "", "outcomes.1, 1: one entry for all messages, this one is missing"),
    (TABLE, '"Ann for 1" = [-1, 0]\n', "", "payoffs.Ann.Ann for 1: one entry for all outcomes, this one is missing"),
    (TABLE, '"Ann for 1" = [-1, 0]', '"Ann for 1" = [-1, 0, 1]', "payoffs.Ann.Ann for 1: a list of 2 numbers"),
    (TABLE, '"Ann for 1" = [1, 0]', '"Ann for 1" = ["a", 0]', "payments.Ann for 1: an exact number"),
    (TABLE, "[payoffs.Bob]", "[payoffs.Eve]", "payoffs.Eve: unknown key"),
    (TABLE, "[mechanism]", '[mechanism]\nsymmetric = "yes"', 'mechanism.symmetric: true or false, got "yes"'),
    (TABLE, "[mechanism]", "[mechanism]\nsymmetric = true", "second-price.toml.symmetric: declared, but when Ann says 0 and Bob says 0"),
    (TABLE, "types = [0, 1]", "types = [0, 0]", "types: distinct names or integers without commas"),
    (TABLE, 'feasible = ["Ann for 0", "Bob for 0"]', 'feasible = [["Ann for 0"], "Bob for 0"]', 'mechanism.feasible: names of outcomes, got ["Ann for 0"]'),
]  # fmt: skip


@pytest.mark.parametrize(("file", "what", "by", "said"), REFUSALS, ids=[by[:40] for _, _, by, _ in REFUSALS])
def test_what_cannot_be_used_is_one_line(tmp_path, file, what, by, said):
    text = file.read_text()
    assert what in text
    changed = tmp_path / file.name
    changed.write_text(text.replace(what, by))
    called = call("check", changed)
    assert called.status == 2
    assert said in called.err.splitlines()[-1]


def test_a_table_that_is_too_large_is_refused(tmp_path):
    file = tmp_path / "large.toml"
    types = list(range(101))
    file.write_text(f"title = 'large'\ntypes = {types}\n[mechanism]\nplayers = ['a', 'b', 'c']\n[outcomes]\n")
    called = call("check", file)
    assert (called.status, "1,030,301 profiles, at most 1,000,000 in a file" in called.err) == (2, True)
