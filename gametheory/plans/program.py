"""Integer programs over plans: CP-SAT proposes a plan that dominates. Nothing about it is guaranteed."""

from collections.abc import Callable
from math import gcd
from typing import TypeAlias

import numpy as np

from gametheory.games.errors import CoefficientError
from gametheory.games.exact import IntegerArray
from gametheory.games.libraries import library
from gametheory.plans.form import Plan, PlanForm

_BITS = 60  # CP-SAT wants every sum in a program within 64 bits
_EFFORT = 1  # of CP-SAT's own units of work, so that the answer does not depend on the clock

# propose(form, rows, objective): a plan that loses in no row and earns much in the objective
Proposer: TypeAlias = Callable[[PlanForm, IntegerArray, IntegerArray], Plan | None]


def propose_plan(form: PlanForm, rows: IntegerArray, objective: IntegerArray) -> Plan | None:
    """CP-SAT's idea of the plan that earns most in `objective` among those that lose in no row; None if none.

    Raises `CoefficientError` where 64 bits do not suffice for a row, and `MissingLibraryError` without
    OR-tools.

    >>> propose_plan(PlanForm(((2,), ())), np.array([[1, -2, 0, 0]]), np.array([0, 5, 1, 0]))
    Plan(root=0, actions=(1,))
    """
    with library("OR-tools", "pip install ortools"):
        from ortools.sat.python import cp_model
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in range(form.size)]
    model.add_exactly_one(chosen[at] for at in form.roots)
    for root, first, own in zip(form.roots, form.first, form.cells, strict=True):
        for at, count in zip(first, own, strict=True):
            model.add(sum(chosen[at : at + count]) == chosen[root])
    for e, row in enumerate(rows):
        model.add(cp_model.LinearExpr.weighted_sum(chosen, _in_range(row, f"row {e}")) >= 0)
    # Which plan earns most does not matter much: the lower digits of a large objective can go.
    surplus = max(0, sum(map(abs, objective.tolist())).bit_length() - _BITS)
    kept = [number >> surplus for number in objective.tolist()]
    model.maximize(cp_model.LinearExpr.weighted_sum(chosen, kept))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = _EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    picked = np.array([solver.value(literal) for literal in chosen])
    return form.best(picked)[1]


def _in_range(row: IntegerArray, place: str) -> list[int]:
    """The row divided by its greatest common divisor."""
    numbers = row.tolist()
    divisor = max(1, gcd(*numbers))
    reduced = [number // divisor for number in numbers]
    if (bits := sum(map(abs, reduced)).bit_length()) > _BITS:
        raise CoefficientError(f"{place}: coefficients whose sum has at most {_BITS} bits, got {bits}")
    return reduced
