"""What can happen to a seller of G** at a draw: her place in the group, what her mates offer, what is bought.

A seller has no influence on the price at which her group trades: it is drawn, or cleared by the other group.
At that price her trade depends on her place, on what her mates offer there and on the total that the buyers
of her group ask: an *event*. By (7), from her own offer y of a commodity she then sells y, or the nearest
amount to y between two bounds that do not depend on y.
"""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Bundle, Market, Message, show
from mechanisms.markets.triplicate import Everywhere


class SellerEvent(NamedTuple):
    """One seller at a place of her group, her mates' offers in order, and what the group's buyers ask."""

    place: int
    offers: tuple[Bundle, ...]
    total: Bundle
    p: int  # a place in P

    def label(self, market: Market) -> str:
        """The event in words."""
        mates = f"mates offer {', '.join(map(show, self.offers))}" if self.offers else "alone"
        return (
            f"place {self.place + 1}, {mates}, buyers ask {show(self.total)}, price {show(market.P[self.p])}"
        )

    def draw(self, market: Market, i: int) -> Grouping:
        """A grouping in which seller i has this place in group 1; her mates are the next sellers."""
        others = [s for s in market.sellers if s != i]
        return Grouping((*others[: self.place], i, *others[self.place :]), tuple(market.buyers))

    def profile(self, market: Market, i: int, own: Message) -> MessageProfile:
        """Everybody's messages: the others name the same at every price, first, second and third.

        The mates offer what the event says, the other group nothing, and the buyers of group 1 ask in order
        for l each until the total is reached.
        """
        nothing = (0,) * market.k
        phi = self.draw(market, i)
        mates = [s for s in phi.sellers[: market.n] if s != i]
        offers = dict(zip(mates, self.offers, strict=True))
        left, asked = list(self.total), []
        for _ in market.buyers:
            x = tuple(min(market.l, amount) for amount in left)
            left = [amount - taken for amount, taken in zip(left, x, strict=True)]
            asked.append((x,) * len(market.P))
        return MessageProfile(
            [own if s == i else (offers.get(s, nothing),) * len(market.P) for s in market.sellers],
            [BuyerMessage(d, Everywhere(d), Everywhere(d)) for d in asked],
        )

    def sold(self, g: BranchMechanism[MessageProfile], i: int, offer: Bundle) -> Bundle:
        """What seller i sells when she offers this, by running the mechanism at such a draw of branch 1."""
        own = (offer,) * len(g.market.P)
        return g.allocation(self.draw(g.market, i), self.p, self.profile(g.market, i, own), 1).x[i]


def seller_events(market: Market) -> Iterator[SellerEvent]:
    """All of them: n places, (l+1)^(k(n-1)) offers of the mates, (nl+1)^k totals, |P| prices."""
    totals = list(product(range(market.n * market.l + 1), repeat=market.k))
    for place in range(market.n):
        for offers in product(market.X, repeat=market.n - 1):
            for total, p in product(totals, range(len(market.P))):
                yield SellerEvent(place, offers, total, p)


def event_at(
    g: BranchMechanism[MessageProfile], phi: Grouping, p: int, b: int, m: MessageProfile, i: int
) -> SellerEvent:
    """The event of seller i when the mechanism runs at this draw."""
    market = g.market
    group = next(group for group in phi.groups(market.n) if i in group.sellers)
    a = g.allocation(phi, p, m, b)
    q = market.P.index(a.q[i])
    return SellerEvent(
        group.sellers.index(i),
        tuple(m.sellers[s][q] for s in group.sellers if s != i),
        tuple(sum(a.x[j][h] for j in group.buyers) for h in range(market.k)),
        q,
    )
