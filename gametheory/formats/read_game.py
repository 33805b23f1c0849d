"""Reads a game from a file, by the kind of file that its name says it is."""

from collections.abc import Callable
from pathlib import Path

from gametheory.formats.bimatrix import read_csv
from gametheory.formats.efg import read_efg
from gametheory.formats.gambit import read_with_pygambit
from gametheory.formats.game_file import GameFile
from gametheory.formats.nfg import read_nfg
from gametheory.formats.workbook import read_gbt
from gametheory.games.errors import GameError

READERS: dict[str, Callable[[str | Path], GameFile]] = {
    ".nfg": read_nfg,
    ".efg": read_efg,
    ".gbt": read_gbt,
    ".agg": read_with_pygambit,
    ".bagg": read_with_pygambit,
    ".csv": read_csv,
}


def read_game(path: str | Path) -> GameFile:
    """Read a game from a file `.nfg`, `.efg`, `.gbt`, `.csv`, or with pygambit `.agg` or `.bagg`.

    Raises `GameError` for a file that is none, `OSError` if it cannot be read, and `MissingLibraryError`
    where pygambit is needed and missing.
    """
    reader = READERS.get(suffix := Path(path).suffix.lower())
    if reader is None:
        *others, last = READERS
        raise GameError(
            f"{path}: a game is a file {', '.join(others)} or {last}, got {suffix or 'no suffix'}"
        )
    return reader(path)
