"""Passes games to and from `pygambit`, when it is installed, by way of the text of an `.nfg` file."""

from io import StringIO
from typing import Any

from gametheory.formats.nfg import format_nfg, parse_nfg
from gametheory.games.libraries import library
from gametheory.games.normal_form import NormalFormGame


def to_pygambit(game: NormalFormGame, title: str = "") -> Any:
    """The same game as a `pygambit` game, with the labels of players and strategies.

    Raises `MissingLibraryError` without pygambit (the extra `gambit`).

    >>> game = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], strategies=["CD", "CD"])
    >>> from_pygambit(to_pygambit(game)) == game
    True
    """
    with library("pygambit", 'pip install "undominated[gambit]"'):
        import pygambit
    return pygambit.read_nfg(StringIO(format_nfg(game, title)))


def from_pygambit(game: Any) -> NormalFormGame:
    """The strategic form of a `pygambit` game, with exact payoffs.

    A game given as a tree is turned into its reduced strategic form by Gambit.
    """
    return parse_nfg(game.to_nfg(), "pygambit game").game
