"""Outcomes for many message profiles at once: the optional method `outcomes`.

It is given one array of integer messages for each player, all of one length, and gives an array of integers,
or several: an outcome is an integer, or the tuple of one integer from each array.
"""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.general.calls import call, error
from mechanisms.general.mechanism import Mechanism

LARGEST = 2**31 - 1  # an array wraps around silently where Python's integers grow


def outcome_columns(
    mechanism: Mechanism, messages: Sequence[IntegerArray]
) -> tuple[list[IntegerArray], bool]:
    """The arrays that `outcomes` gives, and whether an outcome is a tuple. Raises `MechanismError`."""
    made = call(mechanism, "outcomes", tuple(messages))
    is_tuple = isinstance(made, tuple | list)
    columns = [np.asarray(column) for column in (made if is_tuple else (made,))]
    rule = "an array of integers, or several, as long as the messages"
    if not columns or any(
        isinstance(column, np.ma.MaskedArray) for column in (made if is_tuple else (made,))
    ):
        raise error(mechanism, "outcomes", rule, made)
    for column in columns:
        if column.dtype.kind not in "iu" or column.shape != messages[0].shape:
            raise error(mechanism, "outcomes", rule, f"{column.dtype} of shape {column.shape}")
        if column.size and column.max() > np.iinfo(np.int64).max:
            raise error(mechanism, "outcomes", "integers below 2^63", int(column.max()))
    # Together, signed and unsigned integers of 64 bits would become floats.
    return [column.astype(np.int64) for column in columns], is_tuple


def integer_messages(mechanism: Mechanism, messages: Sequence[Sequence[Hashable]]) -> list[IntegerArray]:
    """Each player's messages as an array. Raises `MechanismError` where they are not integers."""
    for own in messages:
        for m in own:
            if type(m) is not int:
                raise error(mechanism, "outcomes", "is for integer messages", m)
            if abs(m) > LARGEST:
                raise error(mechanism, "outcomes", "is for messages below 2^31, whose products are exact", m)
    return [np.array(own, dtype=np.int64) for own in messages]


def outcome_at(mechanism: Mechanism, labels: tuple[Any, ...]) -> Any:
    """The outcome of one message profile, from arrays of length one."""
    arrays = integer_messages(mechanism, [(label,) for label in labels])
    columns, is_tuple = outcome_columns(mechanism, arrays)
    values = tuple(int(column[0]) for column in columns)
    return values if is_tuple else values[0]


def outcomes_everywhere(
    mechanism: Mechanism, messages: Sequence[Sequence[Hashable]]
) -> tuple[list[Any], IntegerArray]:
    """The distinct outcomes, and at every message profile, in lexicographic order, the place of its own."""
    arrays = np.meshgrid(*integer_messages(mechanism, messages), indexing="ij")
    columns, is_tuple = outcome_columns(mechanism, [array.reshape(-1) for array in arrays])
    distinct, places = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    rows = distinct.tolist()
    return [tuple(row) if is_tuple else row[0] for row in rows], places.reshape(-1)
