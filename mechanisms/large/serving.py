"""Who gets how much when a side is served in an order drawn by lot: the exact law, without listing the
orders.

Of m agents who want something the first i are, with probability ∏_w C(m_w, i_w) / C(m, i), i_w agents who
want w units each, for every w. Either they have used up the total exactly, and nobody after them gets
anything; or the next one, who wants w with probability (m_w - i_w) / (m - i), wants more than is left and
gets just that.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import comb, prod
from typing import TypeAlias

Law: TypeAlias = dict[int, dict[int, int]]  # by what is wanted and what is got: the expected number of agents


def served(wanting: Mapping[int, int], total: int, shares: int) -> Law:
    """How many of `wanting[w]` agents who want w units are expected to get how many, over `shares`.

    `shares` is a multiple of lcm(1, ..., m + 1), and the total at least 0.

    >>> served({1: 2}, 1, 6), served({1: 1, 2: 1}, 2, 6)
    ({1: {1: 6, 0: 6}}, {1: {1: 3, 0: 3}, 2: {2: 3, 1: 3}})
    """
    found = _served(tuple(sorted((w, m) for w, m in wanting.items() if m and w)), total, shares)
    law = {w: dict(amounts) for w, amounts in found.items()}
    if nothing := wanting.get(0, 0):
        law[0] = {0: nothing * shares}
    return law


@lru_cache(maxsize=20_000)
def _served(wanting: tuple[tuple[int, int], ...], total: int, shares: int) -> Law:
    wants, counts = [w for w, _ in wanting], [m for _, m in wanting]
    everybody = sum(counts)
    if sum(w * m for w, m in wanting) <= total:
        return {w: {w: m * shares} for w, m in wanting}
    law: Law = {w: {} for w in wants}

    def add(w: int, amount: int, number: int) -> None:
        law[w][amount] = law[w].get(amount, 0) + number

    for left in range(max(wants)):
        for first in _with_total(wants, counts, total - left):
            i = sum(first)
            draws = prod(map(comb, counts, first))
            if left == 0:
                ways = draws * (shares // comb(everybody, i))
                stopped = ways
            else:  # the next one wants more than is left
                share = shares // (comb(everybody, i) * (everybody - i)) if i < everybody else 0
                stopped = 0
                for w, m, taken in zip(wants, counts, first, strict=True):
                    if w > left and m > taken:
                        ways = draws * (m - taken) * share
                        add(w, left, ways)
                        stopped += ways
            for w, taken in zip(wants, first, strict=True):
                if taken:
                    add(w, w, taken * stopped)
    for w, m in wanting:
        rest = m * shares - sum(law[w].values())
        if rest:
            add(w, 0, rest)
    return law


def _with_total(wants: Sequence[int], counts: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    """All ways to take some of each so that what they want is this in all."""
    if total < 0:
        return
    if not wants:
        if total == 0:
            yield ()
        return
    if len(wants) == 1:
        if total % wants[0] == 0 and total // wants[0] <= counts[0]:
            yield (total // wants[0],)
        return
    for taken in range(min(counts[-1], total // wants[-1]) + 1):
        for before in _with_total(wants[:-1], counts[:-1], total - taken * wants[-1]):
            yield (*before, taken)
