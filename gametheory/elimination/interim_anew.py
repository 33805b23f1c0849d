"""Iterated weak dominance at the interim stage by the definition: what `interim_rounds` is rechecked with.

That b never earns a type less than a is shown by the least terms, or by the exact minimum of their sum; that
it does, by strategies of the others, whose terms are added up. Where neither is found, `UndecidedError`.
"""

from collections.abc import Iterator
from random import Random

import numpy as np

from gametheory.dominance.type_gains import (
    Left,
    Others,
    TypeGains,
    exact_least_gain,
    least_gain,
    type_gains,
)
from gametheory.games.bayesian import BayesianGame
from gametheory.games.errors import EntangledError, UndecidedError
from gametheory.games.exact import IntegerArray

SAMPLES = 24  # strategies of the others at which actions are compared before all others


def interim_rounds_anew(game: BayesianGame) -> Iterator[Left]:
    """What is left to each type after 0, 1, ... rounds.

    >>> prisoners = np.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])[..., np.newaxis, np.newaxis]
    >>> list(interim_rounds_anew(BayesianGame.from_arrays([[1]], prisoners)))
    [(((0, 1),), ((0, 1),)), (((1,),), ((1,),))]
    """
    left: Left = tuple(
        tuple(tuple(range(len(actions))) for _ in types)
        for types, actions in zip(game.types, game.actions, strict=True)
    )
    while True:
        yield left
        after = tuple(
            tuple(undominated_actions(type_gains(game, i, t), own, left) for t, own in enumerate(sets))
            for i, sets in enumerate(left)
        )
        if after == left:
            return
        left = after


def undominated_actions(gains: TypeGains, own: tuple[int, ...], left: Left) -> tuple[int, ...]:
    """Those of these actions that none of them dominates while the others keep to `left`."""
    if len(own) == 1:
        return own
    payoffs = np.stack([_payoffs(gains, others)[list(own)] for others in _samples(gains, left)])
    never_less = np.asarray((payoffs[:, :, np.newaxis] >= payoffs[:, np.newaxis]).all(axis=0))
    return tuple(
        a
        for y, a in enumerate(own)
        if not any(
            never_less[x, y] and dominates_for_type(gains, b, a, left) for x, b in enumerate(own) if b != a
        )
    )


def dominates_for_type(gains: TypeGains, b: int, a: int, left: Left) -> bool:
    """Does b never earn the type less than a, whatever the others choose from `left`, and once more?"""
    difference = gains.difference(b, a)
    return not _falls_below(gains, difference, left) and _falls_below(gains, -difference, left)


def _falls_below(gains: TypeGains, difference: IntegerArray, left: Left) -> bool:
    """Do strategies from `left` make the sum of these terms negative?"""
    others = left[: gains.i] + left[gains.i + 1 :]
    least = sum(
        int(term[np.ix_(*(others[j][t] for j, t in enumerate(types)))].min())
        for term, types in zip(difference, gains.types, strict=True)
    )
    if least >= 0:
        return False
    if len(others) == 1:  # each of her types stands in one term
        return True
    first: Others = tuple(tuple(own[0] for own in sets) for sets in others)
    _, proposed = least_gain(gains, difference, left, first)
    if _are_from(proposed, others) and gains.gain(difference, proposed) < 0:
        return True
    try:
        return exact_least_gain(gains, difference, left)[0] < 0
    except EntangledError as wrong:
        raise UndecidedError(
            f"player {gains.i + 1}, type {gains.t + 1}: whether one action dominates another takes {wrong}"
        ) from wrong


def _are_from(strategies: Others, sets: Left) -> bool:
    return all(
        a in own for s, kept in zip(strategies, sets, strict=True) for a, own in zip(s, kept, strict=True)
    )


def _samples(gains: TypeGains, left: Left) -> Iterator[Others]:
    random = Random(0)
    others = left[: gains.i] + left[gains.i + 1 :]
    for _ in range(SAMPLES):
        yield tuple(tuple(map(random.choice, sets)) for sets in others)


def _payoffs(gains: TypeGains, others: Others) -> IntegerArray:
    """What each action earns the type, times the prior, against these strategies."""
    found: IntegerArray = sum(
        term[(slice(None), *(s[t] for s, t in zip(others, types, strict=True)))]
        for term, types in zip(gains.terms, gains.types, strict=True)
    )
    return found
