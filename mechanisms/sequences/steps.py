"""Sequences of markets with one commodity in which everybody has one threshold (section 2.4).

Below her threshold a seller supplies nothing and a buyer demands `weight` units; above it a seller supplies
`weight` units and a buyer demands nothing. So each agent adds `weight` to the excess supply as the price
passes her threshold, whichever side she is on, and at price 0 the excess is minus what all buyers ask.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.trader import Trader, tabulated

ZERO, ONE = Fraction(0), Fraction(1)
BURDEN = 3  # what a second unit costs a seller who wants to sell one


@dataclass(frozen=True)
class Spread:
    """Agents of one side with thresholds low + (a + b·j)/(d·n), j = 1, ..., mult·n + add.

    In the limit these fill the interval from `low` to `high` evenly.
    """

    side: Side
    low: Fraction
    a: int
    b: int
    d: int
    mult: int
    add: int = 0

    @property
    def high(self) -> Fraction:
        """Where the interval ends in the limit."""
        return self.low + Fraction(self.mult * self.b, self.d)

    def count(self, n: int) -> int:
        """How many agents these are."""
        return self.mult * n + self.add

    def thresholds(self, n: int) -> list[Fraction]:
        """Theirs, in rising order."""
        return [self.low + Fraction(self.a + self.b * j, self.d * n) for j in range(1, self.count(n) + 1)]


@dataclass(frozen=True)
class Single:
    """Agents with the threshold low + a/(d·n), `mult`·n + `add` of them: one, where nothing is said.

    A buyer with a `worth` is willing at every price up to 1 and is worth that much; then `low` is above 1.
    """

    side: Side
    low: Fraction
    a: int = 0
    d: int = 1
    weight: int = 1
    mult: int = 0
    add: int = 1
    worth: Callable[[int], int] | None = None

    def count(self, n: int) -> int:
        """How many agents these are."""
        return self.mult * n + self.add

    def thresholds(self, n: int) -> list[Fraction]:
        """Theirs, all the same."""
        threshold = self.low + Fraction(self.a, self.d * n) if self.worth is None else Fraction(self.worth(n))
        return [threshold] * self.count(n)


def share_below(low: Fraction, high: Fraction, p: Fraction) -> Fraction:
    """How much of the interval lies below p."""
    return min(max((p - low) / (high - low), ZERO), ONE)


Part: TypeAlias = Spread | Single
Point: TypeAlias = tuple[Fraction, int]  # (p, s): the grid price p + s/T(n)


@dataclass(frozen=True)
class StepSequence:
    """n ↦ a market with T(n) = tau·n, in which `parts` say who trades; ρ* and p* are known.

    `first_zero` and `last_zero` say at which grid prices the whole market clears, from n = `start` on.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    tau: int
    first_zero: Point
    last_zero: Point
    tie: Tie = Tie.LOWEST
    l: int = 1
    start: int = 1

    @property
    def symbol(self) -> str:
        """What a witness about such a sequence is about."""
        return "G* as n grows"

    def T(self, n: int) -> int:
        """The number of price steps."""
        return self.tau * n

    @property
    def p_star(self) -> Fraction:
        """p*, the limit of the whole market's clearing price under the tie rule."""
        return (self.first_zero if self.tie is Tie.LOWEST else self.last_zero)[0]

    def rho(self, p: Fraction) -> Fraction:
        """ρ*(p), the limit of the excess supply per seller."""
        total = -ONE
        for part in self.parts:
            if isinstance(part, Spread):
                total += Fraction(part.mult, 2) * share_below(part.low, part.high, p)
            elif part.mult and part.low < p:
                total += Fraction(part.mult, 2)
        return total

    def agents(self, n: int) -> list[tuple[Side, Fraction, int]]:
        """Side, threshold and weight of each agent, sellers first."""
        found = [
            (part.side, threshold, part.weight if isinstance(part, Single) else 1)
            for part in self.parts
            for threshold in part.thresholds(n)
        ]
        return sorted(found, key=lambda agent: agent[0] is Side.BUYER)

    def market(self, n: int) -> Instance:
        """Member n of the sequence."""
        market = Market(n=n, k=1, l=self.l, P=price_grid(1, self.T(n)), tie=self.tie)
        traders = tuple(step_trader(*agent, self.l) for agent in self.agents(n))
        return Instance(f"{self.title}, n = {n}", GStar(market), traders, "Section 2.4")

    def spreads(self) -> Iterator[Spread]:
        """The parts whose number grows with n evenly."""
        return (part for part in self.parts if isinstance(part, Spread))

    def singles(self) -> Iterator[Single]:
        """The other parts."""
        return (part for part in self.parts if isinstance(part, Single))


def step_trader(side: Side, threshold: Fraction, weight: int, l: int) -> Trader:
    """The trader who wants `weight` units on her side of the threshold, and nothing on the other.

    With l = 2 somebody who wants one unit has no use for a second: it costs a seller 3 more, and leaves a
    buyer half of the first one's value. Who wants two has no use for one.

    >>> step_trader(Side.BUYER, Fraction(1, 2), 2, 2).worth[(2,)]
    Fraction(1, 1)
    """
    if weight == 2:
        return tabulated(side, 1, l, lambda x: 2 * threshold if x[0] == 2 or side is Side.SELLER else 0)
    if side is Side.SELLER:
        return tabulated(side, 1, l, lambda x: (0, threshold, threshold + BURDEN)[x[0]])
    return tabulated(side, 1, l, lambda x: (0, threshold, threshold / 2)[x[0]])
