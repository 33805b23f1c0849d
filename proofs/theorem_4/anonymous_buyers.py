"""Instances of G** with anonymous values: by the own signal and how many of the other buyers have H."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TypeAlias

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.markets.market import Market, Price, Side, Tie, price_grid, show_size
from mechanisms.markets.prior import Prior, Signals, explicit_prior
from mechanisms.markets.trader import Trader, separable

HALF = Fraction(1, 2)
SINGLE_PRICE: tuple[Price, ...] = ((HALF,),)
SIGNALS = ("L", "H")
Worth: TypeAlias = tuple[Fraction, ...]  # of 1, ..., l units
ByCount: TypeAlias = tuple[Worth, ...]  # worth when 0, 1, ..., 2n - 1 of the other buyers have H


@dataclass(frozen=True)
class AnonymousCase:
    """A game of G** with k = 1: 2n buyers with signals L and H, sellers with one signal and no cost.

    So payoffs are anonymous, f is symmetric, and Condition 2 holds as read.
    """

    low: ByCount  # given the own L
    high: ByCount  # given the own H
    weights: tuple[Fraction, ...]  # f in proportion to these, by how many of the 2n buyers have H
    P: tuple[Price, ...] = SINGLE_PRICE
    tie: Tie = Tie.LOWEST
    eta: Fraction = Fraction(1, 10)

    @property
    def market(self) -> Market:
        """n and l follow from the numbers of values."""
        return Market(len(self.low) // 2, 1, len(self.low[0]), self.P, self.tie)

    @property
    def values(self) -> dict[str, ByCount]:
        """By the own signal."""
        return dict(zip(SIGNALS, (self.low, self.high), strict=True))

    @property
    def name(self) -> str:
        """All that there is to say about it."""
        size = f"{show_size(self.market)}, {self.tie.value}"
        return f"{self.worth}, f by number of H ~ {show_numbers(self.weights)}, {size}, η = {self.eta}"

    @property
    def worth(self) -> str:
        """The values, by the own signal and how many others have H."""
        return ", ".join(f"v({t}) = {show_row(row)}" for t, row in self.values.items())

    def instance(self) -> InterdependentInstance:
        """The instance it stands for."""
        market = self.market
        costless = separable(Side.SELLER, [[0] * market.l])
        buyers = {t: [_buyer(worth) for worth in row] for t, row in self.values.items()}

        def trader(i: int, omega: Signals) -> Trader:
            if i in market.sellers:
                return costless
            return buyers[omega[i]][omega.count("H") - (omega[i] == "H")]

        prior = _prior(market, self.weights)
        return interdependent_instance(self.name, GDoubleStar(market, self.eta), prior, trader)


def _buyer(worth: Worth) -> Trader:
    return Trader(Side.BUYER, {(x,): amount for x, amount in enumerate((Fraction(0), *worth))})


@lru_cache(maxsize=8)  # the same for many cases
def _prior(market: Market, weights: tuple[Fraction, ...]) -> Prior:
    spaces = [["s"]] * market.side_size + [list(SIGNALS)] * market.side_size
    shares = {omega: weights[omega.count("H")] for omega in product(*spaces)}
    total = sum(shares.values(), Fraction(0))
    return explicit_prior(market, ["s"], SIGNALS, {omega: share / total for omega, share in shares.items()})


def show_numbers(numbers: Iterable[Fraction]) -> str:
    """Numbers in a row."""
    return " ".join(map(str, numbers))


def show_row(row: ByCount) -> str:
    """Values as a person writes them.

    >>> show_row(units(0, 1)), show_row(((Fraction(1), Fraction(3, 2)),))
    ('0 1', '(1 3/2)')
    """
    return " ".join(str(own[0]) if len(own) == 1 else f"({show_numbers(own)})" for own in row)


def units(*values: int | str | Fraction) -> ByCount:
    """Values of a single unit each."""
    return tuple((Fraction(value),) for value in values)


def quarters(*numbers: int) -> ByCount:
    """So many quarters each."""
    return units(*(Fraction(number, 4) for number in numbers))


def shares(*numbers: int) -> tuple[Fraction, ...]:
    """The weights of signal profiles with 0, 1, 2, ... buyers who have H."""
    return tuple(map(Fraction, numbers))


EVEN = shares(1, 1, 1, 1, 1)  # n = 2: all signal profiles are equally likely
LEANING = shares(21, 1, 1, 1, 21)  # those in which all agree are 21 times as likely
WEIGHTS = [EVEN, shares(3, 1, 1, 1, 2)]
LOW = [quarters(0, 0, 0, 0), quarters(0, 1, 2, 3), quarters(1, 0, 1, 4)]
HIGH = [quarters(4, 4, 4, 4), quarters(1, 2, 3, 4), quarters(2, 3, 4, 1)]


def single_price_family() -> Iterator[AnonymousCase]:
    """n = 2, P = {1/2}; values below, at and above the price, that rise, fall and turn with the others' H.

    Every pair of value lists, with one or the other prior in turn.

    >>> sum(1 for case in single_price_family())
    9
    """
    for place, (low, high) in enumerate(product(LOW, HIGH)):
        yield AnonymousCase(low, high, WEIGHTS[place % 2])


def linear_family() -> Iterator[AnonymousCase]:
    """n = 2, v = base(own signal) + more · count; P = {0, 1} or {1/2}; two priors, both tie rules.

    Bases are 0, 1/2, 1 and 2; for each H among the others a unit is worth 0, 1/4 or 1/2 more.

    >>> sum(1 for case in linear_family())
    384
    """
    bases = [Fraction(0), HALF, Fraction(1), Fraction(2)]
    for P, tie, more, weights in product(
        (price_grid(1, 1), SINGLE_PRICE), Tie, (Fraction(0), HALF / 2, HALF), (EVEN, LEANING)
    ):
        for own in product(bases, repeat=len(SIGNALS)):
            low, high = (units(*(base + more * count for count in range(4))) for base in own)
            yield AnonymousCase(low, high, weights, P, tie)


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
