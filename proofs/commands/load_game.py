"""Loads a game from a file, by the kind of file that its name says it is."""

from collections.abc import Callable
from pathlib import Path

from gametheory.formats.nfg import read_nfg
from gametheory.games.errors import GameError, TooLargeError
from gametheory.games.normal_form import NormalFormGame
from mechanisms.files.instances import load_g_star_instance
from mechanisms.g_star.literal import literal_game


def _load_market(path: Path) -> NormalFormGame:
    """The literal game of a market. Raises `InstanceError`, or `TooLargeError` if it cannot be listed."""
    instance = load_g_star_instance(path)
    try:
        return literal_game(instance.mechanism, instance.traders)
    except TooLargeError as wrong:
        raise TooLargeError(f"{path}: {wrong}") from None


LOADERS: dict[str, Callable[[Path], NormalFormGame]] = {
    ".nfg": lambda path: read_nfg(path).game,
    ".toml": _load_market,
}


def load_game(path: Path) -> NormalFormGame:
    """The game in the file; `GameError` if it is none, `OSError` if it cannot be read."""
    loader = LOADERS.get(path.suffix.lower())
    if loader is None:
        raise GameError(f"{path}: a game is a file {' or '.join(LOADERS)}, got {path.suffix or 'no suffix'}")
    return loader(path)
