"""Make eliminations use one of the searches for dominated strategies, whatever the size of the game."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gametheory.dominance import pure as pure_dominance
from gametheory.dominance.compiled_pairs import CompiledPairs

SEARCHES = ["compared", "watched", "compiled"]


@contextmanager
def using(search: str) -> Iterator[None]:
    """`search` is one of SEARCHES; small games are compared at once where it is the first."""
    compiled = CompiledPairs if search == "compiled" else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pure_dominance, "compiled_pairs", lambda work: compiled)
        patch.setattr(pure_dominance, "_FEW", 16 if search == "compared" else 0)
        yield
