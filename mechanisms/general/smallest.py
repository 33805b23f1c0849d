"""The smallest of many cases that are kept as arrays: of the least cost the first in lexicographic order."""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.exact import IntegerArray

Mask: TypeAlias = npt.NDArray[np.bool_]


class Smallest(NamedTuple):
    """A case: what it costs, and where it stands."""

    cost: int
    place: tuple[int, ...]


def smallest(mask: Mask, costs: IntegerArray) -> Smallest | None:
    """The cheapest entry that is marked, or None. The costs, not negative, broadcast to the mask's shape.

    >>> smallest(np.array([[False, True], [True, True]]), np.array([[3, 1], [1, 0]]))
    Smallest(cost=0, place=(1, 1))
    """
    if not mask.any():
        return None
    dear = int(costs.max()) + 1
    found = np.where(mask, costs, dear)
    place = np.unravel_index(int(found.argmin()), found.shape)
    return Smallest(int(found[place]), tuple(map(int, place)))


def sums(axes: Sequence[Any]) -> IntegerArray:
    """For each profile the sum of its parts' costs, one list of costs for each player.

    >>> sums([[0, 1], [0, 10]]).tolist()
    [[0, 10], [1, 11]]
    """
    total = np.zeros((1,) * len(axes), dtype=np.int64)
    for axis, costs in enumerate(axes):
        shape = [-1 if place == axis else 1 for place in range(len(axes))]
        total = total + np.asarray(costs, dtype=np.int64).reshape(shape)
    return total
