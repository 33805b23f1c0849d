"""Fractions as decimals, for people: rounded from exact numbers, never computed with."""

from decimal import Context, Decimal
from fractions import Fraction

MORE = 10  # digits for what is between


def decimal(x: Fraction, digits: int = 4, root: int = 1) -> str:
    """x times √root, rounded to so many significant digits.

    >>> decimal(Fraction(2, 3)), decimal(Fraction(1, 80000)), decimal(Fraction(1, 2), 6, 2)
    ('0.6667', '0.0000125', '0.707107')
    >>> decimal(Fraction(5)), decimal(Fraction(1, 10**9)), decimal(Fraction(123456))
    ('5', '1e-9', '123500')
    """
    exact = Context(prec=digits + MORE)
    value = exact.divide(exact.create_decimal(x.numerator), exact.create_decimal(x.denominator))
    if root != 1:
        value = exact.multiply(value, exact.sqrt(Decimal(root)))
    rounded = Context(prec=digits).plus(value)
    if rounded and rounded.adjusted() < -6:
        mantissa, _, exponent = f"{rounded:e}".partition("e")
        return f"{_short(mantissa)}e{int(exponent)}"
    return _short(f"{rounded:f}")


def _short(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
