"""Allocations, and what makes one feasible: (1) and (2) of section 2.1."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mechanisms.markets.market import Bundle, Market, Price, show


@dataclass(frozen=True)
class Allocation:
    """a = (x, q): agent i trades bundle x[i] at unit prices q[i]."""

    x: tuple[Bundle, ...]
    q: tuple[Price, ...]

    def __str__(self) -> str:
        """Who trades what at which price, as a person reads it.

        >>> print(Allocation(((1,), (0,)), ((Fraction(1, 2),), (Fraction(1, 3),))))
        trades (1, 0) at the prices (1/2, 1/3)
        """
        x, q = (", ".join(map(show, part)) for part in (self.x, self.q))
        return f"trades ({x}) at the prices ({q})"


@dataclass(frozen=True)
class Infeasibility:
    """Evidence that an allocation breaks a clause of (1) or (2)."""

    allocation: Allocation
    clause: str
    sold: Fraction
    bought: Fraction

    def holds(self, market: Market) -> bool:
        """Recheck by the definition alone."""
        return self in infeasibilities(market, self.allocation)

    def describe(self, market: Market) -> str:
        """The clause, and what is sold and bought where it compares these."""
        amounts = f", got {self.sold} and {self.bought}" if self.sold != self.bought else ""
        return f"{self.clause}{amounts}"


def infeasibilities(market: Market, a: Allocation) -> Iterator[Infeasibility]:
    """Every clause of (1) and (2) that the allocation breaks."""
    yield from goods_infeasibilities(market, a)
    yield from budget_infeasibilities(market, a)


def goods_infeasibilities(market: Market, a: Allocation) -> Iterator[Infeasibility]:
    """Every clause of (1) that it breaks."""
    for i in market.agents:
        if a.x[i] not in market.X:
            yield Infeasibility(a, f"(1): {market.name(i)} trades a bundle of X", Fraction(0), Fraction(0))
        if not any(a.q[i] is price for price in market.P) and a.q[i] not in market.P:
            yield Infeasibility(a, f"(1): {market.name(i)} trades at a price of P", Fraction(0), Fraction(0))
    for h in range(market.k):
        sold, bought = (sum([a.x[i][h] for i in side]) for side in (market.sellers, market.buyers))
        if sold != bought:
            clause = f"(1): as much of commodity {h + 1} is sold as bought"
            yield Infeasibility(a, clause, Fraction(sold), Fraction(bought))


def budget_infeasibilities(market: Market, a: Allocation) -> Iterator[Infeasibility]:
    """The clause of (2), if it breaks it."""

    def money(agents: range) -> Fraction:
        above, below = 0, 1  # one quotient of integers: every outcome of a mechanism is asked for its sums
        for i in agents:
            for p, amount in zip(a.q[i], a.x[i], strict=True):
                if amount:
                    above = above * p.denominator + amount * p.numerator * below
                    below *= p.denominator
        return Fraction(above, below)

    received, paid = money(market.sellers), money(market.buyers)
    if received != paid:
        yield Infeasibility(a, "(2): sellers receive what buyers pay", received, paid)
