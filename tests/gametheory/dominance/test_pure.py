"""Which search takes over: the compiled one only where its numbers suffice."""

import pytest

from gametheory.dominance import pure as pure_dominance
from gametheory.dominance.pure import DominatedByPure
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
