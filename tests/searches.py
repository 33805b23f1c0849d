"""Make eliminations use one of the searches for dominated strategies, whatever the size of the game."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gametheory.dominance import candidate_sets, masked_pairs
from gametheory.dominance import pure as pure_dominance
from gametheory.dominance.compiled_pairs import CompiledPairs

SEARCHES = ["masked", "sampled", "sets", "watched", "compiled"]


@contextmanager
def using(search: str) -> Iterator[None]:
    """Masks of all columns or first of a few, sets of candidates, watched columns, or compiled loops."""
    compiled = CompiledPairs if search == "compiled" else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pure_dominance, "compiled_pairs", lambda work: compiled)
        patch.setattr(pure_dominance, "_FEW", 64 if search in {"masked", "sampled"} else 0)
        patch.setattr(pure_dominance, "_VERY_LARGE", 0 if search == "sets" else 10**9)
        if search == "sets":
            patch.setattr(candidate_sets, "_ROUNDS", 1000)
            patch.setattr(candidate_sets, "_MANY", 1000)
            patch.setattr(candidate_sets, "_PAYOFFS", 1000)
            patch.setattr(candidate_sets, "_PROBES", 2)
            patch.setattr(candidate_sets, "_BATCH", 2)
            patch.setattr(candidate_sets, "_FEW", 0)
        if search == "sampled":
            patch.setattr(masked_pairs, "_ALL", 1)
            patch.setattr(masked_pairs, "_SAMPLE", 2)
        yield
