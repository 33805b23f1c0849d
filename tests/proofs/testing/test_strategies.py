"""The strategies for hypothesis: what they draw is valid, varied, and shrinks to something small."""

import sys

import pytest
from hypothesis import Phase, find, given, settings

from gametheory import MissingLibraryError, eliminate
from mechanisms.general.game_form import GameForm
from proofs import Verdict, check, claims_on
from proofs.testing.strategies import games, markets, mechanisms


@given(games(sizes=((1, 3), (1, 2), (2, 2))))
def test_games(game):
    assert [len(own) for own in game.strategies][2] == 2
    assert all(len(left) >= 1 for left in eliminate(game).survivors)


@given(mechanisms(types=2, outcomes=2))
@settings(max_examples=20)
def test_mechanisms(mechanism):
    form = GameForm(mechanism)
    assert sum(form.prior(types) for types in form.type_profiles()) == 1
    found = check(mechanism, ["truth-dominant", "bayesian-ic", "no-deficit-ex-post", "pareto-efficient"])
    assert all(each.verdict in (Verdict.HELD, Verdict.REFUTED) for each in found.values())
    if found["truth-dominant"].verdict is Verdict.HELD:
        assert found["bayesian-ic"].verdict is Verdict.HELD


@given(markets(most=1))
@settings(max_examples=10)
def test_markets(instance):
    assert len(instance.traders) == len(instance.mechanism.market.agents)
    assert claims_on(instance)


@pytest.mark.parametrize("verdict", [Verdict.HELD, Verdict.REFUTED])
def test_mechanisms_of_both_kinds_are_drawn(verdict):
    def is_one(m):
        by_lot = any(len(lottery) > 1 for lottery in m.outcome_at.values())
        return by_lot and check(m, ["truth-dominant"])["truth-dominant"].verdict is verdict

    assert is_one(find(mechanisms(types=2, outcomes=2), is_one, settings=settings(phases=[Phase.generate])))


@pytest.mark.parametrize("strategy", [games, markets, mechanisms])
def test_without_hypothesis_it_is_one_line(monkeypatch, strategy):
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(MissingLibraryError, match=r"hypothesis .*: pip install hypothesis"):
        strategy()
