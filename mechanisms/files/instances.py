"""The TOML format of instances: data only, every number exact. `docs/instances.md` describes it."""

from pathlib import Path
from typing import Any

from mechanisms.files.markets import market_document, read_market
from mechanisms.files.payoffs import BUNDLES, agent_sections, payoff_document, payoff_key
from mechanisms.files.toml import Section, read_toml
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.grouping_mechanism import GroupingMechanism
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, Side
from mechanisms.markets.trader import Trader

WITH_SIGNALS = ("G**", "G+")  # which `interdependent` reads
MECHANISMS: dict[str, type[GroupingMechanism]] = {GStar.symbol: GStar}
# Keys that other readers of the same file look at.
OTHER_KEYS = ("without", "expect", "witness")
KEYS = ("title", "paper", "market", "signals", "prior", "shock", "seller", "buyer", *OTHER_KEYS)


def load_g_star_instance(path: Path) -> Instance:
    """The instance in a TOML file. Raises `InstanceError`: file, key, rule and value in one line."""
    return read_instance(read_toml(path))


def read_instance(file: Section) -> Instance:
    """The instance in an open file."""
    file.allow(KEYS)
    section = file.section("market")
    if (symbol := section.text("mechanism")) in WITH_SIGNALS:
        raise section.error("mechanism", "G*, without private signals", symbol)
    section.choice("mechanism", dict.fromkeys((*MECHANISMS, *WITH_SIGNALS)))
    mechanism, market = MECHANISMS[symbol], read_market(section)
    for key in ("signals", "prior", "shock"):
        if key in file:
            raise file.error(key, f"only for mechanisms with private signals, not for {mechanism.symbol}")
    traders = [
        *_read_side(file, Side.SELLER, market),
        *_read_side(file, Side.BUYER, market),
    ]
    return Instance(file.text("title"), mechanism(market), tuple(traders), file.text("paper", ""))


def _read_side(file: Section, side: Side, market: Market) -> list[Trader]:
    traders = []
    for section in agent_sections(file, side, market):
        key, trader_at = payoff_key(section, side, market)
        traders.append(trader_at(section, key))
    return traders


def instance_document(instance: Instance) -> dict[str, Any]:
    """The instance as a TOML document, the inverse of `read_instance` (costs and values as full tables)."""
    market = instance.mechanism.market
    require_as_defined(instance.mechanism)
    document = {**heading_document(instance), "market": market_document(instance.mechanism.symbol, market)}
    for side, agents in (Side.SELLER, market.sellers), (Side.BUYER, market.buyers):
        document[side.value] = [{BUNDLES[side]: payoff_document(instance.traders[i])} for i in agents]
    return document


def heading_document(instance: Instance | InterdependentInstance) -> dict[str, Any]:
    """What the instance is called, and which place of the paper it is about."""
    return {"title": instance.title, **({"paper": instance.paper} if instance.paper else {})}
