"""Dominance by pure and by mixed strategies: the definitions, and evidence that anyone can recheck.

The functions here are the slow ones that *are* the definition: they look at every profile of the others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from gametheory.games.normal_form import NormalFormGame, Profile
from gametheory.games.relation import Relation
from gametheory.games.survivors import Survivors


@dataclass(frozen=True, slots=True)
class Domination:
    """Evidence that player i's strategy b dominates her strategy a while the others keep to `survivors`."""

    i: int
    a: int
    b: int
    relation: Relation
    survivors: Survivors
    strict_at: Profile | None  # with WEAK: a full profile, with a at place i, where b pays i more than a

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck by the definition alone, however this was found."""
        if self.relation is Relation.WEAK and (
            self.strict_at is None
            or any(
                s not in left
                for j, (s, left) in enumerate(zip(self.strict_at, self.survivors, strict=True))
                if j != self.i
            )
            or gain(game, self.i, self.a, self.b, self.strict_at) <= 0
        ):
            return False
        return dominates(game, self.i, self.b, self.a, self.relation, self.survivors)


@dataclass(frozen=True, slots=True)
class MixedDomination:
    """Evidence that a mixture of player i's strategies dominates her strategy a against `survivors`."""

    i: int
    a: int
    mixture: tuple[tuple[int, Fraction], ...]  # (strategy, weight): positive weights that sum to 1, without a
    relation: Relation
    survivors: Survivors
    strict_at: Profile | None  # with WEAK: a full profile, with a at place i, where the mixture pays i more

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck by the definition alone, however this was found."""
        if sum(weight for _, weight in self.mixture) != 1 or any(
            b == self.a or weight <= 0 for b, weight in self.mixture
        ):
            return False
        gains = {
            profile: self.gain(game, profile)
            for profile in profiles_of_others(self.i, self.a, self.survivors)
        }
        match self.relation:
            case Relation.STRICT:
                return all(g > 0 for g in gains.values())
            case Relation.WEAK:
                witness = self.strict_at
                return all(g >= 0 for g in gains.values()) and witness in gains and gains[witness] > 0
            case Relation.VERY_WEAK:
                return all(g >= 0 for g in gains.values())

    def gain(self, game: NormalFormGame, profile: Profile) -> Fraction:
        """What player i gains by playing the mixture instead of a when the others play as in `profile`."""
        return sum(
            (weight * gain(game, self.i, self.a, b, profile) for b, weight in self.mixture), Fraction(0)
        )


Removal: TypeAlias = Domination | MixedDomination


def gain(game: NormalFormGame, i: int, a: int, b: int, profile: Profile) -> Fraction:
    """What player i gains by playing b instead of a when the others play as in `profile`."""
    before, after = profile[:i], profile[i + 1 :]
    return game.payoff(i, (*before, b, *after)) - game.payoff(i, (*before, a, *after))


def profiles_of_others(i: int, a: int, survivors: Sequence[Sequence[int]]) -> Iterator[Profile]:
    """All profiles in which player i plays a and the others play survivors."""
    return product(*((a,) if j == i else left for j, left in enumerate(survivors)))


def dominates(game: NormalFormGame, i: int, b: int, a: int, relation: Relation, survivors: Survivors) -> bool:
    """Does b dominate a for player i against all profiles of the others' survivors?

    >>> from gametheory.games.survivors import all_strategies
    >>> game = NormalFormGame.from_arrays([[[1, 0], [1, 1]], [[0, 0], [0, 0]]])
    >>> dominates(game, 0, 1, 0, Relation.WEAK, all_strategies(game))
    True
    >>> dominates(game, 0, 1, 0, Relation.STRICT, all_strategies(game))
    False
    """
    gains = [gain(game, i, a, b, profile) for profile in profiles_of_others(i, a, survivors)]
    match relation:
        case Relation.STRICT:
            return all(g > 0 for g in gains)
        case Relation.WEAK:
            return all(g >= 0 for g in gains) and any(g > 0 for g in gains)
        case Relation.VERY_WEAK:
            return a != b and all(g >= 0 for g in gains)
