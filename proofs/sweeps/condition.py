"""Which results are wanted: `verdict = refuted`, `market.T >= 2`. Parsed, and never evaluated."""

import operator
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gametheory.games.errors import InexactNumberError, InputError
from gametheory.games.exact import exact
from gametheory.games.labels import visible
from proofs.claims.claim_names import hint
from proofs.sweeps.result import Result

FORM = re.compile(r"\s*(.+?)\s*(!=|<=|>=|=|<|>)\s*(.*?)\s*", re.DOTALL)
ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Condition:
    """A column, how it is compared, and with what."""

    column: str
    comparison: str
    value: str

    def fits(self, result: Result) -> bool:
        """Of a result; an order is one of numbers, and text is neither above nor below anything."""
        own, other = result.field(self.column), self.value
        numbers = _number(own), _number(other)
        if self.comparison in ORDERS:
            return None not in numbers and ORDERS[self.comparison](*numbers)
        alike = numbers[0] == numbers[1] if None not in numbers else own == other
        return alike == (self.comparison == "=")


def read_condition(text: str, values: Mapping[str, Collection[str]]) -> Condition:
    """A condition on one of these columns, each with what it may have. Raises `InputError`."""
    option = "--where"
    parts = FORM.fullmatch(text)
    if parts is None:
        rule = "a condition such as verdict = refuted, with =, !=, <, <=, > or >="
        raise InputError(f"{option}: {rule}, got {visible(text)}")
    condition = Condition(*parts.groups())
    if condition.column not in values:
        nearest = hint(condition.column, list(values), list(values))
        raise InputError(f"{option}: a column ({nearest}), got {visible(condition.column)}")
    known = values[condition.column]
    number = _number(condition.value)
    if condition.comparison in ORDERS and (
        number is None or not any(_number(each) is not None for each in known)
    ):
        rule = f"{condition.comparison} compares numbers"
        raise InputError(f"{option}: {condition.column}: {rule}, got {visible(condition.value)}")
    if number is None and condition.value not in known:
        nearest = hint(condition.value, list(known), list(known)[:40])
        raise InputError(
            f"{option}: {condition.column}: no such value ({nearest}), got {visible(condition.value)}"
        )
    return condition


def _number(text: str) -> Fraction | None:
    try:
        return exact(text)
    except InexactNumberError:
        return None
