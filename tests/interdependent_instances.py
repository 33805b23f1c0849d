"""Small instances of G** that several tests look at."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import product

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.interdependent import InterdependentInstance, interdependent_instance
from mechanisms.markets.market import Market, Price, Side, Tie, price_grid
from mechanisms.markets.prior import Prior, Signals, explicit_prior
from mechanisms.markets.trader import Trader, separable

TENTH = Fraction(1, 10)
HALF = Fraction(1, 2)
SINGLE_PRICE: tuple[Price, ...] = ((HALF,),)


def market(P: tuple[Price, ...] = price_grid(1, 1), tie: Tie = Tie.LOWEST, n: int = 1, l: int = 1) -> Market:
    return Market(n, 1, l, P, tie)


def uniform(on: Market, sellers: Sequence[str], buyers: Sequence[str]) -> Prior:
    """Every signal profile equally likely."""
    profiles = list(product(*([sellers] * on.side_size + [buyers] * on.side_size)))
    return explicit_prior(on, sellers, buyers, dict.fromkeys(profiles, Fraction(1, len(profiles))))


def instance(
    on: Market,
    prior: Prior,
    values: Callable[[int, Signals], Sequence[Fraction]],
    *,
    eta: Fraction = TENTH,
    costs: Sequence[Fraction] = (Fraction(1, 4),),
) -> InterdependentInstance:
    """Sellers with the same private unit costs; buyer i's unit values at ω are `values(i, ω)`."""

    def trader(i: int, omega: Signals) -> Trader:
        if i in on.sellers:
            return separable(Side.SELLER, [costs])
        return separable(Side.BUYER, [values(i, omega)])

    return interdependent_instance("test", GDoubleStar(on, eta), prior, trader)


def by_mate(
    on: Market, v: dict[tuple[str, str], Fraction | int], prior: Prior | None = None, **more: Fraction
) -> InterdependentInstance:
    """n = 1: the value of a unit depends on the own and the mate's signal, alike for both buyers."""
    first, last = on.buyers
    signals = sorted({own for own, _ in v}, reverse=True)  # L before H
    prior = prior or uniform(on, ["s"], signals)
    return instance(
        on, prior, lambda i, omega: [Fraction(v[omega[i], omega[first + last - i]])] * on.l, **more
    )


def common_values(P: tuple[Price, ...] = price_grid(1, 1), tie: Tie = Tie.LOWEST) -> InterdependentInstance:
    """D_i(L) asks at price 0 only, D_i(H) at both prices; the mate's signal decides at price 1."""
    v = {("L", "L"): Fraction(1, 4), ("L", "H"): Fraction(5, 4)}
    return by_mate(market(P, tie), v | {("H", "L"): Fraction(3, 4), ("H", "H"): Fraction(7, 4)})
