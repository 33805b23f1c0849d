"""Sets of candidates are for many strategies: beyond a word of bits, and up to where other searches take over."""

import numpy as np
import pytest

from gametheory.dominance import pure
from gametheory.dominance.candidate_sets import CandidateSets
from gametheory.dominance.pure import DominatedByPure
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation
from gametheory.games.survivors import all_strategies


def dominated(table, relation):
    """The definition: who is dominated by whom."""
    no_worse = (table[np.newaxis] >= table[:, np.newaxis]).all(axis=2)
    more = (table[np.newaxis] > table[:, np.newaxis]).any(axis=2)
    if relation is Relation.STRICT:
        return (table[np.newaxis] > table[:, np.newaxis]).all(axis=2)
    first = np.arange(len(table)) < np.arange(len(table))[:, np.newaxis]
    return no_worse & (more | first) if relation is Relation.VERY_WEAK else no_worse & more


def check(payoffs, relation, table):
    found = list(CandidateSets(payoffs, relation).dominated_without([], [[]]))
    by = dominated(table, relation)
    assert [a for a, _, _ in found] == np.flatnonzero(by.any(axis=1)).tolist()
    for a, b, column in found:
        assert by[a, b]
        assert not by[b].any()
        assert column < 0 if (table[a] == table[b]).all() else table[b, column] > table[a, column]


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("strategies", [63, 64, 65, 128, 200])
@pytest.mark.parametrize(("columns", "payoffs"), [(9, 4), (12, 3), (90, 16)])
def test_it_finds_what_the_definition_finds(relation, strategies, columns, payoffs):
    for seed in range(4):
        table = np.random.default_rng(seed).integers(0, payoffs, (strategies, columns))
        table[7], table[strategies - 1] = table[3], np.maximum(table[5], table[11])
        check(table.astype(np.int8), relation, table)


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("least", [-(2**7), 2**7 - 4, -(2**63), 2**63 - 4, 2**70, -(2**70)])
def test_payoffs_may_lie_at_the_end_of_a_width(relation, least):
    table = np.random.default_rng(5).integers(0, 4, (80, 10)).astype(object) + least
    fits = next(
        (dtype for dtype in (np.int8, np.int64) if np.iinfo(dtype).min <= least <= np.iinfo(dtype).max - 3),
        object,
    )
    check(table.astype(fits), relation, table)


@pytest.mark.parametrize("relation", Relation)
def test_payoffs_may_lie_far_apart(relation):
    table = np.random.default_rng(6).choice([-(2**63), 0, 1, 2**63 - 1], (80, 7))
    check(table, relation, table)


@pytest.mark.parametrize("very_large", [100, 101])
@pytest.mark.parametrize(
    ("table", "why"),
    [
        (np.arange(100)[:, np.newaxis] * np.ones(3, dtype=int), "too many payoffs"),
        (np.ones((100, 3), dtype=int), "all are candidates"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_for_sets_goes_to_another_search(monkeypatch, table, why, very_large):
    monkeypatch.setattr(pure, "_VERY_LARGE", very_large)
    monkeypatch.setattr(pure, "compiled_pairs", lambda work: None)
    assert CandidateSets(table, Relation.WEAK).dominated_without([], [[]]) is None, why
    game = NormalFormGame.from_arrays([table, np.zeros(table.shape, dtype=int)])
    removals = DominatedByPure(game, Relation.WEAK).among(all_strategies(game))
    assert len(removals) == (99 if why == "too many payoffs" else 0)
    assert all(removal.b == 99 and removal.holds(game) for removal in removals)


def test_after_many_rounds_another_search_takes_over():
    table = np.random.default_rng(7).integers(0, 4, (80, 100))
    sets = CandidateSets(table, Relation.WEAK)
    found = [sets.dominated_without([], [[column]]) for column in range(17)]
    assert [pairs is None for pairs in found] == 16 * [False] + [True]
