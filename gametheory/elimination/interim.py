"""Iterated elimination in a Bayesian game, literally: strategies are functions from types to actions.

This is the slow definition (Matsushima 2004, section 3.1) that elimination in the agent form must agree with.
"""

from itertools import product
from typing import TypeAlias

from gametheory.games.bayesian import BayesianGame, Strategy

StrategySets: TypeAlias = tuple[tuple[Strategy, ...], ...]  # per player, the strategies that are left


def interim_dominates(
    game: BayesianGame, i: int, better: Strategy, worse: Strategy, survivors: StrategySets
) -> bool:
    """Is `better` never worse than `worse`, whatever i's type and the others' survivors, and better once?"""
    gains = [
        game.interim_payoff(i, own, (*others[:i], better, *others[i:]))
        - game.interim_payoff(i, own, (*others[:i], worse, *others[i:]))
        for others in product(*(survivors[:i] + survivors[i + 1 :]))
        for own in range(len(game.types[i]))
    ]
    return all(gain >= 0 for gain in gains) and any(gain > 0 for gain in gains)


def interim_survivors(game: BayesianGame, rounds: int | None = None) -> StrategySets:
    """S^r for r = `rounds`, or S^∞: each round removes all strategies that a survivor weakly dominates."""
    survivors: StrategySets = tuple(tuple(game.strategies(i)) for i in range(len(game.players)))
    while rounds is None or rounds > 0:
        undominated = tuple(
            tuple(s for s in own if not any(interim_dominates(game, i, b, s, survivors) for b in own))
            for i, own in enumerate(survivors)
        )
        if undominated == survivors:
            break
        survivors = undominated
        rounds = None if rounds is None else rounds - 1
    return survivors
