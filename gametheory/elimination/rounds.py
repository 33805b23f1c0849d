"""Iterated elimination of dominated strategies: the rounds S^0, S^1, ..., S^infinity, with evidence.

In every round all dominated strategies of all players leave at once. A dominator is taken from S^(r-1), as
are the others' profiles. For strict and weak dominance it makes no difference whether the dominator may
also be a strategy that left earlier: what eliminated *it* was at least as good against more profiles, and
following such dominators ends, after finitely many steps, at one that is still there.

Very weak dominance is reflexive, and two duplicates dominate each other, so removing "all" of them would
leave nothing. Here a round keeps, of strategies that pay a player the same everywhere, the one that comes
first, and removes every strategy that is very weakly dominated by what else is kept. The result is well
defined: with pure dominators, the first representatives of the maximal classes of a preorder on a finite
set; with mixed ones, the vertices of the convex hull of the payoff rows minus the positive orthant.

A run may change its relation once. One round of weak dominance, and strict dominance from there on, is the
procedure of Dekel and Fudenberg (1990, Journal of Economic Theory 52, 243-267) and Börgers (1994, the same
64, 265-276): after that one round, in which all leave at once, the order does not matter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from gametheory.dominance.definition import Domination, Removal, dominates
from gametheory.dominance.pure import DominatedByPure
from gametheory.games.errors import GameError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import By, Relation
from gametheory.games.survivors import Survivors, all_strategies

if TYPE_CHECKING:
    from gametheory.dominance.mixed import DominatedByMixed

Progress: TypeAlias = Callable[[int, Survivors], object]  # called with r and S^r after every round


@dataclass(frozen=True, eq=False)
class Elimination:
    """Evidence for a run of iterated elimination: who left in each round, and what dominated them then.

    Every dominator survives the round in which it dominates.
    """

    game: NormalFormGame
    relation: Relation
    by: By
    start: Survivors  # S^0
    rounds: tuple[tuple[Removal, ...], ...]  # who left in round 1, 2, ...; no round is empty
    finished: bool  # True: nobody left is dominated. False: it stopped at the number of rounds asked for
    then: Relation | None = None  # the relation of all rounds after round `turn`, if it changes ...
    turn: int = 0  # ... and how many rounds are by the first one

    def relation_of(self, r: int) -> Relation:
        """By which dominance strategies leave in round r, from 1 to the one in which nobody leaves."""
        return self.relation if self.then is None or r <= self.turn else self.then

    def survivors_after(self, r: int) -> Survivors:
        """S^r; in a finished run S^r for r beyond the last round is S^infinity."""
        if r < 0 or (r > len(self.rounds) and not self.finished):
            raise GameError(f"round {r}: this elimination covers rounds 0 to {len(self.rounds)}")
        left = self.start
        for removals in self.rounds[:r]:
            left = without(left, removals)
        return left

    @property
    def survivors(self) -> Survivors:
        """What is left at the end: S^infinity when `finished`."""
        return self.survivors_after(len(self.rounds))

    def holds(self) -> bool:
        """Recheck by the definitions alone: each removal's evidence, and that who stayed was undominated.

        Every round is held to its own relation. Who stayed is compared with who stayed: who left in the same
        round is dominated by that, and dominance is transitive.
        """
        left, r = self.start, 0
        for r, removals in enumerate(self.rounds, start=1):
            rest = without(left, removals)
            legal = step_holds(self.game, self.relation_of(r), self.by, left, removals)
            if not legal or not self._undominated(rest, left, self.relation_of(r)):
                return False
            left = rest
        in_turn = self.then is None or 0 <= self.turn <= r
        return in_turn and (not self.finished or self._undominated(left, left, self.relation_of(r + 1)))

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from gametheory.elimination.html import elimination_html  # which nobody else needs
        from gametheory.games.html import in_a_notebook

        return in_a_notebook(elimination_html(self))

    def _undominated(self, rest: Survivors, left: Survivors, relation: Relation) -> bool:
        """Is nobody in `rest` dominated by `rest` while the others keep to `left`?"""
        from gametheory.dominance.survival import find_supporting_belief, find_undominated  # see _search

        find = find_undominated if self.by is By.PURE else find_supporting_belief
        return all(
            (evidence := find(self.game, i, a, relation, (*left[:i], own, *left[i + 1 :]))) is not None
            and evidence.holds(self.game)
            for i, own in enumerate(rest)
            for a in own
        )


def eliminate(
    game: NormalFormGame,
    relation: Relation = Relation.WEAK,
    by: By = By.PURE,
    *,
    survivors: Survivors | None = None,
    rounds: int | None = None,
    then: Relation | None = None,
    progress: Progress | None = None,
) -> Elimination:
    """Eliminate dominated strategies round by round, from `survivors` (default: all) to the fixed point.

    With `rounds` it stops after so many, or goes on from there by the relation `then`. The cost is one
    comparison of a payoff per pair of strategies and profile at worst, over all rounds by one relation
    together, and in most games far less. Source: the iteration is the one of Moulin (1979) and Pearce (1984),
    with all dominated strategies removed at once.

    >>> from gametheory.games.normal_form import NormalFormGame
    >>> prisoners = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
    >>> eliminate(prisoners).survivors
    ((1,), (1,))
    >>> eliminate(prisoners, rounds=1, then=Relation.STRICT).finished
    True
    """
    start = all_strategies(game) if survivors is None else survivors
    require_survivors(game, start)
    done: list[tuple[Removal, ...]] = []
    left, turn = start, 0

    def go_on(kind: Relation, last: int | None) -> bool:
        """By this relation, up to this round; is nobody left dominated?"""
        nonlocal left
        dominated = _search(game, kind, by)
        while last is None or len(done) < last:
            removals = dominated.among(left)
            if not removals:
                return True
            done.append(removals)
            left = without(left, removals)
            if progress is not None:
                progress(len(done), left)
        return False

    finished = go_on(relation, rounds)
    if then is not None:
        turn = len(done)
        finished = go_on(then, None)
    return Elimination(game, relation, by, start, tuple(done), finished, then, turn)


def _search(game: NormalFormGame, relation: Relation, by: By) -> "DominatedByPure | DominatedByMixed":
    if by is By.PURE:
        return DominatedByPure(game, relation)
    from gametheory.dominance.mixed import DominatedByMixed  # what loads linear programs, by need alone

    return DominatedByMixed(game, relation)


def round_by_definition(
    game: NormalFormGame, relation: Relation, survivors: Survivors, dominators: Survivors | None = None
) -> Survivors:
    """What one round by pure dominators leaves of `survivors`: the slow definition, pair by pair.

    `dominators` are the strategies that may dominate, by default the survivors. Wider ones leave the same,
    see above, but not with very weak dominance, where who dominates decides which duplicate is kept.
    """
    if dominators is not None and relation is Relation.VERY_WEAK:
        raise GameError("very weak dominance: the dominators are the survivors, got others")

    def is_dominated(i: int, a: int) -> bool:
        return any(
            dominates(game, i, b, a, relation, survivors)
            and (
                relation is not Relation.VERY_WEAK
                or b < a
                or not dominates(game, i, a, b, relation, survivors)
            )
            for b in (dominators or survivors)[i]
        )

    return tuple(tuple(a for a in own if not is_dominated(i, a)) for i, own in enumerate(survivors))


def step_holds(
    game: NormalFormGame, relation: Relation, by: By, left: Survivors, removals: tuple[Removal, ...]
) -> bool:
    """Does a step from `left` remove something, and only what is dominated as asked by what stays in it?"""
    rest = without(left, removals)
    return bool(removals) and all(
        removal.survivors == left
        and removal.relation is relation
        and removal.a in left[removal.i]
        and all(b in rest[removal.i] for b in support(removal))
        and (by is By.MIXED or isinstance(removal, Domination))
        and removal.holds(game)
        for removal in removals
    )


def without(survivors: Survivors, removals: tuple[Removal, ...]) -> Survivors:
    """What is left of `survivors` when the dominated strategies of `removals` have gone."""
    gone: list[set[int]] = [set() for _ in survivors]
    for removal in removals:
        gone[removal.i].add(removal.a)
    return tuple(
        tuple(a for a in own if a not in lost) if lost else own
        for own, lost in zip(survivors, gone, strict=True)
    )


def support(removal: Removal) -> tuple[int, ...]:
    """The strategies that the dominator plays with positive probability."""
    return (removal.b,) if isinstance(removal, Domination) else tuple(b for b, _ in removal.mixture)


def require_survivors(game: NormalFormGame, survivors: Survivors) -> None:
    """Raises `GameError` unless everybody has strategies left, in order."""
    if len(survivors) != len(game.players):
        raise GameError(f"survivors: one tuple for each of {len(game.players)} players, got {len(survivors)}")
    for name, size, own in zip(game.players, game.shape, survivors, strict=True):
        if not own or any(not 0 <= a < size for a in own) or list(own) != sorted(set(own)):
            raise GameError(
                f"player {name}: survivors are at least one strategy index below {size}, ascending, got {own}"
            )
