"""Evidence for either answer to: is this plan weakly dominated, against everything the others can do?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, TypeAlias, TypeVar

import numpy as np

from gametheory.games.errors import PlanError
from gametheory.games.exact import IntegerArray, common_denominator, matrix_product
from gametheory.games.relation import By
from gametheory.plans.form import Environments, Gains, Plan, PlanForm
from gametheory.plans.realisation import RealisationPlan, difference

Others = TypeVar("Others")


@dataclass(frozen=True, slots=True)
class PlanDomination(Generic[Others]):
    """Evidence that a plan, or a realisation plan, weakly dominates `plan`."""

    plan: Plan
    dominator: Plan | RealisationPlan
    strict_at: Others  # a profile of the others against which the dominator earns more

    def holds(self, environments: Environments[Others]) -> bool:
        """Recheck by the definition, profile by profile; if they are too many, nowhere worse by the oracle.

        The gain at `strict_at` is by the definition in any case. A list says that this profile is possible.
        """
        form = environments.form
        if not is_plan(form, self.plan) or not (
            is_plan(form, self.dominator)
            if isinstance(self.dominator, Plan)
            else self.dominator.belongs_to(form)
        ):
            return False
        direction = difference(form, self.dominator, self.plan)
        better = environments.gains(self.strict_at)
        if int(matrix_product(better, direction)) <= 0:
            return False
        if (every := environments.every()) is None:
            worst, _ = environments.worst(direction)
            return worst >= 0
        rows = np.array([environments.gains(others) for others in every])
        possible = bool((rows == better).all(axis=1).any())
        return possible and bool((matrix_product(rows, direction) >= 0).all())


@dataclass(frozen=True, slots=True)
class Leaf:
    """Integer weights under which no plan of a part earns more than the plan in question.

    `mean` is the weight of the mean over all profiles, positive; `listed` has pairs (index of a listed
    profile, weight), all positive. Together they are a belief that gives every profile weight.
    """

    mean: int
    listed: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, weights: Mapping[int, Fraction]) -> "Leaf":
        """The smallest integers in proportion to weights of listed profiles, and to 1 for the mean.

        >>> Leaf.of({4: Fraction(2, 3), 7: Fraction(0)})
        Leaf(mean=3, listed=((4, 2),))
        """
        scale = common_denominator(weights.values())
        return cls(scale, tuple((e, int(scale * weight)) for e, weight in sorted(weights.items()) if weight))


@dataclass(frozen=True, slots=True)
class RootBranch:
    """The plans of a part by their root: one subtree for each."""

    children: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class CellBranch:
    """The plans of a part, all with one root, by their action at a cell: one subtree for each."""

    cell: int
    children: tuple["Tree", ...]


Tree: TypeAlias = Leaf | RootBranch | CellBranch


@dataclass(frozen=True, slots=True)
class Part:
    """The plans of a form that choose `root` (None: any) and these actions at some of its cells."""

    root: int | None = None
    actions: dict[int, int] = field(default_factory=dict)

    def contains(self, plan: Plan) -> bool:
        """Is the plan one of them?"""
        return self.root in (None, plan.root) and all(plan.actions[c] == x for c, x in self.actions.items())

    def best(self, form: PlanForm, gains: IntegerArray) -> tuple[int, Plan]:
        """The largest payoff of a plan of the part when the coordinates earn `gains`, and a plan that has it.

        It is found root by root and cell by cell, since payoffs are sums over cells.

        >>> Part(0, {1: 0}).best(PlanForm(((2, 3), ())), np.array([1, 0, 2, 5, 5, 9, 7]))
        (8, Plan(root=0, actions=(1, 0)))
        """
        roots = range(len(form.cells)) if self.root is None else [self.root]
        found = (form.best_after(a, gains, self.actions) for a in roots)
        return max(found, key=lambda pair: pair[0])


@dataclass(frozen=True, slots=True)
class UndominatedPlan(Generic[Others]):
    """Evidence that no plan (no realisation plan, if `by` is `By.MIXED`) weakly dominates `plan`.

    The tree divides all plans into parts. A plan that is never worse than `plan` against the listed profiles
    earns at least as much under the listed weights of its leaf; the leaf says that with the mean it does not
    earn more; so at the mean, which gives every profile weight, it is not better. With one leaf for all plans
    the same is true of all their mixtures, and its weights are a belief by which `plan` is a best reply.
    """

    plan: Plan
    by: By
    profiles: tuple[Others, ...]
    tree: Tree

    def holds(self, environments: Gains[Others]) -> bool:
        """Recheck: gains by the definition, the tree complete, every leaf by a best action cell by cell."""
        form = environments.form
        if not is_plan(form, self.plan) or (self.by is By.MIXED and not isinstance(self.tree, Leaf)):
            return False
        rows = [environments.gains(others) for others in self.profiles]
        return self._closes(self.tree, Part(), form, rows, environments.mean())

    def belief(self) -> tuple[Fraction, tuple[tuple[Others, Fraction], ...]] | None:
        """The weight of the mean and of profiles besides, summing to 1; None when there are many leaves."""
        if not isinstance(self.tree, Leaf):
            return None
        total = self.tree.mean + sum(weight for _, weight in self.tree.listed)
        return Fraction(self.tree.mean, total), tuple(
            (self.profiles[e], Fraction(weight, total)) for e, weight in self.tree.listed
        )

    def _closes(
        self, tree: Tree, part: Part, form: PlanForm, rows: Sequence[IntegerArray], mean: IntegerArray
    ) -> bool:
        match tree:
            case Leaf():
                if tree.mean < 1 or any(weight < 1 or not 0 <= e < len(rows) for e, weight in tree.listed):
                    return False
                expected = tree.mean * mean.astype(object)
                for e, weight in tree.listed:
                    expected = expected + weight * rows[e].astype(object)
                own = sum(int(expected[at]) for at in form.coordinates(self.plan))
                return _most(form, part, expected) <= own
            case RootBranch():
                parts = [Part(a) for a in range(len(form.cells))]
                divides = part.root is None
            case CellBranch():
                divides = part.root is not None and 0 <= tree.cell < len(form.cells[part.root])
                divides = divides and tree.cell not in part.actions
                count = form.cells[part.root][tree.cell] if divides and part.root is not None else 0
                parts = [Part(part.root, part.actions | {tree.cell: x}) for x in range(count)]
        return (
            divides
            and len(parts) == len(tree.children)
            and all(
                self._closes(child, smaller, form, rows, mean)
                for child, smaller in zip(tree.children, parts, strict=True)
            )
        )


def _most(form: PlanForm, part: Part, gains: IntegerArray) -> int:
    """The most that a plan of the part earns: at every cell on its own, root by root."""
    roots = range(len(form.cells)) if part.root is None else [part.root]
    return max(
        int(gains[form.roots[a]])
        + sum(
            int(gains[at + part.actions[c]] if c in part.actions else max(gains[at : at + count]))
            for c, (at, count) in enumerate(zip(form.first[a], form.cells[a], strict=True))
        )
        for a in roots
    )


def is_plan(form: PlanForm, plan: Plan) -> bool:
    """Does the plan belong to the form?"""
    try:
        form.coordinates(plan)
    except PlanError:
        return False
    return True
