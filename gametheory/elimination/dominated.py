"""What is dominated among one set of survivors after the other, which need not be smaller and smaller.

In a small game the comparisons of strategies are made once, for all sets that are asked about.
"""

from math import prod

import numpy as np

from gametheory.dominance.definition import Domination, Removal
from gametheory.dominance.masked_pairs import MaskedPairs
from gametheory.dominance.restriction import profile_at
from gametheory.elimination.rounds import eliminate, require_survivors
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors, all_strategies

_SMALL = 1 << 24  # comparisons of a player's payoffs, a bit each


class Dominated:
    """Finds all strategies that are dominated among survivors, with evidence; every dominator stays.

    >>> game = NormalFormGame.from_arrays([[[1, 0], [1, 1]], [[0, 0], [0, 0]]])
    >>> dominated = Dominated(game, Relation.WEAK, By.PURE)
    >>> [[(each.i, each.a) for each in dominated.among((own, (0, 1)))] for own in ((0, 1), (0,), (0, 1))]
    [[(0, 0)], [], [(0, 0)]]
    """

    def __init__(self, game: NormalFormGame, relation: Relation, by: By) -> None:
        self._game, self._relation, self._by = game, relation, by
        self._all = all_strategies(game)
        self._pairs: list[MaskedPairs] = []
        if by is By.PURE and prod(game.shape) * max(game.shape) <= _SMALL:
            own_first = (np.moveaxis(payoffs, i, 0) for i, payoffs in enumerate(game.numerators))
            self._pairs = [MaskedPairs(payoffs, relation) for payoffs in own_first]

    def among(self, survivors: Survivors) -> tuple[Removal, ...]:
        """What one round of elimination removes from these survivors."""
        if not self._pairs:
            rounds = eliminate(self._game, self._relation, self._by, survivors=survivors, rounds=1).rounds
            return rounds[0] if rounds else ()
        require_survivors(self._game, survivors)
        return tuple(
            Domination(i, a, b, self._relation, survivors, profile_at(self._all, i, a, column))
            for i, (own, pairs) in enumerate(zip(survivors, self._pairs, strict=True))
            for a, b, column in pairs.dominated_among(own, survivors[:i] + survivors[i + 1 :])
        )
