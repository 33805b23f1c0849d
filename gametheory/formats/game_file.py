"""What a file says about a game."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from gametheory.games.errors import TooLargeError
from gametheory.games.extensive import ExtensiveGame
from gametheory.games.labels import Relabelled, shown_labels
from gametheory.games.normal_form import NormalFormGame


@dataclass(frozen=True)
class GameFile:
    """A game in normal form as a file has it, with its title and comment.

    `relabelled` lists the labels that could not be kept, since they are blank or not distinct; `remarks` what
    else a reader should know about how the file was read. A game that is given as a tree has it as `tree`; in
    a Bayesian game that is read in agent form the players are `agents`.
    """

    game: NormalFormGame
    title: str = ""
    comment: str = ""
    relabelled: tuple[Relabelled, ...] = ()
    remarks: tuple[str, ...] = ()
    tree: ExtensiveGame | None = None
    agents: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not as the file has it, a line each."""
        return (*(each.describe() for each in self.relabelled), *self.remarks)


@contextmanager
def limits_of(source: str) -> Iterator[None]:
    """Let a `TooLargeError` say which file it is about."""
    try:
        yield
    except TooLargeError as wrong:
        raise TooLargeError(f"{source}: {wrong}") from None


def game_labels(
    players: Sequence[str], strategies: Sequence[Sequence[str]]
) -> tuple[tuple[str, ...], list[tuple[str, ...]], tuple[Relabelled, ...]]:
    """The labels of players and strategies as they are shown, and which of them are not those given."""
    names, relabelled = shown_labels(players, "player")
    shown = [
        shown_labels(own, "strategy", f"player {name}") for name, own in zip(names, strategies, strict=True)
    ]
    return names, [labels for labels, _ in shown], relabelled + tuple(r for _, some in shown for r in some)
