"""Sequences of markets in files: expressions in n in TOML, an instance to be replicated, or a class in
Python.

In TOML the table [sequence] has `l`, `T` and perhaps `tie`; each [[seller]] and [[buyer]] says how many
agents there are of her kind, `count`, and what their units cost or are worth, where i runs from 1 to
`count`. Entries are whole numbers or expressions in n, and in i (see `expressions`). With `mechanism = "G**"`
there is a macro shock too (see `shock_sequences`).
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gametheory.games.errors import InputError
from mechanisms.files.entries import Entry, entry
from mechanisms.files.instances import read_instance
from mechanisms.files.interdependent import BRANCH_MECHANISMS, read_shock_market
from mechanisms.files.payoffs import UNITS
from mechanisms.files.python import executed, is_python
from mechanisms.files.shock_sequences import read_shock_sequence
from mechanisms.files.toml import Section, read_toml
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_star.mechanism import GStar
from mechanisms.general.calls import said
from mechanisms.general.interrupts import none_lost
from mechanisms.general.mechanism import MechanismError
from mechanisms.large.sequence import MarketSequence, Replicated, ReplicatedWithShock, ShockMarketSequence
from mechanisms.large.shock_market import ShockMarket
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.trader import Trader, require_traders, separable

MOST_PRICES = 100_000
MOST_IN_A_GROUP = 2_000
MOST_UNITS = 50  # l


def load_growing(path: Path) -> tuple[MarketSequence | ShockMarketSequence, str]:
    """What has curves in a file: a sequence, or an instance of G* or G** to be replicated; and its title.

    Raises `InstanceError` or `MechanismError`.
    """
    if not is_python(path):
        file = read_toml(path)
        if "sequence" in file and file.section("sequence").content.get("mechanism") == GDoubleStar.symbol:
            found = read_shock_sequence(file)
            return found, found.title
        if "sequence" not in file and file.section("market").text("mechanism") in BRANCH_MECHANISMS:
            return ReplicatedWithShock(read_shock_market(file)), file.text("title")
    return load_sequence(path)


def load_sequence(path: Path) -> tuple[MarketSequence, str]:
    """The sequence in a file, and what it is called. Raises `InstanceError` or `MechanismError`."""
    if is_python(path):
        return _of_a_class(path)
    file = read_toml(path)
    if "sequence" in file:
        found = read_sequence(file)
        return found, found.title
    symbol = file.section("market").text("mechanism")
    if symbol in BRANCH_MECHANISMS:
        raise file.section("market").error("mechanism", "G*, which is replicated", symbol)
    instance = read_instance(file)
    return Replicated(instance), instance.title


def _of_a_class(path: Path) -> tuple[MarketSequence, str]:
    """A class with `market(n)` that is made without arguments; named after `::` if there are several."""
    file, _, wanted = str(path).partition("::")
    module = executed(Path(file))
    found = {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type)
        and value.__module__ == module.__name__
        and not name.startswith("_")
        and callable(getattr(value, "market", None))
    }
    if wanted and wanted not in found:
        known = f"sequences are {', '.join(found)}" if found else "no class with market(n)"
        raise MechanismError(f"{file}: {known}, got {wanted}")
    if not wanted and len(found) != 1:
        known = f"one of {', '.join(found)} after ::" if found else "a class with market(n), found none"
        raise MechanismError(f"{file}: {known}")
    name = wanted or next(iter(found))
    try:
        made = found[name]()
    except (Exception, SystemExit) as wrong:
        raise MechanismError(f"{file}::{name}: {said(wrong, file)}") from wrong
    title = getattr(made, "title", name)
    return _Guarded(made, f"{file}::{name}"), title if isinstance(title, str) else name


@dataclass(frozen=True)
class _Guarded:
    """A user's sequence, each of whose markets is checked."""

    made: MarketSequence
    name: str
    kinds: dict[str, object] = field(default_factory=dict)

    def market(self, n: int) -> Any:
        try:
            with none_lost():
                found: Any = self.made.market(n)  # whatever a user may return
        except InputError as wrong:
            raise MechanismError(f"{self.name}.market({n}): {wrong}") from None
        except (Exception, SystemExit) as wrong:
            file = self.name.partition("::")[0]
            raise MechanismError(f"{self.name}.market({n}): {said(wrong, file)}") from wrong
        is_star = isinstance(found, Instance) and type(found.mechanism) is GStar
        if not is_star and not isinstance(found, ShockMarket):
            rule = "an Instance of G* or a ShockMarket"
            raise MechanismError(f"{self.name}.market({n}): {rule}, got {type(found).__name__}")
        market = found.market if isinstance(found, ShockMarket) else found.mechanism.market
        if market.n != n:
            raise MechanismError(f"{self.name}.market({n}): n = {n} sellers in a group, got {market.n}")
        if isinstance(found, Instance):
            try:
                require_traders(market, found.traders)
            except InputError as wrong:
                raise MechanismError(f"{self.name}.market({n}): {wrong}") from None
        self._same(n, found)
        return found

    def _same(self, n: int, found: Instance | ShockMarket) -> None:
        """Refuses a sequence that is now of one kind and now of another, or that renames its shocks."""
        kind = tuple(shock.name for shock in found.shocks) if isinstance(found, ShockMarket) else "G*"
        if self.kinds.setdefault("kind", kind) != kind:
            rule = "the mechanism and shocks of the other markets"
            raise MechanismError(f"{self.name}.market({n}): {rule}, {self.kinds['kind']}, got {kind}")


