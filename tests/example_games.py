"""The example games of examples/games, by name."""

from pathlib import Path

from gametheory.formats.nfg import read_nfg
from gametheory.games.normal_form import NormalFormGame

GAMES = Path(__file__).parent.parent / "examples" / "games"


def example(name: str) -> NormalFormGame:
    return read_nfg(GAMES / f"{name}.nfg").game
