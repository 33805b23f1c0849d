"""Witnesses in words that an economist can follow with pencil and paper."""

from collections.abc import Sequence

from mechanisms.markets.market import Market, Message, Side, show, show_message
from mechanisms.markets.trader import Trader


def describe_trader(market: Market, i: int, trader: Trader) -> str:
    """Who she is and what every bundle costs her or is worth to her.

    >>> from fractions import Fraction
    >>> from mechanisms.markets.market import price_grid
    >>> from mechanisms.markets.trader import separable
    >>> market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    >>> describe_trader(market, 2, separable(Side.BUYER, [[Fraction(1, 2)]]))
    'buyer 3 with value(1) = 1/2'
    """
    what = "cost" if trader.side is Side.SELLER else "value"
    worths = (f"{what}({', '.join(map(str, x))}) = {worth}" for x, worth in trader.worth.items() if any(x))
    return f"{market.name(i)} with {', '.join(worths)}"


def describe_message(market: Market, message: Message) -> str:
    """A message as a list of prices and bundles.

    >>> from mechanisms.markets.market import price_grid
    >>> describe_message(Market(n=1, k=1, l=2, P=price_grid(1, 2)), ((0,), (2,), (2,)))
    '0 at 0, 2 at 1/2, 2 at 1'
    """
    return ", ".join(f"{show(x)} at {show(p)}" for x, p in zip(message, market.P, strict=True))


def describe_messages(market: Market, m: Sequence[Message]) -> str:
    """What everybody announces.

    >>> from mechanisms.markets.market import price_grid
    >>> describe_messages(Market(n=1, k=1, l=1, P=price_grid(1, 1)), [((0,), (1,))])
    'the messages (a bundle at each price) are seller 1: 0 1'
    """
    messages = "; ".join(f"{market.name(i)}: {show_message(message)}" for i, message in enumerate(m))
    return f"the messages (a bundle at each price) are {messages}"
