"""Libraries that only some questions need."""

import sys

import pytest

from gametheory.games.errors import MissingLibraryError
from gametheory.games.libraries import library


def test_a_library_that_cannot_be_loaded_says_why(tmp_path, monkeypatch):
    (tmp_path / "broken_library.py").write_text("raise ImportError('needs NumPy 1')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(MissingLibraryError) as caught, library("Broken", "pip install broken"):
        import broken_library  # noqa: F401
    assert str(caught.value) == "Broken cannot be imported (needs NumPy 1): pip install broken"


def test_the_compiled_search_without_numba_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.delitem(sys.modules, "gametheory.dominance.compiled_pairs", raising=False)
    with pytest.raises(
        MissingLibraryError, match=r'^numba is not installed: pip install "undominated\[fast\]"$'
    ):
        import gametheory.dominance.compiled_pairs  # noqa: F401
