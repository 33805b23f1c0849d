"""Instances on which hedges refute Theorem 4 by pure dominance, found by search, and how far hedges reach.

Two buyers in a group, unit trade, two signals, values as in `two_buyers_family`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from itertools import product

from mechanisms.interdependent import InterdependentInstance
from mechanisms.market import Message, Price, price_grid
from mechanisms.second_answers import Agent, BuyerBranches
from proofs import revealing_demands
from proofs.families import grid
from proofs.first_message_rounds import FirstMessageRounds, first_message_rounds
from proofs.hedge import Replies, find_hedge, replies
from proofs.two_buyers_family import SIGNALS, Row, TwoBuyers

ZERO, ONE = Fraction(0), Fraction(1)
UNIT_PRICES = price_grid(1, 1)
CLOSE_PRICES: tuple[Price, ...] = ((Fraction(63, 64),), (ONE,))
AT_0: Message = ((1,), (0,))
AT_0_AND_1: Message = ((1,), (1,))
ONE_AT_1: Message = ((0,), (1,))
SHARES = (Fraction(1, 8), Fraction(3, 8), Fraction(3, 8), Fraction(1, 8))  # of 0, 1, 2, 3 others with H


@dataclass(frozen=True)
class Stakes:
    """At price 1: what a unit gains given a mate with one signal and loses given the other, times the odds.

    `loss` is what a first message loses in branch 1 that names the wrong amount at price 1, and the right one
    elsewhere. In units of η/|P|.
    """

    gain: Fraction
    lost: Fraction

    @property
    def loss(self) -> Fraction:
        """|gain − lost|."""
        return abs(self.gain - self.lost)

    @property
    def leave_room(self) -> bool:
        """Is the loss less than half of what turns on the mate's signal?"""
        return self.loss < min(self.gain, self.lost) / 2


def rows(step: Fraction, top: Fraction) -> list[Row]:
    """All values on a grid, by their sum and then in lexicographic order."""
    return sorted(product(grid(step, top), repeat=4), key=lambda row: (sum(row), row))


@dataclass(frozen=True)
class UnitBuyer:
    """A buyer at P = {0, 1} with these values, who wants a unit at 0; Λ is about what she says at 1."""

    row: Row

    @cached_property
    def instance(self) -> InterdependentInstance:
        """Everybody is such a buyer, whatever her signal."""
        return TwoBuyers(dict.fromkeys(SIGNALS, self.row), UNIT_PRICES).instance()

    @cached_property
    def branches(self) -> BuyerBranches:
        """What her first and second messages earn."""
        return BuyerBranches(self.instance, self.agent)

    @cached_property
    def known(self) -> Replies:
        """Her first and second messages, when the others may send anything."""
        every = list(self.instance.mechanism.market.messages())
        return replies(self.instance, self.agent, dict.fromkeys(SIGNALS, every))

    @property
    def agent(self) -> Agent:
        """The first buyer, with either signal: it tells her nothing of the others'."""
        return self.instance.mechanism.market.buyers[0], SIGNALS[0]

    @cached_property
    def stakes(self) -> Stakes | None:
        """The stakes at price 1, or None where the mate's signal does not turn her preference there."""
        worth = sorted(self.branches.worth(t, ONE_AT_1) for t in SIGNALS)
        return Stakes(worth[-1], -worth[0]) if worth[0] < 0 < worth[-1] else None

    @property
    def other(self) -> Message:
        """The first message that is price-taking but for price 1."""
        stakes = self.stakes
        return AT_0 if stakes is not None and stakes.gain > stakes.lost else AT_0_AND_1


def unit_buyers(values: Iterable[Row]) -> Iterator[UnitBuyer]:
    """Those of them for whom the mate's signal turns the preference at 1, and the mean does not tie there."""
    for row in values:
        buyer = UnitBuyer(row)
        if buyer.stakes is not None and buyer.stakes.loss:
            yield buyer


@cache
def smallest_hedged(step: Fraction, top: Fraction) -> tuple[TwoBuyers, int]:
    """The first values on the grid with which each signal's first message survives at the other signal too.

    With L a unit is worth less than 1 on average, with H more. Also says how many values were looked at.
    """
    found: dict[str, Row] = {}
    for count, row in enumerate(rows(step, top), start=1):
        signal = "H" if sum(share * value for share, value in zip(SHARES, row, strict=True)) > 1 else "L"
        for buyer in unit_buyers([row] if signal not in found else []):
            if buyer.stakes and buyer.stakes.leave_room and find_hedge(buyer.known, buyer.other):
                found[signal] = row
        if len(found) == len(SIGNALS):
            return TwoBuyers({t: found[t] for t in SIGNALS}, UNIT_PRICES), count
    raise LookupError(f"no values up to {top} in steps of {step}")


def close_prices() -> tuple[TwoBuyers, FirstMessageRounds]:
    """The first v = (1, 0, 2 ∓ j/64, 1) at P = {63/64, 1} that for ever keeps what is not price-taking."""
    for j in range(1, 64):
        values = {
            t: (ONE, ZERO, 2 + sign * Fraction(j, 64), ONE) for t, sign in zip(SIGNALS, (-1, 1), strict=True)
        }
        case = TwoBuyers(values, CLOSE_PRICES)
        instance = case.instance()
        if revealing_demands.find_violation(instance) is None:
            found = first_message_rounds(instance)
            if any(len(own) > 1 for own in found.limit.values()):
                return case, found
    raise LookupError("no such values")
