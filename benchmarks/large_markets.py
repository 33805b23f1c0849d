"""Exact expectations with many agents: how the time grows with n."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial

from benchmarks.suite import Case, Contestant, Suite
from mechanisms.large.compositions import listed_compositions
from mechanisms.large.efficient_rationing import efficiently_rationed_surplus
from mechanisms.large.in_g_star import in_g_star
from mechanisms.large.macro_shock import given_shocks
from mechanisms.large.price_difference import prices_differ
from mechanisms.large.shock_market import ShockMarket, TraderKind
from mechanisms.large.types import LargeMarket, large_market
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.prior import Shock
from mechanisms.markets.trader import separable

THREE = {Side.SELLER: (2, 5, 7), Side.BUYER: (4, 7, 10)}  # twelfths


def distinct(n: int) -> LargeMarket:
    """The even economy: costs (4i-3)/(8n), values (4i-1)/(8n), T = 4n."""
    traders = [
        separable(side, [[Fraction(4 * i - less, 8 * n)]])
        for side, less in ((Side.SELLER, 3), (Side.BUYER, 1))
        for i in range(1, 2 * n + 1)
    ]
    return large_market(Market(n, 1, 1, price_grid(1, 4 * n)), traders)


def three_types(n: int) -> LargeMarket:
    """Three costs and three values, as evenly shared as may be, T = 12."""
    traders = [
        separable(side, [[Fraction(own[i % 3], 12)]]) for side, own in THREE.items() for i in range(2 * n)
    ]
    return large_market(Market(n, 1, 1, price_grid(1, 12)), traders)


def two_units(n: int) -> LargeMarket:
    """A second unit costs 1/2 more, or is worth 1/2 less, all agents distinct, T = 8n."""
    half = Fraction(1, 2)
    costs = [Fraction(4 * i - 3, 16 * n) for i in range(1, 2 * n + 1)]
    values = [Fraction(4 * i - 1, 16 * n) for i in range(1, 2 * n + 1)]
    traders = [separable(Side.SELLER, [[c, c + half]]) for c in costs]
    traders += [separable(Side.BUYER, [[v + half, v]]) for v in values]
    return large_market(Market(n, 1, 2, price_grid(1, 8 * n)), traders)


def two_commodities(n: int) -> LargeMarket:
    """All agents distinct, a unit of each of two commodities, T = 4."""
    traders = [
        separable(side, [[Fraction(i + more, 2 * n)], [Fraction(i % 3 + more, 3)]])
        for side, more in ((Side.SELLER, 0), (Side.BUYER, 1))
        for i in range(2 * n)
    ]
    return large_market(Market(n, 2, 1, price_grid(2, 4)), traders)


def shock_market(n: int) -> ShockMarket:
    """Two shocks, two signals on each side, T = 8."""
    odds = {"L": (3, 1), "H": (1, 3)}
    half, sellers = Fraction(1, 2), {"s": Fraction(1, 2), "t": Fraction(1, 2)}
    shocks = tuple(
        Shock(name, half, sellers, {"a": Fraction(a, 4), "b": Fraction(b, 4)})
        for name, (a, b) in odds.items()
    )
    costs, values = {"s": Fraction(1, 10), "t": Fraction(2, 5)}, {"a": Fraction(1, 10), "b": Fraction(1, 2)}
    seller = {(name, s): separable(Side.SELLER, [[c]]) for name in odds for s, c in costs.items()}
    buyer = {
        (name, s): separable(Side.BUYER, [[v + (half if name == "H" else 0)]])
        for name in odds
        for s, v in values.items()
    }
    market = Market(n, 1, 1, price_grid(1, 8))
    return ShockMarket(
        market, Fraction(1, 100), shocks, (TraderKind(2 * n, seller),), (TraderKind(2 * n, buyer),)
    )


def _found(of: LargeMarket) -> tuple[Fraction, Fraction, Fraction]:
    found = in_g_star(of)
    return found.loss, found.volume(), found.most_rationed()[1]


def _listed(of: LargeMarket) -> tuple[Fraction, Fraction, Fraction]:
    found = listed_compositions(of)
    return found.loss, found.volume(), found.most_rationed()[1]


def _all(markets: list[LargeMarket]) -> Fraction:
    """Loss, volume and the largest probability of being rationed at each n."""
    return sum((sum(_found(of), Fraction(0)) for of in markets), Fraction(0))


def _any(made: LargeMarket | list[LargeMarket]) -> object:
    return _all(made) if isinstance(made, list) else _found(made)


def _up_to(make: Callable[[int], LargeMarket], most: int) -> list[LargeMarket]:
    return [make(n) for n in range(1, most + 1)]


def _differ(of: LargeMarket) -> Fraction:
    return prices_differ(of, Fraction(1, 10))


def _loss_in_g_double_star(of: ShockMarket) -> list[Fraction]:
    return [each.loss for each in given_shocks(of)]


NOT_LISTED = frozenset({"compositions"})
EXPECTATIONS = Suite(
    "G*: loss, volume and who is rationed most, exactly",
    [
        *(Case(f"all distinct, n = {n}", partial(distinct, n), NOT_LISTED) for n in (50, 100, 400)),
        Case("all distinct, n = 1, ..., 100", partial(_up_to, distinct, 100), NOT_LISTED),
        Case("three types a side, n = 10", partial(three_types, 10)),
        *(Case(f"three types a side, n = {n}", partial(three_types, n), NOT_LISTED) for n in (100, 400)),
        Case("three types a side, n = 1, ..., 100", partial(_up_to, three_types, 100), NOT_LISTED),
        *(Case(f"two units, all distinct, n = {n}", partial(two_units, n), NOT_LISTED) for n in (10, 20, 40)),
        Case("two commodities, all distinct, n = 4", partial(two_commodities, 4), NOT_LISTED),
    ],
    [Contestant("ours", _any), Contestant("compositions", _listed)],
    seconds=100,
    repeats=1,
)
PRICES = Suite(
    "G*: the probability that prices differ by 1/10",
    [
        *(Case(f"all distinct, n = {n}", partial(distinct, n)) for n in (50, 100)),
        *(Case(f"three types a side, n = {n}", partial(three_types, n)) for n in (50, 100)),
    ],
    [Contestant("ours", _differ)],
    seconds=100,
    repeats=1,
)
BEST_OFFERS = Suite(
    "G* that serves the best offers first: the expected surplus",
    [Case(f"all distinct, n = {n}", partial(distinct, n)) for n in (25, 50, 100)],
    [Contestant("ours", efficiently_rationed_surplus)],
    seconds=100,
    repeats=1,
)
WITH_A_SHOCK = Suite(
    "G** with a macro shock: the loss given each, all branches",
    [Case(f"two signals a side, n = {n}", partial(shock_market, n)) for n in (10, 20, 40)],
    [Contestant("ours", _loss_in_g_double_star)],
    seconds=100,
    repeats=1,
)
