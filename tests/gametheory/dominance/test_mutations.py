"""Faults planted in the dominance code, each of which the check against a plain definition must catch."""

import inspect
import re
import textwrap

import numpy as np
import pytest

from gametheory.dominance import candidate_sets, compiled_pairs, masked_pairs, watched_pairs
from gametheory.dominance import definition as dominance
from gametheory.dominance import pure as pure_dominance
from gametheory.elimination import rounds as elimination
from gametheory.elimination.rounds import eliminate, without
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import all_strategies
from gametheory.optimisation import alternatives
from tests.searches import using

PLACES = (
    alternatives,
    candidate_sets,
    compiled_pairs,
    dominance,
    elimination,
    masked_pairs,
    pure_dominance,
    watched_pairs,
)  # fmt: skip


def plain_round(game, relation, left):
    """One round by pure dominators, written once more and independently of the package."""
    after = []
    for i, own in enumerate(left):
        rows = np.moveaxis(game.numerators[i][np.ix_(*left)], i, 0).reshape(len(own), -1).tolist()
        dominated = {
            a
            for a, row in zip(own, rows, strict=True)
            for b, other in zip(own, rows, strict=True)
            if (
                all(y > x for x, y in zip(row, other, strict=True))
                if relation is Relation.STRICT
                else all(y >= x for x, y in zip(row, other, strict=True))
                and (other != row or (relation is Relation.VERY_WEAK and b < a))
            )
        }
        after.append(tuple(a for a in own if a not in dominated))
    return tuple(after)


def sample():
    rng = np.random.default_rng(5)
    return [
        NormalFormGame.from_arrays(list(rng.integers(0, 3, (len(shape), *shape))))
        for shape in [(3, 3), (4, 2), (2, 3, 2), (3, 2, 3), (2, 4)]
        for _ in range(12)
    ]


def check_rounds(games):
    for game in games:
        for relation in Relation:
            left = all_strategies(game)
            assert elimination.round_by_definition(game, relation, left) == plain_round(game, relation, left)
            run = eliminate(game, relation)
            assert run.holds()
            for removals in (*run.rounds, ()):
                after = plain_round(game, relation, left)
                assert without(left, removals) == after
                left = after


def check_mixtures(games):
    for game in games:
        for relation in Relation:
            assert eliminate(game, relation, By.MIXED).holds()


