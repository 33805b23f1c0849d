"""Trees in which chance moves first, as Bayesian games."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from gametheory.elimination.rounds import eliminate
from gametheory.formats.efg import parse_efg
from gametheory.games.agent_form import agent_form
from gametheory.games.bayesian_tree import bayesian_game
from gametheory.games.errors import GameError, TooLargeError
from tests.random_games import bayesian_games

POKER = """EFG 2 R "one card" { "Ann" "Bob" }
c "" 1 "" { "king" 1/3 "queen" 2/3 } 0
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


def tree(text):
    return parse_efg(text).tree


def test_types_are_information_sets_and_are_called_by_what_chance_did():
    game = bayesian_game(tree(POKER))
    assert game.types == (("king", "queen"), ("any",))
    assert game.actions == (("bet", "fold"), ("call", "pass"))
    assert [game.prior((t, 0)) for t in (0, 1)] == [Fraction(1, 3), Fraction(2, 3)]
    assert [game.payoff(0, (0, 0), (t, 0)) for t in (0, 1)] == [2, -2]
    assert [game.payoff(0, (1, b), (t, 0)) for t in (0, 1) for b in (0, 1)] == [-1] * 4
    form = agent_form(game).game
    assert form.players == ("Ann:king", "Ann:queen", "Bob:any")
    assert eliminate(form).survivors == ((0,), (0, 1), (0, 1))


def test_labels_of_information_sets_are_types():
    named = POKER.replace('p "" 1 1 ""', 'p "" 1 1 "strong"').replace('p "" 2 1 ""', 'p "" 2 1 "he"')
    assert bayesian_game(tree(named)).types == (("strong", "queen"), ("he",))


def test_a_long_name_is_whole_and_an_endless_one_a_number():
    word = "a long word of what chance did, "
    named = POKER.replace('"king"', f'"{3 * word}one"').replace('"queen"', f'"{3 * word}two"')
    assert bayesian_game(tree(named)).types == ((f"{3 * word}one", f"{3 * word}two"), ("any",))
    named = POKER.replace('"king"', f'"{9 * word}one"').replace('"queen"', '"two"')
    assert bayesian_game(tree(named)).types == (("(1)", "two"), ("any",))


def test_agents_whose_names_are_alike_are_numbered():
    named = POKER.replace('"Ann" "Bob"', '"a" "a:b"').replace('p "" 1 1 ""', 'p "" 1 1 "b:c"')
    form = agent_form(bayesian_game(tree(named.replace('p "" 2 1 ""', 'p "" 2 1 "c"')))).game
    assert form.players == ("a:b:c (1)", "a:queen", "a:b:c (3)")


def written(game):
    """A Bayesian game of two players, two types and two actions each, as a tree."""
    types = [(s, t) for s in (0, 1) for t in (0, 1)]
    lines = ['EFG 2 R "" { "1" "2" }', 'c "" 1 "" { ']
    lines[-1] += " ".join(f'"{s}{t}" {game.prior((s, t))}' for s, t in types) + " } 0"
    outcome = 0
    for s, t in types:
        lines.append(f'p "" 1 {s + 1} "{s}" {{ "a" "b" }} 0')
        for a in (0, 1):
            lines.append(f'p "" 2 {t + 1} "{t}" {{ "a" "b" }} 0')
            for b in (0, 1):
                outcome += 1
                payoffs = ", ".join(str(game.payoff(i, (a, b), (s, t))) for i in (0, 1))
                lines.append(f't "" {outcome} "" {{ {payoffs} }}')
    return "\n".join(lines)


@given(bayesian_games())
@settings(max_examples=30, deadline=None)
def test_a_bayesian_game_that_is_written_as_a_tree_is_itself(game):
    read = bayesian_game(tree(written(game)))
    for types in [(s, t) for s in (0, 1) for t in (0, 1)]:
        assert read.prior(types) == game.prior(types)
        for actions in [(a, b) for a in (0, 1) for b in (0, 1)]:
            for i in (0, 1):
                expected = game.payoff(i, actions, types) if game.prior(types) else 0
                assert read.payoff(i, actions, types) == expected


def test_moves_of_chance_after_the_players_are_averaged():
    late = POKER.replace(
        't "" 4 "" { -2, 2 }', 'c "" 2 "" { "x" 1/2 "y" 1/2 } 0\nt "" 4 "" { -2, 2 }\nt "" 5 "" { 6, 0 }'
    )
    assert bayesian_game(tree(late)).payoff(0, (0, 0), (1, 0)) == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('c "" 1 "" { "king" 1/3 "queen" 2/3 } 0', 'p "" 1 3 "" { "king" "queen" } 0', "a Bayesian game begins with a move of chance"),
        ('t "" 2\nt "" 3', 't "" 2\np "" 1 1 0\nt "" 3\nt "" 3', "player Ann: .* one information set after 'queen', .*, got 2"),
        ('p "" 1 2 "" { "bet" "fold" } 0', 'p "" 2 2 "" { "bet" "fold" } 0', "player Ann: .* after 'queen', .*, got none"),
        ('1 2 "" { "bet" "fold" }', '1 2 "" { "raise" "fold" }', "player Ann: .* same actions, got bet, fold and raise, fold"),
        ('t "" 2\nt "" 3', 't "" 2\np "" 1 2 0\nt "" 3\nt "" 3', "player Ann: .* everybody moves once, got twice"),
    ],
)  # fmt: skip
def test_other_trees_are_refused(old, new, message):
    assert old in POKER
    with pytest.raises(GameError, match=message):
        bayesian_game(tree(POKER.replace(old, new)))


def test_a_form_of_too_many_agents_is_refused_before_it_is_listed():
    game = bayesian_game(tree(POKER))
    types = tuple(str(t) for t in range(70))
    many = type(game).from_arrays([[1]], [[[[[1]]]]] * 2)
    wide = type(game)(
        many.players, (types, ("any",)), (("a", "b"), ("a",)),
        many.prior_numerators.repeat(70, axis=0), 70, many.numerators, many.denominators,
    )  # fmt: skip
    with pytest.raises(TooLargeError, match=r"the agent form of 71 types .*: at most 32 types and"):
        agent_form(wide)
