"""What a mechanism says has to depend on what it is asked, and on nothing else.

Answers are remembered, so chance or a counter in a method would decide unseen; and of outcomes that are equal
in Python, as True and 1 are, `payoff` would be shown only one, and may tell them apart.
"""

from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from numbers import Number
from typing import Any

from mechanisms.general.calls import error, show
from mechanisms.general.mechanism import Mechanism

ONE_ANSWER = "the same whenever it is asked, but the second time it was something else"
_ASKED_AGAIN = 20
_NUMBERS = {
    "builtins",
    "decimal",
    "fractions",
    "numpy",
}  # where the classes of numbers are that stand for each other

_PLAIN = {str, bytes, type(None)}


def asked_again(count: int) -> range:
    """Which of so many calls are repeated, from the last to the first."""
    return range(count - 1, -1, -max(1, count // _ASKED_AGAIN))


def require_one_kind(mechanism: Mechanism, known: Hashable, made: Hashable, place: str = "outcome") -> None:
    """Refuse two outcomes that are equal and not of the same kind. Raises `MechanismError`."""
    if made is known:
        return
    if kind(made) != kind(known):
        pair = " and ".join(f"the {type(each).__name__} {show(each)}" for each in (known, made))
        raise error(mechanism, place, f"outcomes that are equal are of the same kind, got {pair}")


def kind(value: Any) -> object:
    """What tells values apart that are equal: their classes, those of their parts, and what `==` leaves out.

    Numbers are of one kind, but for truth values and those of a class of somebody's own.

    >>> kind((1, "a")) == kind((2, "b")), kind(1) == kind(True)
    (True, False)
    """
    if isinstance(value, bool):
        return bool
    if isinstance(value, Number) and str(type(value).__module__).partition(".")[0] in _NUMBERS:
        return Number
    if isinstance(value, tuple):
        return (type(value), *map(kind, value))
    if isinstance(value, frozenset):
        return type(value), frozenset((each, kind(each)) for each in value)
    if is_dataclass(value):
        parts = ((each.compare, getattr(value, each.name)) for each in fields(value))
        return (
            type(value),
            *(kind(part) if compared else (kind(part), repr(part)) for compared, part in parts),
        )
    if type(value) in _PLAIN:
        return type(value)
    # A range, a moment in another zone, or an object of somebody's own may be equal and not the same.
    own_words: object = type(value).__repr__
    shown = None if own_words is object.__repr__ else repr(value)
    return (
        type(value),
        shown,
        tuple(sorted((name, repr(own)) for name, own in getattr(value, "__dict__", {}).items())),
    )
