"""Instances of G** with two buyers in a group: unit trade, two signals, values by how many others have H.

Buyers are alike: a unit is worth v(own signal, number of H among the three other buyers). Signal profiles are
equally likely but for those in which all agree. Sellers have one signal and the cost 0. So payoffs are
anonymous, f is symmetric and has full support, and Condition 2 holds as read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from mechanisms.g_double_star import GDoubleStar
from mechanisms.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.market import Market, Price, Side, Tie, price_grid
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
    leaning: int = 0  # a profile in which all four agree is 1 + leaning times as likely as another

    def instance(self) -> InterdependentInstance:
        """The instance it stands for."""
        market = Market(2, 1, 1, self.P, self.tie)
        profiles = list(product(SIGNALS, repeat=market.side_size))
        shares = {own: 1 + (self.leaning if len(set(own)) == 1 else 0) for own in profiles}
        total, sellers = sum(shares.values()), ("s",) * market.side_size
        prior = explicit_prior(
            market,
            ["s"],
            SIGNALS,
            {(*sellers, *own): Fraction(share, total) for own, share in shares.items()},
        )
        costless = separable(Side.SELLER, [[0]])

        def trader(i: int, omega: Signals) -> Trader:
            if i in market.sellers:
                return costless
            count = sum(omega[j] == "H" for j in market.buyers if j != i)
            return separable(Side.BUYER, [[self.values[omega[i]][count]]])

        title = "; ".join(f"v({own}, ·) = {', '.join(map(str, row))}" for own, row in self.values.items())
        return interdependent_instance(title, GDoubleStar(market, self.eta), prior, trader)


def linear_cases(more: Iterable[Fraction], leanings: Iterable[int]) -> Iterator[TwoBuyers]:
    """v = base(own signal) + more · count, bases in {0, 1/2, 1, 2}; P = {0, 1} or {1/2}; both tie rules."""
    bases = [Fraction(value) for value in ("0", "1/2", "1", "2")]
    for P, tie, extra, leaning in product((price_grid(1, 1), ((Fraction(1, 2),),)), Tie, more, leanings):
        for own in product(bases, repeat=len(SIGNALS)):
            rows = (tuple(base + extra * count for count in range(4)) for base in own)
            yield TwoBuyers(dict(zip(SIGNALS, rows, strict=True)), P, tie, leaning=leaning)
