"""Sequences of markets with a macro shock in TOML: section 3.4 with expressions in n.

The table [sequence] has `mechanism = "G**"`, `T`, `eta`, and perhaps `l` and `tie`. Each [[shock]] has a
`name`, a `probability`, and those of signals by name in `seller` and `buyer`, which name the signals of a
side. Each [[seller]] and [[buyer]] says how many agents there are of her kind, `count`, and what units cost
or are worth: one list, or by `depends_on`, of "own" (the own signal) and "shock", a table of lists, as in an
instance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from gametheory.games.errors import InputError
from mechanisms.files.entries import Entry, entry
from mechanisms.files.payoffs import UNITS
from mechanisms.files.toml import InstanceError, Section
from mechanisms.large.shock_market import ShockMarket, TraderKind
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.prior import Shock
from mechanisms.markets.trader import separable

MOST_PRICES = 1_000  # second and third messages are found price by price
MOST_IN_A_GROUP = 2_000
MOST_UNITS = 50  # l
KEYS = ("title", "paper", "sequence", "shock", "seller", "buyer")


@dataclass(frozen=True)
class _Shock:
    """A table [[shock]]."""

    name: str
    probability: Entry
    odds: Mapping[Side, Mapping[str, Entry]]

    def at(self, n: int) -> Shock:
        """Its numbers at n."""
        seller, buyer = (
            {signal: each.value(n=n) for signal, each in self.odds[side].items()} for side in Side
        )
        return Shock(self.name, self.probability.value(n=n), seller, buyer)


@dataclass(frozen=True)
class _Kind:
    """A table [[seller]] or [[buyer]]: units by the shock and the own signal."""

    side: Side
    count: Entry
    units: Mapping[tuple[str, str], tuple[Entry, ...]]

    def at(self, n: int) -> TraderKind:
        """Its numbers at n."""
        worths: dict[tuple[str, str], list[Fraction]] = {}
        for key, units in self.units.items():
            worths[key] = [unit.value(n=n) for unit in units]
            for unit, worth in zip(units, worths[key], strict=True):
                if worth < 0:
                    raise unit.error({"n": n}, "a number >= 0", str(worth))
        return TraderKind(
            self.count.integer(1, 2 * n, n=n),
            {key: separable(self.side, [own]) for key, own in worths.items()},
        )


@dataclass(frozen=True)
class WrittenShockSequence:
    """A sequence of markets with a macro shock whose numbers are expressions in n."""

    file: Section
    title: str
    l: int
    T: Entry
    eta: Entry
    tie: Tie
    shocks: tuple[_Shock, ...]
    kinds: tuple[_Kind, ...]

    def market(self, n: int) -> ShockMarket:
        """The market with n sellers and n buyers in each group. Raises `InstanceError`."""
        if not 1 <= n <= MOST_IN_A_GROUP:
            raise self.file.error("sequence", f"n from 1 to {MOST_IN_A_GROUP:,}", n)
        market = Market(n, 1, self.l, price_grid(1, self.T.integer(1, MOST_PRICES, n=n)), self.tie)
        sellers, buyers = (tuple(each.at(n) for each in self.kinds if each.side is side) for side in Side)
        shocks, eta = tuple(shock.at(n) for shock in self.shocks), self.eta.value(n=n)
        try:
            return ShockMarket(market, eta, shocks, sellers, buyers)
        except InputError as wrong:
            raise InstanceError(f"{self.file.file}: {wrong} (at n = {n})") from None


def read_shock_sequence(file: Section) -> WrittenShockSequence:
    """The sequence in an open file: everything is parsed, and nothing is evaluated yet."""
    file.allow(KEYS)
    section = file.section("sequence")
    section.allow(("mechanism", "l", "T", "tie", "eta"))
    l = section.integer("l", least=1, default=1)
    if l > MOST_UNITS:
        raise section.error("l", f"at most {MOST_UNITS} units", l)
    tie = section.choice("tie", {tie.value: tie for tie in Tie}, default=Tie.LOWEST.value)
    T, eta = (entry(section, key, section.require(key), ("n",)) for key in ("T", "eta"))
    shocks = tuple(map(_read_shock, file.sections("shock")))
    if len({shock.name for shock in shocks}) < len(shocks):
        raise file.error("shock", "names that are all distinct", ", ".join(shock.name for shock in shocks))
    kinds = tuple(_read_kind(own, side, l, shocks) for side in Side for own in file.sections(side.value))
    return WrittenShockSequence(file, file.text("title"), l, T, eta, tie, shocks, kinds)


def _read_shock(section: Section) -> _Shock:
    section.allow(("name", "probability", *(side.value for side in Side)))
    odds = {}
    for side in Side:
        own = section.section(side.value)
        if not own.content:
            raise section.error(side.value, "at least one signal")
        odds[side] = {signal: entry(own, signal, value, ("n",)) for signal, value in own.content.items()}
    probability = entry(section, "probability", section.require("probability"), ("n",))
    return _Shock(section.text("name"), probability, odds)


def _read_kind(section: Section, side: Side, l: int, shocks: tuple[_Shock, ...]) -> _Kind:
    key = UNITS[side]
    section.allow(("count", key, "depends_on"))
    by = section.content.get("depends_on", [])
    if not isinstance(by, list) or any(part not in ("own", "shock") for part in by) or len(set(by)) < len(by):
        raise section.error("depends_on", "a list of some of own, shock", by)
    every = [(shock.name, own) for shock, own in product(shocks, shocks[0].odds[side])]
    names = {pair: "; ".join(pair[part == "own"] for part in by) for pair in every}
    if by:
        table = section.section(key)
        table.allow(names.values())
        listed = {name: _units(table, name, l) for name in names.values()}
    else:
        listed = {"": _units(section, key, l)}
    count = entry(section, "count", section.require("count"), ("n",))
    return _Kind(side, count, {pair: listed[name] for pair, name in names.items()})


def _units(section: Section, key: str, l: int) -> tuple[Entry, ...]:
    rule = f"one expression for each unit, l = {l} in all"
    units = section.listed(key, section.require(key), l, rule)
    return tuple(entry(section, key, unit, ("n",)) for unit in units)
