"""Which search takes over: the compiled one only where its numbers suffice."""

import sys
from types import ModuleType

import numpy as np
import pytest

from gametheory.dominance import pure as pure_dominance
from gametheory.dominance.pure import DominatedByPure
from gametheory.games.errors import MissingLibraryError, TooLargeError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation


class CompiledIsUsedError(Exception):
    """The compiled search has been asked."""


@pytest.mark.parametrize("profiles", [2**31 - 1, 2**31, 2**31 + 1])
def test_the_compiled_search_numbers_profiles_in_32_bits(monkeypatch, profiles):
    def compiled(*_):
        raise CompiledIsUsedError

    game = NormalFormGame.from_arrays([[[1, 0], [1, 1]], [[0, 0], [0, 0]]])
    monkeypatch.setattr(NormalFormGame, "profile_count", lambda self: profiles)
    monkeypatch.setattr(pure_dominance, "compiled_pairs", lambda work: compiled)
    search = DominatedByPure(game, Relation.WEAK)
    if profiles < 2**31:
        with pytest.raises(CompiledIsUsedError):
            search.among(((0, 1), (0, 1)))
    else:
        assert [found.a for found in search.among(((0, 1), (0, 1)))] == [0]


def test_it_is_loaded_when_it_pays_or_is_loaded_already(monkeypatch):
    name = "gametheory.dominance.compiled_pairs"
    monkeypatch.setattr(pure_dominance, "_load", lambda: "loaded")
    monkeypatch.delitem(sys.modules, name, raising=False)
    work = pure_dominance._PAYS
    assert [pure_dominance.compiled_pairs(k) for k in (0, work, work + 1)] == [None, None, "loaded"]
    monkeypatch.setitem(sys.modules, name, ModuleType(name))
    assert pure_dominance.compiled_pairs(0) == "loaded"


@pytest.mark.parametrize("error", [MissingLibraryError("numba", "numba"), RuntimeError("no place")])
def test_without_it_numpy_does_the_same(monkeypatch, error):
    class Broken(ModuleType):
        def __getattr__(self, name):
            raise error

    monkeypatch.setitem(sys.modules, "gametheory.dominance.compiled_pairs", Broken("compiled_pairs"))
    assert pure_dominance._load.__wrapped__() is None


def test_a_table_of_pairs_that_would_take_all_memory_is_refused_first():
    game = NormalFormGame.from_arrays([np.arange(30_000)])
    with pytest.raises(TooLargeError, match="got 900,000,000"):
        DominatedByPure(game, Relation.WEAK)
