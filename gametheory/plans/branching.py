"""Branch and bound over plans: is there a pure dominator, though mixtures may dominate? (Land and Doig 1960)

Plans are divided into parts, by root and then cell by cell, until linear programming closes each.
"""

from typing import Generic, TypeVar

import numpy as np

from gametheory.games.errors import UndecidedError
from gametheory.optimisation.linear_programming import TINY, Floats
from gametheory.plans.evidence import CellBranch, Leaf, Part, PlanDomination, RootBranch, Tree
from gametheory.plans.form import Plan
from gametheory.plans.listing import Listing
from gametheory.plans.relaxation import close, nearby, relax
from gametheory.plans.settlement import settle

Others = TypeVar("Others")

_GRID = 1 << 20  # weights that a proposal gives are compared in units of this


class Branching(Generic[Others]):
    """One search; it gives up (`UndecidedError`) when it has looked at `most_parts` parts."""

    def __init__(self, listing: Listing[Others], most_parts: int) -> None:
        self.listing = listing
        self.most_parts = most_parts
        self.parts = 0

    def narrow(self, part: Part) -> Leaf | PlanDomination[Others] | Floats:
        """The leaf that closes a part, or a plan that dominates, or weights that say where to divide.

        Every turn but the last lists a profile that is new. A part of a single plan need not be divided:
        settled exactly, it is closed or its plan passes.
        """
        if self.parts == self.most_parts:
            raise UndecidedError(
                f"plan {self.listing.z}: undecided after {self.parts:,} parts of the plans, "
                f"with {len(self.listing.profiles):,} profiles listed"
            )
        self.parts += 1
        listing, form = self.listing, self.listing.form
        single = part.root is not None and len(part.actions) == len(form.cells[part.root])
        while True:
            proposal = relax(listing, part)
            if proposal is None or proposal.value <= TINY or single:
                leaf = close(listing, part) or settle(listing, part, proposal)
                if isinstance(leaf, Leaf):
                    return leaf
            x = np.zeros(form.size) if proposal is None else proposal.x
            _, candidate = part.best(form, (x * _GRID).astype(np.int64))
            direction = form.vector(candidate) - form.vector(listing.z)
            if not listing.passes(direction):
                direction = nearby(listing, part, x)
            answer = listing.ask(direction)
            if isinstance(answer, PlanDomination) and isinstance(answer.dominator, Plan):
                return answer
            if answer is not True:
                return x

    def divide(self, part: Part, x: Floats) -> PlanDomination[Others] | Tree:
        """A tree for a part, or a plan that dominates: by root, then by action where x is least sure."""
        form = self.listing.form
        cell = None
        if part.root is None:
            parts = [Part(a) for a in range(len(form.cells))]
            likely = x[list(form.roots)]
        else:
            first, own = form.first[part.root], form.cells[part.root]
            free = [c for c in range(len(own)) if c not in part.actions]
            cell = min(free, key=lambda c: x[first[c] : first[c] + own[c]].max())
            parts = [Part(part.root, part.actions | {cell: action}) for action in range(own[cell])]
            likely = x[first[cell] : first[cell] + own[cell]]
        children: list[Tree] = [Leaf(1)] * len(parts)
        for k in np.argsort(-likely, kind="stable").tolist():
            found = self.narrow(parts[k])
            child = self.divide(parts[k], found) if isinstance(found, np.ndarray) else found
            if isinstance(child, PlanDomination):
                return child
            children[k] = child
        return RootBranch(tuple(children)) if cell is None else CellBranch(cell, tuple(children))
