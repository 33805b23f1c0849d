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

from mechanisms.files.instances import (
    MECHANISMS,
    OTHER_KEYS,
    agent_sections,
    bundle_key,
    grid_document,
    payoff_keys,
    plain,
    read_instance,
    read_market,
    read_payoff_key,
    read_table,
    read_units,
)
from mechanisms.files.toml import Section, read_toml
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.branch_mechanism import BranchMechanism, LotteryError
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance, InterdependentTrader
from mechanisms.markets.market import Market, Side
from mechanisms.markets.prior import MacroShock, Prior, PriorError, Shock, Signals, explicit_prior
from mechanisms.markets.trader import Trader

BRANCH_MECHANISMS: dict[str, type[BranchMechanism[Any]]] = {
    GDoubleStar.symbol: GDoubleStar,
    GPlus.symbol: GPlus,
}
MOST_PROFILES = 20_000  # of signals, which every question about an instance runs through
BY = ("own", "sellers", "buyers", "shock")
Spaces = dict[Side, tuple[str, ...]]


def load_any_instance(path: Path) -> Instance | InterdependentInstance:
    """The instance in a TOML file, with or without signals, as its mechanism asks."""
    file = read_toml(path)
    readers: dict[str, Callable[[Section], Instance | InterdependentInstance]] = {
        **dict.fromkeys(MECHANISMS, read_instance),
        **dict.fromkeys(BRANCH_MECHANISMS, read_interdependent),
    }
    return file.section("market").choice("mechanism", readers)(file)


def read_interdependent(file: Section) -> InterdependentInstance:
    """The G** or G+ instance in an open file. Raises `InstanceError`: file, key, rule, value in one line."""
    file.allow(("title", "paper", "market", "signals", "prior", "shock", "seller", "buyer", *OTHER_KEYS))
    mechanism = _read_mechanism(file.section("market"))
    market = mechanism.market
    spaces = _read_signals(file.section("signals"), market)
    if ("prior" in file) == ("shock" in file):
        raise file.error("", "either [prior] (a table over signal profiles) or [[shock]], and not both")
    macro = _read_shocks(file, spaces) if "shock" in file else None
    try:
        prior = macro.prior(market) if macro else _read_prior(file.section("prior"), market, spaces)
    except PriorError as wrong:
        raise file.error("shock" if macro else "prior", str(wrong)) from None
    traders = [
        _read_trader(section, i, market, prior, macro)
        for side, agents in ((Side.SELLER, market.sellers), (Side.BUYER, market.buyers))
        for i, section in zip(agents, agent_sections(file, side, market), strict=True)
    ]
    return InterdependentInstance(
        file.text("title"), mechanism, prior, tuple(traders), file.text("paper", "")
    )


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


def _read_signals(section: Section, market: Market) -> Spaces:
    section.allow(side.value for side in Side)
    spaces = {}
    for side in Side:
        names = section.listed(side.value, section.require(side.value), None, "a list of names of signals")
        for name in names:
            if not isinstance(name, str) or not name.strip() or set(name) & set(",;"):
                raise section.error(side.value, "names of signals, without commas or semicolons", name)
        if not names or len(set(names)) != len(names):
            raise section.error(side.value, "at least one signal, all distinct", names)
        spaces[side] = tuple(names)
    # Bounded before the powers are taken, so that a huge n is refused at once.
    if market.side_size > 40 or (
        len(spaces[Side.SELLER]) ** market.side_size * len(spaces[Side.BUYER]) ** market.side_size
        > MOST_PROFILES
    ):
        raise section.error("", f"at most {MOST_PROFILES} signal profiles (and 40 agents a side)")
    return spaces


def _read_prior(section: Section, market: Market, spaces: Spaces) -> Prior:
    sellers, buyers = spaces[Side.SELLER], spaces[Side.BUYER]
    every = product(*([sellers] * market.side_size + [buyers] * market.side_size))
    names = {profile_key(omega): omega for omega in every}
    table = {_tidy(key): value for key, value in section.content.items()}
    named = Section(section.file, section.path, table)
    named.allow(names)
    f = {names[key]: named.number(key, value, least=0) for key, value in table.items()}
    return explicit_prior(market, sellers, buyers, f)


