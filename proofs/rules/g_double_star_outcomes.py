"""Outcomes of G** to check (1), (2), (7) and (11) on: all that differ at n = 1, random ones beyond."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, message_of, require_one_buyer
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market
from proofs.rules.random_messages import RandomDemands, random_demand


@dataclass(frozen=True)
class Outcome:
    """A draw of G** and a profile of messages."""

    phi: Grouping
    p: int
    b: int
    m: MessageProfile


def every_outcome(g: GDoubleStar) -> Iterator[Outcome]:
    """With one seller and one buyer in a group: every draw, and all that it reads of every profile.

    In branches 1, 2 and 3 a draw reads one demand of each buyer, in branch 4 a second and a third one. The
    messages here name nothing else, so that reading more would be a `KeyError`.
    """
    market = g.market
    require_one_buyer(market)
    demands = list(market.messages())
    for phi, p, b, _ in g.draws():
        for supplies in product(demands, repeat=len(market.sellers)):
            for read in product(product(demands, repeat=2 if b == 4 else 1), repeat=len(market.buyers)):
                buyers = [
                    message_of(market, i, BuyerPlan(y[0], y[0], (y[-1],) * len(demands)))
                    for i, y in zip(market.buyers, read, strict=True)
                ]
                yield Outcome(phi, p, b, MessageProfile(supplies, buyers))


def random_buyer(market: Market, random: Random) -> BuyerMessage:
    """A buyer's triplicate."""
    return BuyerMessage(
        random_demand(market, random), RandomDemands(market, random), RandomDemands(market, random)
    )


def random_outcomes(g: BranchMechanism[MessageProfile], count: int, seed: int) -> Iterator[Outcome]:
    """So many profiles, each with a random draw of every branch; the same at every call."""
    market, random = g.market, Random(seed)
    for _ in range(count):
        m = MessageProfile(
            [random_demand(market, random) for _ in market.sellers],
            [random_buyer(market, random) for _ in market.buyers],
        )
        for b in g.branches:
            sellers, buyers = list(market.sellers), list(market.buyers)
            random.shuffle(sellers)
            random.shuffle(buyers)
            phi = Grouping(tuple(sellers), tuple(buyers))
            yield Outcome(phi, random.randrange(len(market.P)), b, m)


def influences_on_price(g: GDoubleStar, outcome: Outcome, seed: int = 0) -> Iterator[int]:
    """Buyers whose own price changes when they send another random message: (11) says nobody's does."""
    before = g.allocation(outcome.phi, outcome.p, outcome.m, outcome.b)
    random = Random(seed)
    for place, i in enumerate(g.market.buyers):
        buyers = list(outcome.m.buyers)
        buyers[place] = random_buyer(g.market, random)
        # The others' entries after the new first message may never have been named: draw them too.
        for other, message in enumerate(buyers):
            if other != place and not isinstance(message.second, RandomDemands):
                second, third = RandomDemands(g.market, random), RandomDemands(g.market, random)
                second.update(message.second)
                third.update(message.third)
                buyers[other] = BuyerMessage(message.first, second, third)
        m = MessageProfile(outcome.m.sellers, buyers)
        if g.allocation(outcome.phi, outcome.p, m, outcome.b).q[i] != before.q[i]:
            yield i
