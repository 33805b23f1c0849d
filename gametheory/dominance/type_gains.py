"""What one action of a type gains over another, whatever strategies the others play: bounds without a tensor.

For a type of player i the expected gain of b over a, times what the prior gives the type, is a sum over the
others' type profiles, and each term depends only on what those types do. With one other player the least sum
is the sum of the least terms. With more, that is a lower bound, since one type of player j stands in many
terms; an upper bound is what some strategies attain, found by letting one player after the other answer best.
Where the bounds leave it open the sum is minimised exactly (`local_costs`), if the tables fit.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from gametheory.games.bayesian import BayesianGame, Strategy
from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude
from gametheory.optimisation.local_costs import LocalCost, least_sum

Left: TypeAlias = tuple[tuple[tuple[int, ...], ...], ...]  # by player and type the actions that are left
Others: TypeAlias = tuple[Strategy, ...]  # a strategy of each other player

MOST_TERMS = 20_000_000  # type profiles times action profiles


@dataclass(frozen=True)
class TypeGains:
    """Type t of player i: what each action earns her, times the prior, at the others' types and actions.

    `terms` has an axis for the others' type profiles of positive probability, which `types` lists, one for
    her actions, and one for each other player's actions.
    """

    i: int
    t: int
    terms: IntegerArray
    types: tuple[tuple[int, ...], ...]

    def difference(self, b: int, a: int) -> IntegerArray:
        """What b gains over a in each term."""
        found: IntegerArray = self.terms[:, b] - self.terms[:, a]
        return found

    def bounds(self, left: Left, actions: tuple[int, ...]) -> tuple[IntegerArray, IntegerArray]:
        """For each pair (b, a) of these actions the sums of the least and of the largest terms."""
        others = left[: self.i] + left[self.i + 1 :]
        shape = (len(actions), len(actions))
        low, high = (np.zeros(shape, dtype=self.terms.dtype) for _ in range(2))
        own = self.terms[:, list(actions)]
        for term, types in zip(own, self.types, strict=True):
            block = [others[j][t] for j, t in enumerate(types)]
            rows = term[np.ix_(range(len(actions)), *block)].reshape(len(actions), -1)
            for b, row in enumerate(rows):
                gains = row - rows
                low[b] += gains.min(axis=1)
                high[b] += gains.max(axis=1)
        return low, high

    def gain(self, difference: IntegerArray, others: Others) -> int:
        """The sum of the terms when the others play these strategies."""
        return sum(
            int(term[tuple(s[t] for s, t in zip(others, types, strict=True))])
            for term, types in zip(difference, self.types, strict=True)
        )


def type_gains(game: BayesianGame, i: int, t: int) -> TypeGains:
    """The gains of type t of player i."""
    count = len(game.players)
    table = np.moveaxis(game.numerators[i], range(count), range(-count, 0))  # the types' axes first
    weighted = [
        (types, int(game.prior_numerators[types]))
        for types in game.type_profiles(i, t)
        if game.prior_numerators[types] != 0
    ]
    total = sum(weight for _, weight in weighted)
    dtype = integer_dtype(2 * total * max(1, largest_magnitude(table)))
    terms = np.stack([weight * np.moveaxis(table[types].astype(dtype), i, 0) for types, weight in weighted])
    return TypeGains(i, t, terms, tuple(types[:i] + types[i + 1 :] for types, _ in weighted))


def least_gain(gains: TypeGains, difference: IntegerArray, left: Left, start: Others) -> tuple[int, Others]:
    """A small sum of the terms, and the strategies that attain it: each player in turn answers best.

    `difference` may be negated to look for a large one. With one other player it is the least sum.
    """
    others = left[: gains.i] + left[gains.i + 1 :]
    strategies = [list(s) for s in start]
    value = gains.gain(difference, start)
    improved = True
    while improved:
        improved = False
        for j, own in enumerate(others):
            costs = np.zeros((len(own), difference.shape[1 + j]), dtype=difference.dtype)
            for term, types in zip(difference, gains.types, strict=True):
                at = tuple(
                    slice(None) if k == j else s[t]
                    for k, (s, t) in enumerate(zip(strategies, types, strict=True))
                )
                costs[types[j]] += term[at]
            strategies[j] = [
                min(kept, key=row.__getitem__) for kept, row in zip(own, costs.tolist(), strict=True)
            ]
            found = sum(row[a] for row, a in zip(costs.tolist(), strategies[j], strict=True))
            if found < value:
                value, improved = found, len(others) > 1
    return value, tuple(map(tuple, strategies))


def exact_least_gain(gains: TypeGains, difference: IntegerArray, left: Left) -> tuple[int, Others]:
    """The least sum of the terms, and strategies that attain it. Raises `EntangledError`."""
    others = left[: gains.i] + left[gains.i + 1 :]
    variables = [(j, t) for j, own in enumerate(others) for t in range(len(own))]
    place = {variable: k for k, variable in enumerate(variables)}
    costs = []
    for term, types in zip(difference, gains.types, strict=True):
        block = [others[j][t] for j, t in enumerate(types)]
        scope = tuple(place[j, t] for j, t in enumerate(types))
        costs.append(LocalCost(scope, term[np.ix_(*block)]))
    value, found = least_sum([len(others[j][t]) for j, t in variables], costs)
    return value, tuple(
        tuple(others[j][t][found[place[j, t]]] for t in range(len(own))) for j, own in enumerate(others)
    )
