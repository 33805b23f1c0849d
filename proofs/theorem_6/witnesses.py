"""The smallest instances we know on which Theorem 6 fails as printed, each for one reason alone.

Three groups, one commodity, one unit, the single price 1/2, η = 1/10; one seller and one buyer in a group.
All satisfy full support, symmetry, (15), Condition 3 and what is asked of costs. `NEEDED` has those with two
of each in a group, on which a hypothesis fails and with it the theorem.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from mechanisms.g_plus.cells import InformedAgent
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.prior import Signals, explicit_prior
from proofs.conditions.g_plus_instances import WORTH_TO_THE_CHOOSY, three_groups, unit_instance
from proofs.theorem_6.bounds import AskedEntryLoses, find_losses
from proofs.theorem_6.orbits import find_violation
from proofs.theorem_6.printed import EntryEliminated, entries_eliminated
from proofs.theorem_6.printed_17_18 import PrintedMiss, misses
from proofs.theorem_6.statement import NothingBest

Record: TypeAlias = EntryEliminated | PrintedMiss | NothingBest | AskedEntryLoses
PLACE = "Section 3.5, Theorem 6"
COST = Fraction(1, 4)


def _instance(
    title: str, buyers: Sequence[str], value: Callable[[int, Signals], Fraction]
) -> InterdependentInstance:
    """Sellers, who have one signal, cost 1/4 a unit; all signal profiles are equally likely."""
    market = three_groups()
    profiles = list(product(*(["s"] * 3), *([buyers] * 3)))
    prior = explicit_prior(market, ["s"], buyers, dict.fromkeys(profiles, Fraction(1, len(profiles))))
    instance = unit_instance(
        title, market, prior, lambda i, omega: COST if i in market.sellers else value(i, omega)
    )
    return replace(instance, paper=PLACE)


def off_the_path() -> tuple[InterdependentInstance, EntryEliminated]:
    """A unit is worth 1 to everybody. After a first message 0, which nobody sends, (17) allows not to buy."""
    instance = _instance(
        "What is done after a message that no signal sends", ["b"], lambda i, omega: Fraction(1)
    )
    return instance, next(entries_eliminated(InformedAgent(instance, 3, "b"), on_path=False))


def on_the_path() -> tuple[InterdependentInstance, EntryEliminated]:
    """A buyer with H who learns that one of the other buyers has L is indifferent; if that one has H, not."""
    values = (Fraction(1, 4), Fraction(3, 4), Fraction(1))  # by the number of others' H
    instance = _instance(
        "A tie after one signal, and none after the other",
        ["L", "H"],
        lambda i, omega: Fraction(0) if omega[i] == "L" else values[omega.count("H") - 1],
    )
    return instance, next(entries_eliminated(InformedAgent(instance, 3, "H"), on_path=True))


def averaged(part: str) -> tuple[InterdependentInstance, PrintedMiss]:
    """Private values are 0 with L and 2 with H: the printed sets ask for what is best at their mean."""
    instance = _instance(
        f"The own signal averaged away: {part} messages",
        ["L", "H"],
        lambda i, omega: Fraction(2 if omega[i] == "H" else 0),
    )
    return instance, next(misses(instance, 3, part))


def nothing_best() -> tuple[InterdependentInstance, NothingBest]:
    """Buyer 4 with L likes buyer 5's signal H and dislikes buyer 6's; the tuple may show either."""

    def value(i: int, omega: Signals) -> Fraction:
        if i == 3 and omega[i] == "L":
            return WORTH_TO_THE_CHOOSY[omega[4] + omega[5]]
        return Fraction(2 if omega[i] == "H" else 0)

    instance = _instance("Tuples of messages carry no names", ["L", "H"], value)
    found = find_violation(instance)
    assert isinstance(found, NothingBest)
    return instance, found


def without(hypothesis: str) -> tuple[InterdependentInstance, AskedEntryLoses]:
    """n = 2: the first that a search finds among costs that break this hypothesis."""
    instance, found = next(find_losses(hypothesis))
    return replace(instance, paper=f"{PLACE}, without {hypothesis}"), found


Makers: TypeAlias = dict[str, Callable[[], tuple[InterdependentInstance, Record]]]
WITNESSES: Makers = {
    "off-the-path": off_the_path,
    "on-the-path": on_the_path,
    "second-averaged": lambda: averaged("second"),
    "third-averaged": lambda: averaged("third"),
    "nothing-best": nothing_best,
}
NEEDED: Makers = {  # not against the theorem as printed, but against it without a hypothesis
    "without-condition-1": lambda: without("Condition 1"),
    "without-condition-3": lambda: without("Condition 3"),
}
