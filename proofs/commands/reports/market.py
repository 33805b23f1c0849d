"""The market as a person reads it: sizes, prices, bundles, agents, and what may be named at each price."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import prod

from more_itertools import consecutive_groups

from gametheory.plans.box import Box
from mechanisms.markets.market import LISTED, Bundle, Market, grid_steps, show
from mechanisms.markets.trader import Trader
from proofs.claims.scopes import number_of
from proofs.claims.words import describe_prices
from proofs.conditions.condition_1 import Clause, violations

LISTED_OF_A_GRID = 12  # prices and bundles; of more the grid is told


def describe_market(symbol: str, market: Market) -> Iterator[str]:
    """The mechanism and the market: sizes, prices and bundles."""
    groups = f"{'r = ' if market.groups > 2 else ''}{market.groups} groups"
    yield (
        f"{symbol}: n = {market.n}, {market.side_size} sellers and {market.side_size} buyers in {groups}; "
        f"k = {market.k}, l = {market.l}; ties: {market.tie.value}"
    )
    each = " for each commodity" if market.k > 1 else ""
    T = grid_steps(market.k, market.P)
    if T is not None and len(market.P) > LISTED_OF_A_GRID:
        prices = f"from 0 to 1 in steps of 1/{T}{each}"
    elif len(market.P) > LISTED:
        prices = f"from {show(market.P[0])} to {show(market.P[-1])}, no grid"
    else:
        prices = ", ".join(map(show, market.P))
    yield f"P: {number_of(len(market.P), 'price')} {prices}"
    bundles = (
        ", ".join(map(show, market.X)) if len(market.X) <= LISTED_OF_A_GRID else f"from 0 to {market.l}{each}"
    )
    yield f"X: {number_of(len(market.X), 'bundle')} {bundles}"


def describe_agents(market: Market, agents: Sequence[int]) -> str:
    """Agents of one side.

    >>> from mechanisms.markets.market import price_grid
    >>> market = Market(n=3, k=1, l=1, P=price_grid(1, 1))
    >>> describe_agents(market, [0]), describe_agents(market, [6, 8, 9, 10])
    ('seller 1', 'buyers 7, 9-11')
    """
    if len(agents) == 1:
        return market.name(agents[0])
    rows = [[j + 1 for j in row] for row in consecutive_groups(agents)]
    numbers = (f"{row[0]}-{row[-1]}" if len(row) > 2 else ", ".join(map(str, row)) for row in rows)
    return f"{market.side(agents[0]).value}s {', '.join(numbers)}"


def describe_worth(trader: Trader) -> str:
    """What each bundle costs or is worth; or each unit, where these add up over several commodities.

    >>> from mechanisms.markets.market import Side
    >>> from mechanisms.markets.trader import separable
    >>> describe_worth(separable(Side.SELLER, [[1, 2], [3, 5]]))
    'units of commodity 1: 1, 2; of commodity 2: 3, 5'
    """
    k = len(next(iter(trader.worth)))
    if k == 1 or any(found.clause is Clause.SEPARABLE for found in violations(trader)):
        return ", ".join(f"{show(x)}: {worth}" for x, worth in trader.worth.items() if any(x))
    alone = [[w for x, w in trader.worth.items() if sum(x) == x[h]] for h in range(k)]
    units = ([str(w - before) for before, w in pairwise(worths)] for worths in alone)
    told = (f"of commodity {h}: {', '.join(row)}" for h, row in enumerate(units, start=1))
    return f"units {'; '.join(told)}"


def describe_box(market: Market, box: Box[Bundle]) -> str:
    """What may be named at which prices; for each commodity, where the others make no difference.

    >>> from mechanisms.markets.market import price_grid
    >>> describe_box(Market(1, 1, 1, price_grid(1, 2)), Box((((0,),), ((0,), (1,)), ((1,),))))
    '0 at 0; 0 or 1 at 1/2; 1 at 1'
    """
    if market.k > 1 and (alone := _by_commodity(market, box)) is not None:
        told = (describe_box(*own) for own in alone)
        return "\n".join(f"commodity {h}: {own}" for h, own in enumerate(told, start=1))
    places: dict[tuple[Bundle, ...], list[int]] = {}
    for p, choices in enumerate(box.choices):
        places.setdefault(choices, []).append(p)
    return "; ".join(
        f"{' or '.join(map(show, choices))} at {describe_prices(market, at)}"
        for choices, at in places.items()
    )


def _by_commodity(market: Market, box: Box[Bundle]) -> list[tuple[Market, Box[Bundle]]] | None:
    """A market and a box for each commodity, or None if the box is not their product."""
    found: list[dict[Fraction, tuple[Bundle, ...]]] = [{} for _ in range(market.k)]
    for price, bundles in zip(market.P, box.choices, strict=True):
        amounts = [tuple(sorted({(x[h],) for x in bundles})) for h in range(market.k)]
        if prod(map(len, amounts)) != len(bundles):
            return None
        for own, unit_price, those in zip(found, price, amounts, strict=True):
            if own.setdefault(unit_price, those) != those:
                return None
    return [
        (
            Market(market.n, 1, market.l, tuple((q,) for q in sorted(own))),
            Box(tuple(own[q] for q in sorted(own))),
        )
        for own in found
    ]
