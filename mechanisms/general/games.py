"""A mechanism as a game: in normal form where nobody has types, Bayesian, or of strategies for all types."""

from itertools import product
from math import prod

import numpy as np

from gametheory.games.bayesian import BayesianGame
from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude
from gametheory.games.normal_form import NormalFormGame
from mechanisms.general.calls import show
from mechanisms.general.game_form import GameForm

MOST_CELLS = 20_000_000  # of a payoff array


def _messages(form: GameForm) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(show, own)) for own in form.messages)


def _require_few(what: str, cells: int) -> None:
    if cells > MOST_CELLS:
        raise TooLargeError(f"{what}: {cells:,} profiles, at most {MOST_CELLS:,} are listed")


def normal_form(form: GameForm) -> NormalFormGame:
    """The game of a mechanism in which everybody has one type: strategies are messages."""
    tables = [form.listing.table(i) for i in range(form.count)]
    return NormalFormGame.from_arrays(
        [table[0][form.listing.result] for table, _ in tables],
        denominators=[denominator for _, denominator in tables],
        players=form.players,
        strategies=_messages(form),
    )


def bayesian_game(form: GameForm) -> BayesianGame:
    """The Bayesian game of a mechanism with a prior: actions are messages. Raises `TooLargeError`."""
    n, shape = form.count, tuple(map(len, form.types))
    _require_few("the Bayesian game", prod(shape) * prod(form.listing.shape))
    numerators: list[IntegerArray] = []
    for i in range(n):
        table, _ = form.listing.table(i)
        if form.mechanism.interdependent:
            table = table.reshape(*shape, -1)
        else:
            table = table.reshape([*(size if j == i else 1 for j, size in enumerate(shape)), -1])
        found = np.moveaxis(table[..., form.listing.result], range(n), range(-n, 0))
        numerators.append(np.broadcast_to(found, form.listing.shape + shape))
    return BayesianGame(
        form.players,
        tuple(tuple(map(show, own)) for own in form.types),
        _messages(form),
        form.prior_weights,
        form.prior_scale,
        tuple(numerators),
        tuple(form.listing.table(i)[1] for i in range(n)),
    )


def strategies(form: GameForm, i: int) -> list[tuple[int, ...]]:
    """Player i's strategies: a message for each type, in lexicographic order."""
    return list(product(range(len(form.messages[i])), repeat=len(form.types[i])))


def ex_ante_game(form: GameForm) -> NormalFormGame:
    """The game in which a message for each type is chosen before types are known. Raises `TooLargeError`."""
    counts = [len(own) ** len(types) for own, types in zip(form.messages, form.types, strict=True)]
    _require_few("the game of strategies", prod(counts) * form.type_profile_count())
    own = [strategies(form, i) for i in range(form.count)]
    tables = [form.listing.table(i) for i in range(form.count)]
    most = max(largest_magnitude(table) for table, _ in tables)
    totals = [np.zeros(counts, dtype=integer_dtype(max(1, most) * form.prior_scale)) for _ in own]
    contexts = [{context: k for k, context in enumerate(form.contexts(i))} for i in range(form.count)]
    for types in form.type_profiles():
        weight = int(form.prior_weights[types])
        if weight:
            said = [[s[t] for s in each] for each, t in zip(own, types, strict=True)]
            results = form.listing.result[np.ix_(*said)]
            for i, (table, _) in enumerate(tables):
                row = table[contexts[i][form.context(i, types)]]
                totals[i] += weight * row[results].astype(totals[i].dtype)
    return NormalFormGame.from_arrays(
        totals,
        denominators=[denominator * form.prior_scale for _, denominator in tables],
        players=form.players,
        strategies=[
            [", ".join(form.message_name(i, m) for m in s) for s in each] for i, each in enumerate(own)
        ],
    )
