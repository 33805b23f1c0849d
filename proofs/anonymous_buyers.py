"""Instances of G** with anonymous unit values: by the own signal and how many of the other buyers have H."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from mechanisms.g_double_star import GDoubleStar
from mechanisms.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.market import Market, Price, Side, Tie, price_grid, show_size
from mechanisms.prior import Signals, explicit_prior
from mechanisms.trader import Trader, separable

HALF = Fraction(1, 2)
SINGLE_PRICE: tuple[Price, ...] = ((HALF,),)
Values: TypeAlias = tuple[Fraction, ...]  # of a unit, when 0, 1, ..., 2n − 1 of the other buyers have H


@dataclass(frozen=True)
class AnonymousCase:
    """A game of G** with k = l = 1: 2n buyers with signals L and H, sellers with one signal and no cost."""

    low: Values  # given the own L
    high: Values  # given the own H
    weights: tuple[Fraction, ...]  # f in proportion to these, by how many of the 2n buyers have H
    P: tuple[Price, ...] = SINGLE_PRICE
    tie: Tie = Tie.LOWEST
    eta: Fraction = Fraction(1, 10)

    @property
    def market(self) -> Market:
        """n follows from the number of values."""
        return Market(len(self.low) // 2, 1, 1, self.P, self.tie)

    @property
    def name(self) -> str:
        """All that there is to say about it."""
        low, high, weights = (" ".join(map(str, row)) for row in (self.low, self.high, self.weights))
        size = f"{show_size(self.market)}, {self.tie.value}"
        return f"v(L) = {low}, v(H) = {high}, f by number of H ~ {weights}, {size}, η = {self.eta}"

    def instance(self) -> InterdependentInstance:
        """The instance it stands for."""
        market = self.market
        spaces = [["s"]] * market.side_size + [["L", "H"]] * market.side_size
        shares = {omega: self.weights[omega.count("H")] for omega in product(*spaces)}
        total = sum(shares.values(), Fraction(0))
        prior = explicit_prior(
            market, ["s"], ["L", "H"], {omega: share / total for omega, share in shares.items()}
        )

        def trader(i: int, omega: Signals) -> Trader:
            if i in market.sellers:
                return separable(Side.SELLER, [[0]])
            others = omega.count("H") - (omega[i] == "H")
            return separable(Side.BUYER, [[(self.high if omega[i] == "H" else self.low)[others]]])

        return interdependent_instance(self.name, GDoubleStar(market, self.eta), prior, trader)


def quarters(*numbers: int) -> Values:
    """So many quarters each."""
    return tuple(Fraction(number, 4) for number in numbers)


LOW = [quarters(0, 0, 0, 0), quarters(0, 1, 2, 3), quarters(1, 0, 1, 4)]
HIGH = [quarters(4, 4, 4, 4), quarters(1, 2, 3, 4), quarters(2, 3, 4, 1)]
WEIGHTS = [quarters(4, 4, 4, 4, 4), quarters(12, 4, 4, 4, 8)]


def single_price_family() -> Iterator[AnonymousCase]:
    """n = 2, P = {1/2}; values below, at and above the price, that rise, fall and turn with the others' H.

    Every pair of value lists, with one or the other prior in turn.

    >>> sum(1 for case in single_price_family())
    9
    """
    for place, (low, high) in enumerate(product(LOW, HIGH)):
        yield AnonymousCase(low, high, WEIGHTS[place % 2])


TWO_PRICE_PAIRS = [  # v(L), v(H), around the price 1
    (quarters(1, 1, 1, 2), quarters(3, 4, 5, 6)),
    (quarters(1, 2, 5, 6), quarters(3, 5, 6, 8)),
    (quarters(3, 0, 3, 5), quarters(8, 5, 4, 3)),
]


def two_price_family() -> Iterator[AnonymousCase]:
    """n = 2, P = {0, 1}: private values almost, values that rise, and that turn; both tie rules.

    >>> sum(1 for case in two_price_family())
    6
    """
    for place, (low, high) in enumerate(TWO_PRICE_PAIRS):
        for tie in Tie:
            yield AnonymousCase(low, high, WEIGHTS[place % 2], price_grid(1, 1), tie)
