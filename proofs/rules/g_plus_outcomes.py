"""Outcomes of G+ on which (1), (2), (14) and own influence are checked: all at n = 1, random ones beyond."""

from collections.abc import Iterator, Sequence
from itertools import product
from random import Random
from typing import TypeAlias

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Message
from mechanisms.markets.triplicate import Triplicate
from proofs.rules.outcome import Outcome, random_draws
from proofs.rules.random_messages import RandomDemands, random_demand

GPlusOutcome: TypeAlias = Outcome[Sequence[Triplicate]]


def random_triplicate(market: Market, random: Random) -> Triplicate:
    """A triplicate whose entries are drawn when they are read."""
    return Triplicate(
        random_demand(market, random), RandomDemands(market, random), RandomDemands(market, random)
    )


def every_outcome(g: GPlus, seed: int = 0) -> Iterator[GPlusOutcome]:
    """At φ the identity: every p and b, all first messages, and all demands that are read after them.

    In branches 1 and 2 only first messages are read, in 3 and 4 one second demand of each agent, in 5 and 6
    one third demand, in 7 one of each; in 7 the first messages are only looked up, and one profile of them
    stands for all. Everything else that the messages name is drawn at random when somebody reads it. G+
    treats agents on a side alike, so that φ the identity stands for all of Φ.
    """
    market, random = g.market, Random(seed)
    phi = Grouping(tuple(market.sellers), tuple(market.buyers))
    profiles = list(product(market.messages(), repeat=len(market.agents)))
    for b in g.branches:
        for p in range(len(market.P)) if b < 7 else [0]:
            for first in profiles if b < 7 else profiles[:1]:
                for second in profiles if b in (3, 4, 7) else [None]:
                    for third in profiles if b >= 5 else [None]:
                        yield Outcome(phi, p, b, _profile(g, phi, random, first, second, third))


def _profile(
    g: GPlus,
    phi: Grouping,
    random: Random,
    first: Sequence[Message],
    second: Sequence[Message] | None,
    third: Sequence[Message] | None,
) -> list[Triplicate]:
    """Random triplicates, but with these first messages and these demands at the tuples that φ shows."""
    seconds, thirds = ([RandomDemands(g.market, random) for _ in first] for _ in range(2))
    m = [Triplicate(*parts) for parts in zip(first, seconds, thirds, strict=True)]
    for beta, group in enumerate(phi.groups(g.market.n)):
        for messages, given, shown in (
            (seconds, second, g.next_first),
            (thirds, third, g.other_first),
        ):
            if given is not None:
                seen = shown(phi, beta, m)
                for i in group.alternating:
                    messages[i][seen] = given[i]
    return m


def random_outcomes(g: GPlus, count: int, seed: int) -> Iterator[GPlusOutcome]:
    """So many profiles, each with a random draw of every branch; the same at every call."""

    def profile(random: Random) -> list[Triplicate]:
        return [random_triplicate(g.market, random) for _ in g.market.agents]

    return random_draws(g, profile, count, seed)
