"""G** with one seller and one buyer in a group, in plan form: the reduced normal form of a buyer.

A buyer's message names a demand for every tuple of first messages. Once she has sent the first message d,
only three kinds of entries can matter, whatever the others and chance do: d itself, her second message at
(d), and her third message at the tuples that show d at her own place. That is her *plan*. Two messages with
the same plan lead to the same lottery against everything. With k = l = T = 1 there are 4 · 4^4 · 4^16 = 2^42
messages and 4 · 4 · 4^4 = 4,096 plans.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from mechanisms.g_double_star.mechanism import BuyerMessage, GroupSizeError, MessageProfile
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, Message
from mechanisms.markets.triplicate import FirstMessages


@dataclass(frozen=True)
class BuyerPlan:
    """What a buyer can be asked: `third[j]` is her demand when her mate's first message is the j-th of D."""

    first: Message
    second: Message
    third: tuple[Message, ...]


def require_one_buyer(market: Market) -> None:
    """Refuse a market in which a group has more than one buyer, and one that is not for G**."""
    if market.groups != 2:
        raise GroupSizeError(f"groups: these plans are for G** and its 2 groups, got {market.groups}")
    if market.n != 1:
        raise GroupSizeError(f"n: these plans are for one buyer in a group, got n = {market.n}")


def mate(market: Market, i: int) -> int:
    """The other buyer."""
    require_one_buyer(market)
    first, last = market.buyers
    return first + last - i


def plan_count(market: Market) -> int:
    """|D|^2 |D|^|D|."""
    return int(market.message_count ** (2 + market.message_count))


def plans(market: Market) -> Iterator[BuyerPlan]:
    """All plans of a buyer."""
    require_one_buyer(market)
    demands = list(market.messages())
    for first, second in product(demands, repeat=2):
        for third in product(demands, repeat=len(demands)):
            yield BuyerPlan(first, second, third)


def all_first(market: Market, i: int, own: Message, other: Message) -> FirstMessages:
    """All buyers' first messages, in the order of the buyers, when i sends `own` and her mate `other`."""
    return (own, other) if i == market.buyers[0] else (other, own)


def plan_of(market: Market, i: int, message: BuyerMessage) -> BuyerPlan:
    """The plan that a message comes down to."""
    require_one_buyer(market)
    d = message.first
    return BuyerPlan(
        d,
        message.second[d,],
        tuple(message.third[all_first(market, i, d, other)] for other in market.messages()),
    )


def message_of(market: Market, i: int, plan: BuyerPlan) -> BuyerMessage:
    """The entries of a message that the plan fixes, and no others: to ask for another one is a `KeyError`.

    So a run of G** on such messages also shows that nothing else is ever read.
    """
    require_one_buyer(market)
    d = plan.first
    third = {
        all_first(market, i, d, other): demand
        for other, demand in zip(market.messages(), plan.third, strict=True)
    }
    return BuyerMessage(d, {(d,): plan.second}, third)


@dataclass(frozen=True)
class Others:
    """Strategies of the others, as far as one buyer's payoff can depend on them.

    Her mate's third message never touches her: it is left out.
    """

    supplies: tuple[Mapping[str, Message], ...]  # of each seller, by signal
    mate: Mapping[str, tuple[Message, Message]]  # the mate's first message, and her second after it


def interim_payoff(
    instance: InterdependentInstance, i: int, signal: str, plan: BuyerPlan, others: Others
) -> Fraction:
    """u_i(s, ω_i) of section 3.1, by running G** at every signal profile: the definition."""
    market = instance.mechanism.market
    other = mate(market, i)
    nothing = ((0,) * market.k,) * len(market.P)
    total = Fraction(0)
    for omega, belief in instance.prior.given({i: signal}).items():
        first, second = others.mate[omega[other]]
        aloof = BuyerPlan(first, second, (nothing,) * market.message_count)
        buyers: Sequence[BuyerMessage] = [
            message_of(market, j, plan if j == i else aloof) for j in market.buyers
        ]
        supplies = [supply[omega[s]] for s, supply in enumerate(others.supplies)]
        trader = instance.traders[i].at[omega]
        for a, share in instance.mechanism.lottery(MessageProfile(supplies, buyers)).items():
            total += belief * share * trader.payoff(a.x[i], a.q[i])
    return total
