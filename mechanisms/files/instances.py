"""The TOML format of instances: data only, every number exact. `docs/instances.md` describes it."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

from mechanisms.files.toml import Section, read_toml
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Bundle, Market, Message, Price, Side, Tie, grid_steps, price_grid, show
from mechanisms.markets.trader import Trader, separable

MECHANISMS: dict[str, type[GroupingMechanism]] = {GStar.symbol: GStar}
MOST_ENTRIES = 200_000  # of the table price x bundle x cap, which every question about a market runs through
MOST_IN_A_GROUP = 30
# Keys that other readers of the same file look at.
OTHER_KEYS = ("expect", "witness")


def load_instance(path: Path) -> Instance:
    """The instance in a TOML file. Raises `InstanceError`: file, key, rule and value in one line."""
    return read_instance(read_toml(path))


def read_instance(file: Section) -> Instance:
    """The instance in an open file."""
    file.allow(("title", "paper", "market", "signals", "prior", "shock", "seller", "buyer", *OTHER_KEYS))
    section = file.section("market")
    mechanism, market = section.choice("mechanism", MECHANISMS), read_market(section)
    for key in ("signals", "prior", "shock"):
        if key in file:
            raise file.error(key, f"only for mechanisms with private signals, not for {mechanism.symbol}")
    traders = [
        *_read_side(file, Side.SELLER, market),
        *_read_side(file, Side.BUYER, market),
    ]
    return Instance(file.text("title"), mechanism(market), tuple(traders), file.text("paper", ""))


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
        raise section.error("", rule, f"{prices} prices and {bundles} bundles")
    P = _read_prices(section, k) if listed else price_grid(k, steps)
    return Market(n, k, l, P, tie)


def _price_list(section: Section) -> list[Any]:
    value = section.listed("prices", section.require("prices"), None, "a list of price vectors")
    if not value:
        raise section.error("prices", "at least one price", value)
    return value


def _read_prices(section: Section, k: int) -> tuple[Price, ...]:
    prices = [
        read_price(section, f"prices[{j}]", value, k) for j, value in enumerate(_price_list(section), 1)
    ]
    for earlier, later in pairwise(prices):
        if not earlier < later:
            rule = "distinct price vectors in ascending (lexicographic) order"
            raise section.error("prices", rule, f"{show(earlier)} before {show(later)}")
    return tuple(prices)


def _vector(section: Section, key: str, value: object, k: int, what: str) -> list[Any]:
    """One entry per commodity; with a single commodity the entry may stand alone."""
    entries = [value] if k == 1 and not isinstance(value, list) else value
    return section.listed(key, entries, k, f"{what} for each of {k} commodities")


def read_price(section: Section, key: str, value: object, k: int) -> Price:
    """A price vector: k exact numbers, or a bare one when k = 1."""
    return tuple(section.number(key, p, least=0) for p in _vector(section, key, value, k, "a price"))


def read_bundle(section: Section, key: str, value: object, market: Market) -> Bundle:
    """A bundle: k amounts in 0..l, or a bare one when k = 1."""
    entries = _vector(section, key, value, market.k, "an amount")
    for amount in entries:
        if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount <= market.l:
            raise section.error(key, f"amounts from 0 to l = {market.l}", amount)
    return tuple(entries)


def read_message(section: Section, key: str, value: object, market: Market) -> Message:
    """A message: one bundle at each price of the grid, in its order."""
    bundles = section.listed(key, value, len(market.P), f"a bundle at each of the {len(market.P)} prices")
    return tuple(read_bundle(section, f"{key}[{place}]", x, market) for place, x in enumerate(bundles, 1))


def _read_side(file: Section, side: Side, market: Market) -> list[Trader]:
    traders = []
    for section in agent_sections(file, side, market):
        units, _ = payoff_keys(side)
        section.allow((*payoff_keys(side), "copies"))
        key = read_payoff_key(section, side)
        read = read_units if key == units else read_table
        traders.append(read(section, key, side, market))
    return traders


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


def payoff_keys(side: Side) -> tuple[str, str]:
    """What unit payoffs and payoffs by bundle are called on a side."""
    return ("unit_costs", "costs") if side is Side.SELLER else ("unit_values", "values")


def read_payoff_key(section: Section, side: Side) -> str:
    """Which of the two an agent's table has."""
    units, table = payoff_keys(side)
    if (units in section) == (table in section):
        raise section.error("", f"either {units} (one number per unit) or {table} (one per bundle)")
    return units if units in section else table


def read_units(section: Section, key: str, side: Side, market: Market) -> Trader:
    """The trader whose unit costs or values stand at `key`: one row per commodity."""
    rows = section.require(key)
    if market.k == 1 and isinstance(rows, list) and not any(isinstance(row, list) for row in rows):
        rows = [rows]  # with a single commodity its row may stand alone
    rows = section.listed(key, rows, market.k, f"one row for each of {market.k} commodities")
    units = []
    for h, row in enumerate(rows, start=1):
        rule = f"one number for each of l = {market.l} units of commodity {h}"
        numbers = section.listed(key, row, market.l, rule)
        units.append(
            [
                section.number(f"{key}, commodity {h}, unit {t}", number, least=0)
                for t, number in enumerate(numbers, start=1)
            ]
        )
    return separable(side, units)


def read_table(section: Section, key: str, side: Side, market: Market) -> Trader:
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


def bundle_key(x: Bundle) -> str:
    """How a bundle is written as a key: its amounts with commas between.

    >>> bundle_key((1, 0))
    '1,0'
    """
    return ",".join(map(str, x))


def instance_document(instance: Instance) -> dict[str, Any]:
    """The instance as a TOML document, the inverse of `read_instance` (costs and values as full tables)."""
    market = instance.mechanism.market
    document: dict[str, Any] = {"title": instance.title}
    if instance.paper:
        document["paper"] = instance.paper
    document["market"] = {
        "mechanism": instance.mechanism.symbol,
        "n": market.n,
        "k": market.k,
        "l": market.l,
        "tie": market.tie.value,
        **grid_document(market),
    }
    for side, agents in (Side.SELLER, market.sellers), (Side.BUYER, market.buyers):
        key = "costs" if side is Side.SELLER else "values"
        document[side.value] = [
            {key: {bundle_key(x): plain(worth) for x, worth in instance.traders[i].worth.items() if any(x)}}
            for i in agents
        ]
    return document


def grid_document(market: Market) -> dict[str, Any]:
    """The price grid as TOML has it: T for the paper's, else the list of prices."""
    steps = grid_steps(market.k, market.P)
    if steps is not None:
        return {"T": steps}
    return {"prices": [price_document(p) for p in market.P]}


def plain(number: Fraction) -> int | str:
    """An exact number as TOML has it: an integer or "p/q"."""
    return int(number) if number.denominator == 1 else str(number)


def price_document(p: Price) -> list[int | str] | int | str:
    """A price vector as TOML has it: bare when there is one commodity."""
    return plain(p[0]) if len(p) == 1 else [plain(number) for number in p]


def bundle_document(x: Bundle) -> list[int] | int:
    """A bundle as TOML has it: bare when there is one commodity."""
    return x[0] if len(x) == 1 else list(x)


def demand_document(message: Message) -> list[Any]:
    """A demand as TOML has it: the bundle at each price."""
    return [bundle_document(x) for x in message]
