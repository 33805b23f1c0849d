"""Games to and from `pygambit`, and the files that it reads for us.

They go by way of the text of an `.nfg` or `.efg` file, which holds every number as it was written.
"""

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from gametheory.formats.action_graph import check_action_graph
from gametheory.formats.efg import parse_efg
from gametheory.formats.gambit_process import answer_of_gambit, load_pygambit, written
from gametheory.formats.game_file import GameFile, limits_of
from gametheory.formats.nfg import format_nfg, parse_nfg
from gametheory.formats.whole_file import read_whole
from gametheory.games.errors import GameError
from gametheory.games.normal_form import NormalFormGame, require_listable

_AGENTS = "a Bayesian action graph game in agent form: every player is a type of a player in the file"


def to_pygambit(game: NormalFormGame, title: str = "") -> Any:
    """The same game as a `pygambit` game, with the labels of players and strategies.

    Raises `MissingLibraryError` without pygambit (the extra `gambit`), and `GameError` for labels that it
    does not take.

    >>> game = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], strategies=["CD", "CD"])
    >>> from_pygambit(to_pygambit(game)) == game
    True
    """
    text = format_nfg(game, title)
    try:
        return load_pygambit().read_nfg(StringIO(text))
    except ValueError as wrong:
        raise GameError(f"Gambit does not take this game: {wrong}") from None


def from_pygambit(game: Any) -> NormalFormGame:
    """The strategic form of a `pygambit` game, with exact payoffs.

    A game given as a tree is turned into its reduced strategic form, with strategies labelled by actions.
    """
    return _game_file(written(game), "pygambit game").game


def read_with_pygambit(path: str | Path) -> GameFile:
    """Read an `.agg` or `.bagg` file; the labels are Gambit's.

    Raises `GameFileError` with Gambit's own words, or where it crashes, and `MissingLibraryError` without
    pygambit (the extra `gambit`).
    """
    data = read_whole(path)
    kind = Path(path).suffix.lower().removeprefix(".")
    with limits_of(str(path)):
        check_action_graph(data, str(path), bayesian=kind == "bagg")
    return _game_file(answer_of_gambit(kind, data, str(path)), str(path))


def _game_file(answer: dict[str, Any], source: str) -> GameFile:
    if answer["shape"] is None:
        return parse_efg(answer["text"], source)
    with limits_of(source):
        require_listable(answer["shape"])
    file = parse_nfg(answer["text"], source)
    return replace(file, remarks=(_AGENTS,), agents=True) if answer["agents"] else file
