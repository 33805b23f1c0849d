"""Whether a seller's message can matter to herself in G**, draw by draw."""

from collections.abc import Iterator
from dataclasses import dataclass
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

    def profile(supplies: tuple[Message, ...], named: tuple[Named, ...]) -> MessageProfile:
        buyers: list[BuyerMessage] = [
            message_of(market, j, BuyerPlan(first, second, (third,) * len(demands)))
            for j, (first, second, third) in zip(market.buyers, named, strict=True)
        ]
        return MessageProfile(supplies, buyers)

    blank = demands[0]
    read = {
        1: [(y, blank, blank) for y in demands],
        2: [(blank, y, blank) for y in demands],
        3: [(blank, blank, y) for y in demands],
        4: [(blank, e, y) for e in demands for y in demands],
    }
    for phi, p, b, _ in g.draws():
        for supplies in product(demands, repeat=len(market.sellers)):
            if supplies[i] != blank:
                continue
            for named in product(read[b], repeat=len(market.buyers)):
                m = profile(supplies, named)
                for other in demands[1:]:
                    found = SellerInfluence(i, phi, p, b, m, other)
                    if found.holds(g):
                        yield found


def find_seller_influence(g: BranchMechanism[MessageProfile], i: int) -> SellerInfluence | None:
    """The first of them, or None: then nothing seller i says ever affects her."""
    return next(seller_influences(g, i), None)
