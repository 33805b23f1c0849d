"""A list that does not get too long, and says so."""

from collections.abc import Sequence

MOST_LISTED = 12


def listed(items: Sequence[str], every: bool = False) -> str:
    """The items, or, unless `every` one is wanted, the first of them and how many more there are.

    >>> listed(["a", "b"]), listed([str(k) for k in range(20)])
    ('a, b', '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more')
    """
    if every or len(items) <= MOST_LISTED + 1:
        return ", ".join(items)
    return f"{', '.join(items[:MOST_LISTED])} and {len(items) - MOST_LISTED} more"
