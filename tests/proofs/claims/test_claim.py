"""What a claim finds when its check cannot be run to the end."""

import sys

import pytest

from gametheory.games.errors import UndecidedError
from proofs.audit.register import CLAIMS
from proofs.claims.claim import Claim
from proofs.claims.verdict import Finding, Reading, Verdict, cut_short


def claim(check):
    return Claim("1", "Theorem 1", "one", Reading.READ, check)


@pytest.mark.thorough
def test_a_row_whose_library_is_missing_is_open(monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    (asks_or_tools,) = (each for each in CLAIMS if each.id == "theorem-4.printed.n2.pure-plan")
    found = asks_or_tools.find()
    assert found == cut_short("OR-tools is not installed: pip install ortools")


def test_a_search_that_is_given_up_is_open():
    def give_up(watch):
        raise UndecidedError("after 10 steps")

    assert claim(give_up).find() == Finding(Verdict.OPEN, "", "after 10 steps")


@pytest.mark.parametrize("check", ["theorem_1.claims.check_nothing", "theorem_9.claims.check"])
def test_a_mistake_of_ours_is_not_open(check):
    with pytest.raises((AttributeError, ModuleNotFoundError)):
        claim(check).find()
