"""Plans that fall apart into cells: dominance decided cell by cell, without listing a single plan.

A player's plan names an action in every cell. The others and chance bring about a *state* of some cell, and
she is paid by her action there. Two assumptions make every question local; whoever builds a plan form must
establish them for the game at hand:

mixture    against every behaviour of the others, her expected payoff is a constant plus a sum, with
           nonnegative weights, of `payoff(cell, state, action in that cell)`;
isolation  for every cell and state some behaviour of the others puts a positive weight on that pair and
           none on any other (up to a constant).

Then plan b is never worse than plan a if and only if in every cell and state b's action pays at least what
a's does: "if" by adding up (mixture), "only if" by looking at one pair at a time (isolation).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeVar

from gametheory.plans.box import Box

Action = TypeVar("Action", bound=Hashable)
State = TypeVar("State", bound=Hashable)


@dataclass(frozen=True)
class Shortfall(Generic[Action, State]):
    """Evidence that an action is not dominant: in a state of its cell another one pays more."""

    cell: int
    state: State
    action: Action
    better: Action
    payoff: Fraction
    better_payoff: Fraction

    def holds(self, plans: "SeparablePlans[Action, State]") -> bool:
        """Recheck by the definition alone."""
        row = plans.cells[self.cell][self.state]
        return row[self.action] == self.payoff < self.better_payoff == row[self.better]


@dataclass(frozen=True)
class SeparablePlans(Generic[Action, State]):
    """A plan form whose cells can be isolated: `cells[c][state][action]` is what she is paid there."""

    cells: Sequence[Mapping[State, Mapping[Action, Fraction]]]

    def actions(self, cell: int) -> list[Action]:
        """What she can do in a cell."""
        return list(next(iter(self.cells[cell].values())))

    def shortfalls(self, cell: int, action: Action) -> list[Shortfall[Action, State]]:
        """Every state of the cell in which some other action pays more, with a best one."""
        return [
            Shortfall(cell, state, action, best, row[action], row[best])
            for (state, row), best in zip(self.cells[cell].items(), self._best[cell], strict=True)
            if row[best] > row[action]
        ]

    @cached_property
    def _best(self) -> list[list[Action]]:
        """In each cell and state an action that pays most."""
        return [[max(row, key=row.__getitem__) for row in states.values()] for states in self.cells]

    def find_shortfall(self, plan: Sequence[Action]) -> Shortfall[Action, State] | None:
        """Why the plan is not dominant, or None when it is."""
        found = (gap for c, action in enumerate(plan) for gap in self.shortfalls(c, action))
        return next(found, None)

    def dominant(self) -> Box[Action]:
        """All dominant plans: the best replies to everything. The box is empty when a cell has none.

        >>> plans = SeparablePlans([{"low": {"a": Fraction(0), "b": Fraction(1)}}])
        >>> list(plans.dominant())
        [('b',)]
        """
        return Box(
            tuple(
                tuple(action for action in self.actions(c) if not self.shortfalls(c, action))
                for c in range(len(self.cells))
            )
        )

    def dominates(self, b: Sequence[Action], a: Sequence[Action]) -> bool:
        """Does plan b weakly dominate plan a: never worse, and better somewhere?"""
        gains = [row[b[c]] - row[a[c]] for c, states in enumerate(self.cells) for row in states.values()]
        return all(gain >= 0 for gain in gains) and any(gain > 0 for gain in gains)

    def undominated(self) -> Box[Action]:
        """All plans that no plan weakly dominates.

        A plan is dominated if and only if in one cell some action weakly dominates its own: change only
        that cell; conversely a dominating plan does so in each cell where it is better somewhere.
        """

        def dominated(c: int, a: Action) -> bool:
            one_cell = SeparablePlans([self.cells[c]])
            return any(one_cell.dominates([b], [a]) for b in self.actions(c))

        return Box(
            tuple(tuple(a for a in self.actions(c) if not dominated(c, a)) for c in range(len(self.cells)))
        )
