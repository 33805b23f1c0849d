"""What notebooks show of games, eliminations, claims and witnesses: well-formed, escaped, with every number."""

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from gametheory import BayesianGame, NormalFormGame, eliminate, eliminate_interim
from mechanisms.general.game_form import GameForm
from mechanisms.general.games import bayesian_game
from proofs import CLAIMS, check
from tests.broken_mechanisms import FirstPrice, SecondPrice


def cells(shown):
    """The text of each cell, row by row; raises if it is not well-formed."""
    html = ElementTree.fromstring(f"<div>{shown._repr_html_()}</div>")
    return [[cell.text or "" for cell in row] for row in html.iter("tr")]


def text(shown):
    return "".join(ElementTree.fromstring(f"<div>{shown._repr_html_()}</div>").itertext())


DILEMMA = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], strategies=["CD", ["<C>", "D&"]])


def test_two_players_are_a_bimatrix():
    assert cells(DILEMMA) == [["1 \\ 2", "<C>", "D&"], ["C", "3, 3", "0, 5"], ["D", "5, 0", "1, 1"]]


def test_others_are_listed_profile_by_profile():
    one = NormalFormGame.from_arrays([[7, 8]], denominators=2, players=["Ann"])
    assert cells(one) == [["Ann", "payoffs"], ["1", "7/2"], ["2", "4"]]
    three = NormalFormGame.from_arrays([np.arange(8).reshape(2, 2, 2)] * 3)
    assert cells(three)[-1] == ["2", "2", "2", "7, 7, 7"]
    assert len(cells(three)) == 9


def test_a_large_game_is_not_listed():
    large = NormalFormGame.from_arrays([np.zeros((30, 30), dtype=int)] * 2)
    assert text(large).startswith("900 profiles: too many payoffs to show.")
    assert len(cells(large)) == 3


def test_eliminations():
    assert cells(eliminate(DILEMMA))[1:] == [
        ["1", "player 1 drops C: weakly dominated by D, which against <C> pays 5 instead of 3"],
        ["1", "player 2 drops <C>: weakly dominated by D&, which against C pays 5 instead of 3"],
        ["", "what is left"],
        ["player 1", "D"],
        ["player 2", "D&"],
    ]
    assert text(eliminate(NormalFormGame.from_arrays([[1, 1]]))).startswith("Nothing is dominated.")
    game = bayesian_game(GameForm(SecondPrice()))
    assert isinstance(game, BayesianGame)
    assert cells(game)[1] == ["player 1", "0, 1, 2", "0, 1, 2"]
    rows = cells(eliminate_interim(game))
    assert rows[-1] == ["player 2, type 2", "2"]
    assert ["1", "player 1, type 0 drops 2: weakly dominated by 1"] not in rows
    assert ["1", "player 1, type 1 drops 2: weakly dominated by 1"] in rows


def test_claims_findings_and_witnesses():
    claim = next(each for each in CLAIMS if each.item == "Theorem 3")
    assert cells(claim)[1] == [claim.id, claim.name, claim.reading.word]
    found = check(FirstPrice, ["truth-dominant", "anonymous"])
    assert [row[:2] for row in cells(found)] == [
        ["id", "verdict"],
        ["truth-dominant", "refuted"],
        ["anonymous", "held"],
    ]
    refuted = found["truth-dominant"]
    assert cells(refuted)[1] == ["refuted", refuted.evidence, refuted.scope]
    assert text(refuted.witness) == f"{refuted.evidence}."


@pytest.mark.parametrize("shown", [DILEMMA, eliminate(DILEMMA), check(FirstPrice, ["anonymous"])])
def test_nothing_is_styled(shown):
    assert "style" not in shown._repr_html_()
    assert "class" not in shown._repr_html_()