FAULTS = [
    (dominance, "dominates", "all(g > 0 for g in gains)", "all(g >= 0 for g in gains)"),
    (dominance, "dominates", "and any(g > 0 for g in gains)", ""),
    (elimination, "round_by_definition", "enumerate(survivors)", "[(0, survivors[0])]"),
    (elimination, "round_by_definition", "or b < a", "or b > a"),
    (masked_pairs, "MaskedPairs", "self._less(b, a) & live == live", "self._less(b, a) & live"),
    (masked_pairs, "MaskedPairs", "if not less[b] & live_in_sample]", "if not less[b]]"),
    (masked_pairs, "MaskedPairs", "if b == a or self._less(a, b) & live:", "if b == a or self._less(b, a) & live:"),
    (masked_pairs, "MaskedPairs", "and b < a", "and b > a"),
    (masked_pairs, "MaskedPairs", "_first(less) * self._step", "_first(less)"),
    (masked_pairs, "MaskedPairs", "before << s * count", "before << s"),
    (masked_pairs, "MaskedPairs", "while b in found", "while False"),
    (masked_pairs, "_less_masks", "rows[np.newaxis] < rows[:, np.newaxis]", "rows[np.newaxis] <= rows[:, np.newaxis]"),
    (pure_dominance, "DominatedByPure", "in enumerate(self._players)", "in enumerate(self._players[1:], 1)"),
    (candidate_sets, "CandidateSets", "self._present[own] = False", "pass"),
    (candidate_sets, "CandidateSets", "np.setdiff1d(self._kept[axis], gone)", "self._kept[axis]"),
    (candidate_sets, "CandidateSets", "alive[a], b", "a, b"),
    (candidate_sets, "CandidateSets", "np.isin(b, a, invert=True)", "np.isin(b, b)"),
    (candidate_sets, "CandidateSets", "| (b < a)", "| (b > a)"),
    (candidate_sets, "CandidateSets", " if self._relation is Relation.VERY_WEAK else column >= 0", ""),
    (candidate_sets, "CandidateSets", "better > worse if", "better >= worse if"),
    (candidate_sets, "CandidateSets", "else better >= worse", "else better > worse"),
    (candidate_sets, "CandidateSets", "table[those] > table[these]", "table[those] >= table[these]"),
    (candidate_sets, "CandidateSets", "self._number(column[stays][first])", "column[stays][first]"),
    (candidate_sets, "CandidateSets", "len(kept) < table.shape[axis]", "False"),
    (candidate_sets, "_sets_by_payoff", "else place >= levels", "else place > levels"),
    (watched_pairs, "WatchedPairs", "if live == self._word:", "if self._word:"),
    (watched_pairs, "WatchedPairs", "pairs[~found], block[~found]", "pairs[:0], block[:0]"),
    (watched_pairs, "WatchedPairs", "if self._live[column]]", "]"),
    (watched_pairs, "WatchedPairs", "pairs[found], 0)", "pairs[found], self._blocks)"),
    (watched_pairs, "WatchedPairs", "paid[b] < paid[a]", "paid[b] <= paid[a]"),
    (watched_pairs, "WatchedPairs", "theirs + 1", "theirs"),
    (watched_pairs, "WatchedPairs", "< mine[", "<= mine["),
    (watched_pairs, "WatchedPairs", "~self._live[keys]", "self._live[keys] & False"),
    (watched_pairs, "WatchedPairs", "table[:, columns % self._blocks", "table[:1, columns % self._blocks"),
    (watched_pairs, "_paying_more", "| (b < a)", "| (b > a)"),
    (watched_pairs, "_paying_more", " if relation is Relation.VERY_WEAK else column >= 0", ""),
    (compiled_pairs, "_drop", "kept += live[column]", "kept += 1"),
    (compiled_pairs, "_drop", "s * stride, len(live)", "stride, len(live)"),
    (compiled_pairs, "_scan", "elif strict or", "elif"),
    (compiled_pairs, "_scan", "payoffs[at + theirs] < ", "payoffs[at + theirs] <= "),
    (compiled_pairs, "_scan", "more = True", "pass"),
    (compiled_pairs, "_search", "more = more or before", "pass"),
    (compiled_pairs, "_search", "columns, 0, first, mine", "columns, 1, first, mine"),
    (compiled_pairs, "_search", "watch >= 0 and live[watch]", "watch >= 0"),
    (compiled_pairs, "_search", "very_weak and b < a", "very_weak and b > a"),
    (compiled_pairs, "_search", "while dominator[b] >= 0", "while False"),
    (watched_pairs, "_by_survivors", "best[again] = dominator[best[again]]", "break"),
]  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize(("module", "name", "sound", "faulty"), FAULTS)
def test_a_fault_in_the_search_is_caught(module, name, sound, faulty, monkeypatch):
    monkeypatch.setattr(watched_pairs, "PROBES", 2)
    monkeypatch.setattr(watched_pairs, "_MORE", 2)
    for kernel in ("_drop", "_scan", "_search"):  # compiled code would not see what is planted
        monkeypatch.setattr(compiled_pairs, kernel, getattr(compiled_pairs, kernel).py_func)
    games = sample()
    searches = {candidate_sets: "sets", watched_pairs: "watched", compiled_pairs: "compiled"}
    search = searches.get(module, "sampled")
    with using(search):
        check_rounds(games)
        plant(module, name, sound, faulty, monkeypatch)
        with pytest.raises((AssertionError, IndexError, ValueError)):
            check_rounds(games)


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("sound", "faulty"),
    [
        ("(total > 0).all()", "(total >= 0).all()"),
        ("and (total > 0).any()", ""),
    ],
)
def test_a_fault_in_the_definition_of_mixtures_is_caught(sound, faulty, monkeypatch):
    games = sample()
    check_mixtures(games)
    plant(alternatives, "Mixture", sound, faulty, monkeypatch)
    shortcut = alternatives.lexicographic_belief
    without_shortcut = lambda gains, relation: None if len(gains) else shortcut(gains, relation)  # noqa: E731
    monkeypatch.setattr(alternatives, "lexicographic_belief", without_shortcut)
    with pytest.raises((AssertionError, ArithmeticError)):
        check_mixtures(games)


def plant(module, name, sound, faulty, monkeypatch):
    """Replace a function or class by its own source with one place changed, wherever it has been imported."""
    original = getattr(module, name)
    source = textwrap.dedent(inspect.getsource(original))
    assert len(re.findall(re.escape(sound), source)) == 1, "the fault has one place"
    namespace = dict(vars(module)) | {"_compile": lambda function: function}
    exec(source.replace(sound, faulty), namespace)
    for place in PLACES:
        if getattr(place, name, None) is original:
            monkeypatch.setattr(place, name, namespace[name])
