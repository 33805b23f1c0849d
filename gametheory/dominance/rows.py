"""Weak dominance among the rows of one payoff matrix: own strategies down, what the others can do across.

For a player whose opponents have been summed up in distinct columns (chance moves, pooled profiles) there is
no game to hand to `elimination`, only her matrix.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gametheory.games.errors import UndecidedError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype, largest_magnitude
from gametheory.games.relation import By, Relation
from gametheory.optimisation.alternatives import Mixture, mixture_or_belief

_PROBES = 48
_PAIRS = 2**26  # of rows that are looked at together, a byte each
_BLOCK = 1024  # rows


@dataclass(frozen=True, slots=True)
class RowDomination:
    """Evidence that a mixture of rows weakly dominates row a: never less, and more at a column.

    A pure dominator is a mixture of one row.
    """

    a: int
    mixture: tuple[tuple[int, Fraction], ...]  # (row, weight): positive weights that sum to 1, without a
    strict_at: int

    def holds(self, matrix: IntegerArray) -> bool:
        """Recheck by the definition alone, in exact arithmetic."""
        gains = self.gains(matrix)
        return gains is not None and min(gains) >= 0 and gains[self.strict_at] > 0

    def gains(self, matrix: IntegerArray) -> list[int] | None:
        """What the mixture earns more than row a, column by column; None if it is no mixture of other rows.

        Times a positive integer.
        """
        if sum(weight for _, weight in self.mixture) != 1 or any(
            b == self.a or weight <= 0 for b, weight in self.mixture
        ):
            return None
        scale = common_denominator(weight for _, weight in self.mixture)
        gains: list[int] = [-scale * own for own in matrix[self.a].tolist()]  # Python integers
        for b, weight in self.mixture:
            share = int(scale * weight)
            gains = [gain + share * more for gain, more in zip(gains, matrix[b].tolist(), strict=True)]
        return gains


def dominated_rows(matrix: IntegerArray, by: By = By.PURE) -> list[RowDomination]:
    """Every weakly dominated row, with a dominator made of undominated rows.

    >>> [(removal.a, removal.mixture) for removal in dominated_rows(np.array([[1, 1], [1, 2], [0, 3]]))]
    [(0, ((1, Fraction(1, 1)),))]
    """
    found = _dominated_by_pure(matrix)
    if by is By.MIXED:
        found = _dominated_by_mixed(matrix, found)
    return sorted(found, key=lambda removal: removal.a)


def is_dominated(row: IntegerArray, matrix: IntegerArray) -> bool:
    """Is some row of the matrix never less than this one, and once more? The definition, column by column.

    >>> matrix = np.array([[1, 1], [1, 2], [0, 3]])
    >>> [is_dominated(row, matrix) for row in matrix]
    [True, False, False]
    """
    kept, at, width = np.arange(len(matrix)), 0, 1
    while at < len(row) and kept.size:  # those below it at some columns are left out before the next
        columns = slice(at, at + width)
        kept = kept[(matrix[kept, columns] >= row[columns]).all(axis=1)]
        at, width = at + width, 2 * width
    return bool((matrix[kept] > row).any())


def is_undominated(a: int, matrix: IntegerArray, by: By) -> bool:
    """Does no row, or mixture of rows, weakly dominate row a? Either answer to mixtures has a certificate.

    >>> matrix = np.array([[3, 0], [0, 3], [1, 1]])
    >>> is_undominated(2, matrix, By.PURE), is_undominated(2, matrix, By.MIXED)
    (True, False)
    """
    if by is By.PURE:
        return not is_dominated(matrix[a], matrix)
    if len(matrix) == 1:
        return True
    wide = matrix.astype(integer_dtype(2 * largest_magnitude(matrix)))
    gains = np.delete(wide, a, axis=0) - wide[a]
    answer = mixture_or_belief(gains, Relation.WEAK)
    if not answer.holds(gains):
        raise UndecidedError(f"row {a + 1}: neither a mixture nor a belief that holds was found")
    return not isinstance(answer, Mixture)


def are_undominated(matrix: IntegerArray, by: By) -> bool:
    """Is no row weakly dominated by others, or by mixtures of them?"""
    return all(is_undominated(a, matrix, by) for a in range(len(matrix)))


def leaves_the_undominated(matrix: IntegerArray, removals: Sequence[RowDomination], by: By) -> bool:
    """Are these rows dominated by rows that stay, and is no row that stays dominated by others that do?

    `strict_at` of the removals is of another matrix of the same strategies; somewhere each must be strict.
    """
    gone = {removal.a for removal in removals}
    for removal in removals:
        gains = removal.gains(matrix)
        if gains is None or min(gains) < 0 or max(gains) <= 0 or gone & {b for b, _ in removal.mixture}:
            return False
    return are_undominated(matrix[[row for row in range(len(matrix)) if row not in gone]], by)


def _dominated_by_pure(matrix: IntegerArray) -> list[RowDomination]:
    """Of the rows that are never less than row a the one with the largest sum is taken.

    It is undominated: a row that dominated it would have a larger sum still. So rows are taken by their sums,
    the largest first, and compared with those that are undominated so far, and with those of their block.
    """
    largest = largest_magnitude(matrix)
    sums = matrix.astype(integer_dtype(largest * max(1, matrix.shape[1]))).sum(axis=1)
    order = np.argsort(-sums, kind="stable")
    rows, totals = matrix[order].astype(integer_dtype(largest)), sums[order]  # the narrower, the faster
    found: list[RowDomination] = []
    undominated, start = np.arange(0), 0
    while start < len(rows):
        size = max(1, min(_BLOCK, _PAIRS // (len(undominated) + _BLOCK)))
        block = np.arange(start, min(start + size, len(rows)))
        rivals = np.concatenate([undominated, block])
        gone = []
        for a, b, column in _dominated_in_a_block(rows, totals, block, rivals):
            gone.append(a)
            found.append(RowDomination(int(order[a]), ((int(order[b]), Fraction(1)),), column))
        undominated, start = np.setdiff1d(rivals, gone), start + size
    return found


def _dominated_in_a_block(
    rows: IntegerArray, totals: IntegerArray, block: IntegerArray, rivals: IntegerArray
) -> Iterator[tuple[int, int, int]]:
    """Rows of a block, the first rival that dominates each, and a column at which that is more."""
    few = rows[rivals]
    may = totals[rivals, np.newaxis] > totals[block]  # may[b, a]: b may dominate a, as far as is known
    for place in range(0, rows.shape[1], 1 + rows.shape[1] // _PROBES):  # most pairs fail at one of these
        may &= few[:, place, np.newaxis] >= rows[block, place]
    pending = np.flatnonzero(may.any(axis=0))
    while pending.size:
        best = may[:, pending].argmax(axis=0)  # the first, hence the one with the largest sum
        worse = rows[block[pending]]
        dominates = (few[best] >= worse).all(axis=1)
        columns = (few[best] > worse).argmax(axis=1)
        for b, a, column in zip(best[dominates], pending[dominates], columns[dominates], strict=True):
            yield int(block[a]), int(rivals[b]), int(column)
        may[best[~dominates], pending[~dominates]] = False
        pending = pending[~dominates]
        pending = pending[may[:, pending].any(axis=0)]


def _dominated_by_mixed(matrix: IntegerArray, by_pure: list[RowDomination]) -> list[RowDomination]:
    """The rows left are compared one after another with all that are still left.

    Leaving out a dominated row changes nothing for the others: in a mixture that dominates one of them, its
    weight can go to what dominates it. For the same reason each mixture can be put in terms of rows that
    stay, the last one first.
    """
    wide = matrix.astype(integer_dtype(2 * largest_magnitude(matrix)))
    stays = np.ones(len(matrix), dtype=bool)
    stays[[removal.a for removal in by_pure]] = False
    found: dict[int, dict[int, Fraction]] = {}
    for a in np.flatnonzero(stays).tolist():
        others = np.flatnonzero(stays & (np.arange(len(matrix)) != a))
        if not others.size:
            break
        answer = mixture_or_belief(wide[others] - wide[a], Relation.WEAK)
        if isinstance(answer, Mixture):
            stays[a] = False
            weights = zip(others.tolist(), answer.weights, strict=True)
            found[a] = {b: weight for b, weight in weights if weight}
    found |= {removal.a: dict(removal.mixture) for removal in by_pure}
    return [_in_terms_of_survivors(matrix, a, found) for a in found]


def _in_terms_of_survivors(
    matrix: IntegerArray, a: int, found: dict[int, dict[int, Fraction]]
) -> RowDomination:
    """Replace dominated rows in a mixture by what dominates them, until none is left.

    What dominates one of them was found later, or is undominated: a itself does not come back.
    """
    mixture = dict(found[a])
    while gone := [b for b in mixture if b in found]:
        for b in gone:
            weight = mixture.pop(b)
            for c, share in found[b].items():
                mixture[c] = mixture.get(c, Fraction(0)) + weight * share
    weights = np.array(list(mixture.values()), dtype=object)
    total = weights @ matrix[list(mixture)].astype(object)
    return RowDomination(a, tuple(sorted(mixture.items())), int(np.argmax(total > matrix[a])))
