"""Three families of games that ask different things of iterated weak elimination.

onion     planted dominance in layers: few rounds, many dominated strategies, many ties
auction   first-price auction: hundreds of rounds, in each of which hardly anything goes
null      independent payoffs 0..3: almost nothing is dominated, and every pair must be refuted
"""

from math import isqrt, lcm
from typing import Any

import numpy as np
import numpy.typing as npt

Payoffs = list[npt.NDArray[Any]]  # one int64 array per player, one axis per player in each


def onion(players: int, k: int, *, seed: int = 0) -> Payoffs:
    """Layers, about the square root of k but at most 11, that fall one after the other from the outermost, 0.

    A strategy of layer r copies one of a later layer, loses 1 at one in ten of the profiles in which
    everybody is in layer r or later, and gains 1 at one in ten of the others. So it is dominated as soon as
    the layers before r have gone, and hardly before. In the last layer payoffs are independent, 0..3.
    """
    layers = min(11, isqrt(k) + 2)
    rng = np.random.default_rng([seed, players, k])
    layer = np.sort(np.arange(k) % layers)
    result = []
    for i in range(players):
        shape = (k,) * (players - 1)
        earliest = np.full(shape, layers)  # the outermost layer in which one of the others is
        for axis in range(players - 1):
            earliest = np.minimum(
                earliest, np.expand_dims(layer, tuple(a for a in range(players - 1) if a != axis))
            )
        rows = rng.integers(0, 4, (k, *shape))
        for a in reversed(range(np.searchsorted(layer, layers - 1))):
            better = rng.integers(np.searchsorted(layer, layer[a] + 1), k)
            tenth = rng.random(shape) < 0.1
            rows[a] = rows[better] + np.where(earliest >= layer[a], -1, 1) * tenth
        shuffled = np.ascontiguousarray(np.moveaxis(rows, 0, i))
        result.append(shuffled)
    order = rng.permutation(k)
    return [np.ascontiguousarray(payoffs[np.ix_(*[order] * players)]) for payoffs in result]


def auction(players: int, k: int) -> Payoffs:
    """First-price sealed-bid auction with bids 0..k-1 and the same known value for everybody, 7k/8.

    The highest bid wins and is paid; ties are broken by a fair draw. Payoffs are multiplied by a common
    denominator of the draws. The bids from the value upwards go first, then the highest one in every round.
    """
    value = 7 * k // 8
    bids = np.indices((k,) * players)
    winning = bids.max(axis=0)
    tied = (bids == winning).sum(axis=0)
    share = lcm(*range(1, players + 1)) // tied
    return [np.where(own == winning, (value - own) * share, 0) for own in bids]


def null(players: int, k: int, *, seed: int = 0) -> Payoffs:
    """Independent payoffs 0..3."""
    rng = np.random.default_rng([seed, players, k])
    return list(rng.integers(0, 4, (players, *(k,) * players)))
