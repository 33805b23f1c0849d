"""Finite games in normal form with exact payoffs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice, product
from math import prod
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gametheory.games.errors import GameError, TooLargeError
from gametheory.games.exact import (
    IntegerArray,
    Rational,
    integer_dtype,
    largest_magnitude,
    over_common_denominator,
)

Profile: TypeAlias = tuple[int, ...]  # one strategy index per player, counted from 0
MOST_PLAYERS = 32  # the axes that all of NumPy takes: an array may have 64, an iterator over it 32
MOST_PAYOFFS = 200_000_000  # beyond this the arrays no longer fit a small machine
_AT_ONCE = 1 << 16  # profiles whose payoffs are put into an array together


@dataclass(frozen=True, eq=False)
class NormalFormGame:
    """A finite game of N players.

    Player i's payoff at a profile is `numerators[i][profile] / denominators[i]`.
    `numerators[i]` has one axis per player, in the order of `players`; its dtype is a signed integer type
    that holds all its values, or object. Build one with `from_arrays`, `from_function` or `from_payoffs`.
    """

    players: tuple[str, ...]
    strategies: tuple[tuple[str, ...], ...]
    numerators: tuple[IntegerArray, ...]
    denominators: tuple[int, ...]

    @classmethod
    def from_arrays(
        cls,
        arrays: Sequence[npt.ArrayLike],
        *,
        denominators: int | Sequence[int] = 1,
        players: Sequence[str] | None = None,
        strategies: Sequence[Sequence[str]] | None = None,
    ) -> "NormalFormGame":
        """The game whose i-th array holds player i's payoffs, times `denominators`, at every profile.

        An array has one axis per player. Integer arrays are taken as they are, without a copy; arrays of
        Fractions are put over their common denominator. Floats are refused (`InexactNumberError`).

        >>> game = NormalFormGame.from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]])
        >>> game.payoff(0, (1, 0))
        Fraction(5, 1)
        """
        tables = [np.asarray(array) for array in arrays]
        if not tables:
            raise GameError("a game has at least one player, got no payoff array")
        shape = tables[0].shape
        names = tuple(players) if players is not None else tuple(str(i + 1) for i in range(len(tables)))
        _require_shapes(names, tables)
        scales = [denominators] * len(tables) if isinstance(denominators, int) else list(denominators)
        if len(scales) != len(tables) or any(scale < 1 for scale in scales):
            raise GameError(f"one positive denominator per player, got {denominators}")
        numerators = []
        for i, table in enumerate(tables):
            integers, denominator = over_common_denominator(table, f"payoff of player {names[i]}")
            numerators.append(integers)
            scales[i] *= denominator
        if strategies is None:
            strategies = [[str(a + 1) for a in range(size)] for size in shape]
        labels = tuple(tuple(names_of_player) for names_of_player in strategies)
        _require_labels(names, labels, shape)
        return cls(names, labels, tuple(numerators), tuple(scales))

    @classmethod
    def from_function(
        cls,
        payoffs: Callable[[Profile], Sequence[Rational]],
        strategies: Sequence[Sequence[str]],
        *,
        players: Sequence[str] | None = None,
    ) -> "NormalFormGame":
        """The game in which `payoffs(profile)` lists everybody's payoff; a profile is a tuple of indices.

        >>> def pennies(a): return (1, -1) if a[0] == a[1] else (-1, 1)
        >>> game = NormalFormGame.from_function(pennies, ["HT", "HT"])
        >>> game.payoff(1, (0, 1))
        Fraction(1, 1)
        """
        shape = tuple(len(labels) for labels in strategies)
        if not shape:
            raise GameError("a game has at least one player, got no list of strategies")
        require_listable(shape)
        profiles = product(*(range(size) for size in shape))
        chunks = [np.empty((0, len(shape)), dtype=np.int64)]
        while chunk := list(islice(profiles, _AT_ONCE)):
            chunks.append(_payoff_rows(chunk, [payoffs(profile) for profile in chunk]))
        table = np.concatenate(chunks).reshape(*shape, len(shape))
        tables = [np.ascontiguousarray(table[..., i]) for i in range(len(shape))]
        if table.dtype != object:
            tables = [own.astype(integer_dtype(largest_magnitude(own))) for own in tables]
        return cls.from_arrays(tables, players=players, strategies=strategies)

    @classmethod
    def from_payoffs(
        cls, payoffs: Mapping[tuple[str, ...], Sequence[Rational]], *, players: Sequence[str] | None = None
    ) -> "NormalFormGame":
        """The game given by labels: everybody's payoff at each profile of strategy labels.

        >>> game = NormalFormGame.from_payoffs({("T", "L"): (1, 0), ("B", "L"): (0, 2)})
        >>> game.strategies
        (('T', 'B'), ('L',))
        """
        if not payoffs:
            raise GameError("a game has at least one profile, got none")
        count = len(next(iter(payoffs)))
        if bad := next((profile for profile in payoffs if len(profile) != count), None):
            raise GameError(f"profile {bad}: one strategy per player, got {len(bad)} of {count}")
        strategies = [list(dict.fromkeys(profile[i] for profile in payoffs)) for i in range(count)]
        for labels in product(*strategies):
            if labels not in payoffs:
                raise GameError(f"profile {labels}: no payoffs given")
        return cls.from_function(
            lambda profile: payoffs[tuple(strategies[i][a] for i, a in enumerate(profile))],
            strategies,
            players=players,
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """How many strategies each player has."""
        return tuple(len(labels) for labels in self.strategies)

    def payoff(self, i: int, profile: Profile) -> Fraction:
        """Player i's exact payoff at a profile of strategy indices."""
        return Fraction(int(self.numerators[i][profile]), self.denominators[i])

    def profiles(self) -> Iterator[Profile]:
        """All profiles of strategy indices, in lexicographic order."""
        return product(*(range(size) for size in self.shape))

    def profile_count(self) -> int:
        """How many profiles there are."""
        return prod(self.shape)

    def own_first(self, i: int) -> IntegerArray:
        """Player i's payoff numerators as a matrix: own strategies down, the others' profiles across.

        The others' profiles run in lexicographic order. A view where the memory layout allows, else a copy.
        """
        return np.moveaxis(self.numerators[i], i, 0).reshape(self.shape[i], -1)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from gametheory.games.html import in_a_notebook, normal_form_html  # which nobody else needs

        return in_a_notebook(normal_form_html(self))

    def __eq__(self, other: object) -> bool:
        """Same players, strategies and payoffs, however these are stored."""
        if not isinstance(other, NormalFormGame):
            return NotImplemented
        return (
            self.players == other.players
            and self.strategies == other.strategies
            and all(
                np.array_equal(a.astype(object) * q, b.astype(object) * p)
                for a, b, p, q in zip(
                    self.numerators, other.numerators, self.denominators, other.denominators, strict=True
                )
            )
        )

    __hash__ = None  # type: ignore[assignment]


