"""Pairs of rows by bits of their columns: what is looked at first, in words or in octets, changes no answer."""

import numpy as np
import pytest

from gametheory.dominance import masked_pairs
from gametheory.dominance.masked_pairs import MaskedPairs
from gametheory.games.relation import Relation


def dominated(rows, present, relation):
    """By the definition: the rows that another one dominates."""

    def does(b, a):
        least, most = (rows[b] - rows[a]).min(), (rows[b] - rows[a]).max()
        return {
            Relation.STRICT: least > 0,
            Relation.WEAK: least >= 0 and most > 0,
            Relation.VERY_WEAK: least >= 0 and (most > 0 or b < a),
        }[relation]

    return {a for a in present if any(does(b, a) for b in present if b != a)}


@pytest.mark.parametrize("all_of", [1, 512], ids=["sampled", "all"])
@pytest.mark.parametrize("others", [(40,), (8, 9), (100,)])
@pytest.mark.parametrize("relation", Relation)
def test_columns_may_go_in_any_order(monkeypatch, all_of, others, relation):
    monkeypatch.setattr(masked_pairs, "_ALL", all_of)
    monkeypatch.setattr(masked_pairs, "_SAMPLE", 16)
    for seed in range(3):
        random = np.random.default_rng(seed)
        table = np.concatenate([random.integers(0, 3, (3, *others)), random.integers(0, 2, (4, *others))])
        pairs, kept, answers = MaskedPairs(table, relation), [list(range(size)) for size in others], set()
        gone = [[] for _ in others]
        while True:
            rows = table[np.ix_(range(7), *kept)].reshape(7, -1)
            found = list(pairs.dominated_without([], gone))
            assert {a for a, _, _ in found} == dominated(rows, range(7), relation)
            for a, b, column in found:
                paid = table.reshape(7, -1)
                assert column == -1 or paid[b, column] > paid[a, column]
            answers.add(len(found))
            if max(map(len, kept)) == 1:
                break
            gone = [
                random.choice(own, len(own) // 4 + 1, replace=False).tolist() if own[1:] else []
                for own in kept
            ]
            kept = [sorted({*own} - {*out}) for own, out in zip(kept, gone, strict=True)]
        assert len(answers) > 1
        for own in (range(1, 7), range(7)):
            rows = table.reshape(7, -1)
            found = list(pairs.dominated_among(own, [range(size) for size in others]))
            assert {a for a, _, _ in found} == dominated(rows, own, relation)
