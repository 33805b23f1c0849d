"""Decisions in plan form: a root choice, then an action at every cell that can be reached after it.

Plans stand in for the strategies of a game too large to list: the reduced normal form of a player who is
asked for one action, after her root choice, in one of many cells. Her payoff against a profile of the others
is a constant for the root she chooses plus a *gain* at every cell, which depends on her action there, on the
others and on chance, but not on her other actions. So it is linear on the *coordinates* of the form:

    one for every root a, and one for every (root a, cell c of a, action x at c),

on which a plan is a vector of zeros and ones, a behaviour strategy a vector of weights (a *realisation plan*;
von Stengel 1996), and what the others do a vector of integers: the constants and gains over a common
denominator. The payoff of a plan is the product of the two.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, product
from math import prod
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

import numpy as np

from gametheory.games.errors import PlanError
from gametheory.games.exact import IntegerArray

MOST_LISTED = 2_000  # profiles of the others that a recheck goes through

Others = TypeVar("Others")
Met = TypeVar("Met", contravariant=True)


class Plan(NamedTuple):
    """A root, and an action at each of its cells."""

    root: int
    actions: tuple[int, ...]


@dataclass(frozen=True)
class PlanForm:
    """`cells[a][c]` is the number of actions at the c-th cell after root a.

    >>> form = PlanForm(((2, 3), ()))
    >>> form.size, form.plan_count
    (7, 7)
    >>> form.vector(Plan(0, (1, 2))).tolist()
    [1, 0, 1, 0, 0, 1, 0]
    """

    cells: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if not self.cells:
            raise PlanError("roots: at least one, got none")
        for a, own in enumerate(self.cells):
            if any(count < 1 for count in own):
                raise PlanError(f"root {a}: at least one action at every cell, got {list(own)}")

    @cached_property
    def roots(self) -> tuple[int, ...]:
        """The coordinate of each root."""
        return tuple(accumulate((1 + sum(own) for own in self.cells[:-1]), initial=0))

    @cached_property
    def first(self) -> tuple[tuple[int, ...], ...]:
        """`first[a][c]`: the coordinate of action 0 at cell c of root a; its other actions follow."""
        return tuple(
            tuple(accumulate(own[:-1], initial=root + 1)) if own else ()
            for root, own in zip(self.roots, self.cells, strict=True)
        )

    @cached_property
    def size(self) -> int:
        """How many coordinates there are."""
        return sum(1 + sum(own) for own in self.cells)

    @property
    def plan_count(self) -> int:
        """How many plans there are."""
        return sum(prod(own) for own in self.cells)

    def plans(self) -> Iterator[Plan]:
        """All of them, root by root, in lexicographic order."""
        for a, own in enumerate(self.cells):
            for actions in product(*(range(count) for count in own)):
                yield Plan(a, actions)

    def coordinates(self, plan: Plan) -> list[int]:
        """The coordinates at which the plan is 1. Raises `PlanError` when it is no plan of the form."""
        if not 0 <= plan.root < len(self.cells):
            raise PlanError(f"root: one of 0, ..., {len(self.cells) - 1}, got {plan.root}")
        own = self.cells[plan.root]
        if len(plan.actions) != len(own) or not all(
            0 <= x < count for x, count in zip(plan.actions, own, strict=True)
        ):
            raise PlanError(
                f"root {plan.root}: one action at each of its {len(own)} cells, got {plan.actions}"
            )
        cells = self.first[plan.root]
        return [self.roots[plan.root], *(at + x for at, x in zip(cells, plan.actions, strict=True))]

    def vector(self, plan: Plan) -> IntegerArray:
        """The plan as a vector of zeros and ones."""
        vector = np.zeros(self.size, dtype=np.int64)
        vector[self.coordinates(plan)] = 1
        return vector

    def best(self, gains: IntegerArray) -> tuple[int, Plan]:
        """The largest payoff of a plan when the coordinates earn `gains`, and a plan that has it.

        >>> PlanForm(((2, 3), ())).best(np.array([1, 0, 2, 5, 5, 4, 7]))
        (8, Plan(root=0, actions=(1, 0)))
        """
        payoffs, plans = zip(*(self.best_after(a, gains) for a in range(len(self.cells))), strict=True)
        a = max(range(len(plans)), key=payoffs.__getitem__)
        return payoffs[a], plans[a]

    def best_after(
        self, a: int, gains: IntegerArray, fixed: Mapping[int, int] = MappingProxyType({})
    ) -> tuple[int, Plan]:
        """The same among the plans with root a that take the `fixed` actions at some of its cells."""
        start, count = self.roots[a] + 1, len(self.cells[a])
        own, at = gains[start : start + sum(self.cells[a])], np.array(self.first[a], dtype=np.int64) - start
        if not count:
            return int(gains[start - 1]), Plan(a, ())
        cell_of = np.repeat(np.arange(count), self.cells[a])
        places = np.flatnonzero(own == np.maximum.reduceat(own, at)[cell_of])
        actions = places[np.unique(cell_of[places], return_index=True)[1]] - at
        actions[list(fixed)] = list(fixed.values())
        payoff = int(gains[start - 1]) + int(own[at + actions].sum(dtype=object))
        return payoff, Plan(a, tuple(actions.tolist()))


class Environments(Protocol[Others]):
    """What the others can do to one player who decides in plan form: a set of profiles, told by what they do.

    `Others` describes a profile of the others (their plans, as far as they matter to this player).
    """

    @property
    def form(self) -> PlanForm:
        """The player's decision."""

    def gains(self, others: Others) -> IntegerArray:
        """What the coordinates earn against a profile, as integers over one denominator for all profiles.

        This is the definition; everything below must agree with it.
        """

    def every(self) -> Iterator[Others] | None:
        """All profiles of the others, as far as gains depend on them, or None if they are too many."""

    def worst(self, direction: IntegerArray) -> tuple[int, Others]:
        """The *separation oracle*: the least gains(others) @ direction, exact, and a profile that has it.

        `direction` is a vector of integers on the coordinates, such as z' - z for two plans.
        """

    def mean(self) -> IntegerArray:
        """The gains averaged over all profiles with positive weights, times a positive integer.

        A direction that is never negative is positive somewhere if and only if it is positive here.
        """


class Gains(Protocol[Met]):
    """`Environments` without the oracle: all that is needed to recheck that a plan is undominated."""

    @property
    def form(self) -> PlanForm:
        """The player's decision."""

    def gains(self, others: Met) -> IntegerArray:
        """What the coordinates earn against a profile of the others, as in `Environments`."""

    def mean(self) -> IntegerArray:
        """The mean of the gains, as in `Environments`."""
