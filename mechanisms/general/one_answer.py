"""What a mechanism says has to depend on what it is asked, and on nothing else.

Answers are remembered, so chance or a counter in a method would decide unseen; and of outcomes that are equal
in Python, as True and 1 are, `payoff` would be shown only one, and may tell them apart.
"""

from collections.abc import Hashable
from numbers import Number
from typing import Any

from mechanisms.general.calls import error, show
from mechanisms.general.mechanism import Mechanism

ONE_ANSWER = "the same whenever it is asked, but the second time it was something else"
_ASKED_AGAIN = 20


def asked_again(count: int) -> range:
    """Which of so many calls are repeated, from the last to the first."""
    return range(count - 1, -1, -max(1, count // _ASKED_AGAIN))


def require_one_kind(mechanism: Mechanism, known: Hashable, made: Hashable) -> None:
    """Refuse two outcomes that are equal and not of the same kind. Raises `MechanismError`."""
    if made is not known and repr(made) != repr(known) and _differ_in_kind(made, known):
        pair = " and ".join(f"the {type(each).__name__} {show(each)}" for each in (known, made))
        raise error(mechanism, "outcome", f"outcomes that are equal are of the same kind, got {pair}")


def _differ_in_kind(one: Any, other: Any) -> bool:
    if isinstance(one, Number) and isinstance(other, Number):
        return isinstance(one, bool) != isinstance(other, bool)
    if type(one) is not type(other):
        return True
    return isinstance(one, tuple) and any(map(_differ_in_kind, one, other))
