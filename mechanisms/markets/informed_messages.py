"""Price-taking second and third messages in G+: the sets M_i^{2+}(ω_i) and M_i^{3+}(ω_i) of section 3.5.

A second message sees the first messages of the next group, a third one those of all other groups, each in
the order that `g_plus` states. None of these is the agent's own. So the printed sets, which maximise given
ω_{N(2,φ)}, or given the signals of groups 2 to r, average the agent's own signal away; as read it belongs to
what she knows. (For a seller the paper prints i = θ(rn+1), which no φ in Φ satisfies, since φ takes sellers
to sellers; like `N(β, φ)` for `B(β, φ)` we read φ(1) = i, in both cases.)
"""

from collections.abc import Iterator
from enum import Enum
from functools import cache
from itertools import chain, combinations, permutations, product

from mechanisms.markets.informed_price_taking import InformedDemands, Order, informed_demands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.triplicate import FirstMessages


class OwnSignal(Enum):
    """Whether an agent who learns others' signals still knows her own."""

    AVERAGED = "averaged away"  # as printed
    KNOWN = "known"  # as read


def second_messages(
    instance: InterdependentInstance, i: int, signal: str, own: OwnSignal = OwnSignal.KNOWN
) -> InformedDemands:
    """M_i^{2+}(ω_i): what is best given the signals of any n sellers and n buyers of another group."""
    return _messages(instance, i, signal, own, instance.mechanism.market.n)


def third_messages(
    instance: InterdependentInstance, i: int, signal: str, own: OwnSignal = OwnSignal.KNOWN
) -> InformedDemands:
    """M_i^{3+}(ω_i): what is best given the signals of everybody in the other groups."""
    market = instance.mechanism.market
    return _messages(instance, i, signal, own, market.side_size - market.n)


def _messages(
    instance: InterdependentInstance, i: int, signal: str, own: OwnSignal, size: int
) -> InformedDemands:
    market = instance.mechanism.market
    sellers, buyers = ([j for j in agents if j != i] for agents in (market.sellers, market.buyers))
    shown = (
        tuple(chain.from_iterable(zip(*sides, strict=True)))
        for sides in product(combinations(sellers, size), combinations(buyers, size))
    )
    known = signal if own is OwnSignal.KNOWN else None
    return informed_demands(instance, i, known, shown, 2 * size, _orders)


def _orders(messages: FirstMessages) -> Iterator[Order]:
    """One order for each tuple that can be made of the messages of alternating sellers and buyers.

    Sellers and buyers alternate within each group, so they alternate throughout; and as φ runs through all of
    Φ, any sellers and buyers but i may stand there in any order.
    """
    for sellers, buyers in product(_distinct(messages[::2]), _distinct(messages[1::2])):
        yield [place for a, b in zip(sellers, buyers, strict=True) for place in (2 * a, 2 * b + 1)]


@cache
def _distinct(messages: FirstMessages) -> list[tuple[int, ...]]:
    """One permutation for each tuple that can be made of these messages."""
    orders = permutations(range(len(messages)))
    return list({tuple(messages[j] for j in order): order for order in orders}.values())
