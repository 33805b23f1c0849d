"""Weak dominance among the rows of one payoff matrix: own strategies down, what the others can do across.

For a player whose opponents have been summed up in distinct columns (chance moves, pooled profiles) there is
no game to hand to `elimination`, only her matrix.
"""

from dataclasses import dataclass

import numpy as np

from gametheory.exact import IntegerArray, integer_dtype, largest_magnitude


@dataclass(frozen=True, slots=True)
class RowDomination:
    """Evidence that row b weakly dominates row a: never less, and more at a column."""

    a: int
    b: int
    strict_at: int

    def holds(self, matrix: IntegerArray) -> bool:
        """Recheck by the definition alone."""
        above, below = matrix[self.b].tolist(), matrix[self.a].tolist()  # Python integers
        never_less = all(x >= y for x, y in zip(above, below, strict=True))
        return never_less and above[self.strict_at] > below[self.strict_at]


def dominated_rows(matrix: IntegerArray) -> list[RowDomination]:
    """Every weakly dominated row, with an undominated dominator.

    Of the rows that are never less than row a the one with the largest sum is taken: a row that dominated it
    would have a larger sum still.

    >>> dominated_rows(np.array([[1, 1], [1, 2], [0, 3]]))
    [RowDomination(a=0, b=1, strict_at=1)]
    """
    sums = matrix.astype(integer_dtype(largest_magnitude(matrix) * max(1, matrix.shape[1]))).sum(axis=1)
    order = np.argsort(-sums, kind="stable")  # larger sums first: only they can dominate
    ordered, totals = matrix[order], sums[order]
    found = []
    for place in range(1, len(order)):
        above = int(np.searchsorted(-totals, -totals[place]))  # rows with a larger sum
        never_less = np.flatnonzero((ordered[:above] >= ordered[place]).all(axis=1))
        if never_less.size:
            best = int(never_less[0])
            column = int(np.argmax(ordered[best] > ordered[place]))
            found.append(RowDomination(int(order[place]), int(order[best]), column))
    return sorted(found, key=lambda removal: removal.a)
