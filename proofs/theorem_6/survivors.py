"""What Theorem 6 as read asks of survivors on the path, once what it rests on is checked: S² within S^1."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from gametheory.games.errors import TooLargeError
from gametheory.plans.box import Box
from mechanisms.g_plus.cells import Part, selections
from mechanisms.markets.counted import counted
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle
from mechanisms.markets.triplicate import FirstMessages
from proofs.theorem_6.orbits import decisions
from proofs.theorem_6.statement import Asked, Violation

MOST_STATES = 100_000  # behind the tuples of one agent with one signal, or censuses where all are alike
LATER = (Part.SECOND, Part.THIRD)


@dataclass(frozen=True)
class Left:
    """What survivors of one agent and signal name at most: `later[part][tuple]` on the path, up to order."""

    i: int
    own: str
    first: Box[Bundle]
    later: dict[Part, dict[FirstMessages, Box[Bundle]]]


@dataclass(frozen=True)
class GPlusSurvivors:
    """What is best on the path: S^∞ = S² has the plans of S^1 that name it; `alike`: one is for her side."""

    instance: InterdependentInstance
    alike: bool
    left: tuple[Left, ...]


def survivors(instance: InterdependentInstance) -> GPlusSurvivors | Violation:
    """What survives, or the first cell at which the argument of Theorem 6 fails, so that it is not settled.

    Raises `TooLargeError` where it cannot be listed.
    """
    by_counts = counted(instance)
    size = instance.mechanism.market.side_size - instance.mechanism.market.n
    if by_counts is not None:
        states = sum(1 for _ in by_counts.censuses(size, size))
        if states > MOST_STATES:
            raise TooLargeError(f"censuses behind third messages: at most {MOST_STATES:,}, got {states:,}")
    found: list[Left] = []
    for i, own, decided in decisions(instance if by_counts is None else by_counts):
        if by_counts is None:
            _require_few_states(instance, i)
        left = _left(instance, i, own, decided)
        if not isinstance(left, Left):
            return left
        found.append(left)
    return GPlusSurvivors(instance, by_counts is not None, tuple(found))


def _require_few_states(instance: InterdependentInstance, i: int) -> None:
    states = sum(
        prod(len(instance.prior.spaces[j]) for j in agents)
        for agents in selections(instance.mechanism.market, i, Part.THIRD)
    )
    if states > MOST_STATES:
        raise TooLargeError(f"states behind third messages: at most {MOST_STATES:,}, got {states:,}")


def _left(
    instance: InterdependentInstance, i: int, own: str, decided: Iterator[Asked | Violation]
) -> Left | Violation:
    later: dict[Part, dict[FirstMessages, list[tuple[Bundle, ...]]]] = {part: {} for part in LATER}
    for found in decided:
        if not isinstance(found, Asked):
            return found
        later[found.cell.part].setdefault(found.cell.shown, []).append(found.best)  # price by price
    return Left(
        i,
        own,
        price_taking_given_own(instance, i, own),
        {part: {shown: Box(tuple(best)) for shown, best in own.items()} for part, own in later.items()},
    )
