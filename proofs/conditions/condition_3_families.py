"""Families of cost functions on which Condition 3 is compared with `private_preferences`.

One seller's costs run through every function of three signals: her own, another seller's and a buyer's, two
of each. Everybody else has a single signal, and the other sellers have no costs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.interdependent import InterdependentInstance, InterdependentTrader
from mechanisms.markets.market import Market, Price, Side
from mechanisms.markets.prior import Prior
from mechanisms.markets.trader import Trader, separable

ETA = Fraction(1, 10)
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class CostFamily:
    """All functions from the three signals to the `choices` of unit costs, on one market."""

    n: int
    r: int
    l: int
    P: tuple[Price, ...]
    choices: Sequence[Sequence[Fraction]]  # each a list of l unit costs

    @property
    def market(self) -> Market:
        """The market that they share."""
        return Market(self.n, 1, self.l, self.P, groups=self.r)

    @property
    def size(self) -> int:
        """How many cost functions there are."""
        return int(len(self.choices) ** 8)

    def instances(self) -> Iterator[InterdependentInstance]:
        """One for each cost function."""
        market = self.market
        two = {market.sellers[0], market.sellers[1], market.buyers[0]}
        spaces = tuple(("L", "H") if i in two else ("-",) for i in market.agents)
        omegas = list(product(*spaces))
        prior = Prior(spaces, dict.fromkeys(omegas, Fraction(1, len(omegas))))
        idle = {
            side: InterdependentTrader(dict.fromkeys(omegas, separable(side, [[Fraction(0)] * self.l])))
            for side in Side
        }
        others = [idle[market.side(i)] for i in market.agents if i != market.sellers[0]]
        g = GPlus(market, ETA)
        costs: list[Trader] = [separable(Side.SELLER, [units]) for units in self.choices]
        for own in product(costs, repeat=len(omegas)):
            seller = InterdependentTrader(dict(zip(omegas, own, strict=True)))
            yield InterdependentInstance("costs", g, prior, (seller, *others))


def _numbers(*units: str) -> list[Fraction]:
    return [Fraction(unit) for unit in units]


BELOW_ON_ABOVE = [_numbers("1/4"), _numbers("1/2"), _numbers("3/4")]  # the single price 1/2
BELOW = [_numbers("1/4"), _numbers("3/8")]  # costs that differ, but never a preference at that price
RISING = [_numbers("1/4", "1/2"), _numbers("1/4", "5/8")]

FAMILIES = [
    CostFamily(1, 3, 1, ((HALF,),), BELOW_ON_ABOVE),
    CostFamily(2, 3, 1, ((HALF,),), BELOW_ON_ABOVE),
    CostFamily(1, 4, 1, ((HALF,),), BELOW_ON_ABOVE[:2]),
    CostFamily(2, 4, 1, ((HALF,),), BELOW_ON_ABOVE[:2]),
    CostFamily(1, 3, 2, ((HALF,), (Fraction(5, 8),)), RISING),
    CostFamily(2, 3, 1, ((HALF,),), BELOW),
]
