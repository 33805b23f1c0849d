"""Exact linear programming: a float solver proposes a basis, integers decide.

Programs have the form: maximise c x subject to A x <= b and x >= 0, all numbers integers and b >= 0, so that
x = 0 is feasible.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.errors import UnboundedError
from gametheory.games.exact import IntegerArray

Floats: TypeAlias = npt.NDArray[np.float64]

TINY = 1e-7  # only sorts a proposal into zero and not zero: what it says is never believed


class Program(NamedTuple):
    """max c x, A x <= b, x >= 0, for integers."""

    A: IntegerArray
    b: IntegerArray
    c: IntegerArray


@dataclass(frozen=True, slots=True)
class Optimum:
    """An optimal solution x, and a dual solution y that shows that it is optimal."""

    x: tuple[Fraction, ...]
    y: tuple[Fraction, ...]
    value: Fraction

    def holds(self, program: Program) -> bool:
        """Recheck by weak duality: both are feasible, and both are worth `value`."""
        x, y = np.array(self.x, dtype=object), np.array(self.y, dtype=object)
        A, b, c = (numbers.astype(object) for numbers in program)
        return bool(
            x.shape == c.shape
            and y.shape == b.shape
            and (x >= 0).all()
            and (y >= 0).all()
            and (A @ x <= b).all()
            and (y @ A >= c).all()
            and c @ x == self.value == b @ y
        )


def propose(A: Floats, b: Floats, c: Floats) -> tuple[Floats, Floats] | None:
    """HiGHS's idea of an optimal x and y, or None where it has none. Nothing about it is guaranteed.

    Scale the numbers to magnitudes near 1 before. Here b may be negative.
    """
    from scipy.optimize import linprog

    result = linprog(-c, A_ub=A, b_ub=b, method="highs")
    if result.status != 0:
        return None
    return np.maximum(result.x, 0), np.maximum(-result.ineqlin.marginals, 0)


def maximise(program: Program, proposal: tuple[Floats, Floats] | None = None) -> Optimum:
    """The exact optimum of a program with b >= 0.

    From the basis that the proposal suggests, if that is feasible, else from x = 0, the simplex method goes
    on in integers (Edmonds 1967: every tableau is an integer matrix over one denominator).

    >>> optimum = maximise(Program(np.array([[1, 2], [3, 1]]), np.array([4, 6]), np.array([1, 1])))
    >>> optimum.x, optimum.y, optimum.value
    ((Fraction(8, 5), Fraction(6, 5)), (Fraction(2, 5), Fraction(1, 5)), Fraction(14, 5))
    """
    if (program.b < 0).any():
        raise ValueError(f"right hand sides are not negative, got {program.b.tolist()}")
    tableau = _Tableau(program)
    if proposal is not None:
        tableau.pivot_to(*proposal)
        if not tableau.is_feasible():
            tableau = _Tableau(program)
    tableau.optimise()
    return tableau.solution()


class _Tableau:
    """A condensed simplex tableau: basic variables down, nonbasic ones across, the bounds and costs last.

    Variable j < n is x_j, variable n + i the slack of row i. The entries stand for themselves divided by the
    positive `denominator`.
    """

    def __init__(self, program: Program) -> None:
        A, b, c = program
        m, n = A.shape
        self.entries: npt.NDArray[Any] = np.zeros((m + 1, n + 1), dtype=object)
        self.entries[:m, :n] = A.astype(object)
        self.entries[:m, n] = b.astype(object)
        self.entries[m, :n] = -c.astype(object)
        self.denominator = 1
        self.basic = np.arange(n, n + m)
        self.nonbasic = np.arange(n)

    def pivot(self, r: int, s: int) -> None:
        """Exchange the basic variable of row r for the nonbasic one of column s."""
        pivot, row, column = self.entries[r, s], self.entries[r].copy(), self.entries[:, s].copy()
        # The division leaves no remainder: all entries are minors of (A, b; -c, 0).
        self.entries = (self.entries * pivot - np.outer(column, row)) // self.denominator
        self.entries[r], self.entries[:, s] = row, -column
        self.entries[r, s] = self.denominator
        if pivot < 0:
            self.entries, pivot = -self.entries, -pivot
        self.denominator = pivot
        self.basic[r], self.nonbasic[s] = self.nonbasic[s], self.basic[r]

    def pivot_to(self, x: Floats, y: Floats) -> None:
        """Make basic what is positive in x, in place of the slack of rows that y calls tight."""
        tight = list(np.argsort(-y, kind="stable")[: int((y > TINY).sum())])
        for s in np.flatnonzero(x > TINY):
            r = next((r for r in tight if self.entries[r, s]), None)
            if r is not None:
                tight.remove(r)
                self.pivot(int(r), int(s))

    def is_feasible(self) -> bool:
        return bool((self.entries[:-1, -1] >= 0).all())

    def optimise(self) -> None:
        """Pivot on the steepest cost; after a step that gains nothing by Bland's rule, which cannot cycle."""
        gained = True
        while (self.entries[-1, :-1] < 0).any():
            costs = self.entries[-1, :-1]
            falling = np.flatnonzero(costs < 0)
            s = int(np.argmin(costs)) if gained else int(falling[np.argmin(self.nonbasic[falling])])
            rising = np.flatnonzero(self.entries[:-1, s] > 0)
            if rising.size == 0:
                raise UnboundedError(f"the objective is unbounded in direction {self.nonbasic[s]}")
            ratios = [Fraction(self.entries[r, -1], self.entries[r, s]) for r in rising]
            least = min(ratios)
            r = min(
                (r for r, ratio in zip(rising, ratios, strict=True) if ratio == least),
                key=lambda r: int(self.basic[r]),
            )
            gained = least > 0
            self.pivot(int(r), s)

    def solution(self) -> Optimum:
        m, n = len(self.basic), len(self.nonbasic)
        x, y = [Fraction(0)] * n, [Fraction(0)] * m
        for variable, entry in zip(self.basic.tolist(), self.entries[:-1, -1], strict=True):
            if variable < n:
                x[variable] = Fraction(entry, self.denominator)
        for variable, entry in zip(self.nonbasic.tolist(), self.entries[-1, :-1], strict=True):
            if variable >= n:
                y[variable - n] = Fraction(entry, self.denominator)
        return Optimum(tuple(x), tuple(y), Fraction(self.entries[-1, -1], self.denominator))
