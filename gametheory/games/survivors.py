"""Which strategies are left to each player."""

from typing import TypeAlias

from gametheory.games.normal_form import NormalFormGame

Survivors: TypeAlias = tuple[tuple[int, ...], ...]  # per player, the strategies that are left, ascending


def all_strategies(game: NormalFormGame) -> Survivors:
    """Nobody has lost a strategy yet: S^0."""
    return tuple(tuple(range(size)) for size in game.shape)