@dataclass(frozen=True)
class _Agents:
    """The agents of a table [[seller]] or [[buyer]]."""

    side: Side
    count: Entry
    units: tuple[Entry, ...]

    def traders(self, n: int, most: int) -> list[Trader]:
        """In the order of i."""
        found = []
        for i in range(1, self.count.integer(0, most, n=n) + 1):
            worths = [unit.value(n=n, i=i) for unit in self.units]
            for unit, worth in zip(self.units, worths, strict=True):
                if worth < 0:
                    raise unit.error({"n": n, "i": i}, "a number >= 0", str(worth))
            found.append(separable(self.side, [worths]))
        return found


@dataclass(frozen=True)
class WrittenSequence:
    """A sequence whose sizes, costs and values are expressions in n."""

    file: Section
    title: str
    l: int
    T: Entry
    tie: Tie
    agents: tuple[_Agents, ...]

    def market(self, n: int) -> Instance:
        """The market with n sellers and n buyers in each group. Raises `InstanceError`."""
        if not 1 <= n <= MOST_IN_A_GROUP:
            raise self.file.error("sequence", f"n from 1 to {MOST_IN_A_GROUP:,}", n)
        market = Market(n, 1, self.l, price_grid(1, self.T.integer(1, MOST_PRICES, n=n)), self.tie)
        traders: list[Trader] = []
        for side in Side:
            own = [trader for each in self.agents if each.side is side for trader in each.traders(n, 2 * n)]
            if len(own) != 2 * n:
                raise self.file.error(side.value, f"2n = {2 * n} in all at n = {n}", len(own))
            traders += own
        return Instance(self.title, GStar(market), tuple(traders), self.file.text("paper", ""))


def read_sequence(file: Section) -> WrittenSequence:
    """The sequence in an open file: everything is parsed, and nothing is evaluated yet."""
    section = file.section("sequence")
    section.choice("mechanism", {GStar.symbol: GStar}, default=GStar.symbol)
    file.allow(("title", "paper", "sequence", "seller", "buyer"))
    section.allow(("mechanism", "l", "T", "tie"))
    l = section.integer("l", least=1, default=1)
    if l > MOST_UNITS:
        raise section.error("l", f"at most {MOST_UNITS} units", l)
    tie = section.choice("tie", {tie.value: tie for tie in Tie}, default=Tie.LOWEST.value)
    agents = []
    for side in Side:
        for own in file.sections(side.value):
            own.allow(("count", UNITS[side]))
            rule = f"one expression for each unit, l = {l} in all"
            units = own.listed(UNITS[side], own.require(UNITS[side]), l, rule)
            agents.append(
                _Agents(
                    side,
                    entry(own, "count", own.require("count"), ("n",)),
                    tuple(entry(own, UNITS[side], unit, ("n", "i")) for unit in units),
                )
            )
    return WrittenSequence(
        file, file.text("title"), l, entry(section, "T", section.require("T"), ("n",)), tie, tuple(agents)
    )
