"""The least that a change of plan earns in G**, from runs: for rechecks, in place of the separation oracle.

What it earns in branches 1 to 3 is told by the first messages that the others send, at each signal profile.
In branch 4 the price counts as well. At each draw the members of the other group make it, who know their own
signals. So the change earns at least what it would if, at every draw, they made the worst price for each of
their signals. (They cannot always: what they ask for and supply is the same at every draw. So this is a lower
bound, which may be too low.)
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product
from math import prod

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray
from mechanisms.g_double_star.agents import Agent
from mechanisms.g_double_star.groups.played_gains import PlayedGains
from mechanisms.markets.market import Message

MOST_FIRSTS = 100_000  # profiles of first messages, of every rival with every signal


def least_gains(
    played: PlayedGains, direction: IntegerArray, firsts: Mapping[Agent, Sequence[Message]] | None = None
) -> Iterator[tuple[int, int]]:
    """For each way in which the rivals can begin: what is earned in branches 1 to 3, and at least in 4.

    Times the number of groups that there may be without her. `firsts` lists the first messages that a rival
    with a signal may send, any where it is not given. Raises `TooLargeError` when these are too many.
    """
    market, spaces, rivals = played.market, played.instance.prior.spaces, played.buyer.rivals
    allowed = {(j, t): (firsts or {}).get((j, t), played.buyer.demands) for j in rivals for t in spaces[j]}
    if (count := prod(map(len, allowed.values()))) > MOST_FIRSTS:
        raise TooLargeError(f"rivals' first messages: at most {MOST_FIRSTS:,} profiles, got {count:,}")
    along = cache(lambda omega, others: played.along(direction, omega, others))
    beliefs = list(played.instance.prior.given({played.i: played.signal}))
    groups = [
        (*sellers, *buyers)
        for sellers, buyers in product(combinations(market.sellers, market.n), combinations(rivals, market.n))
    ]
    for chosen in product(*allowed.values()):
        sent, drawn = dict(zip(allowed, chosen, strict=True)), 0
        final: dict[tuple[object, ...], list[int]] = defaultdict(lambda: [0] * len(market.P))
        for omega in beliefs:
            by_chance, by_price = along(omega, tuple(sent[j, omega[j]] for j in rivals))
            drawn += by_chance
            for members in groups:
                made = final[(members, *(omega[j] for j in members))]
                for p, gain in enumerate(by_price):
                    made[p] += gain
        yield len(groups) * drawn, sum(map(min, final.values()))
