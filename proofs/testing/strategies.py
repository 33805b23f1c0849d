"""Hypothesis strategies for games, markets and mechanisms: small, exact, and with many ties.

Sizes and payoffs are small on purpose: that is where ties and duplicates are. Without hypothesis all raise
`MissingLibraryError`.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from gametheory.games.libraries import library
from gametheory.games.normal_form import NormalFormGame
from mechanisms.g_star.mechanism import GStar
from mechanisms.general.tabulated import TabulatedMechanism
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.trader import Trader

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

INSTALLED_BY = "pip install hypothesis"


def games(
    sizes: Sequence[tuple[int, int]] = ((1, 4), (1, 4)), payoffs: Sequence[int | Fraction] = range(3)
) -> "SearchStrategy[NormalFormGame]":
    """Games in normal form; `sizes` has the least and the most number of strategies of each player."""
    with library("hypothesis", INSTALLED_BY):
        from hypothesis import strategies as st

    def of_shape(shape: tuple[int, ...]) -> "SearchStrategy[NormalFormGame]":
        cells = prod(shape)
        table = st.lists(st.sampled_from(list(payoffs)), min_size=cells, max_size=cells)
        array = table.map(lambda drawn: np.array(drawn).reshape(shape))
        return st.tuples(*[array] * len(shape)).map(NormalFormGame.from_arrays)

    return st.tuples(*(st.integers(*size) for size in sizes)).flatmap(of_shape)


def markets(most: int = 2) -> "SearchStrategy[Instance]":
    """Markets of G* with a seller and a buyer in each group; any costs and values in quarters up to 3/2.

    `most` bounds commodities, capacities and price steps.
    """
    with library("hypothesis", INSTALLED_BY):
        from hypothesis import strategies as st
    quarters = st.integers(0, 6).map(lambda j: Fraction(j, 4))

    def trader(market: Market, side: Side) -> "SearchStrategy[Trader]":
        worth = {x: quarters if any(x) else st.just(Fraction(0)) for x in market.X}
        return st.fixed_dictionaries(worth).map(lambda drawn: Trader(side, drawn))

    def instance(market: Market) -> "SearchStrategy[Instance]":
        traders = st.tuples(*(trader(market, market.side(i)) for i in market.agents))
        return traders.map(lambda everybody: Instance("a drawn market", GStar(market), everybody))

    size = st.integers(1, most)
    drawn = st.tuples(size, size, size, st.sampled_from(Tie))
    return drawn.map(lambda d: Market(1, d[0], d[1], price_grid(d[0], d[2]), d[3])).flatmap(instance)


def mechanisms(
    players: int = 2, types: int = 2, outcomes: int = 3, payoffs: Sequence[int | Fraction] = range(3)
) -> "SearchStrategy[TabulatedMechanism]":
    """Direct mechanisms with so many types of each: any outcome at each profile or a lot of two; a prior."""
    with library("hypothesis", INSTALLED_BY):
        from hypothesis import strategies as st
    names = [f"player {i + 1}" for i in range(players)]
    labels, results = [f"t{t}" for t in range(types)], [f"o{o}" for o in range(outcomes)]
    own = dict.fromkeys(names, labels)
    profiles = list(product(labels, repeat=players))

    def table(keys: Sequence[Any], values: "SearchStrategy[Any]") -> "SearchStrategy[dict[Any, Any]]":
        return st.fixed_dictionaries(dict.fromkeys(keys, values))

    lottery = st.sets(st.sampled_from(results), min_size=1, max_size=2).map(
        lambda drawn: {outcome: Fraction(1, len(drawn)) for outcome in sorted(drawn)}
    )
    weights = table(profiles, st.integers(0, 3)).filter(lambda drawn: any(drawn.values()))
    prior = weights.map(lambda drawn: {t: Fraction(w, sum(drawn.values())) for t, w in drawn.items()})
    return st.builds(
        TabulatedMechanism,
        players=st.just(names),
        types=st.just(own),
        messages=st.just(own),
        outcome_at=table(profiles, lottery),
        payoff_of=table(list(product(range(players), labels, results)), st.sampled_from(list(payoffs))),
        paid_at=table(results, st.tuples(*[st.integers(-1, 1)] * players)),
        prior=prior,
        listed=st.just(results),
    )
