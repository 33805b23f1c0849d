"""The TOML format of instances with private signals: what it adds to `instances`.

`depends_on` says what an agent's payoff is listed by: any of "own" (her signal), "sellers" and "buyers" (the
other sellers' and buyers' signals, in any order: such payoffs are anonymous) and "shock"; or "profile" (all
signals, in the order of the agents). The keys of her table join the parts with "; ", signals with ", ".
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement, product
from pathlib import Path
from typing import Any

from gametheory.games.errors import InputError
from mechanisms.files.instances import (
    KEYS,
    MECHANISMS,
    heading_document,
    instance_document,
    read_instance,
)
from mechanisms.files.markets import market_document, read_market
from mechanisms.files.payoffs import BUNDLES, agent_sections, payoff_document, payoff_key
from mechanisms.files.signals import prior_document, profile_key, read_prior, tidied
from mechanisms.files.toml import Section, read_toml
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.large.shock_market import ShockMarket, TraderKind
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.branch_mechanism import BranchMechanism, LotteryError
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance, InterdependentTrader
from mechanisms.markets.market import Market, Side
from mechanisms.markets.prior import MacroShock, Prior, Signals
from mechanisms.markets.trader import Trader

BRANCH_MECHANISMS: dict[str, type[BranchMechanism[Any]]] = {
    GDoubleStar.symbol: GDoubleStar,
    GPlus.symbol: GPlus,
}
BY = ("own", "sellers", "buyers", "shock")


def load_instance(path: Path) -> Instance | InterdependentInstance:
    """The instance in a TOML file, with or without signals, as its mechanism asks."""
    return read_any_instance(read_toml(path))


def read_any_instance(file: Section) -> Instance | InterdependentInstance:
    """The instance in an open file."""
    readers: dict[str, Callable[[Section], Instance | InterdependentInstance]] = {
        **dict.fromkeys(MECHANISMS, read_instance),
        **dict.fromkeys(BRANCH_MECHANISMS, read_interdependent),
    }
    return file.section("market").choice("mechanism", readers)(file)


def read_interdependent(file: Section) -> InterdependentInstance:
    """The G** or G+ instance in an open file. Raises `InstanceError`: file, key, rule, value in one line."""
    file.allow(KEYS)
    mechanism = _read_mechanism(file.section("market"))
    market = mechanism.market
    prior, macro = read_prior(file, market)
    traders = [
        _read_trader(section, i, market, prior, macro)
        for side, agents in ((Side.SELLER, market.sellers), (Side.BUYER, market.buyers))
        for i, section in zip(agents, agent_sections(file, side, market), strict=True)
    ]
    return InterdependentInstance(
        file.text("title"), mechanism, prior, tuple(traders), file.text("paper", "")
    )


def read_shock_market(file: Section) -> ShockMarket:
    """The G** instance in an open file as a market of section 3.4, agents with the same payoffs together."""
    file.allow(KEYS)
    mechanism = _read_mechanism(file.section("market"))
    if not isinstance(mechanism, GDoubleStar):
        raise file.section("market").error("mechanism", "G* or G**, whose curves are drawn", mechanism.symbol)
    market = mechanism.market
    prior, macro = read_prior(file, market)
    if macro is None:
        raise file.error("shock", "a macro shock, given which signals are independent (curves of G**)")
    kinds: dict[Side, tuple[TraderKind, ...]] = {}
    for side, agents in ((Side.SELLER, market.sellers), (Side.BUYER, market.buyers)):
        every = [
            _by_shock_and_signal(section, i, market, prior, macro)
            for i, section in zip(agents, agent_sections(file, side, market), strict=True)
        ]
        alike = [each for place, each in enumerate(every) if each not in every[:place]]
        kinds[side] = tuple(TraderKind(every.count(each), each) for each in alike)
    try:
        return ShockMarket(market, mechanism.eta, macro.shocks, kinds[Side.SELLER], kinds[Side.BUYER])
    except InputError as wrong:
        raise file.error("", f"{wrong} (curves of G**)") from None


def _by_shock_and_signal(
    section: Section, i: int, market: Market, prior: Prior, macro: MacroShock
) -> dict[tuple[str, str], Trader]:
    """u_i(·, ω_0, ω_i), as section 3.4 has it."""
    key, trader_at = payoff_key(section, market.side(i), market, further=("depends_on",))
    every = list(product((shock.name for shock in macro.shocks), prior.spaces[i]))
    if "depends_on" not in section:
        return dict.fromkeys(every, trader_at(section, key))
    by = _read_by(section, macro)
    if not {"own", "shock"}.issuperset(by):
        raise section.error(
            "depends_on", "own and shock at most (curves of G**)", section.require("depends_on")
        )
    named = tidied(section.section(key))
    names = list(_names(by, i, market, prior, macro))
    named.allow(names)
    listed = {name: trader_at(named, name) for name in names}
    return {
        (shock, own): listed["; ".join({"own": own, "shock": shock}[part] for part in by)]
        for shock, own in every
    }


def _read_mechanism(section: Section) -> BranchMechanism[Any]:
    mechanism = section.choice("mechanism", BRANCH_MECHANISMS)
    has_r = mechanism is GPlus
    market = read_market(section, further=("eta", "r") if has_r else ("eta",))
    eta = section.number("eta", section.require("eta"))
    if has_r:
        market = replace(market, groups=section.integer("r", least=3))
    try:
        return mechanism(market, eta)
    except LotteryError as wrong:
        raise section.error("eta", str(wrong).removeprefix("eta: ")) from None


def _read_trader(
    section: Section, i: int, market: Market, prior: Prior, macro: MacroShock | None
) -> InterdependentTrader:
    key, trader_at = payoff_key(section, market.side(i), market, further=("depends_on",))
    if "depends_on" not in section:
        return InterdependentTrader(dict.fromkeys(prior.profiles(), trader_at(section, key)))
    by = _read_by(section, macro)
    named = tidied(section.section(key))
    names = list(_names(by, i, market, prior, macro))
    named.allow(names)
    listed = {name: trader_at(named, name) for name in names}

    def trader(omega: Signals) -> Trader:
        if "shock" not in by or macro is None:
            return listed[_name(by, i, market, prior, omega, "")]
        return _mean(
            {
                name: (share, listed[_name(by, i, market, prior, omega, name)])
                for name, share in macro.posterior(market, omega).items()
            }
        )

    return InterdependentTrader({omega: trader(omega) for omega in prior.profiles()})


def _mean(mixture: dict[str, tuple[Fraction, Trader]]) -> Trader:
    """Section 3.4: the worth of each bundle averaged over the shocks."""
    (_, some), *_ = mixture.values()
    worth = {
        x: sum((share * trader.worth[x] for share, trader in mixture.values()), Fraction(0))
        for x in some.worth
    }
    return Trader(some.side, worth)


def _read_by(section: Section, macro: MacroShock | None) -> tuple[str, ...]:
    value = section.require("depends_on")
    by = tuple(value) if isinstance(value, list) else (value,)
    if by != ("profile",) and (not by or any(part not in BY for part in by) or len(set(by)) != len(by)):
        raise section.error("depends_on", f'"profile", or a list of some of {", ".join(BY)}', value)
    if "shock" in by and macro is None:
        raise section.error("depends_on", "no shock without [[shock]]", value)
    return by


def _names(
    by: tuple[str, ...], i: int, market: Market, prior: Prior, macro: MacroShock | None
) -> Iterator[str]:
    """All keys of a payoff table."""
    if by == ("profile",):
        yield from map(profile_key, prior.profiles())
        return
    parts: dict[str, list[str]] = {
        "own": list(prior.spaces[i]),
        "shock": [shock.name for shock in macro.shocks] if macro else [],
        **{
            name: [
                ", ".join(signals)
                for signals in combinations_with_replacement(prior.spaces[agents[0]], len(others))
            ]
            for name, agents, others in _other_agents(i, market)
        },
    }
    yield from ("; ".join(combination) for combination in product(*(parts[part] for part in by)))


def _other_agents(i: int, market: Market) -> Iterator[tuple[str, range, list[int]]]:
    for name, agents in ("sellers", market.sellers), ("buyers", market.buyers):
        yield name, agents, [j for j in agents if j != i]


def _name(by: tuple[str, ...], i: int, market: Market, prior: Prior, omega: Signals, shock: str) -> str:
    """The key under which agent i's payoff at ω (and a shock) stands."""
    if by == ("profile",):
        return profile_key(omega)
    parts = {"own": omega[i], "shock": shock}
    for name, agents, others in _other_agents(i, market):
        order = prior.spaces[agents[0]].index
        parts[name] = ", ".join(sorted((omega[j] for j in others), key=order))
    return "; ".join(parts[part] for part in by)


def interdependent_document(instance: InterdependentInstance) -> dict[str, Any]:
    """The instance as a TOML document, the inverse of `read_interdependent` (everything as full tables)."""
    g, market = instance.mechanism, instance.mechanism.market
    require_as_defined(g)
    document = {
        **heading_document(instance),
        "market": market_document(g.symbol, market, g.eta),
        **prior_document(market, instance.prior),
    }
    for side, agents in (Side.SELLER, market.sellers), (Side.BUYER, market.buyers):
        document[side.value] = [
            {
                "depends_on": "profile",
                BUNDLES[side]: {
                    profile_key(omega): payoff_document(trader)
                    for omega, trader in instance.traders[i].at.items()
                },
            }
            for i in agents
        ]
    return document


def any_instance_document(instance: Instance | InterdependentInstance) -> dict[str, Any]:
    """The instance as a TOML document, the inverse of `read_any_instance`."""
    if isinstance(instance, Instance):
        return instance_document(instance)
    return interdependent_document(instance)
