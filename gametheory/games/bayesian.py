"""Finite Bayesian games with exact payoffs and any rational joint prior over types."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.errors import GameError
from gametheory.games.exact import IntegerArray, Rational, over_common_denominator
from gametheory.games.normal_form import Profile

Strategy: TypeAlias = tuple[int, ...]  # one action index per own type
TypeProfile: TypeAlias = tuple[int, ...]  # one type index per player


@dataclass(frozen=True, eq=False)
class BayesianGame:
    """A finite game of N players who each learn their own type before they act.

    The prior of a type profile is `prior_numerators[types] / prior_denominator`; it sums to 1. Player i's
    payoff is `numerators[i][actions + types] / denominators[i]`: one axis per player for the actions, then
    one axis per player for the types. Build one with `from_arrays` or `from_function`.
    """

    players: tuple[str, ...]
    types: tuple[tuple[str, ...], ...]
    actions: tuple[tuple[str, ...], ...]
    prior_numerators: IntegerArray
    prior_denominator: int
    numerators: tuple[IntegerArray, ...]
    denominators: tuple[int, ...]

    @classmethod
    def from_arrays(
        cls,
        prior: npt.ArrayLike,
        payoffs: Sequence[npt.ArrayLike],
        *,
        players: Sequence[str] | None = None,
        types: Sequence[Sequence[str]] | None = None,
        actions: Sequence[Sequence[str]] | None = None,
    ) -> "BayesianGame":
        """The game with this prior, whose i-th payoff array has the axes of all actions, then of all types.

        Numbers are integers, Fractions or "p/q"; a prior that does not sum to 1 is refused (`GameError`).

        >>> half = Fraction(1, 2)
        >>> game = BayesianGame.from_arrays([half, half], [[[1, 0], [0, 1]]])  # one player, she knows it all
        >>> game.interim_payoff(0, 1, ((0, 1),))
        Fraction(1, 1)
        """
        tables = [np.asarray(array) for array in payoffs]
        count = len(tables)
        names = tuple(players) if players is not None else tuple(str(i + 1) for i in range(count))
        if count == 0 or len(set(names)) != len(names) or len(names) != count:
            raise GameError(
                f"players: one distinct name for each of {count} payoff arrays, got {list(names)}"
            )
        probabilities, denominator = over_common_denominator(np.asarray(prior), "prior")
        if probabilities.ndim != count:
            raise GameError(f"prior: one axis for each of {count} players, got {probabilities.ndim}")
        for name, table in zip(names, tables, strict=True):
            if table.ndim != 2 * count:
                raise GameError(
                    f"player {name}: payoffs need one axis for the actions and one for the types of each of "
                    f"{count} players, got {table.ndim} axes"
                )
            expected = tables[0].shape[:count] + probabilities.shape
            if table.shape != expected:
                raise GameError(f"player {name}: payoffs of shape {expected}, got {table.shape}")
        _require_probabilities(probabilities, denominator)
        integers = [
            over_common_denominator(table, f"payoff of player {name}")
            for name, table in zip(names, tables, strict=True)
        ]
        return cls(
            names,
            _labels(names, "type", types, probabilities.shape),
            _labels(names, "action", actions, tables[0].shape[:count]),
            probabilities,
            denominator,
            tuple(numerators for numerators, _ in integers),
            tuple(scale for _, scale in integers),
        )

    @classmethod
    def from_function(
        cls,
        payoffs: Callable[[Profile, TypeProfile], Sequence[Rational]],
        prior: Callable[[TypeProfile], Rational],
        *,
        types: Sequence[Sequence[str]],
        actions: Sequence[Sequence[str]],
        players: Sequence[str] | None = None,
    ) -> "BayesianGame":
        """The game in which `payoffs(actions, types)` lists everybody's payoff, both given by index."""
        type_shape = tuple(len(own) for own in types)
        shape = tuple(len(own) for own in actions) + type_shape
        count = len(actions)
        if len(types) != count:
            raise GameError(f"types: one list for each of {count} players, got {len(types)}")
        beliefs = np.empty(type_shape, dtype=object)
        for profile in np.ndindex(type_shape):
            beliefs[profile] = prior(profile)
        tables = [np.empty(shape, dtype=object) for _ in actions]
        for cell in np.ndindex(shape):
            values = payoffs(cell[:count], cell[count:])
            if len(values) != count:
                raise GameError(
                    f"actions {cell[:count]}, types {cell[count:]}: one payoff per player, "
                    f"got {len(values)} of {count}"
                )
            for table, value in zip(tables, values, strict=True):
                table[cell] = value
        return cls.from_arrays(beliefs, tables, players=players, types=types, actions=actions)

    def prior(self, types: TypeProfile) -> Fraction:
        """The probability of a type profile."""
        return Fraction(int(self.prior_numerators[types]), self.prior_denominator)

    def payoff(self, i: int, actions: Profile, types: TypeProfile) -> Fraction:
        """Player i's payoff after everything is known."""
        return Fraction(int(self.numerators[i][(*actions, *types)]), self.denominators[i])

    def type_profiles(self, i: int, own: int) -> Iterator[TypeProfile]:
        """All type profiles in which player i has type `own`."""
        return product(*((own,) if j == i else range(len(labels)) for j, labels in enumerate(self.types)))

    def type_probability(self, i: int, own: int) -> Fraction:
        """The marginal probability that player i has type `own`."""
        return sum((self.prior(types) for types in self.type_profiles(i, own)), Fraction(0))

    def interim_payoff(self, i: int, own: int, strategies: Sequence[Strategy]) -> Fraction:
        """What player i expects when she knows only her type `own` and all play these strategies.

        With a type of probability zero there is nothing to condition on: `GameError`.
        """
        marginal = self.type_probability(i, own)
        if marginal == 0:
            raise GameError(null_type_message(self, i, own))
        return sum(
            (
                self.prior(types)
                / marginal
                * self.payoff(i, tuple(s[t] for s, t in zip(strategies, types, strict=True)), types)
                for types in self.type_profiles(i, own)
            ),
            Fraction(0),
        )

    def strategies(self, i: int) -> Iterator[Strategy]:
        """Player i's strategies: an action for each type, in lexicographic order."""
        return product(range(len(self.actions[i])), repeat=len(self.types[i]))

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from gametheory.games.html import bayesian_html, in_a_notebook  # which nobody else needs

        return in_a_notebook(bayesian_html(self))

    def null_types(self) -> list[tuple[int, int]]:
        """The pairs (player, type) of probability zero."""
        return [
            (i, own)
            for i, labels in enumerate(self.types)
            for own in range(len(labels))
            if self.type_probability(i, own) == 0
        ]

    def without_null_types(self) -> "BayesianGame":
        """The game without the types of probability zero.

        Nobody else's interim payoff changes: what such a type does is weighted by probability zero there.
        """
        null = set(self.null_types())
        kept = [[t for t in range(len(own)) if (i, t) not in null] for i, own in enumerate(self.types)]
        every_action = [range(len(own)) for own in self.actions]
        return BayesianGame(
            self.players,
            tuple(tuple(own[t] for t in left) for own, left in zip(self.types, kept, strict=True)),
            self.actions,
            self.prior_numerators[np.ix_(*kept)],
            self.prior_denominator,
            tuple(table[np.ix_(*every_action, *kept)] for table in self.numerators),
            self.denominators,
        )


