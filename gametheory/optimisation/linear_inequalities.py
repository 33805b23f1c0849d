"""An exact solution of many linear inequalities, of which some can only hold with equality.

A float solver proposes a point that is as far inside as can be, and so tells which inequalities are ties:
those in which there is no room. Ties are solved exactly, as equations; what else there is to choose can be
rounded, with room in all others.
"""

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from gametheory.games.exact import IntegerArray, common_denominator, largest_magnitude, matrix_product
from gametheory.optimisation.linear_programming import TINY, Floats

if TYPE_CHECKING:
    from flint import fmpz_mat

_ROOM = 2**-8  # as far inside as we care
_DENOMINATORS = (12, 5040, 1 << 20, 1 << 40)


def find_solution(A: IntegerArray, b: IntegerArray) -> tuple[Fraction, ...] | None:
    """An x >= 0 with A x <= b, for integers; None where none is found, which does not say that there is none.

    >>> find_solution(np.array([[3, -2, 0], [-3, 2, 0], [1, 0, -1]]), np.array([1, -1, 5]))
    (Fraction(1, 3), Fraction(0, 1), Fraction(0, 1))
    """
    from flint import fmpz_mat

    proposal = _innermost(A, b)
    if proposal is None:
        return None
    x, units, tied = proposal
    order = np.argsort(-x, kind="stable").tolist()  # ties determine the largest, which then stay positive
    equations = fmpz_mat(np.column_stack([A[tied][:, order], b[tied]]).astype(object).tolist())
    for denominator in _DENOMINATORS:
        rounded = [Fraction(round(denominator * x[j]), denominator) * units[j] for j in order]
        solved = _with_pivots_solved(equations, rounded)
        solution = [solved[order.index(j)] for j in range(len(x))]
        if _holds(A, b, solution):
            return tuple(solution)
    return None


def _innermost(A: IntegerArray, b: IntegerArray) -> tuple[Floats, list[Fraction], list[int]] | None:
    """Floats x with as much room as can be, up to _ROOM each; their units; the rows without room."""
    from scipy.optimize import linprog

    right = _power(b)
    columns = [_power(column) for column in A.T]
    scaled = A.astype(object) / np.array(columns, dtype=object)
    bounds = b.astype(object) / right
    rows = np.maximum(np.abs(scaled).max(axis=1, initial=0), np.abs(bounds)).astype(np.float64)
    rows[rows == 0] = 1
    m, n = A.shape
    left = np.block(
        [
            [scaled.astype(np.float64) / rows[:, np.newaxis], np.eye(m), np.zeros((m, n))],
            [-np.eye(n), np.zeros((n, m)), np.eye(n)],
        ]
    )
    result = linprog(
        np.append(np.zeros(n), np.full(m + n, -1)),
        A_ub=left,
        b_ub=np.append(bounds.astype(np.float64) / rows, np.zeros(n)),
        bounds=[(0, None)] * n + [(0, _ROOM)] * (m + n),
        method="highs",
    )
    if result.status != 0:
        return None
    tied = np.flatnonzero(result.x[n : n + m] < TINY).tolist()
    return np.maximum(result.x[:n], 0), [Fraction(right, column) for column in columns], tied


def _with_pivots_solved(equations: "fmpz_mat", x: list[Fraction]) -> list[Fraction]:
    """x with as many entries as there are independent equations replaced by what the others make of them."""
    echelon, denominator, rank = equations.rref()
    rows = [[int(entry) for entry in row] for row in echelon.tolist()[:rank]]
    pivots = [next(j for j, entry in enumerate(row) if entry) for row in rows]
    if pivots and pivots[-1] == len(x):
        return x  # the equations contradict each other: they were no ties
    free = [j for j in range(len(x)) if j not in set(pivots)]
    solved = list(x)
    for j, row in zip(pivots, rows, strict=True):
        solved[j] = (row[-1] - sum((row[k] * x[k] for k in free if row[k]), Fraction(0))) / int(denominator)
    return solved


def _holds(A: IntegerArray, b: IntegerArray, x: list[Fraction]) -> bool:
    scale = common_denominator(x)
    scaled = np.array([int(scale * value) for value in x], dtype=object)
    return min(x, default=0) >= 0 and bool((matrix_product(A, scaled) <= scale * b.astype(object)).all())


def _power(numbers: IntegerArray) -> int:
    """A power of two near the largest magnitude."""
    return 1 << largest_magnitude(numbers).bit_length()