def require_listable(shape: Sequence[int]) -> None:
    """Refuse a game with these numbers of strategies if it is too large to be listed (`TooLargeError`)."""
    if len(shape) > MOST_PLAYERS:
        raise TooLargeError(f"a game that is listed has at most {MOST_PLAYERS} players, got {len(shape)}")
    if (payoffs := prod(shape) * len(shape)) > MOST_PAYOFFS:
        count = f"{payoffs:,}" if payoffs < 10**18 else "more than 10^18"
        raise TooLargeError(f"a game that is listed has at most {MOST_PAYOFFS:,} payoffs, got {count}")


def _payoff_rows(profiles: Sequence[Profile], values: Sequence[Sequence[Rational]]) -> npt.NDArray[Any]:
    """Everybody's payoff, one row a profile: int64 where all are Python integers in range, or object."""
    count = len(profiles[0])
    if set(map(len, values)) != {count}:
        profile, wrong = next(pair for pair in zip(profiles, values, strict=True) if len(pair[1]) != count)
        raise GameError(f"profile {profile}: one payoff per player, got {len(wrong)} of {count}")
    flat = list(chain.from_iterable(values))
    if set(map(type, flat)) == {int}:
        with suppress(OverflowError):
            return np.array(flat, dtype=np.int64).reshape(-1, count)
    rows = np.empty(len(flat), dtype=object)
    rows[:] = flat
    return rows.reshape(-1, count)


def _require_shapes(names: Sequence[str], tables: Sequence[npt.NDArray[Any]]) -> None:
    shape = tables[0].shape
    if len(set(names)) != len(names) or len(names) != len(tables):
        raise GameError(
            f"players: one distinct name for each of {len(tables)} payoff arrays, got {list(names)}"
        )
    for name, table in zip(names, tables, strict=True):
        if table.ndim != len(tables):
            raise GameError(f"player {name}: one axis for each of {len(tables)} players, got {table.ndim}")
        if table.shape != shape:
            raise GameError(
                f"player {name}: the shape of player {names[0]}'s payoffs {shape}, got {table.shape}"
            )
    for name, size in zip(names, shape, strict=True):
        if size == 0:
            raise GameError(f"player {name}: at least one strategy, got none")


def _require_labels(
    names: Sequence[str], labels: tuple[tuple[str, ...], ...], shape: tuple[int, ...]
) -> None:
    if len(labels) != len(shape):
        raise GameError(f"strategies: one list of labels for each of {len(shape)} players, got {len(labels)}")
    for name, own, size in zip(names, labels, shape, strict=True):
        if len(own) != size:
            raise GameError(f"player {name}: one label for each of {size} strategies, got {len(own)}")
        if len(set(own)) != size:
            twice = next(label for label in own if own.count(label) > 1)
            raise GameError(f"player {name}: distinct strategy labels, got {twice!r} twice")
