"""The table [market] of an instance: the mechanism, sizes and prices, read and written."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from mechanisms.files.messages import as_price, plain, price_document
from mechanisms.files.toml import Section
from mechanisms.markets.market import Market, Price, Tie, grid_steps, price_grid, show

MOST_ENTRIES = 1_000_000  # of the table price x bundle x cap, which questions about a market run through
MOST_IN_A_GROUP = 30


def read_market(section: Section, further: Sequence[str] = ()) -> Market:
    """The market in a section that also names a mechanism and may have `further` keys."""
    section.allow(("mechanism", "n", "k", "l", "T", "prices", "tie", *further))
    n, k, l = (section.integer(key, least=1) for key in ("n", "k", "l"))
    tie = section.choice("tie", {tie.value: tie for tie in Tie}, default=Tie.LOWEST.value)
    if ("T" in section) == ("prices" in section):
        raise section.error("", "either T (the paper's grid) or prices (a list), and not both")
    if n > MOST_IN_A_GROUP:
        rule = f"at most {MOST_IN_A_GROUP}: replays run through every distinct arrangement of the agents"
        raise section.error("n", rule, n)
    if k > 16:
        raise section.error("k", "at most 16 commodities, or there are too many bundles to list", k)
    listed = len(_price_list(section)) if "prices" in section else 0
    steps = section.integer("T", least=1) if "T" in section else 0
    bundles, prices = (l + 1) ** k, listed or (steps + 1) ** k
    if prices * bundles**2 > MOST_ENTRIES:
        rule = f"prices times bundles squared at most {MOST_ENTRIES:,}, so that all can be looked at"
        raise section.error("", rule, f"{prices:,} price{'s' * (prices != 1)} and {bundles:,} bundles")
    P = _read_prices(section, k) if listed else price_grid(k, steps)
    return Market(n, k, l, P, tie)


def _price_list(section: Section) -> list[Any]:
    value = section.listed("prices", section.require("prices"), None, "a list of price vectors")
    if not value:
        raise section.error("prices", "at least one price", value)
    return value


def _read_prices(section: Section, k: int) -> tuple[Price, ...]:
    prices = [as_price(section, f"prices[{j}]", value, k) for j, value in enumerate(_price_list(section), 1)]
    for earlier, later in pairwise(prices):
        if not earlier < later:
            rule = "distinct price vectors in ascending (lexicographic) order"
            raise section.error("prices", rule, f"{show(earlier)} before {show(later)}")
    return tuple(prices)


def market_document(symbol: str, market: Market, eta: Fraction | None = None) -> dict[str, Any]:
    """The table of a mechanism on a market; its prices as T where they are the paper's grid."""
    steps = grid_steps(market.k, market.P)
    return {
        "mechanism": symbol,
        **({"r": market.groups} if market.groups > 2 else {}),
        "n": market.n,
        "k": market.k,
        "l": market.l,
        "tie": market.tie.value,
        **({} if eta is None else {"eta": plain(eta)}),
        **({"prices": [price_document(p) for p in market.P]} if steps is None else {"T": steps}),
    }
