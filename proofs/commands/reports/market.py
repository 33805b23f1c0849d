"""The market as a person reads it: sizes, prices, bundles, and what may be named at each price."""

from collections.abc import Sequence

from more_itertools import consecutive_groups
from rich.console import Console

from gametheory.plans.box import Box
from mechanisms.markets.market import Bundle, Market, show


def print_market(symbol: str, market: Market, out: Console) -> None:
    """The mechanism and the market: sizes, prices and bundles."""
    out.print(
        f"{symbol}: n = {market.n}, {market.side_size} sellers and {market.side_size} "
        f"buyers in {market.groups} groups; k = {market.k}, l = {market.l}; ties: {market.tie.value}"
    )
    out.print(f"P: {len(market.P)} prices {_few([show(p) for p in market.P])}")
    out.print(f"X: {len(market.X)} bundles {_few([show(x) for x in market.X])}")


def describe_agents(market: Market, agents: Sequence[int]) -> str:
    """Agents of one side.

    >>> from mechanisms.markets.market import price_grid
    >>> market = Market(n=3, k=1, l=1, P=price_grid(1, 1))
    >>> describe_agents(market, [0]), describe_agents(market, [6, 8, 9, 10])
    ('seller 1', 'buyers 7, 9-11')
    """
    if len(agents) == 1:
        return market.name(agents[0])
    rows = [[*row] for row in consecutive_groups(agents)]
    numbers = (
        f"{row[0] + 1}-{row[-1] + 1}" if len(row) > 2 else ", ".join(str(j + 1) for j in row) for row in rows
    )
    return f"{market.side(agents[0]).value}s {', '.join(numbers)}"


def describe_box(market: Market, box: Box[Bundle]) -> str:
    """What may be named at each price."""
    return "; ".join(
        f"{show(p)}: {' or '.join(map(show, choices))}"
        for p, choices in zip(market.P, box.choices, strict=True)
    )


def _few(items: list[str]) -> str:
    return ", ".join(items) if len(items) <= 12 else f"{', '.join(items[:6])}, ..., {items[-1]}"
