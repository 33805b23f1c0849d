"""Words of bits for all pairs at once, against a comparison at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gametheory.dominance import probed_pairs as probed


@given(st.data(), st.booleans(), st.sampled_from([1, 3, 16]))
def test_bits_are_set_where_one_fails(data, strict, few):
    """By payoffs where there are few, else by columns; and however rows are shared out."""
    k, columns = data.draw(st.integers(1, 5)), data.draw(st.integers(1, probed.PROBES))
    row = st.lists(st.integers(-3, 3), min_size=columns, max_size=columns)
    rows = data.draw(st.lists(row, min_size=k, max_size=k))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(probed, "_FEW", few)
        patch.setattr(probed, "_AT_ONCE", 2 * k)
        words = probed.probed_pairs(np.array(rows, dtype=np.int8), strict=strict)
    assert words.tolist() == [
        [
            sum(1 << c for c in range(columns) if theirs[c] < mine[c] or (strict and theirs[c] == mine[c]))
            for theirs in rows
        ]
        for mine in rows
    ]
