"""The tables [signals] and [prior] or [[shock]] of an instance: who may have which signal, and how likely."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any, TypeAlias

from mechanisms.files.messages import plain
from mechanisms.files.toml import Section
from mechanisms.markets.market import Market, Side
from mechanisms.markets.prior import MacroShock, Prior, PriorError, Shock, Signals, explicit_prior

MOST_PROFILES = 20_000  # of signals, which every question about an instance runs through
Spaces: TypeAlias = dict[Side, tuple[str, ...]]


def read_prior(file: Section, market: Market) -> tuple[Prior, MacroShock | None]:
    """f, and the macro shock that makes it, if one does."""
    spaces = _read_signals(file.section("signals"), market)
    if ("prior" in file) == ("shock" in file):
        raise file.error("", "either [prior] (a table over signal profiles) or [[shock]], and not both")
    macro = _read_shocks(file, spaces) if "shock" in file else None
    try:
        return macro.prior(market) if macro else _read_table(file.section("prior"), market, spaces), macro
    except PriorError as wrong:
        raise file.error("shock" if macro else "prior", str(wrong).removeprefix("prior: ")) from None


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


def _read_table(section: Section, market: Market, spaces: Spaces) -> Prior:
    sellers, buyers = spaces[Side.SELLER], spaces[Side.BUYER]
    every = product(*([sellers] * market.side_size + [buyers] * market.side_size))
    names = {profile_key(omega): omega for omega in every}
    named = tidied(section)
    named.allow(names)
    f = {names[key]: named.number(key, value, least=0) for key, value in named.content.items()}
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


def read_signal(section: Section, space: Sequence[str]) -> str:
    """The signal at `signal`, one of these."""
    return section.choice("signal", {name: name for name in space})


def tidied(section: Section) -> Section:
    """The table with its keys tidy; refuses two that differ in blanks only, one of which would be lost."""
    content: dict[str, Any] = {}
    for key, value in section.content.items():
        if (name := _tidy(key)) in content:
            raise section.error(key, "each signal or list of signals once, however the blanks are set", key)
        content[name] = value
    return Section(section.file, section.path, content)


def _tidy(name: str) -> str:
    """One blank after every comma and semicolon."""
    return "; ".join(", ".join(signal.strip() for signal in part.split(",")) for part in name.split(";"))


def profile_key(omega: Signals) -> str:
    """How a signal profile is written as a key.

    >>> profile_key(("s", "s", "low", "high"))
    's, s, low, high'
    """
    return ", ".join(omega)


def prior_document(market: Market, prior: Prior) -> dict[str, Any]:
    """The tables [signals] and [prior]."""
    sellers, buyers = (list(prior.spaces[agents[0]]) for agents in (market.sellers, market.buyers))
    return {
        "signals": {"seller": sellers, "buyer": buyers},
        "prior": {profile_key(omega): plain(share) for omega, share in prior.f.items()},
    }