def null_type_message(game: BayesianGame, i: int, own: int) -> str:
    """Why a type of probability zero is refused, and what to do about it."""
    return (
        f"player {game.players[i]}, type {game.types[i][own]}: interim payoffs need a type of positive "
        "probability, got probability 0"
    )


def _labels(
    players: Sequence[str], kind: str, labels: Sequence[Sequence[str]] | None, shape: tuple[int, ...]
) -> tuple[tuple[str, ...], ...]:
    if labels is None:
        labels = [[str(k + 1) for k in range(size)] for size in shape]
    if len(labels) != len(shape):
        raise GameError(f"{kind}s: one list for each of {len(shape)} players, got {len(labels)}")
    for player, own, size in zip(players, labels, shape, strict=True):
        if size == 0 or len(own) != size or len(set(own)) != size:
            raise GameError(
                f"player {player}: one distinct label for each of {size} {kind}s, got {list(own)}"
            )
    return tuple(tuple(own) for own in labels)


def _require_probabilities(numerators: IntegerArray, denominator: int) -> None:
    total = Fraction(sum(int(p) for p in numerators.flat), denominator)
    for types, p in np.ndenumerate(numerators):
        if p < 0:
            raise GameError(f"prior at types {types}: probabilities are not negative, got {p}/{denominator}")
    if total != 1:
        raise GameError(f"prior: probabilities sum to 1, got {total}")
