"""The search for strategies dominated by mixed ones, with evidence."""

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from gametheory.dominance.definition import Domination, MixedDomination, Removal
from gametheory.dominance.pure import DominatedByPure
from gametheory.dominance.restriction import payoff_rows, profile_at
from gametheory.games.exact import IntegerArray
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation
from gametheory.games.survivors import Survivors
from gametheory.optimisation.alternatives import Mixture, mixture_or_belief


class DominatedByMixed:
    """Finds all strategies dominated by mixed strategies, round after round of one elimination.

    >>> game = NormalFormGame.from_arrays([[[3, 0], [0, 3], [1, 1]], [[0, 0], [0, 0], [0, 0]]])
    >>> [removal] = DominatedByMixed(game, Relation.STRICT).among(((0, 1, 2), (0, 1)))
    >>> removal.a, removal.mixture
    (2, ((0, Fraction(1, 2)), (1, Fraction(1, 2))))
    """

    def __init__(self, game: NormalFormGame, relation: Relation) -> None:
        self._game = game
        self._relation = relation
        self._pure = DominatedByPure(game, relation)

    def among(self, left: Survivors) -> tuple[Removal, ...]:
        """All dominations by survivors when everybody keeps to `left`, a subset of the last call's."""
        pure = self._pure.among(left)
        removals: list[Removal] = []
        for i in range(len(left)):
            by_pure = {removal.a: removal for removal in pure if removal.i == i}
            removals += sorted(self._of_player(i, left, by_pure), key=lambda removal: removal.a)
        return tuple(removals)

    def _of_player(self, i: int, left: Survivors, by_pure: Mapping[int, Domination]) -> list[Removal]:
        """Strategies dominated by pure ones are left out first, then one after another is compared.

        Leaving out a dominated strategy changes nothing for those that come later: in a mixture that
        dominates one of them, its weight can go to what dominates it, and what that puts on the later one
        itself, less than all, can be divided out. For the same reason the mixtures found can be put in terms
        of strategies that stay, the last one first: it contains only these.
        """
        own = tuple(a for a in left[i] if a not in by_pure)
        rows = payoff_rows(self._game, i, (*left[:i], own, *left[i + 1 :]))
        stays = np.ones(len(own), dtype=bool)
        found: dict[int, dict[int, Fraction]] = {}
        for place in np.flatnonzero(~_plainly_undominated(rows, self._relation)):
            others = np.flatnonzero(stays & (np.arange(len(own)) != place))
            answer = mixture_or_belief(rows[others] - rows[place], self._relation)
            if isinstance(answer, Mixture):
                stays[place] = False
                found[own[place]] = {
                    own[b]: weight for b, weight in zip(others, answer.weights, strict=True) if weight > 0
                }
        final: dict[int, dict[int, Fraction]] = {}
        for a, mixture in reversed(found.items()):
            final[a] = {}
            for b, weight in mixture.items():
                for c, share in final.get(b, {b: Fraction(1)}).items():
                    final[a][c] = final[a].get(c, Fraction(0)) + weight * share
        replaced = {a: final[removal.b] for a, removal in by_pure.items() if removal.b in final}
        return [removal for a, removal in by_pure.items() if a not in replaced] + [
            self._domination(i, a, mixture, left) for a, mixture in (final | replaced).items()
        ]

    def _domination(
        self, i: int, a: int, mixture: Mapping[int, Fraction], left: Survivors
    ) -> MixedDomination:
        support = tuple(sorted(mixture))
        rows = payoff_rows(self._game, i, (*left[:i], (*support, a), *left[i + 1 :])).astype(object)
        weights = np.array([mixture[b] for b in support], dtype=object)
        better = np.flatnonzero(weights @ rows[:-1] > rows[-1])
        return MixedDomination(
            i,
            a,
            tuple((b, mixture[b]) for b in support),
            self._relation,
            left,
            profile_at(left, i, a, int(better[0])) if better.size else None,
        )


def _plainly_undominated(rows: IntegerArray, relation: Relation) -> npt.NDArray[np.bool_]:
    """Which rows are undominated already because of the columns at which they are best.

    Strict: a best reply to one column. Weak and very weak: no other row is best at all of these columns too.
    A belief that puts almost everything on them, and a little elsewhere, makes the row the only best reply.
    """
    best: npt.NDArray[np.bool_] = rows == rows.max(axis=0)
    undominated: npt.NDArray[np.bool_]
    if relation is Relation.STRICT:
        undominated = np.logical_or.reduce(best, axis=1)
    else:
        shared = best.astype(np.float64) @ best.T.astype(np.float64)  # counts: exact below 2**53
        others_lack_one = (shared < np.diag(shared)[:, np.newaxis]) | np.eye(len(rows), dtype=np.bool_)
        undominated = np.logical_and.reduce(others_lack_one, axis=1)
    return undominated
