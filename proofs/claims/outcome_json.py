"""Outcomes of cases as text: one JSON object each, always written the same way."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn, TypeAlias

Outcome: TypeAlias = dict[str, Any]  # strings, whole numbers, truth values, and lists of these


def written(outcome: Mapping[str, object]) -> str:
    """The one text of an outcome.

    >>> written({"rounds": 2, "broken": ("(8)",)})
    '{"broken":["(8)"],"rounds":2}'
    """
    return json.dumps(outcome, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read(text: str | bytes) -> Outcome:
    """The JSON object in a text, no number in it a float. Raises `ValueError`, whatever the text is."""
    try:
        found = json.loads(text, parse_float=_refuse, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("lists in lists, too deep") from None
    if not isinstance(found, dict):
        raise ValueError("an object")
    return found


def _refuse(literal: str) -> NoReturn:
    raise ValueError(f"an exact number, got {literal}")


def is_case(text: object) -> bool:
    """Can this be the text that names a case: one line that can be read?"""
    return isinstance(text, str) and 0 < len(text) <= 100_000 and text.isprintable()
