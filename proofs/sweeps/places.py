"""Places in a TOML document: `market.T`, `buyer[2].unit_values[1]`, `buyer.values."low; low"`.

Lists are counted from 1. A list of tables without a number stands for each of them.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, TypeAlias

from gametheory.games.errors import InputError

PART = re.compile(r'(?:^|\.)(?:([\w*+-]+)|"([^"]*)")|\[([0-9]{1,9})\]')
Steps: TypeAlias = tuple[str | int, ...]  # keys, and numbers in lists


class PlaceError(InputError):
    """A place that is not well formed, or that a document does not have; the message is the rule."""


def steps(place: str) -> Steps:
    """The keys and numbers on the way.

    >>> steps('buyer[2].values."low; low"')
    ('buyer', 2, 'values', 'low; low')
    """
    found: list[str | int] = []
    at = 0
    while at < len(place) or not found:
        part = PART.match(place, at)
        if part is None or (not found and part[3] is not None):
            raise PlaceError('a place such as market.T, buyer[2].unit_values[1] or prior."low, high"')
        found.append(int(part[3]) if part[3] is not None else part[1] if part[2] is None else part[2])
        at = part.end()
    return tuple(found)


def overlap(one: Steps, other: Steps) -> bool:
    """Does one lie in the other, or are they the same? A number that only one has is among all.

    >>> overlap(steps("seller[1].unit_costs[1]"), steps("seller.unit_costs"))
    True
    """
    if not one or not other:
        return True
    if isinstance(one[0], int) != isinstance(other[0], int):
        return overlap(one[1:], other) if isinstance(one[0], int) else overlap(one, other[1:])
    return one[0] == other[0] and overlap(one[1:], other[1:])


def changed(document: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """A copy of the document with these values at places. Raises `PlaceError` for one that is not there.

    A last key that is not there is added, as `tie` may be.
    """
    copy = deepcopy(document)
    for place, value in values.items():
        *way, last = steps(place)
        for parent in list(_at(copy, tuple(way), "")):
            if isinstance(last, int):
                _item(parent, last, place)
                parent[last - 1] = deepcopy(value)
            elif isinstance(parent, dict):
                parent[last] = deepcopy(value)
            else:
                raise PlaceError(f"no table above {last}")
    return copy


def _at(node: Any, way: Steps, above: str) -> Iterator[Any]:
    if isinstance(node, list) and (not way or isinstance(way[0], str)) and _are_tables(node):
        for each in node:  # every seller, say
            yield from _at(each, way, above)
        return
    if not way:
        yield node
        return
    first, *rest = way
    if isinstance(first, int):
        yield from _at(_item(node, first, above), tuple(rest), f"{above}[{first}]")
        return
    if not isinstance(node, dict) or first not in node:
        known = ", ".join(map(str, node)) if isinstance(node, dict) else "no table"
        raise PlaceError(f"there is no {first} at {above or 'the top'} ({known})")
    yield from _at(node[first], tuple(rest), f"{above}.{first}".lstrip("."))


def _are_tables(node: list[Any]) -> bool:
    return bool(node) and all(isinstance(each, dict) for each in node)


def _item(node: Any, number: int, above: str) -> Any:
    if not isinstance(node, list) or not 1 <= number <= len(node):
        count = len(node) if isinstance(node, list) else "no list"
        raise PlaceError(f"there is no number {number} at {above} ({count})")
    return node[number - 1]
