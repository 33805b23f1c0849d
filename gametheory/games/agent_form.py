"""The agent form of a Bayesian game: one player for each player and type.

A strategy picks an action for each type separately, and the interim payoff of a type does not depend on what
the other types of the same player do. So a strategy is (weakly) dominated at the interim stage if and only
if the action of some type is dominated for that agent, and the sets S^r of iterated elimination are
products of the agents' sets (Matsushima 2004, section 3.1). `interim` holds the literal definition.
"""

from dataclasses import dataclass
from math import prod

import numpy as np

from gametheory.games.bayesian import BayesianGame, Strategy, null_type_message
from gametheory.games.errors import GameError, TooLargeError
from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude
from gametheory.games.labels import shown_labels
from gametheory.games.normal_form import MOST_PLAYERS, NormalFormGame
from gametheory.games.survivors import Survivors

MOST_ENTRIES = 500_000_000  # payoffs of all agents


@dataclass(frozen=True)
class AgentForm:
    """The normal form in which agent k is player `agents[k][0]` with type `agents[k][1]`."""

    bayesian: BayesianGame
    game: NormalFormGame
    agents: tuple[tuple[int, int], ...]

    def strategies(self, survivors: Survivors) -> tuple[tuple[Strategy, ...], ...]:
        """Each player's strategies that choose a surviving action at every type."""
        left = dict(zip(self.agents, survivors, strict=True))
        return tuple(
            tuple(s for s in self.bayesian.strategies(i) if all(a in left[i, t] for t, a in enumerate(s)))
            for i in range(len(self.bayesian.players))
        )


def agent_form(bayesian: BayesianGame) -> AgentForm:
    """The agent form, whose payoffs are interim payoffs; agents are named "player:type".

    Where two names are alike numbers stand behind them.

    A type of probability zero has no interim payoff and is refused by name (`GameError`): leave such types
    out with `without_null_types`, which changes nothing for all other types. A form that is too large to list
    is refused before it takes memory (`TooLargeError`).

    >>> from fractions import Fraction
    >>> half = Fraction(1, 2)
    >>> matching = [[[1, 0], [0, 1]]]  # one player: action a pays 1 if and only if the type is a
    >>> form = agent_form(BayesianGame.from_arrays([half, half], matching))
    >>> form.game.players, form.game.payoff(0, (0, 0)), form.game.payoff(1, (0, 1))
    (('1:1', '1:2'), Fraction(1, 1), Fraction(1, 1))
    """
    if null := bayesian.null_types():
        raise GameError(null_type_message(bayesian, *null[0]))
    agents = tuple((i, t) for i, own in enumerate(bayesian.types) for t in range(len(own)))
    entries = prod(len(bayesian.actions[i]) for i, _ in agents) * len(agents)
    if entries > MOST_ENTRIES or len(agents) > MOST_PLAYERS:
        raise TooLargeError(
            f"the agent form of {len(agents)} types with {entries:,} payoffs: at most {MOST_PLAYERS} types "
            f"and {MOST_ENTRIES:,} payoffs are listed; `eliminate_interim` goes type by type"
        )
    tables = [_interim_payoffs(bayesian, agents, i, t) for i, t in agents]
    names, _ = shown_labels([f"{bayesian.players[i]}:{bayesian.types[i][t]}" for i, t in agents], "player")
    game = NormalFormGame.from_arrays(
        [table for table, _ in tables],
        denominators=[denominator for _, denominator in tables],
        players=names,
        strategies=[bayesian.actions[i] for i, _ in agents],
    )
    return AgentForm(bayesian, game, agents)


def _interim_payoffs(
    bayesian: BayesianGame, agents: tuple[tuple[int, int], ...], i: int, own: int
) -> tuple[IntegerArray, int]:
    """Agent (i, own)'s payoffs at every profile of the agents' actions, over a common denominator."""
    place = {agent: k for k, agent in enumerate(agents)}
    weights = {
        types: int(bayesian.prior_numerators[types])
        for types in bayesian.type_profiles(i, own)
        if bayesian.prior_numerators[types] != 0
    }
    marginal = sum(weights.values())
    table = bayesian.numerators[i]
    count = len(bayesian.players)
    at_types = np.moveaxis(table, range(count), range(-count, 0))  # the types' axes first
    # Every partial sum is at most marginal * (largest payoff) in absolute value, since weights are positive.
    dtype = integer_dtype(marginal * max(1, largest_magnitude(table)))
    total = np.zeros(tuple(len(bayesian.actions[j]) for j, _ in agents), dtype=dtype)
    for types, weight in weights.items():
        # Player j's action axis becomes the axis of agent (j, types[j]); the order of axes stays the same.
        shape = [1] * len(agents)
        for j, t in enumerate(types):
            shape[place[j, t]] = len(bayesian.actions[j])
        total += weight * at_types[types].astype(dtype).reshape(shape)
    return total, marginal * bayesian.denominators[i]
