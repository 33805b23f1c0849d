"""Players who may change places: whoever plays the other's part, strategy by strategy, gets what he got."""

from itertools import pairwise
from typing import TypeAlias

import numpy as np

from gametheory.games.exact import IntegerArray
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.survivors import Survivors

Groups: TypeAlias = tuple[tuple[int, ...], ...]  # of at least two players each, sorted


def exchangeable(game: NormalFormGame, survivors: Survivors) -> Groups:
    """The largest groups of players any two of whom may change places; they start with the same survivors.

    Each exchange is compared at every profile. Those who may change places with the same player may do so
    with each other, so that all of a group may be permuted.

    >>> from gametheory.games.survivors import all_strategies
    >>> game = NormalFormGame.from_arrays([[[0, 1], [2, 3]], [[0, 2], [1, 3]]])
    >>> exchangeable(game, all_strategies(game))
    ((0, 1),)
    """
    groups: list[list[int]] = []
    for i in range(len(survivors)):
        for group in groups:
            if survivors[group[0]] == survivors[i] and _may_change_places(game, group[0], i):
                group.append(i)
                break
        else:
            groups.append([i])
    return tuple(tuple(group) for group in groups if len(group) > 1)


def _may_change_places(game: NormalFormGame, i: int, j: int) -> bool:
    exchanged = [*range(len(game.shape))]
    exchanged[i], exchanged[j] = j, i
    return all(
        _are_equal(np.swapaxes(game.numerators[other], i, j), game.denominators[other], game, k)
        for k, other in enumerate(exchanged)
    )


def _are_equal(table: IntegerArray, denominator: int, game: NormalFormGame, k: int) -> bool:
    """Are these the payoffs of player k?"""
    if denominator == game.denominators[k]:
        return np.array_equal(table, game.numerators[k])
    scaled = table.astype(object) * game.denominators[k]
    return np.array_equal(scaled, game.numerators[k].astype(object) * denominator)


def sorted_in(groups: Groups, survivors: Survivors) -> Survivors:
    """The same survivors but for an exchange of players: one form for all that are."""
    found = list(survivors)
    for group in groups:
        for i, own in zip(group, sorted(survivors[i] for i in group), strict=True):
            found[i] = own
    return tuple(found)


def exchanges(groups: Groups) -> list[tuple[int, int]]:
    """Pairs of players: all permutations within groups are such exchanges, one after the other."""
    return [pair for group in groups for pair in pairwise(group)]
