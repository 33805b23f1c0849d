"""Why a strategy is not dominated: evidence that anyone can recheck.

Against pure dominators, one profile of the others for each would-be dominator. Against mixed ones a belief: a
strategy is not weakly dominated by a mixture if and only if it is a best reply to a belief that gives every
profile of the others weight, correlation allowed (Gale, Kuhn and Tucker 1951; Pearce 1984, Lemma 4).
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from gametheory.dominance.definition import gain, profiles_of_others
from gametheory.dominance.restriction import payoff_rows, profile_at
from gametheory.games.normal_form import NormalFormGame, Profile
from gametheory.games.relation import Relation
from gametheory.games.survivors import Survivors
from gametheory.optimisation.alternatives import Belief, mixture_or_belief


@dataclass(frozen=True, slots=True)
class Undominated:
    """Evidence that none of player i's survivors dominates her strategy a against `survivors`."""

    i: int
    a: int
    relation: Relation
    survivors: Survivors
    # For every other survivor b, a full profile, with a at place i, at which b fails: it pays less, or with
    # STRICT no more. None: it pays the same everywhere, which is no dominance; with VERY_WEAK only b > a,
    # because of duplicates the first is kept.
    against: tuple[tuple[int, Profile | None], ...]

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck by the definition alone, however this was found."""
        profiles = set(profiles_of_others(self.i, self.a, self.survivors))
        return {b for b, _ in self.against} == set(self.survivors[self.i]) - {self.a} and all(
            self._fails(game, b, profile, profiles) for b, profile in self.against
        )

    def _fails(self, game: NormalFormGame, b: int, profile: Profile | None, profiles: set[Profile]) -> bool:
        if profile is None:
            return (
                self.relation is Relation.WEAK or (self.relation is Relation.VERY_WEAK and b > self.a)
            ) and all(gain(game, self.i, self.a, b, p) == 0 for p in profiles)
        gained = gain(game, self.i, self.a, b, profile) if profile in profiles else 1
        return gained <= 0 if self.relation is Relation.STRICT else gained < 0


@dataclass(frozen=True, slots=True)
class SupportingBelief:
    """Evidence that no mixture of player i's survivors dominates her strategy a against `survivors`.

    By the belief a is a best reply among survivors. With WEAK the belief gives every profile of the others'
    survivors weight; with VERY_WEAK a is better than all but its duplicates b > a.
    """

    i: int
    a: int
    relation: Relation
    survivors: Survivors
    belief: tuple[tuple[Profile, Fraction], ...]  # full profiles, with a at place i; positive, summing to 1

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck by the definition alone, however this was found."""
        profiles = set(profiles_of_others(self.i, self.a, self.survivors))
        believed = dict(self.belief)
        if (
            len(believed) != len(self.belief)
            or not believed.keys() <= profiles
            or (self.relation is Relation.WEAK and believed.keys() != profiles)
            or any(weight <= 0 for weight in believed.values())
            or sum(believed.values()) != 1
        ):
            return False
        for b in self.survivors[self.i]:
            gains = {profile: gain(game, self.i, self.a, b, profile) for profile in profiles}
            expected = sum(weight * gains[profile] for profile, weight in believed.items())
            if self.relation is Relation.VERY_WEAK and b != self.a:
                if expected >= 0 and not (b > self.a and not any(gains.values())):
                    return False
            elif expected > 0:
                return False
        return True


def find_undominated(
    game: NormalFormGame, i: int, a: int, relation: Relation, survivors: Survivors
) -> Undominated | None:
    """One profile against each would-be dominator, or None if a survivor dominates a.

    >>> game = NormalFormGame.from_arrays([[[1, 0], [0, 1]], [[0, 0], [0, 0]]])
    >>> find_undominated(game, 0, 0, Relation.WEAK, ((0, 1), (0, 1))).against
    ((1, (0, 0)),)
    """
    others = [b for b in survivors[i] if b != a]
    rows = payoff_rows(game, i, (*survivors[:i], (*others, a), *survivors[i + 1 :]))
    fails = rows[:-1] <= rows[-1] if relation is Relation.STRICT else rows[:-1] < rows[-1]
    against: list[tuple[int, Profile | None]] = []
    for b, failing, equal in zip(others, fails, (rows[:-1] == rows[-1]).all(axis=1), strict=True):
        if failing.any():
            against.append((b, profile_at(survivors, i, a, int(failing.argmax()))))
        elif equal and (relation is Relation.WEAK or b > a):
            against.append((b, None))
        else:
            return None
    return Undominated(i, a, relation, survivors, tuple(against))


def find_supporting_belief(
    game: NormalFormGame, i: int, a: int, relation: Relation, survivors: Survivors
) -> SupportingBelief | None:
    """A belief by which a is a best reply as the relation demands, or None if a mixture dominates a.

    >>> game = NormalFormGame.from_arrays([[[3, 0], [0, 3], [2, 2]], [[0, 0], [0, 0], [0, 0]]])
    >>> belief = find_supporting_belief(game, 0, 2, Relation.STRICT, ((0, 1, 2), (0, 1))).belief
    >>> [(profile, str(weight)) for profile, weight in belief]
    [((2, 0), '1/2'), ((2, 1), '1/2')]
    """
    others = [b for b in survivors[i] if b != a]
    rows = payoff_rows(game, i, (*survivors[:i], (*others, a), *survivors[i + 1 :]))
    gains = rows[:-1] - rows[-1]
    if relation is Relation.VERY_WEAK:
        gains = gains[(np.array(others, dtype=int) < a) | (gains != 0).any(axis=1)]
    answer = mixture_or_belief(gains, relation)
    if not isinstance(answer, Belief):
        return None
    return SupportingBelief(
        i,
        a,
        relation,
        survivors,
        tuple(
            (profile_at(survivors, i, a, column), weight)
            for column, weight in enumerate(answer.weights)
            if weight > 0
        ),
    )
