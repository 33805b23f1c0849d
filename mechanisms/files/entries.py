"""Whole numbers and expressions in n, and in i, as they stand in the file of a sequence."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mechanisms.files.expressions import Expression, ExpressionError, parse
from mechanisms.files.toml import InstanceError, Section


@dataclass(frozen=True)
class Entry:
    """An expression, and where it stands."""

    section: Section
    key: str
    expression: Expression

    def value(self, **letters: int) -> Fraction:
        try:
            return self.expression.value(letters)
        except ExpressionError as wrong:
            raise self.error(letters, str(wrong)) from None

    def integer(self, least: int, most: int, **letters: int) -> int:
        value = self.value(**letters)
        if value.denominator != 1 or not least <= value <= most:
            raise self.error(letters, f"a whole number from {least} to {most:,}", str(value))
        return int(value)

    def error(self, letters: Mapping[str, int], rule: str, got: str = "") -> InstanceError:
        at = ", ".join(f"{name} = {value}" for name, value in letters.items())
        return self.section.error(self.key, f"{rule} at {at}", *([got] if got else []))


def entry(section: Section, key: str, value: Any, letters: tuple[str, ...]) -> Entry:
    """The entry at `key`. Raises `InstanceError`."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        value = str(value)
    if not isinstance(value, str):
        raise section.error(
            key, f"a whole number, or an expression in {' and '.join(letters)} as a string", value
        )
    try:
        return Entry(section, key, parse(value, letters))
    except ExpressionError as wrong:
        raise section.error(key, str(wrong), value) from None
