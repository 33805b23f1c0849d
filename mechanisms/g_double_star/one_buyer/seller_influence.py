"""Whether a seller's message can matter to herself in G**, draw by draw."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TypeAlias

from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, message_of, require_one_buyer
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Message

Named: TypeAlias = tuple[Message, Message, Message]  # a buyer's first, second and third demand


@dataclass(frozen=True)
class SellerInfluence:
    """Evidence that seller i changes her own trade at (φ, p, b) by saying `other` instead of `own`."""

    i: int
    phi: Grouping
    p: int
    b: int
    m: MessageProfile
    other: Message

    def holds(self, g: BranchMechanism[MessageProfile]) -> bool:
        """Recheck by running G** twice."""
        supplies = list(self.m.sellers)
        supplies[self.i] = self.other
        before = g.allocation(self.phi, self.p, self.m, self.b)
        after = g.allocation(self.phi, self.p, MessageProfile(supplies, self.m.buyers), self.b)
        return (before.x[self.i], before.q[self.i]) != (after.x[self.i], after.q[self.i])


def seller_influences(g: BranchMechanism[MessageProfile], i: int) -> Iterator[SellerInfluence]:
    """Every draw and profile of the others at which seller i can change her own trade, when n = 1.

    What a draw of branch b reads of the buyers' plans is (their first messages for b = 1, their second for
    b = 2) one demand of each buyer, and in branch 4 a second and a third one: these are listed, with one
    plan for each choice. `message_of` would refuse to name anything else.
    """
    market = g.market
    require_one_buyer(market)
    demands = list(market.messages())

    @cache
    def message(j: int, named: Named) -> BuyerMessage:
        first, second, third = named
        return message_of(market, j, BuyerPlan(first, second, (third,) * len(demands)))

    blank = demands[0]
    read = {
        1: [(y, blank, blank) for y in demands],
        2: [(blank, y, blank) for y in demands],
        3: [(blank, blank, y) for y in demands],
        4: [(blank, e, y) for e in demands for y in demands],
    }
    for phi, p, b, _ in g.draws():
        for named in product(read[b], repeat=len(market.buyers)):
            buyers = [message(j, own) for j, own in zip(market.buyers, named, strict=True)]
            for rest in product(demands, repeat=len(market.sellers) - 1):
                traded = {}
                for own in demands:
                    a = g.allocation(phi, p, MessageProfile((*rest[:i], own, *rest[i:]), buyers), b)
                    traded[own] = a.x[i], a.q[i]
                for other in demands[1:]:
                    if traded[other] != traded[blank]:
                        m = MessageProfile((*rest[:i], blank, *rest[i:]), buyers)
                        yield SellerInfluence(i, phi, p, b, m, other)


def find_seller_influence(g: BranchMechanism[MessageProfile], i: int) -> SellerInfluence | None:
    """The first of them, or None: then nothing seller i says ever affects her."""
    return next(seller_influences(g, i), None)
