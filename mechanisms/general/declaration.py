"""What a user declares about a mechanism, put in order: players, types, messages, truth and prior."""

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from itertools import combinations, islice, product
from math import prod
from typing import Any, TypeAlias

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype
from gametheory.games.labels import looks
from mechanisms.general.calls import call, error, failure, number, show
from mechanisms.general.mechanism import Mechanism
from mechanisms.general.one_answer import kind

Labels: TypeAlias = tuple[Hashable, ...]
MOST_PLAYERS = 10_000  # whose names are written down
MOST_LABELS = 1_000_000  # of a player: a list that does not end is refused before memory is
MOST_AXES = 64  # of an array of NumPy: a prior has one for each player
MOST_TYPE_PROFILES = 5_000_000  # beyond this a prior is not written down


def players_of(mechanism: Mechanism) -> tuple[str, ...]:
    """The players' names."""
    players = getattr(mechanism, "players", None)
    rule = "how many players there are, or a list of their names"
    if isinstance(players, int) and not isinstance(players, bool):
        if players < 1:
            raise error(mechanism, "players", "at least one player", players)
        if players > MOST_PLAYERS:
            raise error(mechanism, "players", f"at most {MOST_PLAYERS:,} players", players)
        return tuple(f"player {i + 1}" for i in range(players))
    if isinstance(players, (str, set, frozenset)) or not isinstance(players, Iterable):
        raise error(mechanism, "players", rule, players)
    names = tuple(islice(players, MOST_PLAYERS + 1))
    if len(names) > MOST_PLAYERS:
        raise error(mechanism, "players", f"at most {MOST_PLAYERS:,} players", "more")
    if not names or not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        raise error(mechanism, "players", "distinct names, at least one", list(map(str, names)))
    if blank := [name for name in names if not name or name != name.strip()]:
        raise error(mechanism, "players", "names that neither begin nor end with a blank", f'"{blank[0]}"')
    if long := [name for name in names if len(name.splitlines()) > 1]:
        raise error(mechanism, "players", "names of one line", long[0])
    if len(set(map(looks, names))) != len(names):
        raise error(mechanism, "players", "names that look distinct", list(names))
    return names


def values_of(mechanism: Mechanism) -> dict[str, Any]:
    """The value of each parameter: the attribute of its name."""
    for name in mechanism.parameters:
        if not hasattr(mechanism, name):
            raise error(mechanism, name, "an attribute, since it is a parameter, got none")
    return {name: getattr(mechanism, name) for name in mechanism.parameters}


def labels_of(mechanism: Mechanism, attribute: str, players: tuple[str, ...]) -> tuple[Labels, ...]:
    """The types or messages of each player, in the order in which they are given."""
    given = getattr(mechanism, attribute)
    if callable(given):
        given = call(mechanism, attribute)
    if isinstance(given, Mapping):
        lists = by_player(mechanism, attribute, players, given, "list")
    else:
        lists = [given] * len(players)
    found = [_labels(mechanism, attribute, name, own) for name, own in zip(players, lists, strict=True)]
    # Players with the same labels have them in the same order. Others may look the same, or be equal.
    orders: dict[frozenset[tuple[str, object, Hashable]], Labels] = {}
    return tuple(
        orders.setdefault(frozenset((show(each), kind(each), each) for each in own), own) for own in found
    )


def by_player(
    mechanism: Mechanism, place: str, players: tuple[str, ...], given: Mapping[Any, Any], what: str
) -> list[Any]:
    """The values of a mapping in the order of the players, who are its keys by name or by number."""
    keys: dict[Hashable, int] = {name: i for i, name in enumerate(players)}
    keys |= {i: i for i in range(len(players))}
    of_player: dict[int, Any] = {}
    for key, own in given.items():
        if key not in keys:
            raise error(mechanism, place, f"keys are {', '.join(players)} or numbers from 0", key)
        if keys[key] in of_player:
            raise error(mechanism, place, f"{players[keys[key]]}: one {what}, got two")
        of_player[keys[key]] = own
    if missing := next((name for i, name in enumerate(players) if i not in of_player), None):
        raise error(mechanism, place, f"a {what} for each player, none for {missing}")
    return [of_player[i] for i in range(len(players))]


def in_order(given: Iterable[Any]) -> Iterable[Any]:
    """What is given, in its order; a set has none of its own that is the same in every run."""
    if not isinstance(given, (set, frozenset)):
        return given
    are_numbers = all(isinstance(each, (int, Fraction)) for each in given)
    return sorted(given, key=None if are_numbers else show)


