"""Price-taking behaviour: the sets D_i of section 2.3."""

from gametheory.plans.box import Box
from mechanisms.markets.market import Bundle, Market, within
from mechanisms.markets.trader import Trader


def best_bundles(trader: Trader, market: Market, p: int, cap: Bundle | None = None) -> tuple[Bundle, ...]:
    """The bundles that maximise the trader's payoff at the p-th price, among those below `cap` if given."""
    payoffs = trader.scaled_payoffs(market.P[p])
    allowed = market.X if cap is None else [x for x in market.X if within(x, cap)]
    best = max(payoffs[x] for x in allowed)
    return tuple(x for x in allowed if payoffs[x] == best)


def price_taking(trader: Trader, market: Market) -> Box[Bundle]:
    """D_i: the messages that name a payoff-maximising bundle at every price of P.

    >>> from fractions import Fraction
    >>> from mechanisms.markets.market import Side, price_grid
    >>> from mechanisms.markets.trader import separable
    >>> market = Market(n=1, k=1, l=1, P=price_grid(1, 2))
    >>> price_taking(separable(Side.SELLER, [[Fraction(1, 2)]]), market).choices
    (((0,),), ((0,), (1,)), ((1,),))
    """
    asked = "price taking", market.k, market.l, market.P
    if asked not in trader.known:
        trader.known[asked] = Box(tuple(best_bundles(trader, market, p) for p in range(len(market.P))))
    box: Box[Bundle] = trader.known[asked]
    return box
