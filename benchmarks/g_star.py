"""G*: the literal game against a plain read of its payoff array, and Theorem 1 in plan form."""

from fractions import Fraction
from functools import partial

import numpy as np

from benchmarks.suite import Case, Contestant, Suite
from gametheory.games.normal_form import NormalFormGame
from mechanisms.g_star.literal import literal_game
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.trader import Trader, separable
from proofs.theorem_1 import statement as theorem_1

Instance = tuple[GStar, list[Trader]]


def _instance(n: int, k: int, l: int, T: int) -> Instance:
    """Rising unit costs and falling unit values, with ties at prices of the grid."""
    market = Market(n, k, l, price_grid(k, T))
    rising = [[Fraction(t, l + 1) for t in range(1, l + 1)]] * k
    falling = [row[::-1] for row in rising]
    seller, buyer = separable(Side.SELLER, rising), separable(Side.BUYER, falling)
    return GStar(market), [seller] * market.side_size + [buyer] * market.side_size


def _build_and_check(instance: Instance) -> int:
    """Every payoff of every agent, and which of her messages are dominant; how many payoffs these are."""
    g, traders = instance
    game = literal_game(g, traders)
    for i in g.market.agents:
        if not theorem_1.dominant_rows(game.numerators[i], i):
            raise ArithmeticError(f"{g.market.name(i)} has a dominant message by Theorem 1, none was found")
    return sum(numerators.size for numerators in game.numerators)


def _build(instance: Instance) -> NormalFormGame:
    return literal_game(*instance)


def _read(game: NormalFormGame) -> int:
    """One pass over all payoffs; how many they are."""
    for numerators in game.numerators:
        np.add.reduce(numerators, axis=None, dtype=np.int64)
    return sum(numerators.size for numerators in game.numerators)


def _in_plan_form(instance: Instance) -> int:
    """Both directions of Theorem 1 for every agent."""
    g, traders = instance
    return sum(1 for i in g.market.agents for _ in theorem_1.violations_in_plans(g, i, traders[i]))


LITERAL = Suite(
    "Literal G*: build every payoff of all agents and find all dominant messages",
    [
        Case("n=1 k=1 l=2 T=1: 6,561 profiles", partial(_instance, 1, 1, 2, 1)),
        Case("n=1 k=1 l=2 T=2: 531,441 profiles", partial(_instance, 1, 1, 2, 2)),
    ],
    [
        Contestant("build and check", _build_and_check),
        Contestant("read the payoffs once", _read, prepare=_build),
    ],
)

PLANS = Suite(
    "Theorem 1 in plan form, both directions, every agent",
    [
        Case("n=1 k=1 l=2 T=2: 27 messages", partial(_instance, 1, 1, 2, 2)),
        Case("n=2 k=1 l=2 T=2: 27 messages", partial(_instance, 2, 1, 2, 2)),
        Case("n=2 k=2 l=2 T=2: 387,420,489 messages", partial(_instance, 2, 2, 2, 2)),
    ],
    [Contestant("plan form", _in_plan_form)],
)
