"""Witnesses in words that an economist can follow with pencil and paper."""

from collections.abc import Collection, Hashable, Iterator, Sequence
from itertools import groupby

from mechanisms.markets.market import Bundle, Market, Message, Side, show, show_message
from mechanisms.markets.trader import Trader

LONG = 3  # prices in a row: so many are told by the first and the last


def describe_trader(market: Market, i: int, trader: Trader, bundles: Collection[Bundle] | None = None) -> str:
    """Who she is and what every bundle, or each of these, costs her or is worth to her.

    >>> from fractions import Fraction
    >>> from mechanisms.markets.market import price_grid
    >>> from mechanisms.markets.trader import separable
    >>> market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    >>> describe_trader(market, 2, separable(Side.BUYER, [[Fraction(1, 2)]]))
    'buyer 3 with value(1) = 1/2'
    """
    what = "cost" if trader.side is Side.SELLER else "value"
    named = (x for x in trader.worth if any(x) and (bundles is None or x in bundles))
    worths = ", ".join(f"{what}({', '.join(map(str, x))}) = {trader.worth[x]}" for x in named)
    return f"{market.name(i)} with {worths}" if worths else market.name(i)


def describe_prices(market: Market, places: Sequence[int]) -> str:
    """The prices at these places of P, in order; several in a row by the first and the last.

    >>> from mechanisms.markets.market import price_grid
    >>> describe_prices(Market(n=1, k=1, l=1, P=price_grid(1, 6)), [0, 1, 2, 4, 5])
    '0 to 1/3, 2/3, 5/6'
    >>> describe_prices(Market(n=1, k=2, l=1, P=price_grid(2, 2)), range(5))
    '(0, 0 to 1), (1/2, 0), (1/2, 1/2)'
    """
    return ", ".join(_in_rows(market, places))


def describe_message(market: Market, message: Message) -> str:
    """A message as a list of prices and bundles.

    >>> from mechanisms.markets.market import price_grid
    >>> describe_message(Market(n=1, k=1, l=2, P=price_grid(1, 2)), ((0,), (2,), (2,)))
    '0 at 0, 2 at 1/2, 2 at 1'
    """
    return _named(market, message, range(len(market.P)))


def describe_change(market: Market, message: Message, better: Message) -> tuple[str, str]:
    """What two messages name at the prices at which they differ.

    >>> from mechanisms.markets.market import price_grid
    >>> describe_change(Market(n=1, k=1, l=2, P=price_grid(1, 2)), ((0,), (2,), (2,)), ((0,), (2,), (1,)))
    ('2 at 1', '1 at 1, and the same elsewhere,')
    """
    differing = [p for p in range(len(market.P)) if message[p] != better[p]]
    elsewhere = ", and the same elsewhere," if len(differing) < len(market.P) else ""
    return _named(market, message, differing), f"{_named(market, better, differing)}{elsewhere}"


def describe_messages(market: Market, m: Sequence[Message]) -> str:
    """What everybody announces.

    >>> from mechanisms.markets.market import price_grid
    >>> describe_messages(Market(n=1, k=1, l=1, P=price_grid(1, 1)), [((0,), (1,))])
    'the messages (a bundle at each price) are seller 1: 0 1'
    """
    messages = "; ".join(f"{market.name(i)}: {show_message(message)}" for i, message in enumerate(m))
    return f"the messages (a bundle at each price) are {messages}"


def _named(market: Market, message: Message, places: Sequence[int]) -> str:
    same = groupby(places, key=message.__getitem__)
    return ", ".join(f"{show(x)} at {prices}" for x, own in same for prices in _in_rows(market, [*own]))


def _in_rows(market: Market, places: Sequence[int]) -> Iterator[str]:
    """Prices one by one, but several in a row, in which only the last commodity's price rises, as one."""

    def row(at: int) -> Hashable:
        return places[at] - at, market.P[places[at]][:-1]

    for _, neighbours in groupby(range(len(places)), key=row):
        prices = [market.P[places[at]] for at in neighbours]
        if len(prices) < LONG:
            yield from map(show, prices)
        else:
            rising = f"{prices[0][-1]} to {prices[-1][-1]}"
            *others, _ = map(str, prices[0])
            yield f"({', '.join([*others, rising])})" if others else rising
