"""The part of a game in which everybody keeps to survivors: rows of payoffs, columns of profiles."""

import numpy as np

from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude
from gametheory.games.normal_form import NormalFormGame, Profile
from gametheory.games.survivors import Survivors


def payoff_rows(game: NormalFormGame, i: int, survivors: Survivors) -> IntegerArray:
    """Player i's payoff numerators: her survivors down, the profiles of the others' survivors across.

    The dtype holds the difference of any two. Columns run as in `profile_at`.
    """
    rows = np.moveaxis(game.numerators[i][np.ix_(*survivors)], i, 0).reshape(len(survivors[i]), -1)
    narrow: IntegerArray = rows.astype(integer_dtype(2 * largest_magnitude(rows)))
    return narrow


def profile_at(survivors: Survivors, i: int, a: int, column: int) -> Profile:
    """The profile in which player i plays a and the others play as in a column, which run lexicographically.

    >>> profile_at(((0, 1), (0, 2), (3, 5, 7)), 1, 0, 4)
    (1, 0, 5)
    """
    profile = []
    for j in reversed(range(len(survivors))):
        if j != i:
            column, place = divmod(column, len(survivors[j]))
        profile.append(a if j == i else survivors[j][place])
    return tuple(reversed(profile))


def narrow(payoffs: IntegerArray) -> IntegerArray:
    """The payoffs in the narrowest dtype in which 1 can be added; ranks stand for those beyond 64 bits.

    Dominance compares payoffs only for order, and ranks keep the order.
    """
    dtype = integer_dtype(largest_magnitude(payoffs) + 1)
    if dtype.kind == "O":
        payoffs = np.unique(payoffs, return_inverse=True)[1].reshape(payoffs.shape)
        dtype = integer_dtype(payoffs.size)
    return payoffs.astype(dtype, copy=False)
