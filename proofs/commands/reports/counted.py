"""How many there are, in words: a number with its noun, and a list that does not get too long."""

from collections.abc import Sequence

MOST_LISTED = 12


def counted(number: int, noun: str) -> str:
    """The number and its noun, one or more.

    >>> counted(1, "round"), counted(1_000, "strategy")
    ('1 round', '1,000 strategies')
    """
    if number == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{number:,} {plural}"


def listed(items: Sequence[str], every: bool = False) -> str:
    """The items, or, unless `every` one is wanted, the first of them and how many more there are.

    >>> listed(["a", "b"]), listed([str(k) for k in range(20)])
    ('a, b', '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more')
    """
    if every or len(items) <= MOST_LISTED + 1:
        return ", ".join(items)
    return f"{', '.join(items[:MOST_LISTED])} and {len(items) - MOST_LISTED} more"
