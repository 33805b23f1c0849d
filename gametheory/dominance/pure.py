"""The fast search for strategies dominated by pure strategies, over all rounds of an elimination.

Payoffs are not copied per round: each player has one table, own strategies down and the others' profiles
across. In a small game comparisons are bits of integers, which last for all rounds. In a very large one
candidates are settled anew in each of the first rounds, as long as a few profiles leave few of them. After
that, and in others, profiles that have gone are blanked, and the table is made anew from what is left when
the number of profiles has halved: all copies sum to twice the first.

Where numba is installed, compiled loops, which copy nothing, take over when many rounds have gone by, each
with the fixed cost of NumPy's calls.
"""

import sys
from collections.abc import Sequence
from functools import cache
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from gametheory.dominance.candidate_sets import CandidateSets
from gametheory.dominance.definition import Domination
from gametheory.dominance.masked_pairs import MaskedPairs
from gametheory.dominance.restriction import narrow, profile_at
from gametheory.dominance.watched_pairs import WatchedPairs
from gametheory.games.errors import MissingLibraryError, TooLargeError
from gametheory.games.normal_form import NormalFormGame
from gametheory.games.relation import Relation
from gametheory.games.survivors import Survivors, all_strategies

if TYPE_CHECKING:
    from gametheory.dominance.compiled_pairs import CompiledPairs

_FEW = 64  # with so few strategies, it is fastest to look at all pairs in every round ...
_SMALL = 1 << 24  # ... if there are at most so many comparisons to make
_VERY_LARGE = 800  # strategies of a player, from which on sets of candidates are faster
# Loading the compiled search takes 0.7 s (0.3 s for importing numba, 0.4 s for what it compiled before). The
# NumPy search needs about that long for so many pairs of strategies, summed over rounds.
_PAYS = 10**8
MOST_PAIRS = 500_000_000  # of one player, of which each takes up to four bytes


class DominatedByPure:
    """Finds all strategies dominated by pure strategies, round after round of one elimination.

    Raises `TooLargeError` where a player has more than some 22,000 strategies.

    >>> game = NormalFormGame.from_arrays([[[1, 0], [1, 1]], [[0, 0], [0, 0]]])
    >>> [removal] = DominatedByPure(game, Relation.WEAK).among(((0, 1), (0, 1)))
    >>> removal.i, removal.a, removal.b, removal.strict_at
    (0, 0, 1, (0, 1))
    """

    def __init__(self, game: NormalFormGame, relation: Relation) -> None:
        if (pairs := max(game.shape) ** 2) > MOST_PAIRS:
            raise TooLargeError(
                f"dominance by pure strategies is decided for at most {MOST_PAIRS:,} pairs of a player's"
                f" strategies, got {pairs:,}"
            )
        self._game = game
        self._relation = relation
        self._left = self._start = all_strategies(game)
        self._payoffs = list(game.numerators)  # of all profiles of `_start`
        self._players: Sequence[MaskedPairs | CandidateSets | WatchedPairs | CompiledPairs] = []
        self._compiled = False
        self._countable = game.profile_count() < 2**31  # searches number profiles in 32 bits
        self._by_sets = self._countable and max(game.shape) >= _VERY_LARGE
        self._work = 0  # pairs of strategies, summed over rounds

    def _begin(self, left: Survivors) -> None:
        """Forget what is known about pairs, and keep only the payoffs of profiles that are left."""
        for axis, (start, now) in enumerate(zip(self._start, left, strict=True)):
            if len(now) < len(start):
                kept = np.flatnonzero(np.isin(start, now))
                self._payoffs = [narrow(payoffs.take(kept, axis)) for payoffs in self._payoffs]
        self._set_start(left)
        large = CandidateSets if self._by_sets else WatchedPairs
        shape = tuple(map(len, left))
        self._players = [
            (MaskedPairs if _is_small(shape, own) else large)(np.moveaxis(payoffs, i, 0), self._relation)
            for i, (own, payoffs) in enumerate(zip(shape, self._payoffs, strict=True))
        ]

    def _begin_compiled(self, compiled: type["CompiledPairs"]) -> None:
        self._payoffs = []
        self._set_start(all_strategies(self._game))
        self._players = [
            compiled(payoffs, i, self._relation) for i, payoffs in enumerate(self._game.numerators)
        ]
        self._compiled = True

    def _set_start(self, start: Survivors) -> None:
        self._left = self._start = start
        self._place = [{a: place for place, a in enumerate(own)} for own in start]

    def among(self, left: Survivors) -> tuple[Domination, ...]:
        """All dominations by survivors when everybody keeps to `left`.

        That is what the last call's dominations have left or less, but strategies that pay a player the same
        leave together, unless dominance is very weak.
        """
        if self._by_sets:
            if not self._players:
                self._begin(left)
            found = self._dominations(left)
            if found is not None:
                return found
            self._by_sets, self._players = False, []
        self._work += sum(len(own) ** 2 for own in left)
        if not self._compiled:
            compiled = compiled_pairs(self._work) if self._countable else None
            if compiled is not None:
                self._begin_compiled(compiled)
            elif not self._players or self._worth_a_new_start(left):
                self._begin(left)
        found = self._dominations(left)
        assert found is not None
        return found

    def _dominations(self, left: Survivors) -> tuple[Domination, ...] | None:
        """The same by the searches that there are, or None where candidate sets are not the search to use."""
        gone = [
            [place[a] for a in set(before).difference(now)] if now is not before else []
            for place, before, now in zip(self._place, self._left, left, strict=True)
        ]
        self._left = left
        found = []
        for i, pairs in enumerate(self._players):
            dominated = pairs.dominated_without(gone[i], gone[:i] + gone[i + 1 :])
            if dominated is None:
                return None
            found += [self._domination(i, a, b, column) for a, b, column in dominated]
        return tuple(found)

    def _worth_a_new_start(self, left: Survivors) -> bool:
        """Has the number of profiles halved, and is there a table to be made anew?"""
        return 2 * prod(map(len, left)) <= prod(map(len, self._start)) and any(
            isinstance(pairs, WatchedPairs) for pairs in self._players
        )

    def _domination(self, i: int, a: int, b: int, column: int) -> Domination:
        loser, winner = self._start[i][a], self._start[i][b]
        strict_at = profile_at(self._start, i, loser, column) if column >= 0 else None
        return Domination(i, loser, winner, self._relation, self._left, strict_at)


def _is_small(shape: tuple[int, ...], own: int) -> bool:
    """Are all pairs of so many own strategies looked at in every round?"""
    return own <= _FEW and prod(shape) * own <= _SMALL


def compiled_pairs(work: int) -> type["CompiledPairs"] | None:
    """The compiled search, if it is loaded already, or if it can be and is worth that by now; else None."""
    return _load() if work > _PAYS or "gametheory.dominance.compiled_pairs" in sys.modules else None


@cache
def _load() -> type["CompiledPairs"] | None:
    try:
        from gametheory.dominance.compiled_pairs import CompiledPairs
    except (MissingLibraryError, RuntimeError):  # no numba, or no place for what it compiles
        return None
    return CompiledPairs
