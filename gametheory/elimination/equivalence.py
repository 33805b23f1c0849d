"""Outcome equivalence: strategies that nobody can tell apart, and games that differ in names only."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.normal_form import NormalFormGame, Profile
from gametheory.games.survivors import Survivors, all_strategies, restricted_game

Classes: TypeAlias = tuple[tuple[tuple[int, ...], ...], ...]  # per player, her classes of strategies


@dataclass(frozen=True)
class ReducedNormalForm:
    """A game with one strategy for each class of equivalent ones, and the map back.

    Strategy c of player i in `game` stands for the strategies `classes[i][c]` of the game it came from.
    """

    game: NormalFormGame
    classes: Classes

    def lift(self, survivors: Survivors) -> Survivors:
        """The strategies of the original game that these classes stand for."""
        return tuple(
            tuple(sorted(a for c in left for a in classes[c]))
            for left, classes in zip(survivors, self.classes, strict=True)
        )


@dataclass(frozen=True)
class Renaming:
    """Evidence that two restrictions of a game are the same game up to duplicates and names.

    `strategies[i]` pairs a strategy of player i in `one` with her strategy in `other`; it names one
    representative of each class of equivalent strategies on either side, each class once.
    """

    one: Survivors
    other: Survivors
    strategies: tuple[tuple[tuple[int, int], ...], ...]

    def holds(self, game: NormalFormGame) -> bool:
        """Recheck that each strategy is equivalent to just one that is named, and that all payoffs agree."""
        for side, survivors in enumerate((self.one, self.other)):
            for i, (pairs, own) in enumerate(zip(self.strategies, survivors, strict=True)):
                named = [pair[side] for pair in pairs]
                if not set(named) <= set(own) or any(
                    sum(are_equivalent(game, i, a, b, survivors) for b in named) != 1 for a in own
                ):
                    return False
        return all(
            payoffs(game, tuple(pair[0] for pair in pairs)) == payoffs(game, tuple(pair[1] for pair in pairs))
            for pairs in product(*self.strategies)
        )


def payoffs(game: NormalFormGame, profile: Profile) -> tuple[int, ...]:
    """Everybody's payoff numerators at a profile: equal if and only if the payoffs are."""
    return tuple(int(table[profile]) for table in game.numerators)


def are_equivalent(game: NormalFormGame, i: int, a: int, b: int, survivors: Survivors) -> bool:
    """Do player i's strategies a and b give everybody the same payoff against the others' survivors?

    >>> game = NormalFormGame.from_arrays([[[1, 0], [1, 0]], [[5, 5], [5, 6]]])
    >>> are_equivalent(game, 0, 0, 1, all_strategies(game))  # equal for player 1 herself, not for player 2
    False
    >>> are_equivalent(game, 0, 0, 1, ((0, 1), (0,)))
    True
    """
    left = [*survivors]
    left[i] = (a,)
    return all(
        payoffs(game, profile) == payoffs(game, (*profile[:i], b, *profile[i + 1 :]))
        for profile in product(*left)
    )


def equivalence_classes(game: NormalFormGame, survivors: Survivors | None = None) -> Classes:
    """Each player's surviving strategies, those together that `are_equivalent` against survivors.

    >>> game = NormalFormGame.from_arrays([[[1, 0], [2, 0], [1, 0]], [[5, 5], [5, 5], [5, 5]]])
    >>> equivalence_classes(game)
    (((0, 2), (1,)), ((0,), (1,)))
    """
    return Outcomes(game).classes(all_strategies(game) if survivors is None else survivors)


def reduced_normal_form(game: NormalFormGame, survivors: Survivors | None = None) -> ReducedNormalForm:
    """The game among survivors (default: all strategies) with one of each class of equivalent strategies.

    The first strategy of a class lends it its label.
    """
    classes = equivalence_classes(game, survivors)
    first = tuple(tuple(members[0] for members in own) for own in classes)
    return ReducedNormalForm(restricted_game(game, first), classes)


