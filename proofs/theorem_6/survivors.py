"""What Theorem 6 as read leaves of an instance: S^∞ = S², on the path, once what it rests on is checked."""

from dataclasses import dataclass
from itertools import islice
from math import prod

from gametheory.games.errors import TooLargeError
from gametheory.plans.box import Box
from mechanisms.g_plus.cells import InformedAgent, Part, selections
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle
from mechanisms.markets.triplicate import FirstMessages
from proofs.theorem_6.statement import Asked, Violation, are_alike, decide, players

MOST_STATES = 100_000  # behind the tuples of one agent with one signal, up to the order of tuples
LATER = (Part.SECOND, Part.THIRD)


@dataclass(frozen=True)
class Left:
    """What survivors of one agent and signal name: `later[part][tuple]` on the path, up to order."""

    i: int
    own: str
    first: Box[Bundle]
    later: dict[Part, dict[FirstMessages, Box[Bundle]]]


@dataclass(frozen=True)
class GPlusSurvivors:
    """S^∞ = S² of an instance, on the path; one agent stands for her side where all are `alike`."""

    instance: InterdependentInstance
    alike: bool
    left: tuple[Left, ...]


def survivors(instance: InterdependentInstance) -> GPlusSurvivors | Violation:
    """What survives, or the first cell at which the argument of Theorem 6 fails, so that it is not settled.

    Raises `TooLargeError` where it cannot be listed.
    """
    alike = are_alike(instance)
    found: list[Left] = []
    for agent in players(instance, alike):
        own = _left(agent, alike)
        if not isinstance(own, Left):
            return own
        found.append(own)
    return GPlusSurvivors(instance, alike, tuple(found))


def _left(agent: InformedAgent, alike: bool) -> Left | Violation:
    states = sum(
        prod(len(agent.instance.prior.spaces[j]) for j in agents)
        for agents in islice(selections(agent.market, agent.i, Part.THIRD), 1 if alike else None)
    )
    if states > MOST_STATES:
        raise TooLargeError(f"states behind third messages: at most {MOST_STATES:,}, got {states:,}")
    later: dict[Part, dict[FirstMessages, list[tuple[Bundle, ...]]]] = {part: {} for part in LATER}
    for found in decide(agent, alike):
        if not isinstance(found, Asked):
            return found
        later[found.cell.part].setdefault(found.cell.shown, []).append(found.best)  # price by price
    return Left(
        agent.i,
        agent.own,
        price_taking_given_own(agent.instance, agent.i, agent.own),
        {part: {shown: Box(tuple(best)) for shown, best in own.items()} for part, own in later.items()},
    )
