"""The market as a person reads it: sizes, prices, bundles, and what may be named at each price."""

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


def describe_box(market: Market, box: Box[Bundle]) -> str:
    """What may be named at each price."""
    return "; ".join(
        f"{show(p)}: {' or '.join(map(show, choices))}"
        for p, choices in zip(market.P, box.choices, strict=True)
    )


def _few(items: list[str]) -> str:
    return ", ".join(items) if len(items) <= 12 else f"{', '.join(items[:6])}, ..., {items[-1]}"
