"""Watched pairs against the definition, round after round, where rows differ in a few of many columns."""

from itertools import product
from random import Random

import numpy as np
import pytest

from gametheory.dominance import probed_pairs, watched_pairs
from gametheory.dominance.candidate_sets import CandidateSets
from gametheory.dominance.watched_pairs import WatchedPairs
from gametheory.games.relation import Relation

SHAPES = [(), (64,), (130,), (3, 5), (9, 8), (3, 7, 4)]


def rows_that_differ_in_a_few_columns(random, k, shape):
    """Own strategy first: the first row has 0 to 2, each other one an earlier row's, or 1 less, with changes."""
    m = int(np.prod(shape, dtype=int))
    rows = [[random.randrange(3) for _ in range(m)]]
    for _ in range(k - 1):
        less = random.choice((0, 0, 1))
        row = [paid - less for paid in random.choice(rows)]
        for column in random.sample(range(m), min(m, random.choice((0, 1, 1, 2, 3)))):
            row[column] += random.choice((-1, 1, 1))
        rows.append(row)
    random.shuffle(rows)
    return np.array(rows).reshape(k, *shape)


def dominates(one, other, relation, earlier):
    if relation is Relation.STRICT:
        return bool((one > other).all())
    same = bool((one == other).all())
    return bool((one >= other).all()) and (not same or (relation is Relation.VERY_WEAK and earlier))


def follow(payoffs, relation, random, search=WatchedPairs):
    """All rounds: who leaves, by whom and where, while others' strategies leave one after the other."""
    pairs, k = search(payoffs, relation), len(payoffs)
    rows, shape = payoffs.reshape(k, -1), payoffs.shape[1:]
    present, left = list(range(k)), [list(range(size)) for size in shape]
    gone, others_gone, met = [], [[] for _ in shape], 0
    for _ in range(6):
        live = np.ravel_multi_index(np.ix_(*left), shape).ravel() if shape else np.zeros(1, dtype=int)
        seen = rows[:, live]
        by = {
            a: [b for b in present if b != a and dominates(seen[b], seen[a], relation, b < a)]
            for a in present
        }
        found = list(pairs.dominated_without(gone, others_gone))
        assert sorted(a for a, _, _ in found) == [a for a in present if by[a]]
        for a, b, column in found:
            assert b in by[a]
            assert not by[b]
            if column == -1:
                assert (seen[b] == seen[a]).all()
            else:
                assert column in live
                assert rows[b, column] > rows[a, column]
        gone = [a for a, _, _ in found]
        met += len(gone)
        present = [a for a in present if a not in gone]
        others_gone = [random.sample(own, min(len(own) - 1, random.randrange(4))) for own in left]
        left = [[x for x in own if x not in out] for own, out in zip(left, others_gone, strict=True)]
    return met


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize(
    ("probes", "more", "chunk", "compared"),
    [(15, 64, 1 << 15, 1 << 22), (1, 1, 3, 1), (2, 2, 64, 500), (3, 0, 10_000, 1)],
)
def test_it_finds_what_is_dominated_whatever_is_looked_at_first(
    monkeypatch, relation, probes, more, chunk, compared
):
    monkeypatch.setattr(watched_pairs, "PROBES", probes)
    monkeypatch.setattr(watched_pairs, "_MORE", more)
    monkeypatch.setattr(watched_pairs, "_CHUNK", chunk)
    monkeypatch.setattr(watched_pairs, "_COMPARED", compared)
    random, met = Random(7), 0
    for shape in SHAPES:
        for k in (1, 2, 5, 8):
            met += follow(rows_that_differ_in_a_few_columns(random, k, shape), relation, random)
    assert met > 20


@pytest.mark.parametrize("relation", Relation)
def test_sets_of_candidates_find_the_same(relation):
    random = Random(8)
    for shape, k in product(SHAPES, (1, 2, 5, 8)):
        follow(rows_that_differ_in_a_few_columns(random, k, shape), relation, random, CandidateSets)


def test_numbers_at_the_ends_of_types_and_beyond():
    for top, relation in product((127, 2**15 - 1, 2**63 - 1, 2**70), (Relation.WEAK, Relation.STRICT)):
        payoffs = np.array([[top - 1, -top], [top, -top], [top, 1 - top]], dtype=object)
        found = list(WatchedPairs(payoffs, relation).dominated_without([], [[]]))
        assert [(a, b) for a, b, _ in found] == ([(0, 2), (1, 2)] if relation is Relation.WEAK else [(0, 2)])


