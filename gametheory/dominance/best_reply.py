"""Best replies to pure profiles, and profitable deviations as evidence."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gametheory.dominance.definition import gain
from gametheory.games.normal_form import NormalFormGame, Profile


@dataclass(frozen=True, slots=True)
class Deviation:
    """Evidence that player i gains by playing b when all play `profile`."""

    i: int
    b: int
    profile: Profile

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck by the definition alone."""
        return gain(game, self.i, self.profile[self.i], self.b, self.profile) > 0


def best_replies(game: NormalFormGame, i: int, profile: Profile) -> tuple[int, ...]:
    """All strategies of player i that pay her most when the others play as in `profile`.

    >>> best_replies(NormalFormGame.from_arrays([[[3, 0], [3, 1]], [[0, 0], [0, 0]]]), 0, (0, 0))
    (0, 1)
    """
    payoffs = np.moveaxis(game.numerators[i], i, -1)[profile[:i] + profile[i + 1 :]]
    return tuple(int(a) for a in (payoffs == payoffs.max()).nonzero()[0])


def deviations(game: NormalFormGame, profile: Profile) -> Iterator[Deviation]:
    """Each player's switch to a best reply, for the players who gain by it."""
    for i, a in enumerate(profile):
        replies = best_replies(game, i, profile)
        if a not in replies:
            yield Deviation(i, replies[0], profile)


def find_deviation(game: NormalFormGame, profile: Profile) -> Deviation | None:
    """A deviation that pays, or None when the profile is a Nash equilibrium."""
    return next(deviations(game, profile), None)
