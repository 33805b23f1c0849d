"""Mechanisms and finite Bayesian games as TOML, without code.

A file with a table [game] is a Bayesian game, one with a table [mechanism] a mechanism whose outcomes are
tabulated by messages. Profiles are keys of labels, in the order of the players: "fight, yield".
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any, TypeAlias

from gametheory.games.errors import TooLargeError
from mechanisms.files.toml import Section
from mechanisms.general.mechanism import Mechanism
from mechanisms.general.tabulated import TabulatedGame, TabulatedMechanism

Labels: TypeAlias = Mapping[str, Sequence[Any]]  # by player
MOST_PROFILES = 1_000_000  # of a table that is written by hand
HEADING = ("title", "paper", "expect", "types", "prior", "payoffs")


def is_table_file(file: Section) -> bool:
    """Is it a game or a mechanism, and not an instance with a market?"""
    return "game" in file or "mechanism" in file


def read_table(file: Section) -> Mechanism:
    """The game or mechanism in an open file. Raises `InstanceError`: file, key, rule, value in one line."""
    if "game" in file:
        file.allow((*HEADING, "game", "actions"))
        return read_game(file)
    file.allow((*HEADING, "mechanism", "messages", "outcomes", "payments"))
    return read_mechanism(file)


def read_game(file: Section) -> TabulatedGame:
    """A finite Bayesian game; without [types] nobody has any, and no prior is needed."""
    section = file.section("game")
    section.allow(("players", "elimination"))
    players = _players(section)
    types = _labels(file, "types", players, (None,))
    actions = _labels(file, "actions", players)
    payoffs = file.section("payoffs")
    type_profiles, profiles = _profiles(file, types), _profiles(file, actions)
    found: dict[tuple[tuple[Any, ...], tuple[Any, ...]], tuple[Fraction, ...]] = {}
    _require_keys(payoffs, profiles, "actions")
    for key, profile in profiles.items():
        by_types = payoffs.require(key)
        if isinstance(by_types, dict):
            inner = payoffs.section(key)
            _require_keys(inner, type_profiles, "types")
            for name, t in type_profiles.items():
                found[profile, t] = _numbers(inner, name, inner.require(name), len(players))
        else:
            numbers = _numbers(payoffs, key, by_types, len(players))
            found |= {(profile, t): numbers for t in type_profiles.values()}
    prior = _prior(file, type_profiles) if "prior" in file or len(type_profiles) > 1 else None
    game = TabulatedGame(
        players=players, types=types, messages=actions, payoffs_at=found, written_in=file.file, prior=prior
    )
    _set_elimination(section, game)
    return game


def read_mechanism(file: Section) -> TabulatedMechanism:
    """A mechanism as tables: outcomes by messages, payoffs by player and outcome for each type in order."""
    section = file.section("mechanism")
    section.allow(("players", "symmetric", "ordinal", "elimination", "feasible"))
    players = _players(section)
    types = _labels(file, "types", players, (None,))
    messages = _labels(file, "messages", players) if "messages" in file else types
    profiles, outcomes = _profiles(file, messages), file.section("outcomes")
    _require_keys(outcomes, profiles, "messages")
    made = {profile: _outcome(outcomes, key) for key, profile in profiles.items()}
    feasible = None
    if "feasible" in section:
        feasible = section.listed("feasible", section.require("feasible"), None, "a list of outcomes")
        for name in feasible:
            if not isinstance(name, str):
                raise section.error("feasible", "names of outcomes", name)
    names = dict.fromkeys(o for each in made.values() for o in (each if isinstance(each, dict) else (each,)))
    every = list(dict.fromkeys([*names, *(feasible or ())]))
    payoffs = file.section("payoffs")
    payoffs.allow(players)
    payoff_of: dict[tuple[int, Any, Any], Fraction] = {}
    for i, player in enumerate(players):
        own = payoffs.section(player)
        _require_keys(own, {o: o for o in every}, "outcomes")
        for o in every:
            row = _numbers(own, o, own.require(o), len(types[player]))
            payoff_of |= {(i, t, o): value for t, value in zip(types[player], row, strict=True)}
    paid = None
    if "payments" in file:
        payments = file.section("payments")
        _require_keys(payments, {o: o for o in every}, "outcomes")
        paid = {o: _numbers(payments, o, payments.require(o), len(players)) for o in every}
    prior = _prior(file, _profiles(file, types)) if "prior" in file else None
    mechanism = TabulatedMechanism(
        players=players,
        types=types,
        messages=messages,
        outcome_at=made,
        payoff_of=payoff_of,
        written_in=file.file,
        prior=prior,
        paid_at=paid,
        listed=feasible,
    )
    for name in "symmetric", "ordinal":
        if name in section:
            setattr(mechanism, name, section.truth(name))
    _set_elimination(section, mechanism)
    return mechanism


def _set_elimination(section: Section, mechanism: Mechanism) -> None:
    if "elimination" in section:
        mechanism.elimination = section.text("elimination")  # type: ignore[misc]


def _players(section: Section) -> tuple[str, ...]:
    names = section.listed("players", section.require("players"), None, "a list of names")
    if not names or not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        raise section.error("players", "distinct names, at least one", names)
    return tuple(names)


def _labels(file: Section, key: str, players: Sequence[str], default: Sequence[Any] | None = None) -> Labels:
    """A list for each player, in a table by name; or one list for all."""
    if key not in file and default is not None:
        return dict.fromkeys(players, default)
    given = file.require(key)
    if isinstance(given, list):
        return dict.fromkeys(players, _list_of_labels(file, key, given))
    section = file.section(key)
    section.allow(players)
    return {player: _list_of_labels(section, player, section.require(player)) for player in players}


def _list_of_labels(section: Section, key: str, given: Any) -> tuple[Any, ...]:
    rule = "distinct names or integers without commas, at least one"
    own = section.listed(key, given, None, rule)
    shown = list(map(str, own))
    good = all(type(label) in (str, int) for label in own) and not any("," in label for label in shown)
    if not own or not good or len(set(shown)) != len(shown):
        raise section.error(key, rule, own)
    return tuple(own)


def _profiles(file: Section, labels: Labels) -> dict[str, tuple[Any, ...]]:
    """All profiles by key."""
    if (count := prod(map(len, labels.values()))) > MOST_PROFILES:
        raise TooLargeError(f"{file.file}: {count:,} profiles, at most {MOST_PROFILES:,} in a file")
    return {", ".join(map(str, profile)): profile for profile in product(*labels.values())}


def _require_keys(section: Section, known: Mapping[str, Any], what: str) -> None:
    """Each profile, and nothing else."""
    section.allow(known)
    for key in known:
        if key not in section:
            raise section.error(key, f"one entry for all {what}, this one is missing")


def _numbers(section: Section, key: str, given: Any, count: int) -> tuple[Fraction, ...]:
    row = section.listed(key, given, count, f"a list of {count} numbers")
    return tuple(section.number(key, value) for value in row)


def _outcome(section: Section, key: str) -> Any:
    """A name, or a table of names with probabilities that sum to 1."""
    given = section.require(key)
    if not isinstance(given, dict):
        return section.text(key)
    lottery = section.section(key)
    return _probabilities(lottery, {name: name for name in lottery.content})


def _prior(file: Section, profiles: Mapping[str, tuple[Any, ...]]) -> Any:
    if file.require("prior") == "uniform":
        return "uniform"
    section = file.section("prior")
    section.allow(profiles)
    return _probabilities(section, {key: profiles[key] for key in section.content})


def _probabilities(section: Section, keys: Mapping[str, Any]) -> dict[Any, Fraction]:
    found = {each: section.number(key, section.require(key), least=0) for key, each in keys.items()}
    total = sum(found.values(), Fraction(0))
    if total != 1:
        raise section.error("", "probabilities sum to 1", str(total))
    return found
