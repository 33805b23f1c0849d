"""What a trade is worth: payoffs (4) and (5) of section 2.3."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm
from operator import mul
from typing import Any

from gametheory.games.errors import InputError
from gametheory.games.exact import Rational, common_denominator, exact
from mechanisms.markets.market import Bundle, Market, Price, Side, show

WORTH = {Side.SELLER: "cost", Side.BUYER: "value"}  # what a bundle has


@dataclass(frozen=True)
class Trader:
    """A seller with her cost c(x) of each bundle, or a buyer with her value v(x); nothing costs nothing."""

    side: Side
    worth: Mapping[Bundle, Fraction]  # c or v on all of X

    def __post_init__(self) -> None:
        """Integers become Fractions. Raises `InputError` for what is no trader."""
        side, worth = self._given()
        if not isinstance(side, Side):
            raise InputError(f"side: Side.SELLER or Side.BUYER, got {side!r}")
        if not isinstance(worth, Mapping) or not all(isinstance(x, tuple) for x in worth):
            raise InputError(f"a {WORTH[side]}: numbers by bundles, which are tuples, got {worth!r}")
        if any(type(each) is not Fraction for each in worth.values()):
            exactly = {x: exact(each, f"{WORTH[side]} of {x}") for x, each in worth.items()}
            object.__setattr__(self, "worth", exactly)

    def _given(self) -> tuple[Any, Any]:
        return self.side, self.worth

    @cached_property
    def known(self) -> dict[Hashable, Any]:
        """What has been worked out of these payoffs, for those who ask for it again."""
        return {}

    def payoff(self, x: Bundle, q: Price) -> Fraction:
        """Revenue less cost (4) for a seller, value less payment (5) for a buyer.

        >>> seller = separable(Side.SELLER, [[Fraction(1, 4), Fraction(1, 2)]])
        >>> seller.payoff((2,), (Fraction(1, 2),))
        Fraction(1, 4)
        """
        worth = self.worth[x]
        # Revenue less cost as one quotient of integers: this is asked for very often.
        above, below = -worth.numerator, worth.denominator
        for price, amount in zip(q, x, strict=True):
            above = above * price.denominator + amount * price.numerator * below
            below *= price.denominator
        return Fraction(above if self.side is Side.SELLER else -above, below)

    def scaled_payoffs(self, q: Price) -> dict[Bundle, int]:
        """The payoff of every bundle at price q, times one positive integer: enough to compare them.

        >>> separable(Side.SELLER, [[Fraction(1, 4), Fraction(1, 2)]]).scaled_payoffs((Fraction(1, 3),))
        {(0,): 0, (1,): 1, (2,): -1}
        """
        denominator, worth = self.scaled_worth
        of_q = lcm(*(price.denominator for price in q))
        sign = 1 if self.side is Side.SELLER else -1
        money = [sign * denominator * price.numerator * (of_q // price.denominator) for price in q]
        own = sign * of_q
        return {x: sum(map(mul, money, x)) - own * worth_of_x for x, worth_of_x in worth}

    @cached_property
    def scaled_worth(self) -> tuple[int, list[tuple[Bundle, int]]]:
        """A positive integer, and what it makes of every c(x) or v(x): integers."""
        denominator = common_denominator(self.worth.values())
        return denominator, [(x, int(worth * denominator)) for x, worth in self.worth.items()]


def tabulated(side: Side, k: int, l: int, worth: Callable[[Bundle], Rational]) -> Trader:
    """The trader whose cost or value of bundle x is `worth(x)`. Raises `InexactNumberError`."""
    name = WORTH[side]
    return Trader(side, {x: exact(worth(x), f"{name} of {show(x)}") for x in product(range(l + 1), repeat=k)})


def separable(side: Side, units: Sequence[Sequence[Rational]]) -> Trader:
    """The trader to whom the t-th unit of commodity h costs, or is worth, `units[h][t-1]`, come what may.

    This is the form that Condition 1 asks for, without its monotonicity. Raises `InputError`.
    """
    k, l = len(units), len(units[0]) if units else 0
    if not l or any(len(row) != l for row in units):
        raise InputError(
            f"units: as many of each commodity, at least one, got {', '.join(map(str, map(len, units)))}"
        )
    return tabulated(
        side, k, l, lambda x: sum(sum(row[:amount]) for row, amount in zip(units, x, strict=True))
    )


def require_traders(market: Market, traders: Any) -> None:
    """Raise `InputError` where they are not the market's: sellers, then buyers, exact at all bundles."""
    if not isinstance(traders, Sequence) or len(traders) != len(market.agents):
        found = len(traders) if isinstance(traders, Sequence) else type(traders).__name__
        raise InputError(f"traders: one for each of the {len(market.agents)} agents, got {found}")
    for i, trader in enumerate(traders):
        require_trader(market, market.side(i), trader, market.name(i))


def require_trader(market: Market, side: Side, trader: Any, name: str) -> None:
    """Raise `InputError` for what is no trader of this side with a number for each bundle of the market."""
    if not isinstance(trader, Trader) or not isinstance(trader.worth, Mapping):
        raise InputError(f"{name}: a Trader with numbers by bundles, got {type(trader).__name__}")
    if trader.side is not side:
        raise InputError(f"{name}: a {side.value}, got a {trader.side.value}")
    if trader.worth.keys() != set(market.X):
        bundles = f"all bundles up to {market.l} of {market.k}"
        raise InputError(f"{name}: a {WORTH[side]} of {bundles}, got {', '.join(map(show, trader.worth))}")
    for x, worth in trader.worth.items():
        exact(worth, f"{name}, {WORTH[side]} of {show(x)}")


def mean_trader(weighed: Iterable[tuple[Trader, Rational]]) -> Trader:
    """The trader whose cost or value of each bundle is the weighted mean of those of traders of one side.

    >>> cheap, dear = (separable(Side.SELLER, [[cost]]) for cost in (1, 4))
    >>> mean_trader([(cheap, 2), (dear, 1)]).worth[1,]
    Fraction(2, 1)
    """
    alike: dict[int, tuple[Trader, Rational]] = {}  # often one trader occurs many times
    total: Rational = 0
    for trader, weight in weighed:
        alike[id(trader)] = trader, alike.get(id(trader), (trader, 0))[1] + weight
        total += weight
    if len(alike) == 1:
        return trader
    scaled = [(each.scaled_worth, weight) for each, weight in alike.values()]
    scale = lcm(*(denominator for (denominator, _), _ in scaled))
    sums: dict[Bundle, Rational] = dict.fromkeys(trader.worth, 0)
    for (denominator, worth), weight in scaled:
        share = weight * (scale // denominator)
        for x, worth_of_x in worth:
            sums[x] += share * worth_of_x
    return Trader(trader.side, {x: Fraction(worth_of_x, scale * total) for x, worth_of_x in sums.items()})
