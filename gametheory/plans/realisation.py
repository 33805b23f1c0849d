"""Realisation plans: behaviour strategies as vectors of weights on the coordinates of a plan form.

The weight of a root is its probability; the weight of an action at a cell is the probability that the root is
chosen and, if the cell is reached, the action. Every mixture of plans earns what one of them earns against
everything, and the other way round (Kuhn 1953; von Stengel 1996).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray, common_denominator
from gametheory.plans.form import Plan, PlanForm

Lottery: TypeAlias = tuple[Fraction, ...]  # one probability for each action


@dataclass(frozen=True, slots=True)
class RealisationPlan:
    """`weights[j]` is the weight of coordinate j."""

    weights: tuple[Fraction, ...]

    def belongs_to(self, form: PlanForm) -> bool:
        """Do the roots' weights sum to 1, the actions' at each cell to their root's, and is none negative?"""
        return (
            len(self.weights) == form.size
            and min(self.weights) >= 0
            and sum(self.weights[at] for at in form.roots) == 1
            and all(
                sum(self.weights[at : at + count]) == self.weights[root]
                for root, first, own in zip(form.roots, form.first, form.cells, strict=True)
                for at, count in zip(first, own, strict=True)
            )
        )

    def behaviour(self, form: PlanForm) -> Iterator[tuple[int, Fraction, tuple[Lottery, ...]]]:
        """Every root that is chosen with positive probability, with that, and a lottery at each cell.

        >>> half = Fraction(1, 2)
        >>> form = PlanForm(((2,), ()))
        >>> list(RealisationPlan((half, half / 2, half / 2, half)).behaviour(form))[0]
        (0, Fraction(1, 2), ((Fraction(1, 2), Fraction(1, 2)),))
        """
        for a, (root, first, own) in enumerate(zip(form.roots, form.first, form.cells, strict=True)):
            if weight := self.weights[root]:
                yield (
                    a,
                    weight,
                    tuple(
                        tuple(share / weight for share in self.weights[at : at + count])
                        for at, count in zip(first, own, strict=True)
                    ),
                )


def difference(form: PlanForm, dominator: Plan | RealisationPlan, plan: Plan) -> IntegerArray:
    """A positive multiple of dominator - plan, in integers.

    >>> difference(PlanForm(((2,),)), Plan(0, (1,)), Plan(0, (0,))).tolist()
    [0, -1, 1]
    """
    if isinstance(dominator, Plan):
        return form.vector(dominator) - form.vector(plan)
    scale = common_denominator(dominator.weights)
    scaled = np.array(
        [weight.numerator * (scale // weight.denominator) for weight in dominator.weights], dtype=object
    )
    multiple: IntegerArray = scaled - scale * form.vector(plan).astype(object)
    return multiple
