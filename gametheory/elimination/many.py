"""Iterated elimination by pure dominators in many games of one shape at once, for searches."""

from collections.abc import Sequence
from math import prod

import numpy as np
import numpy.typing as npt

from gametheory.dominance.restriction import narrow
from gametheory.games.errors import GameError
from gametheory.games.exact import IntegerArray, over_common_denominator
from gametheory.games.relation import Relation

Mask = npt.NDArray[np.bool_]
_COMPARED = 1 << 22  # payoffs compared together


def eliminate_many(payoffs: Sequence[npt.ArrayLike], relation: Relation = Relation.WEAK) -> tuple[Mask, ...]:
    """Who survives in each of many games: `eliminate`, but for the evidence, which it gives for any of them.

    `payoffs[i]` holds player i's payoff in every game at every profile: an axis of games, then one a player,
    integers or Fractions, as in `NormalFormGame.from_arrays`. The i-th array of the answer has a row a game
    and a column for each of player i's strategies: does it survive? Raises `GameError` for shapes that do not
    fit, and `InexactNumberError` for floats.

    >>> prisoners, pennies = [[3, 0], [5, 1]], [[1, -1], [-1, 1]]
    >>> mine, theirs = eliminate_many([[prisoners, pennies], [np.transpose(prisoners), np.negative(pennies)]])
    >>> mine.tolist()
    [[False, True], [True, True]]
    """
    tables = [np.asarray(table) for table in payoffs]
    _require_shapes(tables)
    exact = [
        narrow(over_common_denominator(table, f"payoff of player {i + 1}")[0])
        for i, table in enumerate(tables)
    ]
    games, *sizes = tables[0].shape
    survive = tuple(np.ones((games, k), dtype=bool) for k in sizes)
    at_once = max(1, _COMPARED // (prod(sizes) * max(sizes)))
    for at in range(0, games, at_once):
        _eliminate(
            [table[at : at + at_once] for table in exact],
            [left[at : at + at_once] for left in survive],
            relation,
        )
    return survive


def _eliminate(tables: Sequence[IntegerArray], left: Sequence[Mask], relation: Relation) -> None:
    """Round after round in `left`, as long as somebody leaves in some game."""
    rows = [np.moveaxis(table, i + 1, 1).reshape(*left[i].shape, -1) for i, table in enumerate(tables)]
    less = [own[:, np.newaxis] < own[:, :, np.newaxis] for own in rows]  # [game, a, b, column]: b pays less
    going = np.arange(len(left[0]))
    while going.size:
        now = [own[going] for own in left]
        dominated = [
            _dominated(less[i][going], now[i], _profiles(now[:i] + now[i + 1 :]), relation)
            for i in range(len(now))
        ]
        for own, gone in zip(left, dominated, strict=True):
            own[going] &= ~gone
        going = going[np.logical_or.reduce([gone.any(axis=1) for gone in dominated])]


def _dominated(less: Mask, own: Mask, live: Mask, relation: Relation) -> Mask:
    """Which strategies some strategy that is left dominates, game by game."""
    column = live[:, np.newaxis, np.newaxis]
    worse = (less & column).any(axis=3)  # [game, a, b]: b pays less than a somewhere
    better = np.swapaxes(worse, 1, 2)
    if relation is Relation.STRICT:
        dominates = ~(~np.swapaxes(less, 1, 2) & column).any(axis=3)
    elif relation is Relation.WEAK:
        dominates = ~worse & better
    else:  # of duplicates the first is kept
        dominates = ~worse & (better | np.tri(own.shape[1], k=-1, dtype=bool))
    dominated: Mask = (dominates & own[:, np.newaxis, :]).any(axis=2) & own
    return dominated


def _profiles(others: Sequence[Mask]) -> Mask:
    """The columns, which are the others' profiles in lexicographic order, in which everybody is left."""
    columns = np.ones((len(others[0]), 1), dtype=bool) if others else np.ones((1, 1), dtype=bool)
    for own in others:
        columns = (columns[:, :, np.newaxis] & own[:, np.newaxis]).reshape(len(own), -1)
    return columns


def _require_shapes(tables: Sequence[npt.NDArray[np.generic]]) -> None:
    if not tables:
        raise GameError("a game has at least one player, got no payoff array")
    for i, table in enumerate(tables):
        if table.ndim != len(tables) + 1 or table.shape != tables[0].shape or 0 in table.shape[1:]:
            raise GameError(
                f"player {i + 1}: an axis of games and one for each of {len(tables)} players, all as long as "
                f"for player 1 and none empty, got shape {table.shape}"
            )
