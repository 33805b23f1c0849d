"""Dominant strategies: what is best whatever the others do, with evidence that anyone can recheck."""

from dataclasses import dataclass

import numpy as np

from gametheory.dominance.definition import Domination
from gametheory.dominance.restriction import profile_at
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation
from gametheory.games.survivors import all_strategies


@dataclass(frozen=True, slots=True)
class Dominant:
    """Evidence that player i's strategy b dominates each of her other strategies, in the whole game.

    Strictly, weakly, or very weakly: b is a best reply to everything, and so is a strategy that always ties.
    """

    i: int
    b: int
    relation: Relation
    over: tuple[Domination, ...]  # one for each other strategy, in their order

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck by the definition alone; who has no other strategy has no dominant one either."""
        others = [a for a in range(game.shape[self.i]) if a != self.b]
        return (
            bool(others)
            and [each.a for each in self.over] == others
            and all(
                (each.i, each.b, each.relation, each.survivors)
                == (self.i, self.b, self.relation, all_strategies(game))
                and each.holds(game)
                for each in self.over
            )
        )


def dominant_strategies(game: NormalFormGame, i: int) -> tuple[Dominant, ...]:
    """Player i's dominant strategies, each with the strongest relation by which it is one.

    There are several only if they pay her the same everywhere; who has one strategy has no dominant one.

    >>> game = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> [(dominant.b, dominant.relation) for dominant in dominant_strategies(game, 0)]
    [(1, <Relation.STRICT: 'strict'>)]
    """
    rows = game.own_first(i)
    if len(rows) == 1:
        return ()
    best = np.flatnonzero((rows == rows.max(axis=0)).all(axis=1)).tolist()
    if not best:
        return ()
    others = [a for a in range(len(rows)) if a != best[0]]
    worse = rows[others] < rows[best[0]]
    if worse.all():
        relation = Relation.STRICT
    else:
        relation = Relation.WEAK if worse.any(axis=1).all() else Relation.VERY_WEAK
    everything = all_strategies(game)

    def domination(b: int, a: int) -> Domination:
        column = int((rows[a] < rows[b]).argmax())
        strict_at = profile_at(everything, i, a, column) if relation is Relation.WEAK else None
        return Domination(i, a, b, relation, everything, strict_at)

    return tuple(
        Dominant(i, b, relation, tuple(domination(b, a) for a in range(len(rows)) if a != b)) for b in best
    )
