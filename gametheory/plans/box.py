"""Boxes: sets of plans that leave a free choice in every cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Generic, TypeVar

Action = TypeVar("Action")


@dataclass(frozen=True)
class Box(Generic[Action]):
    """All plans whose c-th entry is one of `choices[c]`; far too many to list, easy to test and to count."""

    choices: tuple[tuple[Action, ...], ...]

    def __contains__(self, plan: Sequence[Action]) -> bool:
        """Is every entry one of the choices of its cell?"""
        return len(plan) == len(self.choices) and all(
            action in own for action, own in zip(plan, self.choices, strict=True)
        )

    def __iter__(self) -> Iterator[tuple[Action, ...]]:
        """All plans, one at a time, in lexicographic order."""
        return product(*self.choices)

    def size(self) -> int:
        """How many plans there are.

        >>> Box((("a", "b"), ("c",), ("d", "e"))).size()
        4
        """
        return prod(len(own) for own in self.choices)
