"""Loads a game from a file, by the kind of file that its name says it is."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from gametheory.formats.game_file import GameFile, limits_of
from gametheory.formats.read_game import READERS
from gametheory.games.agent_form import agent_form
from gametheory.games.bayesian_tree import bayesian_game
from gametheory.games.errors import GameError, InputError
from mechanisms.files.instances import load_g_star_instance
from mechanisms.g_star.literal import literal_game


def _load_market(path: Path) -> GameFile:
    """The literal game of a market. Raises `InstanceError`, or `TooLargeError` if it cannot be listed."""
    instance = load_g_star_instance(path)
    with limits_of(str(path)):
        return GameFile(literal_game(instance.mechanism, instance.traders))


LOADERS: dict[str, Callable[[Path], GameFile]] = {**READERS, ".toml": _load_market}


def load_game(path: Path, by_types: bool = False) -> GameFile:
    """The game in the file, or the agent form of the Bayesian game in it.

    Raises `GameError` if it is none, `OSError` if it cannot be read, `MissingLibraryError` if a library is
    needed.
    """
    loader = LOADERS.get(path.suffix.lower())
    if loader is None:
        *others, last = LOADERS
        raise GameError(
            f"{path}: a game is a file {', '.join(others)} or {last}, got {path.suffix or 'no suffix'}"
        )
    file = loader(path)
    return _agent_form(path, file) if by_types else file


def _agent_form(path: Path, file: GameFile) -> GameFile:
    if file.agents:
        return file
    if file.tree is None:
        raise InputError(
            f"{path}: --agent-form: a game tree (.efg, .gbt), or .bagg, got a game without types"
        )
    try:
        with limits_of(f"{path}: --agent-form"):
            game = agent_form(bayesian_game(file.tree)).game
    except GameError as wrong:
        raise GameError(f"{path}: --agent-form: {wrong}") from None
    return replace(file, game=game, relabelled=tuple(r for r in file.relabelled if r.what != "strategy"))
