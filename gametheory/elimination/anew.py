"""Iterated weak dominance by the definition, row by row: what rounds and orders are rechecked with.

Nothing is kept from one round to the next: a strategy leaves if a strategy that is there, or a mixture of
these, never earns less and once more.
"""

from collections.abc import Iterator

from gametheory.dominance.restriction import payoff_rows
from gametheory.dominance.rows import is_undominated
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By
from gametheory.games.survivors import Survivors, all_strategies


def rounds_anew(game: NormalFormGame, by: By) -> Iterator[Survivors]:
    """S^0, S^1, ..., S^infinity.

    >>> game = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> list(rounds_anew(game, By.PURE))
    [((0, 1), (0, 1)), ((1,), (1,))]
    """
    left = all_strategies(game)
    while True:
        yield left
        after = tuple(undominated(game, i, left, by) for i in range(len(left)))
        if after == left:
            return
        left = after


def undominated(game: NormalFormGame, i: int, left: Survivors, by: By) -> tuple[int, ...]:
    """Those of player i's strategies in `left` that none of them dominates."""
    matrix = payoff_rows(game, i, left)
    return tuple(a for row, a in enumerate(left[i]) if is_undominated(row, matrix, by))


def is_end(game: NormalFormGame, left: Survivors, by: By) -> bool:
    """Is nobody in `left` dominated?"""
    return all(undominated(game, i, left, by) == own for i, own in enumerate(left))


def is_step(game: NormalFormGame, left: Survivors, rest: Survivors, by: By) -> bool:
    """Does something leave, only what is in `left`, and each dominated by what stays in `rest`?"""
    if left == rest or len(left) != len(rest):
        return False
    for i, (own, stay) in enumerate(zip(left, rest, strict=True)):
        if not stay or not set(stay) <= set(own) or list(stay) != sorted(set(stay)):
            return False
        for a in set(own) - set(stay):
            if is_undominated(0, payoff_rows(game, i, (*left[:i], (a, *stay), *left[i + 1 :])), by):
                return False
    return True
