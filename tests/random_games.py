"""Small random Bayesian games for hypothesis; payoffs 0..2, so that ties are common."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from gametheory.games.bayesian import BayesianGame


@st.composite
def bayesian_games(draw: st.DrawFn, players=2, null_types=False) -> BayesianGame:
    """Two types and two actions each; without `null_types` every type has positive probability."""
    shape = (2,) * players
    weights = draw(st.lists(st.integers(0, 3), min_size=2**players, max_size=2**players))
    table = np.array(weights).reshape(shape)
    possible = all(table.sum(axis=tuple(j for j in range(players) if j != i)).all() for i in range(players))
    if not table.any() or not (null_types or possible):
        table = np.ones(shape, dtype=int)
    total = int(table.sum())
    prior = np.array([Fraction(int(w), total) for w in table.flat], dtype=object).reshape(shape)
    cells = 4**players
    payoffs = [
        np.array(draw(st.lists(st.integers(0, 2), min_size=cells, max_size=cells))).reshape(shape * 2)
        for _ in range(players)
    ]
    return BayesianGame.from_arrays(prior, payoffs)