class Outcomes:
    """What a game's profiles bring, as one number each: equal if everybody is paid the same.

    For questions about many restrictions of one game.
    """

    def __init__(self, game: NormalFormGame) -> None:
        self.codes = _codes(game)

    def classes(self, survivors: Survivors) -> Classes:
        """The `equivalence_classes` of these survivors."""
        codes = self.codes[np.ix_(*survivors)]
        found = []
        for i, left in enumerate(survivors):
            together: dict[bytes, list[int]] = defaultdict(list)
            for row, a in zip(codes.swapaxes(0, i).reshape(len(left), -1), left, strict=True):
                together[row.tobytes()].append(a)
            found.append(tuple(tuple(members) for members in together.values()))
        return tuple(found)

    def invariant(self, survivors: Survivors) -> tuple[Any, ...]:
        """Equal for restrictions between which there is a renaming; cheap, so that it rules most others out.

        It is the shape without duplicates, and how often each outcome occurs.
        """
        codes = self._of_one_each(self.classes(survivors))
        values, counts = np.unique(codes, return_counts=True)
        return codes.shape, values.tobytes(), counts.tobytes()

    def renaming(self, one: Survivors, other: Survivors) -> Renaming | None:
        """A way to rename strategies that makes the two restrictions equal, duplicates aside, or None.

        Renaming keeps every strategy with its player. Exact, by colour refinement and individualisation as in
        graph isomorphism (McKay 1981, Congressus Numerantium 30): fast unless the games are very symmetric.
        """
        classes = self.classes(one), self.classes(other)
        codes = self._of_one_each(classes[0]), self._of_one_each(classes[1])
        if codes[0].shape != codes[1].shape:
            return None
        initial = [np.zeros(size, dtype=np.int64) for size in codes[0].shape]
        colours = next(_matching_colourings(codes, (initial, initial)), None)
        if colours is None:
            return None
        matching = []
        for i, (left, right) in enumerate(zip(*colours, strict=True)):
            place = {int(colour): b for b, colour in enumerate(right)}
            matching.append(
                tuple(
                    (classes[0][i][a][0], classes[1][i][place[int(colour)]][0])
                    for a, colour in enumerate(left)
                )
            )
        return Renaming(one, other, tuple(matching))

    def _of_one_each(self, classes: Classes) -> npt.NDArray[np.int64]:
        """What there is with one strategy of each class."""
        return self.codes[np.ix_(*([members[0] for members in own] for own in classes))]


def find_renaming(game: NormalFormGame, one: Survivors, other: Survivors) -> Renaming | None:
    """A way to rename strategies that makes the two restrictions equal, duplicates aside, or None."""
    return Outcomes(game).renaming(one, other)


def _codes(game: NormalFormGame) -> npt.NDArray[np.int64]:
    tables = [table.reshape(-1) for table in game.numerators]
    codes = np.zeros(tables[0].shape, dtype=np.int64)
    for table in tables:
        own = np.unique(table, return_inverse=True)[1].reshape(-1)
        codes = np.unique(codes * (int(own.max()) + 1) + own, return_inverse=True)[1].reshape(-1)
    return codes.reshape(game.shape)


Colours: TypeAlias = list[npt.NDArray[np.int64]]  # per player, a colour for each strategy


def _matching_colourings(
    codes: tuple[npt.NDArray[np.int64], ...], colours: tuple[Colours, Colours]
) -> Iterator[tuple[Colours, Colours]]:
    """All ways to split the colours on both sides into single strategies so that the games match."""
    refined = _refine(codes, colours)
    if refined is None:
        return
    left, right = refined
    i = next((i for i, own in enumerate(left) if len(np.unique(own)) < len(own)), None)
    if i is None:
        yield left, right  # all colours are single, and the refinement has compared every profile
        return
    values, counts = np.unique(left[i], return_counts=True)
    shared = values[counts > 1][0]
    fresh = values[-1] + 1
    a = int(np.flatnonzero(left[i] == shared)[0])
    for b in np.flatnonzero(right[i] == shared):
        trial = ([own.copy() for own in left], [own.copy() for own in right])
        trial[0][i][a] = trial[1][i][b] = fresh
        yield from _matching_colourings(codes, trial)


def _refine(
    codes: tuple[npt.NDArray[np.int64], ...], colours: tuple[Colours, Colours]
) -> tuple[Colours, Colours] | None:
    """Split colours until strategies of one colour see equal outcomes and colours; None if sides differ.

    A renaming that respects the colours respects the split ones too, so nothing is lost; and when every
    colour is single, equal views say that the outcomes agree at every profile.
    """
    while True:
        split: tuple[Colours, Colours] = ([], [])
        for i in range(codes[0].ndim):
            numbers: dict[tuple[Any, ...], int] = {}
            for side in (0, 1):
                views = _views(codes[side], colours[side], i)
                split[side].append(np.array([numbers.setdefault(v, len(numbers)) for v in views]))
            if not np.array_equal(np.sort(split[0][i]), np.sort(split[1][i])):
                return None
        if all(
            len(np.unique(new)) == len(np.unique(old)) for new, old in zip(split[0], colours[0], strict=True)
        ):
            return split
        colours = split


def _views(codes: npt.NDArray[np.int64], colours: Colours, i: int) -> list[tuple[Any, ...]]:
    """For each strategy of player i, its colour and the multiset of (outcome, others' colours) it meets."""
    grids = np.meshgrid(*(own for j, own in enumerate(colours) if j != i), indexing="ij")
    views = []
    for a, colour in enumerate(colours[i]):
        columns = np.stack([np.take(codes, a, axis=i), *grids]).reshape(codes.ndim, -1)
        ordered = columns[:, np.lexsort(columns)]
        views.append((int(colour), ordered.tobytes()))
    return views
