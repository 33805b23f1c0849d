"""Pure Nash equilibria, and pure Bayesian Nash equilibria through the agent form."""

import numpy as np

from gametheory.dominance.best_reply import find_deviation
from gametheory.games.agent_form import agent_form
from gametheory.games.bayesian import BayesianGame, Strategy
from gametheory.games.normal_form import NormalFormGame, Profile


def is_equilibrium(game: NormalFormGame, profile: Profile) -> bool:
    """Is the profile a Nash equilibrium: does nobody gain by any deviation?"""
    return find_deviation(game, profile) is None


def pure_equilibria(game: NormalFormGame) -> list[Profile]:
    """All pure Nash equilibria, in lexicographic order.

    >>> pure_equilibria(NormalFormGame.from_arrays([[[2, 0], [0, 1]], [[1, 0], [0, 2]]]))
    [(0, 0), (1, 1)]
    """
    stable = np.ones(game.shape, dtype=bool)
    for i, table in enumerate(game.numerators):
        stable &= table == table.max(axis=i, keepdims=True)
    return [tuple(int(a) for a in profile) for profile in np.argwhere(stable)]


def bayesian_equilibria(game: BayesianGame) -> list[tuple[Strategy, ...]]:
    """All pure Bayesian Nash equilibria: one strategy (an action for each type) per player.

    A profile is one if and only if it is a Nash equilibrium of the agent form, since the interim payoff of a
    type does not depend on what the player's other types do. Types of probability zero are refused
    (`GameError`).
    """
    form = agent_form(game)
    return [
        tuple(choices[0] for choices in form.strategies(tuple((a,) for a in profile)))
        for profile in pure_equilibria(form.game)
    ]
