"""The finite ranges over which the claims on G* are checked, stated once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.market import Market, Price, Side, Tie, price_grid, show_size
from proofs.conditions.families import grid

HALF = Fraction(1, 2)
VALUES = grid(Fraction(1, 4), Fraction(5, 4))  # below, on, between and above the prices of the grids
COARSE = grid(HALF, Fraction(3, 2))


@dataclass(frozen=True)
class Range:
    """A market size and the numbers that costs and values are made of."""

    n: int
    k: int
    l: int
    P: tuple[Price, ...]
    values: list[Fraction]

    def mechanisms(self) -> Iterator[GStar]:
        """G* on this market under each tie rule."""
        market = Market(self.n, self.k, self.l, self.P)
        for tie in Tie:
            yield GStar(replace(market, tie=tie))

    def __str__(self) -> str:
        """The size in the paper's letters."""
        return show_size(Market(self.n, self.k, self.l, self.P))


# Small enough to list every message of every agent.
LISTED = [
    Range(1, 1, 1, price_grid(1, 1), VALUES),
    Range(1, 1, 1, price_grid(1, 2), VALUES),
    Range(1, 1, 2, price_grid(1, 1), VALUES),
    Range(1, 1, 2, price_grid(1, 2), VALUES),
    Range(1, 2, 1, ((HALF, HALF),), COARSE),
    Range(1, 2, 1, ((HALF, HALF), (HALF, Fraction(1))), COARSE),
    Range(2, 1, 1, ((HALF,),), VALUES),
    Range(2, 1, 2, ((HALF,),), VALUES),
]

# Decided in plan form; at n = 2, k = 2, l = 2, T = 2 each agent has 387,420,489 messages.
PLANNED = [
    Range(2, 1, 2, price_grid(1, 2), VALUES),
    Range(3, 1, 3, price_grid(1, 4), grid(HALF, Fraction(3, 2))),
    Range(2, 2, 1, price_grid(2, 1), COARSE),
    Range(2, 2, 2, price_grid(2, 2), grid(HALF, Fraction(1))),
]


def one_of_each_side(market: Market) -> list[tuple[int, Side]]:
    """Seller 1 and the first buyer: Φ holds every permutation, so the others on a side are no different."""
    return [(market.sellers[0], Side.SELLER), (market.buyers[0], Side.BUYER)]
