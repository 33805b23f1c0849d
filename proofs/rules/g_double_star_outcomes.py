"""Outcomes of G** to check (1), (2), (7) and (11) on: all that differ at n = 1, random ones beyond."""

from collections.abc import Iterator
from itertools import product
from random import Random

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, message_of, require_one_buyer
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.market import Market
from proofs.rules.outcome import Outcome, random_draws
from proofs.rules.random_messages import RandomDemands, random_demand


def every_outcome(g: GDoubleStar) -> Iterator[Outcome[MessageProfile]]:
    """With one seller and one buyer in a group: every draw, and all that it reads of every profile.

    In branches 1, 2 and 3 a draw reads one demand of each buyer, in branch 4 a second and a third one. The
    messages here name nothing else, so that reading more would be a `KeyError`.
    """
    market = g.market
    require_one_buyer(market)
    demands = list(market.messages())

    def messages(i: int, read: int) -> list[BuyerMessage]:
        plans = (BuyerPlan(y[0], y[0], (y[-1],) * len(demands)) for y in product(demands, repeat=read))
        return [message_of(market, i, plan) for plan in plans]

    one, two = ([messages(i, read) for i in market.buyers] for read in (1, 2))
    for phi, p, b, _ in g.draws():
        for supplies in product(demands, repeat=len(market.sellers)):
            for buyers in product(*(two if b == 4 else one)):
                yield Outcome(phi, p, b, MessageProfile(supplies, buyers))


def random_buyer(market: Market, random: Random) -> BuyerMessage:
    """A buyer's triplicate."""
    return BuyerMessage(
        random_demand(market, random), RandomDemands(market, random), RandomDemands(market, random)
    )


def random_outcomes(
    g: BranchMechanism[MessageProfile], count: int, seed: int
) -> Iterator[Outcome[MessageProfile]]:
    """So many profiles, each with a random draw of every branch; the same at every call."""

    def profile(random: Random) -> MessageProfile:
        return MessageProfile(
            [random_demand(g.market, random) for _ in g.market.sellers],
            [random_buyer(g.market, random) for _ in g.market.buyers],
        )

    return random_draws(g, profile, count, seed)
