"""Dominance solvability and interchangeability, in the sense of Matsushima (2004, section 3.1).

For a Bayesian game take its agent form: survivors, equilibria and deviations split by type.
"""

import numpy as np

from gametheory.dominance.best_reply import Deviation, best_replies
from gametheory.dominance.definition import Removal, gain
from gametheory.elimination.rounds import eliminate
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors


def find_late_removal(
    game: NormalFormGame, rounds: int = 2, relation: Relation = Relation.WEAK, by: By = By.PURE
) -> "Removal | None":
    """A strategy that leaves only after so many rounds, with its dominator then, or None."""
    elimination = eliminate(game, relation, by, rounds=rounds + 1)
    return elimination.rounds[rounds][0] if len(elimination.rounds) > rounds else None


def is_dominance_solvable(
    game: NormalFormGame, rounds: int = 2, relation: Relation = Relation.WEAK, by: By = By.PURE
) -> bool:
    """Is elimination over after so many rounds: S^infinity = S^rounds? With 2: twice dominance solvable.

    (Moulin 1979 calls a game dominance solvable if all survivors pay everybody the same: another property.)

    >>> game = NormalFormGame.from_arrays([[[1, 0], [0, 1]], [[1, 0], [1, 0]]])
    >>> is_dominance_solvable(game), is_dominance_solvable(game, rounds=1)
    (True, False)
    """
    return find_late_removal(game, rounds, relation, by) is None


def find_interchange_failure(game: NormalFormGame, survivors: Survivors | None = None) -> Deviation | None:
    """A profile of survivors that is no Nash equilibrium, with a deviation, or None.

    The deviation is to her best survivor if that pays, else to a best reply, which is gone. By default the
    survivors are S^infinity under weak dominance by pure strategies.
    """
    survivors = eliminate(game).survivors if survivors is None else survivors
    for i, own in enumerate(survivors):
        everything = [
            range(size) if j == i else left
            for j, (size, left) in enumerate(zip(game.shape, survivors, strict=True))
        ]
        payoffs = game.numerators[i][np.ix_(*everything)]
        best = payoffs.max(axis=i, keepdims=True)
        short = np.argwhere(np.take(payoffs, own, axis=i) < best)
        if len(short):
            profile = tuple(left[s] for left, s in zip(survivors, short[0], strict=True))
            kept = max(own, key=lambda b: gain(game, i, profile[i], b, profile))
            pays = gain(game, i, profile[i], kept, profile) > 0
            return Deviation(i, kept if pays else best_replies(game, i, profile)[0], profile)
    return None


def is_interchangeable(game: NormalFormGame, survivors: Survivors | None = None) -> bool:
    """Is every profile of survivors a Nash equilibrium against all deviations, eliminated ones too?

    >>> is_interchangeable(NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]))
    True
    >>> is_interchangeable(NormalFormGame.from_arrays([[[1, 0], [0, 1]], [[1, 0], [0, 1]]]))
    False
    """
    return find_interchange_failure(game, survivors) is None
