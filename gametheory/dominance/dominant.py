"""Dominant strategies: what is best whatever the others do, with evidence that anyone can recheck."""

from dataclasses import dataclass

from gametheory.dominance.definition import dominates
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation
from gametheory.games.survivors import all_strategies


@dataclass(frozen=True, slots=True)
class Dominant:
    """Evidence that player i's strategy b dominates each of her other strategies, in the whole game.

    Strictly, weakly, or very weakly: then it is a best reply to everything, as is another that always ties.
    """

    i: int
    b: int
    relation: Relation

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck by the definition alone; who has no other strategy has no dominant one either."""
        others = [a for a in range(game.shape[self.i]) if a != self.b]
        return bool(others) and all(
            dominates(game, self.i, self.b, a, self.relation, all_strategies(game)) for a in others
        )


def dominant_strategies(game: NormalFormGame, i: int) -> tuple[Dominant, ...]:
    """Player i's dominant strategies, with the strongest relation by which they are.

    There are several only if they pay her the same everywhere; who has one strategy has no dominant one.

    >>> dominant_strategies(NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]]), 0)
    (Dominant(i=0, b=1, relation=<Relation.STRICT: 'strict'>),)
    """
    rows = game.own_first(i)
    best = (rows == rows.max(axis=0)).all(axis=1).nonzero()[0].tolist()
    if not best or len(rows) == 1:
        return ()
    worse = rows[[a for a in range(len(rows)) if a != best[0]]] < rows[best[0]]
    if worse.all():
        relation = Relation.STRICT
    else:
        relation = Relation.WEAK if worse.any(axis=1).all() else Relation.VERY_WEAK
    return tuple(Dominant(i, b, relation) for b in best)
