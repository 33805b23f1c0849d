"""Transference of decisionmaker indifference: when a player is indifferent, so is everybody else.

Marx and Swinkels (1997, Games and Economic Behavior 18, 219-245) show that under this condition all orders
of elimination of strategies that are weakly dominated by pure strategies leave the same game, up to
duplicate strategies and names: wherever dominator and dominated tie for their player they tie for everybody.
"""

from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from gametheory.games.exact import IntegerArray
from gametheory.games.normal_form import NormalFormGame, Profile
from gametheory.games.survivors import Survivors, all_strategies

_CELLS = 1 << 20  # that are sorted at a time


@dataclass(frozen=True, slots=True)
class TransferenceViolation:
    """At `profile`, where player i plays a, she is indifferent between a and b, but player j is not."""

    i: int
    a: int
    b: int
    j: int
    profile: Profile

    def is_among(self, survivors: Survivors) -> bool:
        """Are all its strategies left?"""
        left = all(s in own for s, own in zip(self.profile, survivors, strict=True))
        return left and self.b in survivors[self.i]

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck by the definition alone."""
        switched = (*self.profile[: self.i], self.b, *self.profile[self.i + 1 :])
        return (
            self.profile[self.i] == self.a
            and game.payoff(self.i, self.profile) == game.payoff(self.i, switched)
            and game.payoff(self.j, self.profile) != game.payoff(self.j, switched)
        )


def find_transference_violation(
    game: NormalFormGame, survivors: Survivors | None = None
) -> TransferenceViolation | None:
    """A profile of survivors (default: all) at which one player's indifference is not shared, or None.

    >>> game = NormalFormGame.from_arrays([[[1, 2], [1, 0]], [[5, 3], [4, 3]]])
    >>> find_transference_violation(game)
    TransferenceViolation(i=0, a=0, b=1, j=1, profile=(0, 0))
    """
    survivors = all_strategies(game) if survivors is None else survivors
    tables = [table[np.ix_(*survivors)] for table in game.numerators]
    for i, left in enumerate(survivors):
        own_first = [np.moveaxis(table, i, 0) for table in tables]
        first = _first_with_another(own_first, i)
        for a, b in () if first is None else product((first,), range(first + 1, len(left))):
            indifferent = own_first[i][a] == own_first[i][b]
            for j, table in enumerate(own_first):
                found = np.argwhere(indifferent & (table[a] != table[b]))
                if len(found):
                    others = [left for k, left in enumerate(survivors) if k != i]
                    rest = [own[s] for own, s in zip(others, found[0], strict=True)]
                    profile = (*rest[:i], left[a], *rest[i:])
                    return TransferenceViolation(i, left[a], left[b], j, profile)
    return None


def _first_with_another(own_first: list[IntegerArray], i: int) -> int | None:
    """The first strategy of player i that is in a violation with a later one; not pair by pair.

    Against the same others, strategies of the same payoff follow each other once they are sorted by it, and
    if any two of those differ for somebody, two neighbours do, and the first of all differs from some other.
    """
    tables = [table.reshape(len(table), -1) for table in own_first]
    count, columns = tables[i].shape
    width = max(1, _CELLS // count)
    found: list[int] = []
    for at in range(0, columns, width):
        order = np.argsort(tables[i][:, at : at + width], axis=0, kind="stable")
        by_payoff = [np.take_along_axis(table[:, at : at + width], order, axis=0) for table in tables]
        same = by_payoff[i][1:] == by_payoff[i][:-1]
        differs = same & np.any([table[1:] != table[:-1] for table in by_payoff], axis=0)
        if differs.any():
            begins = np.zeros(order.shape, dtype=np.intp)
            begins[1:] = np.where(same, 0, np.arange(1, count)[:, None])
            starts = np.take_along_axis(order, np.maximum.accumulate(begins, axis=0), axis=0)
            found.append(int(starts[1:][differs].min()))
    return min(found, default=None)


def compared(game: NormalFormGame) -> int:
    """How many cases that condition has: a pair of strategies of one player, with what the others play."""
    return sum(prod(game.shape) * (size - 1) // 2 for size in game.shape)


def transfers_indifference(game: NormalFormGame, survivors: Survivors | None = None) -> bool:
    """Does the game satisfy transference of decisionmaker indifference?

    >>> transfers_indifference(NormalFormGame.from_arrays([[[1, 1], [1, 0]], [[-1, -1], [-1, 0]]]))
    True
    """
    return find_transference_violation(game, survivors) is None
