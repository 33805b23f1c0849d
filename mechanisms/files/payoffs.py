"""The tables [[seller]] and [[buyer]] of an instance: what units, or bundles, cost or are worth.

An agent's table has either `unit_costs` or `unit_values`, one number per unit, or `costs` or `values`, one
number per bundle.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from mechanisms.files.messages import bundle_key, plain
from mechanisms.files.toml import Section, each_of
from mechanisms.markets.market import Market, Side
from mechanisms.markets.trader import Trader, separable

TraderAt: TypeAlias = Callable[[Section, str], Trader]  # reads the payoffs at a key of a table

UNITS = {Side.SELLER: "unit_costs", Side.BUYER: "unit_values"}
BUNDLES = {Side.SELLER: "costs", Side.BUYER: "values"}


def agent_sections(file: Section, side: Side, market: Market) -> list[Section]:
    """The table of each agent of a side, the same one several times where it says `copies`."""
    found: list[Section] = []
    for section in file.sections(side.value):
        copies = section.integer("copies", least=1, default=1)
        if copies > market.side_size:
            raise section.error(
                "copies", f"at most the {market.side_size} {side.value}s of the market", copies
            )
        found += [section] * copies
    if len(found) != market.side_size:
        rule = (
            f"{market.side_size} {side.value}s in {market.groups} groups of n = {market.n} "
            f"(add [[{side.value}]] or raise copies)"
        )
        raise file.error(side.value, rule, f"{len(found)}")
    return found


def payoff_key(
    section: Section, side: Side, market: Market, further: Sequence[str] = ()
) -> tuple[str, TraderAt]:
    """At which key an agent's payoffs stand, and how to read them; her table may have `further` keys."""
    units, bundles = UNITS[side], BUNDLES[side]
    section.allow((units, bundles, *further, "copies"))
    if (units in section) == (bundles in section):
        raise section.error("", f"either {units} (one number per unit) or {bundles} (one per bundle)")
    key, read = (units, _read_units) if units in section else (bundles, _read_table)
    return key, lambda table, name: read(table, name, side, market)


def _read_units(section: Section, key: str, side: Side, market: Market) -> Trader:
    """The trader whose unit costs or values stand at `key`: one row per commodity."""
    rows = section.require(key)
    if market.k == 1 and isinstance(rows, list) and not any(isinstance(row, list) for row in rows):
        rows = [rows]  # with a single commodity its row may stand alone
    rows = section.listed(key, rows, market.k, f"one row for {each_of(market.k, 'commodity', 'commodities')}")
    units = []
    for h, row in enumerate(rows, start=1):
        rule = f"one number for each unit of commodity {h}, l = {market.l} in all"
        numbers = section.listed(key, row, market.l, rule)
        units.append(
            [
                section.number(f"{key}, commodity {h}, unit {t}", number, least=0)
                for t, number in enumerate(numbers, start=1)
            ]
        )
    return separable(side, units)


def _read_table(section: Section, key: str, side: Side, market: Market) -> Trader:
    """The trader whose costs or values stand at `key`: a table over bundles."""
    table = section.section(key)
    names = {bundle_key(x): x for x in market.X}
    table.allow(names)
    nothing = market.X[0]
    worth = {nothing: table.number(bundle_key(nothing), table.content.get(bundle_key(nothing), 0))}
    if worth[nothing] != 0:
        raise table.error(bundle_key(nothing), "nothing costs nothing: 0", str(worth[nothing]))
    for name, x in names.items():
        if x != nothing:
            worth[x] = table.number(name, table.require(name), least=0)
    return Trader(side, worth)


def payoff_document(trader: Trader) -> dict[str, Any]:
    """What each bundle costs the trader, or is worth to her, as a table; nothing costs nothing."""
    return {bundle_key(x): plain(worth) for x, worth in trader.worth.items() if any(x)}
