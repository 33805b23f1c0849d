"""A family of instances for Theorem 4 at n = k = l = T = 1: every value on a small grid, several priors.

Two buyers with signals L and H and the same anonymous payoff v(own signal, mate's signal), four numbers from
`VALUES`. The prices are 0 and 1, so the grid has values below, on, between and above them: with ties. Sellers
have one signal and no cost: at n = 1 nothing about them matters to a buyer (Condition 2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_double_star.one_buyer.plans import mate
from mechanisms.markets.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.prior import Signals, explicit_prior
from mechanisms.markets.trader import Trader, separable
from proofs.claims.scopes import braces, common, short_size, so_many, tie_rules

SIGNALS = ("L", "H")
VALUES = (Fraction(0), Fraction(1, 2), Fraction(1), Fraction(2))
ETAS = (Fraction(1, 100), Fraction(1, 10), Fraction(3, 10))
PRIORS = {  # f(LL), f(LH), f(HL), f(HH) of the two buyers' signals, in eighths
    "independent": (2, 2, 2, 2),
    "correlated": (3, 1, 1, 3),
    "lopsided": (5, 1, 1, 1),
    "asymmetric": (2, 1, 3, 2),
    "perfectly correlated": (4, 0, 0, 4),
}


@dataclass(frozen=True)
class Case:
    """One member of the family; its name says all about it."""

    values: tuple[Fraction, ...]  # v(L, L), v(L, H), v(H, L), v(H, H): own signal first
    prior: str
    tie: Tie
    eta: Fraction

    @property
    def name(self) -> str:
        """Unique in the family, and readable."""
        values = " ".join(map(str, self.values))
        return f"v = {values}, {self.prior}, {self.tie.value}, η = {self.eta}"

    @property
    def market(self) -> Market:
        """n = k = l = T = 1."""
        return Market(1, 1, 1, price_grid(1, 1), self.tie)

    def instance(self) -> InterdependentInstance:
        """The instance it stands for."""
        market = self.market
        pairs = list(product(SIGNALS, repeat=2))
        shares = dict(zip(pairs, PRIORS[self.prior], strict=True))
        prior = explicit_prior(
            market, ["s"], SIGNALS, {("s", "s", *pair): Fraction(share, 8) for pair, share in shares.items()}
        )
        v = dict(zip(pairs, self.values, strict=True))
        costless = separable(Side.SELLER, [[0]])

        def trader(i: int, omega: Signals) -> Trader:
            if i in market.sellers:
                return costless
            return separable(Side.BUYER, [[v[omega[i], omega[mate(market, i)]]]])

        return interdependent_instance(self.name, GDoubleStar(market, self.eta), prior, trader)


def family(
    values: tuple[Fraction, ...] = VALUES,
    priors: tuple[str, ...] = tuple(PRIORS),
    ties: tuple[Tie, ...] = tuple(Tie),
    etas: tuple[Fraction, ...] = ETAS,
) -> Iterator[Case]:
    """Every combination: |values|^4 · |priors| · |ties| · |etas| of them.

    >>> sum(1 for case in family())
    7680
    """
    for own, prior, tie, eta in product(product(values, repeat=4), priors, ties, etas):
        yield Case(own, prior, tie, eta)


def scope(cases: Sequence[Case]) -> str:
    """What the cases are, in words."""
    values = braces(sorted({value for case in cases for value in case.values}))
    etas = ", ".join(map(str, sorted({case.eta for case in cases})))
    return (
        f"{common(short_size(case.market) for case in cases)}; every value v(own signal, mate's signal) from "
        f"{values}; {so_many(len({case.prior for case in cases}), 'prior')}; "
        f"{tie_rules(case.tie for case in cases)}; η = {etas}"
    )
