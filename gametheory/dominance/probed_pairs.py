"""For all pairs of strategies at once, at which of a few profiles one fails to dominate the other.

A word of bits a pair, a bit a profile: as long as a profile is left whose bit is set, the pair needs no look.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.exact import IntegerArray

Words: TypeAlias = npt.NDArray[np.uint16]

PROBES = 15  # bits of a word, but for the highest one
_FEW = 16  # with so many different payoffs, it is faster to go by payoffs than by profiles
_AT_ONCE = 1 << 17  # words made together, so that what they are made of stays in the cache


def probed_pairs(sample: IntegerArray, *, strict: bool) -> Words:
    """At [a, b] the columns of `sample` at which b pays less than a, or with `strict` no more than a.

    `sample` has a row for each strategy, and at most `PROBES` columns; the first one is the lowest bit.

    >>> words = probed_pairs(np.array([[0, 1], [1, 1]]), strict=False)
    >>> [[f"{word:02b}" for word in row] for row in words.tolist()]
    [['00', '00'], ['01', '00']]
    """
    k, columns = sample.shape
    words = np.zeros((k, k), dtype=np.uint16)
    bits = (1 << np.arange(columns)).astype(np.uint16)
    payoffs = np.unique(sample)
    at_least = [(sample >= paid) @ bits for paid in payoffs[1:]] if len(payoffs) <= _FEW else None
    step = max(1, _AT_ONCE // k)
    for rows in (slice(at, at + step) for at in range(0, k, step)):
        if at_least is None:
            for bit, paid in zip(bits, sample.T, strict=True):
                fails = paid <= paid[rows, np.newaxis] if strict else paid < paid[rows, np.newaxis]
                words[rows] |= fails * bit
            continue
        for reached in at_least:
            a, b = (~reached, reached) if strict else (reached, ~reached)  # b pays more; b pays less
            words[rows] |= a[rows, np.newaxis] & b
        if strict:
            words[rows] = ~words[rows] & bits.sum(dtype=np.uint16)
    return words
