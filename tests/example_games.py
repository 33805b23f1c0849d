"""The files of examples/, and its games by name."""

from pathlib import Path

from gametheory.formats.nfg import read_nfg
from gametheory.games.normal_form import NormalFormGame

EXAMPLES = Path(__file__).parent.parent / "examples"
GAMES = EXAMPLES / "games"


def example(name: str) -> NormalFormGame:
    return read_nfg(GAMES / f"{name}.nfg").game
