"""Reads a file with pygambit in a process of its own, since there are files that crash it.

It is run as a script, with the bytes of the file on standard input; `answer_of_gambit` runs it.
"""

import json
import sys
from io import BytesIO
from math import prod
from subprocess import run
from typing import Any

from gametheory.games.errors import GameFileError, MissingLibraryError
from gametheory.games.libraries import library
from gametheory.games.normal_form import MOST_PAYOFFS, MOST_PLAYERS


def answer_of_gambit(kind: str, data: bytes, source: str) -> dict[str, Any]:
    """What pygambit reads in a file `.agg` or `.bagg`: the text of an .efg or .nfg file.

    With `shape`, how many strategies each player has, and `agents`, is every player a type; the text is empty
    for a game too large to be listed. Raises `GameFileError`, with Gambit's own words where it has any, and
    `MissingLibraryError` without pygambit (the extra `gambit`).
    """
    command = [sys.executable, "-c", _CODE, json.dumps(sys.path), kind]
    done = run(command, input=data, capture_output=True, check=False)
    if done.returncode < 0:
        raise GameFileError(f"{source}: a file that Gambit reads, got one that crashes it")
    if done.returncode > 0:
        words = done.stderr.decode(errors="replace").split("\n")
        raise GameFileError(f"{source}: {next(filter(None, reversed(words)), 'Gambit cannot read it')}")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "missing" in answer:
        raise MissingLibraryError(answer["missing"])
    if "wrong" in answer:
        raise GameFileError(f"{source}: {answer['wrong']}")
    return answer


# The path of modules is the caller's, who may have been started in any way.
_CODE = """
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from gametheory.formats.gambit_process import main
main(sys.argv[2])
"""


def main(kind: str) -> None:
    """In the process of its own: standard input to standard output."""
    json.dump(answered(kind, sys.stdin.buffer.read()), sys.stdout)


def answered(kind: str, data: bytes) -> dict[str, Any]:
    """What `answer_of_gambit` looks at, or what is wrong or missing."""
    try:
        return written(getattr(load_pygambit(), f"read_{kind}")(BytesIO(data)))
    except ValueError as wrong:
        return {"wrong": str(wrong)}
    except MissingLibraryError as missing:
        return {"missing": str(missing)}


def written(game: Any) -> dict[str, Any]:
    """A game of pygambit as the text of a file."""
    pygambit = load_pygambit()
    if isinstance(game, pygambit.ExtensiveGame):
        return {"shape": None, "agents": False, "text": game.to_efg()}
    shape = [len(game.get_strategies(player)) for player in game.players]
    listable = len(shape) <= MOST_PLAYERS and prod(shape) * len(shape) <= MOST_PAYOFFS
    agents = isinstance(game, pygambit.BayesianActionGraphGame)
    return {"shape": shape, "agents": agents, "text": game.to_nfg() if listable else ""}


def load_pygambit() -> Any:
    """The module. Raises `MissingLibraryError` without it (the extra `gambit`)."""
    with library("pygambit", 'pip install "undominated[gambit]"'):
        import pygambit
    return pygambit
