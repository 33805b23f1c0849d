"""Which strategies are left to each player."""

from typing import TypeAlias

import numpy as np

from gametheory.games.normal_form import NormalFormGame

Survivors: TypeAlias = tuple[tuple[int, ...], ...]  # per player, the strategies that are left, ascending


def all_strategies(game: NormalFormGame) -> Survivors:
    """Nobody has lost a strategy yet: S^0."""
    return tuple(tuple(range(size)) for size in game.shape)


def restricted_game(game: NormalFormGame, survivors: Survivors) -> NormalFormGame:
    """The game in which everybody has her survivors and nothing else.

    >>> game = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], strategies=["CD", "CD"])
    >>> restricted_game(game, ((0, 1), (1,))).strategies
    (('C', 'D'), ('D',))
    """
    return NormalFormGame(
        game.players,
        tuple(tuple(labels[a] for a in own) for labels, own in zip(game.strategies, survivors, strict=True)),
        tuple(table[np.ix_(*survivors)] for table in game.numerators),
        game.denominators,
    )
