"""Finite games in plan form: one definition from which the reduced and the literal game are derived.

A literal strategy fixes an action at every cell, also after roots that it does not choose. Strategies that
choose the same root and the same actions after it are the same plan: they pay everybody the same against
everything. The reduced game lists plans instead (the reduced normal form).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Generic, TypeAlias, TypeVar

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude, matrix_product
from gametheory.games.normal_form import NormalFormGame
from gametheory.plans.form import Plan, PlanForm

Others = TypeVar("Others")
OtherPlans: TypeAlias = tuple[Plan, ...]  # the plans of all players but one, in the order of the players
LiteralStrategy: TypeAlias = tuple[int, tuple[tuple[int, ...], ...]]  # root; the actions after every root

_MOST_NUMBERS = 20_000_000


@dataclass(frozen=True)
class ListedEnvironments(Generic[Others]):
    """The slow definition of `Environments`: every profile of the others is a row of a matrix.

    >>> listed = ListedEnvironments(PlanForm(((2,),)), ("left", "right"), np.array([[0, 1, 0], [0, 0, 3]]))
    >>> listed.worst(np.array([0, -1, 1]))
    (-1, 'left')
    """

    form: PlanForm
    profiles: tuple[Others, ...]
    rows: IntegerArray  # what the coordinates earn at each profile, over one denominator

    def __post_init__(self) -> None:
        if not self.profiles or self.rows.shape != (len(self.profiles), self.form.size):
            raise ValueError(
                f"rows: {self.form.size} gains for each of {len(self.profiles)} profiles (at least one), "
                f"got {self.rows.shape}"
            )

    def gains(self, others: Others) -> IntegerArray:
        """The row of a profile."""
        row: IntegerArray = self.rows[self.profiles.index(others)]
        return row

    def every(self) -> Iterator[Others]:
        """The profiles."""
        return iter(self.profiles)

    def worst(self, direction: IntegerArray) -> tuple[int, Others]:
        """The least product of a row and the direction, and the first profile that has it."""
        products = matrix_product(self.rows, direction)
        least = int(np.argmin(products))
        return int(products[least]), self.profiles[least]

    def mean(self) -> IntegerArray:
        """The sum of the rows."""
        total: IntegerArray = self.rows.sum(
            axis=0, dtype=integer_dtype(len(self.rows) * largest_magnitude(self.rows))
        )
        return total


@dataclass(frozen=True)
class PlanGame:
    """A game in which player i decides in the plan form `forms[i]`; a player may be an agent (i, type).

    `gains(i, others)` is what player i's coordinates earn when the others play the plans `others`, as
    integers over `denominators[i]`.
    """

    players: tuple[str, ...]
    forms: tuple[PlanForm, ...]
    gains: Callable[[int, OtherPlans], IntegerArray]
    denominators: tuple[int, ...]

    def __post_init__(self) -> None:
        if not len(self.players) == len(self.forms) == len(self.denominators):
            raise ValueError(
                f"a form and a denominator for each of {len(self.players)} players, "
                f"got {len(self.forms)} and {len(self.denominators)}"
            )

    def environments(
        self, i: int, survivors: Sequence[Sequence[Plan]] | None = None
    ) -> ListedEnvironments[OtherPlans]:
        """All profiles of the plans of the others, or of their survivors (one list for each player)."""
        plans = [
            (form.plan_count, form.plans()) if survivors is None else (len(survivors[j]), survivors[j])
            for j, form in enumerate(self.forms)
            if j != i
        ]
        count = prod(count for count, _ in plans)
        _require_few(f"player {self.players[i]}: gains at every profile", count * self.forms[i].size)
        profiles = tuple(product(*(own for _, own in plans)))
        rows = np.array([self.gains(i, others) for others in profiles])
        return ListedEnvironments(self.forms[i], profiles, rows)

    def reduced(self) -> NormalFormGame:
        """The game in which everybody chooses among all plans, in the order of `PlanForm.plans`.

        Labels read "root:actions". Raises `TooLargeError` where that takes too many numbers.
        """
        _require_few("reduced game", len(self.forms) * prod(form.plan_count for form in self.forms))
        return self._listed(
            [{f"{plan.root}:{_word(plan.actions)}": plan for plan in form.plans()} for form in self.forms]
        )

    def literal(self) -> NormalFormGame:
        """The game in which everybody chooses a root and an action at every cell of every root.

        Labels read "root:actions after root 0/actions after root 1/...". Raises `TooLargeError`
        where that takes too many numbers.
        """
        counts = (len(form.cells) * prod(map(prod, form.cells)) for form in self.forms)
        _require_few("literal game", len(self.forms) * prod(counts))
        return self._listed(
            [
                {
                    f"{root}:{'/'.join(map(_word, actions))}": Plan(root, actions[root])
                    for root, actions in literal_strategies(form)
                }
                for form in self.forms
            ]
        )

    def _listed(self, strategies: list[dict[str, Plan]]) -> NormalFormGame:
        """Strategies are what the labels say; what they pay is what their plans earn."""
        shape = [len(own) for own in strategies]
        tables = []
        for i, own in enumerate(strategies):
            plans = np.array([self.forms[i].vector(plan) for plan in own.values()])
            others = product(*(rivals.values() for j, rivals in enumerate(strategies) if j != i))
            payoffs = [matrix_product(plans, self.gains(i, profile)) for profile in others]
            table = np.array(payoffs).T.reshape(shape[i], *shape[:i], *shape[i + 1 :])
            tables.append(np.moveaxis(table, 0, i))
        return NormalFormGame.from_arrays(
            tables,
            denominators=self.denominators,
            players=self.players,
            strategies=[tuple(own) for own in strategies],
        )


def literal_strategies(form: PlanForm) -> Iterator[LiteralStrategy]:
    """Every choice of a root and of an action at every cell of every root.

    >>> list(literal_strategies(PlanForm(((2,), ()))))
    [(0, ((0,), ())), (0, ((1,), ())), (1, ((0,), ())), (1, ((1,), ()))]
    """
    after = [list(product(*(range(count) for count in own))) for own in form.cells]
    return product(range(len(form.cells)), product(*after))


def _word(actions: tuple[int, ...]) -> str:
    return ",".join(map(str, actions))


def _require_few(place: str, count: int) -> None:
    if count > _MOST_NUMBERS:
        raise TooLargeError(f"{place}: at most {_MOST_NUMBERS:,} numbers to write down, got {count:,}")