def _read_shocks(file: Section, spaces: Spaces) -> MacroShock:
    shocks = []
    for section in file.sections("shock"):
        section.allow(("name", "probability", "seller", "buyer"))
        probability = section.number("probability", section.require("probability"), least=0)
        given = {side: _read_distribution(section.section(side.value), spaces[side]) for side in Side}
        name = section.text("name")
        shocks.append(Shock(name, probability, given[Side.SELLER], given[Side.BUYER]))
    if len({shock.name for shock in shocks}) != len(shocks):
        raise file.error("shock", "distinct names", ", ".join(shock.name for shock in shocks))
    if (total := sum(shock.probability for shock in shocks)) != 1:
        raise file.error("shock", "probabilities that sum to 1", str(total))
    return MacroShock(tuple(shocks))


def _read_distribution(section: Section, space: tuple[str, ...]) -> dict[str, Fraction]:
    section.allow(space)
    shares = {name: section.number(name, section.require(name), least=0) for name in space}
    if (total := sum(shares.values())) != 1:
        raise section.error("", "probabilities that sum to 1", str(total))
    return shares


def _read_trader(
    section: Section, i: int, market: Market, prior: Prior, macro: MacroShock | None
) -> InterdependentTrader:
    side = market.side(i)
    units, _ = payoff_keys(side)
    section.allow((*payoff_keys(side), "depends_on", "copies"))
    key = read_payoff_key(section, side)
    read: Callable[[Section, str, Side, Market], Trader] = read_units if key == units else read_table
    if "depends_on" not in section:
        always = read(section, key, side, market)
        return InterdependentTrader(dict.fromkeys(prior.profiles(), always))
    by = _read_by(section, macro)
    table = section.section(key)
    named = Section(table.file, table.path, {_tidy(name): value for name, value in table.content.items()})
    names = list(_names(by, i, market, prior, macro))
    named.allow(names)
    listed = {name: read(named, name, side, market) for name in names}

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


def _tidy(name: str) -> str:
    """One blank after every comma and semicolon."""
    return "; ".join(", ".join(signal.strip() for signal in part.split(",")) for part in name.split(";"))


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


def profile_key(omega: Signals) -> str:
    """How a signal profile is written as a key.

    >>> profile_key(("s", "s", "low", "high"))
    's, s, low, high'
    """
    return ", ".join(omega)


def interdependent_document(instance: InterdependentInstance) -> dict[str, Any]:
    """The instance as a TOML document, the inverse of `read_interdependent` (everything as full tables)."""
    market = instance.mechanism.market
    sellers, buyers = (instance.prior.spaces[agents[0]] for agents in (market.sellers, market.buyers))
    document: dict[str, Any] = {"title": instance.title}
    if instance.paper:
        document["paper"] = instance.paper
    document["market"] = {
        "mechanism": instance.mechanism.symbol,
        **({"r": market.groups} if instance.mechanism.symbol == GPlus.symbol else {}),
        "n": market.n,
        "k": market.k,
        "l": market.l,
        "tie": market.tie.value,
        "eta": plain(instance.mechanism.eta),
        **grid_document(market),
    }
    document["signals"] = {"seller": list(sellers), "buyer": list(buyers)}
    document["prior"] = {profile_key(omega): plain(share) for omega, share in instance.prior.f.items()}
    for side, agents in (Side.SELLER, market.sellers), (Side.BUYER, market.buyers):
        _, key = payoff_keys(side)
        document[side.value] = [
            {
                "depends_on": "profile",
                key: {
                    profile_key(omega): {
                        bundle_key(x): plain(worth) for x, worth in trader.worth.items() if any(x)
                    }
                    for omega, trader in instance.traders[i].at.items()
                },
            }
            for i in agents
        ]
    return document
