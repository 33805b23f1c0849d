"""Iterated weak dominance of a Bayesian game at the interim stage, without the agent form's tensor.

The same rounds as `eliminate(agent_form(game).game)`, by pure dominators: an action of a type leaves if
another never earns the type less, whatever strategies of survivors the others play, and somewhere more. What
the others can do is bounded term by term (`type_gains`), so that time grows with the pairs of actions and the
type profiles, and not with the strategies. Where no bound closes, `UndecidedError`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from gametheory.dominance.type_gains import (
    MOST_TERMS,
    Left,
    Others,
    TypeGains,
    exact_least_gain,
    least_gain,
    type_gains,
)
from gametheory.elimination.interim_anew import dominates_for_type, undominated_actions
from gametheory.games.bayesian import BayesianGame, null_type_message
from gametheory.games.errors import EntangledError, GameError, TooLargeError, UndecidedError
from gametheory.games.exact import IntegerArray
from gametheory.games.html import in_a_notebook, paragraph, table


@dataclass(frozen=True, slots=True)
class InterimDomination:
    """Evidence that type t of player i weakly prefers b to a whatever the others choose from `left`."""

    i: int
    t: int
    a: int
    b: int
    left: Left
    strict_at: Others  # strategies of the other players against which b earns more

    def holds(self, game: BayesianGame) -> bool:
        """Recheck: the gain is positive where it is said to be, by definition, and nowhere negative."""
        others = self.left[: self.i] + self.left[self.i + 1 :]
        kept = all(
            a in own
            for s, sets in zip(self.strict_at, others, strict=True)
            for a, own in zip(s, sets, strict=True)
        )
        better, worse = (self._payoff(game, action) for action in (self.b, self.a))
        gains = type_gains(game, self.i, self.t)
        return kept and better > worse and dominates_for_type(gains, self.b, self.a, self.left)

    def describe(self, game: BayesianGame) -> str:
        """Who drops what, and for what."""
        a, b = (game.actions[self.i][each] for each in (self.a, self.b))
        return f"{type_name(game, self.i, self.t)} drops {a}: weakly dominated by {b}"

    def _payoff(self, game: BayesianGame, action: int) -> Fraction:
        own = (action,) * len(game.types[self.i])
        strategies = (*self.strict_at[: self.i], own, *self.strict_at[self.i :])
        return game.interim_payoff(self.i, self.t, strategies)


@dataclass(frozen=True, eq=False)
class InterimElimination:
    """Evidence for a finished run: who left in each round, and what dominated it then."""

    game: BayesianGame
    rounds: tuple[tuple[InterimDomination, ...], ...]

    def survivors_after(self, r: int) -> Left:
        """By player and type the actions that are left after round r; S^infinity after the last."""
        left = every_action(self.game)
        for removals in self.rounds[:r]:
            left = _without(left, removals)
        return left

    @property
    def survivors(self) -> Left:
        """What is left at the end."""
        return self.survivors_after(len(self.rounds))

    def holds(self) -> bool:
        """Recheck each removal, and that in no round anybody who stayed was dominated by who stayed."""
        left = every_action(self.game)
        for removals in self.rounds:
            rest = _without(left, removals)
            if not removals or not all(each.left == left and each.holds(self.game) for each in removals):
                return False
            if any(e.a not in left[e.i][e.t] or e.b not in rest[e.i][e.t] for e in removals):
                return False
            if not self._are_undominated(rest, left):
                return False
            left = rest
        return self._are_undominated(left, left)

    def _are_undominated(self, rest: Left, left: Left) -> bool:
        return all(
            undominated_actions(type_gains(self.game, i, t), own, left) == own
            for i, sets in enumerate(rest)
            for t, own in enumerate(sets)
        )

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        left = [
            [type_name(self.game, i, t), ", ".join(self.game.actions[i][a] for a in own)]
            for i, types in enumerate(self.survivors)
            for t, own in enumerate(types)
        ]
        leaving = [[str(r), each.describe(self.game)] for r, own in enumerate(self.rounds, 1) for each in own]
        first = table(["round", "who leaves, and why"], leaving)
        first = first if leaving else paragraph("Nothing is dominated.")
        return in_a_notebook(first + table(["", "what is left"], left))


def type_name(game: BayesianGame, i: int, t: int) -> str:
    """A player and her type."""
    return f"{game.players[i]}, type {game.types[i][t]}"


def every_action(game: BayesianGame) -> Left:
    """Nobody has lost an action yet."""
    return tuple(tuple(tuple(range(len(game.actions[i]))) for _ in own) for i, own in enumerate(game.types))


def eliminate_interim(
    game: BayesianGame, rounds: int | None = None, progress: Callable[[int, Left], object] | None = None
) -> InterimElimination:
    """Eliminate to the fixed point, or for so many rounds.

    Types of probability zero are refused (`GameError`), as is what takes too much room (`TooLargeError`).

    >>> import numpy as np
    >>> prisoners = np.array([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])[..., np.newaxis, np.newaxis]
    >>> eliminate_interim(BayesianGame.from_arrays([[1]], prisoners)).survivors
    (((1,),), ((1,),))
    """
    if null := game.null_types():
        raise GameError(null_type_message(game, *null[0]))
    types, actions = (prod(map(len, each)) for each in (game.types, game.actions))
    if types * actions > MOST_TERMS:
        raise TooLargeError(
            f"{types:,} type profiles times {actions:,} action profiles, at most {MOST_TERMS:,} are listed"
        )
    left = every_action(game)
    done: list[tuple[InterimDomination, ...]] = []
    seen: dict[tuple[int, int, int, int], Others] = {}
    while rounds is None or len(done) < rounds:
        removals = _round(game, left, seen)
        if not removals:
            break
        done.append(removals)
        left = _without(left, removals)
        if progress is not None:
            progress(len(done), left)
    return InterimElimination(game, tuple(done))


def _without(left: Left, removals: tuple[InterimDomination, ...]) -> Left:
    gone = {(each.i, each.t, each.a) for each in removals}
    return tuple(
        tuple(tuple(a for a in own if (i, t, a) not in gone) for t, own in enumerate(sets))
        for i, sets in enumerate(left)
    )


def _round(
    game: BayesianGame, left: Left, seen: dict[tuple[int, int, int, int], Others]
) -> tuple[InterimDomination, ...]:
    """All dominations, by survivors. `seen` keeps for (i, t, b, a) what made b earn less than a."""
    found: list[InterimDomination] = []
    for i, own_types in enumerate(game.types):
        for t in range(len(own_types)):
            if len(left[i][t]) > 1:
                found += _of_type(type_gains(game, i, t), left, seen)
    return tuple(found)


def _of_type(
    gains: TypeGains, left: Left, seen: dict[tuple[int, int, int, int], Others]
) -> list[InterimDomination]:
    i, t = gains.i, gains.t
    actions = left[i][t]
    low, high = gains.bounds(left, actions)
    dominators: dict[int, list[tuple[int, Others]]] = {}
    for y, a in enumerate(actions):
        for x, b in enumerate(actions):
            if high[x, y] > 0 or low[x, y] > 0:
                strict_at = _dominates(gains, b, a, int(low[x, y]), left, seen)
                if strict_at is not None:
                    dominators.setdefault(a, []).append((b, strict_at))
    return [  # dominance is transitive: some dominator is not dominated itself
        InterimDomination(i, t, a, b, left, strict_at)
        for a, own in dominators.items()
        for b, strict_at in [next(each for each in own if each[0] not in dominators)]
    ]


def _dominates(
    gains: TypeGains, b: int, a: int, low: int, left: Left, seen: dict[tuple[int, int, int, int], Others]
) -> Others | None:
    """Strategies against which b earns more than a, if it never earns less; else None."""
    key = gains.i, gains.t, b, a
    difference = gains.difference(b, a)
    others = left[: gains.i] + left[gains.i + 1 :]
    if low < 0:
        for start in _starts(others, seen.get(key)):
            value, strategies = least_gain(gains, difference, left, start)
            if value < 0:
                seen[key] = strategies
                return None
        if not _exactly_never_less(gains, difference, left, b, a):
            return None
    return more_somewhere(gains, b, a, left)


def more_somewhere(gains: TypeGains, b: int, a: int, left: Left) -> Others | None:
    """Strategies in `left` against which b earns more than a, or None. Raises `UndecidedError`."""
    difference = gains.difference(b, a)
    for start in _starts(left[: gains.i] + left[gains.i + 1 :], None):
        value, strategies = least_gain(gains, -difference, left, start)
        if value < 0:
            return strategies
    return _exactly_more_somewhere(gains, difference, left, b, a)


def _starts(others: tuple[tuple[tuple[int, ...], ...], ...], known: Others | None) -> list[Others]:
    """Strategies to start from: what is known, as far as it is left; all first, last, middle actions."""
    kept = (
        []
        if known is None
        else [
            tuple(
                tuple(a if a in own else own[0] for a, own in zip(s, sets, strict=True))
                for s, sets in zip(known, others, strict=True)
            )
        ]
    )
    places: list[Callable[[tuple[int, ...]], int]] = [
        lambda own: own[0],
        lambda own: own[-1],
        lambda own: own[len(own) // 2],
    ]
    return kept + [tuple(tuple(map(pick, sets)) for sets in others) for pick in places]


def _exactly_never_less(gains: TypeGains, difference: IntegerArray, left: Left, b: int, a: int) -> bool:
    try:
        return exact_least_gain(gains, difference, left)[0] >= 0
    except EntangledError as wrong:
        raise _undecided(gains, b, a, wrong) from wrong


def _exactly_more_somewhere(
    gains: TypeGains, difference: IntegerArray, left: Left, b: int, a: int
) -> Others | None:
    try:
        value, strategies = exact_least_gain(gains, -difference, left)
    except EntangledError as wrong:
        raise _undecided(gains, b, a, wrong) from wrong
    return strategies if value < 0 else None


def _undecided(gains: TypeGains, b: int, a: int, wrong: EntangledError) -> UndecidedError:
    return UndecidedError(
        f"player {gains.i + 1}, type {gains.t + 1}: whether action {b + 1} dominates action {a + 1}: "
        f"no bound closes, and exactly it takes {wrong}"
    )
