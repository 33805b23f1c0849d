"""Instances of G** with two buyers in a group: unit trade, two signals, values by how many others have H.

Buyers are alike: a unit is worth v(own signal, number of H among the three other buyers). Signals are
independent and equally likely. Sellers have one signal and the cost 0. So payoffs are anonymous, f is
symmetric, and Condition 2 holds as read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from mechanisms.g_double_star import GDoubleStar
from mechanisms.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.market import Market, Price, Side, Tie
from mechanisms.prior import Signals, explicit_prior
from mechanisms.trader import Trader, separable

Row: TypeAlias = tuple[Fraction, ...]  # a value for 0, 1, 2 and 3 others with H
SIGNALS = ("L", "H")
ETA = Fraction(1, 10)


@dataclass(frozen=True)
class TwoBuyers:
    """`values[own][count]`: what a unit is worth when `count` of the three other buyers have H."""

    values: Mapping[str, Row]
    P: tuple[Price, ...]
    tie: Tie = Tie.LOWEST
    eta: Fraction = ETA

    def instance(self) -> InterdependentInstance:
        """The instance it stands for."""
        market = Market(2, 1, 1, self.P, self.tie)
        profiles = list(product(SIGNALS, repeat=market.side_size))
        sellers = ("s",) * market.side_size
        prior = explicit_prior(
            market, ["s"], SIGNALS, {(*sellers, *own): Fraction(1, len(profiles)) for own in profiles}
        )
        costless = separable(Side.SELLER, [[0]])

        def trader(i: int, omega: Signals) -> Trader:
            if i in market.sellers:
                return costless
            count = sum(omega[j] == "H" for j in market.buyers if j != i)
            return separable(Side.BUYER, [[self.values[omega[i]][count]]])

        title = "; ".join(f"v({own}, ·) = {', '.join(map(str, row))}" for own, row in self.values.items())
        return interdependent_instance(title, GDoubleStar(market, self.eta), prior, trader)
