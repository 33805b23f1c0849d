"""Price-taking second and third messages in G+: the sets M_i^{2+}(ω_i) and M_i^{3+}(ω_i) of section 3.5.

A second message sees the first messages of the next group, a third one those of all other groups, each in
the order that `g_plus` states. None of these is the agent's own. So the printed sets, which maximise given
ω_{N(2,φ)}, or given the signals of groups 2 to r, average the agent's own signal away; as read it belongs to
what she knows. (For a seller the paper prints i = θ(rn+1), which no φ in Φ satisfies, since φ takes sellers
to sellers; like `N(β, φ)` for `B(β, φ)` we read φ(1) = i, in both cases.)
"""

from collections.abc import Iterator
from enum import Enum
from itertools import chain, permutations, product

from mechanisms.informed_price_taking import InformedDemands, informed_demands
from mechanisms.interdependent import InterdependentInstance
from mechanisms.market import Market


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
    known = signal if own is OwnSignal.KNOWN else None
    return informed_demands(instance, i, known, _shown(instance.mechanism.market, i, size), 2 * size)


def _shown(market: Market, i: int, size: int) -> Iterator[tuple[int, ...]]:
    """Whose first messages a tuple of `size` sellers and `size` buyers may show agent i, in its order.

    Sellers and buyers alternate within each group, so they alternate throughout; and as φ runs through all of
    Φ, any sellers and buyers but i may stand there in any order.
    """
    sellers, buyers = ([j for j in agents if j != i] for agents in (market.sellers, market.buyers))
    for pair in product(permutations(sellers, size), permutations(buyers, size)):
        yield tuple(chain.from_iterable(zip(*pair, strict=True)))
