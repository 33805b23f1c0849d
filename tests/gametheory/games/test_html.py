"""What notebooks show of games and eliminations: well-formed, escaped, with every number."""

from html.parser import HTMLParser

import numpy as np
import pytest

from gametheory import BayesianGame, NormalFormGame, all_reductions, eliminate, eliminate_interim
from mechanisms.general.game_form import GameForm
from mechanisms.general.games import bayesian_game
from tests.broken_mechanisms import SecondPrice

EMPTY = {"input", "br"}  # elements that have no end


class Shown(HTMLParser):
    """What stands in an output: the tables by row, all words, and every element with its attributes."""

    def __init__(self, thing):
        super().__init__()
        self.rows, self.words, self.elements, self.open = [], [], [], []
        self.feed(thing._repr_html_())
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data
        if self.open[-1] not in ("style", "script"):
            self.words.append(data)

    @property
    def text(self):
        return "".join(self.words).strip()


def cells(shown):
    return Shown(shown).rows


DILEMMA = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], strategies=["CD", ["<C>", "D&"]])


def test_two_players_are_a_bimatrix():
    expected = [["player 1 \\ player 2", "<C>", "D&"], ["C", "3, 3", "0, 5"], ["D", "5, 0", "1, 1"]]
    assert cells(DILEMMA) == expected


def test_others_have_a_table_for_each_profile_of_theirs():
    one = NormalFormGame.from_arrays([[7, 8]], denominators=2, players=["Ann"])
    assert cells(one) == [["Ann", "payoff"], ["1", "7/2"], ["2", "4"]]
    three = NormalFormGame.from_arrays([np.arange(8).reshape(2, 2, 2)] * 3)
    corner = "player 1 \\ player 2"
    assert cells(three) == [
        *([corner, "1", "2"], ["1", "0, 0, 0", "2, 2, 2"], ["2", "4, 4, 4", "6, 6, 6"]),
        *([corner, "1", "2"], ["1", "1, 1, 1", "3, 3, 3"], ["2", "5, 5, 5", "7, 7, 7"]),
    ]
    assert "player 3: 2" in Shown(three).words


def test_a_large_game_is_not_listed():
    large = NormalFormGame.from_arrays([np.zeros((60, 60), dtype=int)] * 2)
    assert Shown(large).text.startswith("3,600 profiles: too many payoffs to show.")
    assert len(cells(large)) == 3


def test_an_elimination_says_who_leaves_and_marks_it_in_the_table():
    shown = Shown(eliminate(DILEMMA))
    assert "".join(shown.words).count("Round 1 of 1.") == 1
    assert "player 1 drops C: weakly dominated by D, which against <C> pays 5 instead of 3." in shown.text
    assert "Left: player 1: D; player 2: D&." in shown.text
    assert shown.rows == cells(DILEMMA)
    marked = [int(own["data-round"]) for _, own in shown.elements if "data-round" in own]
    assert marked == [1, 3, 1, 1, 1, 3, 1, 3]  # <C>, D&; C and its row; D and its row; 3 is never
    alone = Shown(eliminate(NormalFormGame.from_arrays([[1, 1]], players=["Ann"])))
    assert alone.rows == [["Ann", "payoff"], ["1", "1"], ["2", "1"]]
    assert "Left: Ann: 1, 2." in alone.text


def test_a_change_of_the_game_changes_what_is_shown():
    other = NormalFormGame.from_arrays([[[3, 0], [2, 1]], [[3, 5], [0, 1]]], strategies=["CD", ["<C>", "D&"]])
    assert cells(eliminate(other)) != cells(eliminate(DILEMMA))


def test_all_orders_are_a_graph():
    shown = Shown(all_reductions(DILEMMA))
    assert [tag for tag, _ in shown.elements].count("svg") == 1
    assert {"S⁰", "S¹"} <= set(shown.words)


def test_types_and_actions():
    game = bayesian_game(GameForm(SecondPrice()))
    assert isinstance(game, BayesianGame)
    assert cells(game)[1] == ["player 1", "0, 1, 2", "0, 1, 2"]
    rows = cells(eliminate_interim(game))
    assert rows[-1] == ["player 2, type 2", "2"]
    assert ["1", "player 1, type 0 drops 2: weakly dominated by 1"] not in rows
    assert ["1", "player 1, type 1 drops 2: weakly dominated by 1"] in rows


@pytest.mark.parametrize("shown", [DILEMMA, eliminate(DILEMMA), all_reductions(DILEMMA)])
def test_looks_are_of_the_fragment_alone(shown):
    """Nothing that a notebook has beside it changes: every rule is within the class of the fragment."""
    html = shown._repr_html_()
    style = html[html.index("<style>") + 7 : html.index("</style>")]
    outside, depth = [], 0
    for line in style.splitlines():
        if depth == 0 and line.strip():
            outside.append(line.split("{")[0])
        depth += line.count("{") - line.count("}")
    assert depth == 0
    assert outside
    assert all(".undominated" in each for rule in outside for each in rule.split(",") if each.strip())
