"""A strategy by its name on the command line, PLAYER=STRATEGY, and which names there are."""

from collections.abc import Sequence
from difflib import get_close_matches

from gametheory.games.errors import GameError
from gametheory.games.labels import visible
from gametheory.games.normal_form import NormalFormGame

MOST_NAMED = 8


def named_strategy(game: NormalFormGame, words: str) -> tuple[int, int]:
    """The player and strategy that PLAYER=STRATEGY names, as in the file or made `visible`.

    Labels may contain the sign themselves.

    Raises `GameError` with the names there are, the nearest ones where there are many.
    """
    asked: dict[int, str] = {}  # what comes after the name of a player
    for i, (player, own) in enumerate(zip(game.players, game.strategies, strict=True)):
        for name in (player, visible(player)):
            if words.startswith(f"{name}="):
                asked[i] = words.removeprefix(f"{name}=")
                for labels in (own, [visible(label) for label in own]):
                    if asked[i] in labels:
                        return i, labels.index(asked[i])
    if asked:
        i = max(asked, key=lambda i: len(game.players[i]))
        rule = f"{visible(game.players[i])} has {_names(asked[i], game.strategies[i], 'strategies')}"
    else:
        player = words.partition("=")[0]
        rule = f"the game has {_names(player, game.players, 'players')}"
        owner = next((i for i, own in enumerate(game.strategies) if words in own), None)
        if owner is not None:
            rule += f" (did you mean {visible(f'{game.players[owner]}={words}')}?)"
    raise GameError(f"--keep: PLAYER=STRATEGY, and {rule}, got {visible(words)}")


def _names(asked: str, there: Sequence[str], noun: str) -> str:
    if len(there) <= MOST_NAMED:
        return f"the {noun} {', '.join(map(visible, there))}"
    nearest = get_close_matches(asked, there, n=MOST_NAMED, cutoff=0)
    return f"{len(there):,} {noun}, the nearest are {', '.join(map(visible, nearest))}"