def test_strategies_that_pay_the_same_leave_together():
    pairs = WatchedPairs(np.array([[1, 2], [1, 2], [0, 3]]), Relation.WEAK)
    assert list(pairs.dominated_without([], [[]])) == []
    with pytest.raises(ValueError, match="leave together, got one that stays behind"):
        list(pairs.dominated_without([0], [[]]))
    pairs = WatchedPairs(np.array([[1, 2], [1, 2], [0, 3]]), Relation.WEAK)
    assert list(pairs.dominated_without([], [[]])) == []
    assert list(pairs.dominated_without([0, 1], [[0]])) == []


def test_a_duplicate_leaves_with_its_original_by_the_same_strategy():
    payoffs = np.array([[1, 0], [1, 0], [1, 0], [1, 1]])
    pairs = WatchedPairs(payoffs, Relation.WEAK)
    assert list(pairs.dominated_without([], [[]])) == [(0, 3, 1), (1, 3, 1), (2, 3, 1)]
    # Those that come to pay the same when a column goes are compared once, and leave when another one goes.
    later = WatchedPairs(np.array([[1, 0, 4, 0], [1, 0, 5, 0], [0, 2, 4, 0], [1, 0, 3, 1]]), Relation.WEAK)
    assert list(later.dominated_without([], [[]])) == [(0, 1, 2)]
    assert list(later.dominated_without([0], [[2]])) == [(1, 3, 3)]


def test_what_a_duplicate_leaves_for_pays_more_all_the_same():
    """By the original, which pays the same, to what dominates that."""
    pairs = WatchedPairs(np.array([2, 1, 2, 3]), Relation.VERY_WEAK)
    assert list(pairs.dominated_without([], [])) == [(0, 3, 0), (1, 3, 0), (2, 3, 0)]


def test_what_pays_more_pays_more_than_what_a_duplicate_dominates(monkeypatch):
    """3 leaves for 2, which leaves for its original; 0 fails where it is not looked at first."""
    monkeypatch.setattr(watched_pairs, "PROBES", 1)
    monkeypatch.setattr(watched_pairs, "_MORE", 0)
    for last, column in ((0, 3, 3), 0), ((3, 0, 3), 1), ((3, 3, 0), 2):
        rows = [[9, 9, 9], [3, 3, 3], [3, 3, 3], list(last)]
        rows[0][(column + 1) % 3 if column != 0 else 2] = -1
        found = list(WatchedPairs(np.array(rows), Relation.VERY_WEAK).dominated_without([], [[]]))
        assert found == [(2, 1, -1), (3, 1, column)]


def test_one_column_alone_refutes_whichever_it_is():
    """Of forty, some are probed at first, some later, some not; when it has gone, 0 leaves."""
    for column in range(40):
        rows = np.array([[1] * 40, [2] * 40])
        rows[1, column] = 0
        pairs = WatchedPairs(rows, Relation.WEAK)
        assert list(pairs.dominated_without([], [[]])) == []
        ((a, b, better),) = pairs.dominated_without([], [[column]])
        assert (a, b) == (0, 1)
        assert better != column


def test_a_duplicate_of_a_duplicate_leaves_with_the_first():
    """1 and 2 pay the same, and later what 0 does; 3 is better when the last column has gone."""
    rows = [[1, 5, 0, 0, 1], [1, 4, 1, 0, 1], [1, 4, 1, 0, 1], [1, 0, 0, 1, 0]]
    pairs = WatchedPairs(np.array(rows), Relation.WEAK)
    assert list(pairs.dominated_without([], [[]])) == []
    assert list(pairs.dominated_without([], [[1, 2]])) == []
    assert list(pairs.dominated_without([], [[4]])) == [(0, 3, 3), (1, 3, 3), (2, 3, 3)]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("few", [0, 1, 2, 16])
@pytest.mark.parametrize("at_once", [1, 3, 8, 1 << 17])
def test_words_have_a_bit_for_each_column_at_which_one_fails(monkeypatch, strict, few, at_once):
    monkeypatch.setattr(probed_pairs, "_FEW", few)
    monkeypatch.setattr(probed_pairs, "_AT_ONCE", at_once)
    rng = np.random.default_rng(3)
    for k, columns, top in product((1, 2, 5), (1, 2, probed_pairs.PROBES), (1, 2, 3, 30)):
        sample = rng.integers(-top, top, (k, columns))
        words = probed_pairs.probed_pairs(sample, strict=strict)
        assert words.dtype == np.uint16
        assert words.tolist() == [
            [
                sum(1 << c for c in range(columns) if b[c] < a[c] or (strict and b[c] == a[c]))
                for b in sample.tolist()
            ]
            for a in sample.tolist()
        ]
