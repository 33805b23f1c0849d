"""Witnesses in words that an economist can follow with pencil and paper."""

from fractions import Fraction

from gametheory.plans.separable import Shortfall
from mechanisms.g_star.plan_form import ISOLATED
from mechanisms.markets.market import Bundle, Market, Message, Side, meet, show
from mechanisms.markets.trader import Trader


def minus(number: Fraction) -> str:
    """A number with a proper minus sign.

    >>> minus(Fraction(-2, 5))
    '−2/5'
    """
    return str(number).replace("-", "−")


def describe_trader(market: Market, i: int, trader: Trader) -> str:
    """Who she is and what every bundle costs her or is worth to her.

    >>> from mechanisms.markets.market import price_grid
    >>> from mechanisms.markets.trader import separable
    >>> market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    >>> describe_trader(market, 2, separable(Side.BUYER, [[Fraction(1, 2)]]))
    'buyer 3 with value(1) = 1/2'
    """
    what = "cost" if trader.side is Side.SELLER else "value"
    worths = (f"{what}({', '.join(map(str, x))}) = {worth}" for x, worth in trader.worth.items() if any(x))
    return f"{market.name(i)} with {', '.join(worths)}"


def describe_shortfall(
    market: Market,
    i: int,
    trader: Trader,
    gap: Shortfall[Bundle, Bundle],
    expected: tuple[Fraction, Fraction],
) -> str:
    """Why a price-taking message is not dominant: the event, both payoffs in it, and the expected ones."""
    verb = "supplies" if trader.side is Side.SELLER else "demands"
    price = market.P[gap.cell]
    before, after = expected
    better = meet(gap.better, gap.state)
    return (
        f"{describe_trader(market, i, trader)}: at price {show(price)} she {verb} {show(gap.action)} and "
        f"would earn {minus(trader.payoff(gap.action, price))}; when only {show(gap.state)} is left to her "
        f"she earns {minus(gap.payoff)}, naming {show(better)} earns {minus(gap.better_payoff)}. The others "
        f"can bring this about with probability {ISOLATED} (and otherwise leave her nothing): she expects "
        f"{minus(before)} instead of {minus(after)}"
    )


def describe_message(market: Market, message: Message) -> str:
    """A message as a list of prices and bundles.

    >>> from mechanisms.markets.market import price_grid
    >>> describe_message(Market(n=1, k=1, l=2, P=price_grid(1, 2)), ((0,), (2,), (2,)))
    '0 at 0, 2 at 1/2, 2 at 1'
    """
    return ", ".join(f"{show(x)} at {show(p)}" for x, p in zip(message, market.P, strict=True))
