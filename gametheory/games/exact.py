"""Exact numbers: every payoff, price and probability is a rational number, and floats are refused.

A single number is a `Fraction`. An array of numbers holds integers over one common denominator, in the
narrowest dtype that provably cannot overflow; when none can, it holds Python integers (dtype object).
"""

import re
from collections.abc import Iterable
from fractions import Fraction
from math import lcm
from numbers import Rational as AbstractRational
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.errors import InexactNumberError, TooLargeError

Rational: TypeAlias = int | Fraction
IntegerArray: TypeAlias = npt.NDArray[Any]  # some signed integer dtype, or object holding Python integers

MOST_BYTES = 1 << 28  # for numbers that no machine integer holds

_FRACTION = re.compile(r"[+-]?[0-9]{1,1000}(/[0-9]{1,1000})?")  # ASCII digits, as many as one can mean
_DECIMAL = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?([eE][+-]?[0-9]{1,2})?")
_SIGNED = tuple(np.dtype(name) for name in ("int8", "int16", "int32", "int64"))


def exact(value: object, place: str = "number") -> Fraction:
    """Return `value` as a Fraction, and refuse whatever is not exactly rational.

    Accepted are integers, Fractions and other `numbers.Rational`, and strings "p" or "p/q".

    >>> exact(3), exact("9/10")
    (Fraction(3, 1), Fraction(9, 10))
    >>> exact(0.9, "c")
    Traceback (most recent call last):
        ...
    gametheory.games.errors.InexactNumberError: c: an exact number is an integer or "p/q", got the float 0.9
    """
    if isinstance(value, str) and _FRACTION.fullmatch(value):
        numerator, _, denominator = value.partition("/")
        if denominator and int(denominator) == 0:
            raise InexactNumberError(f"{place}: the denominator is zero in {value!r}")
        return Fraction(int(numerator), int(denominator or 1))
    if isinstance(value, AbstractRational) and not isinstance(value, bool):
        return Fraction(int(value.numerator), int(value.denominator))
    kind, hint = f"the {type(value).__name__} ", ""
    if isinstance(value, str):
        kind, hint = "", of_a_decimal(value)
    raise InexactNumberError(f'{place}: an exact number is an integer or "p/q"{hint}, got {kind}{value!r}')


def of_a_decimal(literal: str) -> str:
    """The exact number that a decimal means, for a message: what a person may write instead.

    >>> of_a_decimal("0.25"), of_a_decimal("25e-2"), of_a_decimal("a quarter")
    (' (here "1/4")', ' (here "1/4")', '')
    """
    return f' (here "{Fraction(literal)}")' if _DECIMAL.fullmatch(literal) else ""


def common_denominator(values: Iterable[Rational]) -> int:
    """The least common multiple of the denominators.

    >>> common_denominator([Fraction(1, 4), Fraction(5, 6), 2])
    12
    """
    return lcm(*(value.denominator for value in values))


def affordable_denominator(denominators: Iterable[int], count: int) -> int:
    """Their least common multiple, if that many numerators over it fit into `MOST_BYTES`.

    If not, `TooLargeError` is raised as soon as that is known.
    """
    common = 1
    for denominator in denominators:
        common = lcm(common, denominator)
        if common.bit_length() > 64 and count * common.bit_length() > 8 * MOST_BYTES:
            digits = common.bit_length() * 3 // 10
            raise TooLargeError(
                f"numbers over a common denominator take at most {MOST_BYTES:,} bytes, got {count:,} over "
                f"one of more than {digits:,} digits"
            )
    return common


def integer_dtype(bound: int) -> np.dtype[Any]:
    """The narrowest signed dtype that holds every integer of absolute value at most `bound`, or object.

    Pass a bound on every intermediate result too (sums, products): then nothing can overflow.

    >>> integer_dtype(127), integer_dtype(2**63 - 1), integer_dtype(2**63)
    (dtype('int8'), dtype('int64'), dtype('O'))
    """
    return next((dtype for dtype in _SIGNED if bound <= np.iinfo(dtype).max), np.dtype(object))


def largest_magnitude(array: IntegerArray) -> int:
    """The largest absolute value in `array` as a Python integer; 0 when it is empty."""
    if array.size == 0:
        return 0
    return max(abs(int(array.max())), abs(int(array.min())))


def matrix_product(left: IntegerArray, right: IntegerArray) -> IntegerArray:
    """The matrix product of integers, in a dtype that cannot overflow.

    >>> matrix_product(np.array([[2**62, 1]]), np.array([2, 1]))
    array([9223372036854775809], dtype=object)
    """
    bounds = [max(1, largest_magnitude(factor)) for factor in (left, right)]
    dtype = integer_dtype(bounds[0] * bounds[1] * len(right))
    in_range: IntegerArray = left.astype(dtype) @ right.astype(dtype)
    return in_range


def over_common_denominator(table: npt.NDArray[Any], place: str) -> tuple[IntegerArray, int]:
    """Integers and the denominator that they are over; `place` is named when an entry is not exact.

    Arrays of a signed integer dtype pass through as they are; anything else is made exact entry by entry.

    >>> over_common_denominator(np.array(["1/2", "2/3"], dtype=object), "payoff")
    (array([3, 4], dtype=int8), 6)
    """
    if table.dtype.kind == "i":
        return table, 1
    if table.dtype.kind == "O" and all(type(value) is int for value in table.flat):
        return table.astype(integer_dtype(largest_magnitude(table)), copy=False), 1
    fractions = [exact(value, place) for value in table.flat]
    denominator = common_denominator(fractions)
    integers = np.empty(table.size, dtype=object)
    integers[:] = [int(value * denominator) for value in fractions]
    dtype = integer_dtype(largest_magnitude(integers))
    return integers.astype(dtype).reshape(table.shape), denominator
