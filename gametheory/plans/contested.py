"""Contested cells: where what is best depends on whom one asks. Only these need a program.

Let rows say what the coordinates earn. At a cell where one action earns most in *every* row, no plan loses by
taking it: whatever another plan does there, with this action it earns as much in every row. So programs that
want much in each row may leave such cells out, once what they earn is added to their root. What is left is a
smaller plan form. Where the others reach few cells, and rows are few, it is much smaller.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from gametheory.games.exact import IntegerArray
from gametheory.optimisation.linear_programming import Floats
from gametheory.plans.evidence import Part
from gametheory.plans.form import Plan, PlanForm

Numbers = TypeVar("Numbers", Floats, IntegerArray)


@dataclass(frozen=True)
class Contested:
    """The smaller form, and which coordinates of the whole one are its coordinates, and which are settled.

    >>> rows = np.array([[0, 1, 2, 5, 3], [0, 1, 1, 2, 4]])
    >>> left = contested(PlanForm(((2, 2),)), Part(), rows, Plan(0, (0, 0)))
    >>> left.form.cells, left.gains(rows).tolist()
    (((2,),), [[2, 5, 3], [1, 2, 4]])
    >>> left.whole(np.array([1, 0, 1])).tolist()
    [1, 0, 1, 0, 1]
    """

    form: PlanForm
    kept: IntegerArray  # coordinates of the whole form, in the order of the smaller one
    settled: tuple[IntegerArray, ...]  # after each root of the smaller form, the actions that are settled
    size: int  # of the whole form

    def gains(self, rows: Numbers) -> Numbers:
        """What the coordinates of the smaller form earn; integers of any size where the rows are integers."""
        rows = rows.astype(object) if rows.dtype.kind == "i" else rows
        smaller = rows[..., self.kept]
        for root, own in zip(self.form.roots, self.settled, strict=True):
            smaller[..., root] += rows[..., own].sum(axis=-1)
        return smaller

    def whole(self, x: Numbers) -> Numbers:
        """The weights of all coordinates, where the smaller form has weights x."""
        whole = np.zeros(self.size, dtype=x.dtype)
        whole[self.kept] = x
        for root, own in zip(self.form.roots, self.settled, strict=True):
            whole[own] = x[root]
        return whole


def contested(form: PlanForm, part: Part, rows: Floats | IntegerArray, z: Plan) -> Contested:
    """What is contested among the plans of a part; where it fixes an action, nothing is.

    Of several actions that earn most in every row, that of plan z is taken, if it is one of them.
    """
    cells, kept, settled = [], [], []
    for a in range(len(form.cells)) if part.root is None else [part.root]:
        first, counts = np.array(form.first[a], dtype=np.int64), np.array(form.cells[a], dtype=np.int64)
        cell_of = np.repeat(np.arange(len(counts)), counts)
        block = rows[:, form.roots[a] + 1 : form.roots[a] + 1 + len(cell_of)]
        most = np.maximum.reduceat(block, first - form.roots[a] - 1, axis=1) if len(counts) else block
        best = (block == most[:, cell_of]).all(axis=0)
        if a == z.root:
            kept_as_is = first - form.roots[a] - 1 + np.array(z.actions, dtype=np.int64)
            kept_as_is = kept_as_is[best[kept_as_is]]
            best[np.isin(cell_of, cell_of[kept_as_is])] = False
            best[kept_as_is] = True
        for c, x in part.actions.items():
            best[cell_of == c] = False
            best[first[c] - form.roots[a] - 1 + x] = True
        places = np.flatnonzero(best)
        own, at = np.unique(cell_of[places], return_index=True)
        left = ~np.isin(cell_of, own)
        cells.append(tuple(np.delete(counts, own).tolist()))
        kept.append(form.roots[a] + np.concatenate([[0], 1 + np.flatnonzero(left)]))
        settled.append(form.roots[a] + 1 + places[at])
    return Contested(PlanForm(tuple(cells)), np.concatenate(kept), tuple(settled), form.size)