def _labels(mechanism: Mechanism, attribute: str, player: str, given: Any) -> Labels:
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise error(mechanism, attribute, f"{player}: a list", given)
    found = tuple(islice(in_order(given), MOST_LABELS + 1))
    if len(found) > MOST_LABELS:
        raise error(mechanism, attribute, f"{player}: at most {MOST_LABELS:,} of them, got more")
    if not found:
        raise error(mechanism, attribute, f"{player}: at least one of them, got none")
    for label in found:
        try:
            hash(label)
        except TypeError:
            rule = f"{player}: hashable values; lists for each player stand in a dict"
            raise error(mechanism, attribute, rule, label) from None
        if isinstance(label, float):
            raise error(
                mechanism, attribute, f"{player}: integers, Fractions or names, got the float {label}"
            )
    shown = [looks(show(label)) for label in found]
    if len(set(shown)) != len(shown):
        twice = next(text for text in shown if shown.count(text) > 1)
        one, other, *_ = (label for label, text in zip(found, shown, strict=True) if text == twice)
        rule = "distinct values" if one == other else "values that look distinct"
        raise error(mechanism, attribute, f"{player}: {rule}, got {twice} twice")
    if len(set(found)) != len(found):
        equal = " and ".join(map(show, next([a, b] for a, b in combinations(found, 2) if a == b)))
        raise error(mechanism, attribute, f"{player}: distinct values, and {equal} are equal")
    return found


def counts_of(mechanism: Mechanism, messages: tuple[Labels, ...]) -> tuple[int, ...]:
    """How many messages each player has; more than are listed, where `message_count` says so."""
    if mechanism.message_count is None:
        return tuple(map(len, messages))
    found = []
    for i, own in enumerate(messages):
        count = call(mechanism, "message_count", i)
        if type(count) is not int or count < len(own):
            rule = f"an integer, at least the {len(own)} that are listed"
            raise error(mechanism, f"message_count({i})", rule, count)
        found.append(count)
    return tuple(found)


def truth_of(
    mechanism: Mechanism, types: tuple[Labels, ...], messages: tuple[Labels, ...]
) -> tuple[tuple[int, ...], ...] | None:
    """The place of the truthful message, by player and type; None where nobody says what is true."""
    place = [{message: k for k, message in enumerate(own)} for own in messages]
    if mechanism.truth is None:
        if all(t in known for known, own in zip(place, types, strict=True) for t in own):
            return tuple(tuple(known[t] for t in own) for known, own in zip(place, types, strict=True))
        return None
    found = []
    for i, (known, own) in enumerate(zip(place, types, strict=True)):
        said = [call(mechanism, "truth", i, t) for t in own]
        for t, message in zip(own, said, strict=True):
            try:
                is_hers = message in known
            except TypeError:  # not hashable, or a part of it
                is_hers = False
            if not is_hers:
                raise error(mechanism, f"truth({i}, {show(t)})", "one of her messages", message)
        found.append(tuple(known[message] for message in said))
    return tuple(found)


def prior_of(mechanism: Mechanism, types: tuple[Labels, ...]) -> tuple[IntegerArray, int]:
    """The prior: integers with one axis for each player's types, and what they sum to."""
    given = mechanism.prior
    shape = tuple(map(len, types))
    if len(shape) > MOST_AXES:
        raise TooLargeError(f"the prior: {len(shape):,} players, of at most {MOST_AXES} it is written down")
    if prod(shape) > MOST_TYPE_PROFILES:
        raise TooLargeError(
            f"the prior: {prod(shape):,} type profiles, at most {MOST_TYPE_PROFILES:,} are written down"
        )
    if isinstance(given, str):
        if given != "uniform":
            raise error(mechanism, "prior", 'a function of types, a dict by types, or "uniform"', given)
        return np.ones(shape, dtype=np.int8), prod(shape)
    if isinstance(given, Mapping):
        known = set(product(*types))
        if unknown := next((profile for profile in given if profile not in known), None):
            raise error(mechanism, "prior", "its keys are profiles: a tuple of everybody's types", unknown)
        found = [number(mechanism, f"prior[{show(t)}]", given.get(t, 0)) for t in product(*types)]
    elif callable(given):
        try:
            raw = [given(t) for t in product(*types)]
        except (Exception, SystemExit) as wrong:
            raise failure(mechanism, "prior", wrong) from wrong
        found = [number(mechanism, f"prior({show(t)})", p) for t, p in zip(product(*types), raw, strict=True)]
    else:
        raise error(mechanism, "prior", 'a function of types, a dict by types, or "uniform"', given)
    for t, p in zip(product(*types), found, strict=True):
        if p < 0:
            raise error(mechanism, f"prior({show(t)})", "probabilities are not negative", p)
    if sum(found) != 1:
        raise error(mechanism, "prior", "probabilities sum to 1", sum(found, Fraction(0)))
    scale = common_denominator(found)
    weights = np.array([int(p * scale) for p in found], dtype=object).astype(integer_dtype(scale))
    return weights.reshape(shape), scale
