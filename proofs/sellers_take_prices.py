"""(9) for sellers of G** with n >= 2: round 1 leaves exactly the price-taking messages.  (paper, 3.3)

Claim    Let n >= 2, and let a seller's cost depend on her own signal only, without externality among
         commodities and with unit costs that do not decrease. Then the messages in D_i(ω_i) are dominant, and
         all others are dominated: round 1 leaves D_i(ω_i), and no later round takes anything away.
Proof    Whatever her message, her trade is fixed by events (`seller_events`), which it does not move, and
         in each she sells the nearest amount to her offer between two bounds, commodity by commodity.
         (a) In every event a price-taking offer is at least as good as any other: her payoff does not fall on
         the way to it. So a price-taking message is never worse than another, whatever the others do.
         (b) For every message that is not price-taking there is a profile of the others at which it earns
         strictly less. So it is dominated; and no message in D_i(ω_i) is, by (a).
Checked  (a) in every event, by running G**; that every draw is one of these events, on random draws; (b) with
         one profile for each message, by running G** at every draw.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from mechanisms.branch_mechanism import BranchMechanism
from mechanisms.g_double_star import MessageProfile
from mechanisms.grouping import Grouping
from mechanisms.market import Bundle, Message, Price
from mechanisms.price_taking import best_bundles, price_taking
from mechanisms.seller_events import SellerEvent, event_at, seller_events
from mechanisms.trader import Trader


@dataclass(frozen=True)
class Regret:
    """Evidence against (a): in an event seller i gains by offering `other` instead of a best bundle."""

    i: int
    event: SellerEvent
    best: Bundle
    other: Bundle

    def payoffs(self, g: BranchMechanism[MessageProfile], trader: Trader) -> tuple[Fraction, Fraction]:
        """What the two offers earn, by running G**."""
        best, other = (self.event.sold(g, self.i, offer) for offer in (self.best, self.other))
        q = g.market.P[self.event.p]
        return trader.payoff(best, q), trader.payoff(other, q)

    def holds(self, g: BranchMechanism[MessageProfile], trader: Trader) -> bool:
        """Recheck: the one offer is best at this price, the other one earns more."""
        taking, other = self.payoffs(g, trader)
        return self.best in best_bundles(trader, g.market, self.event.p) and taking < other


def regrets(g: BranchMechanism[MessageProfile], trader: Trader, i: int = 0) -> Iterator[Regret]:
    """Every event, best bundle and offer at which (a) fails for seller i."""
    for event in seller_events(g.market):
        best = best_bundles(trader, g.market, event.p)
        earned = {offer: trader.payoff(event.sold(g, i, offer), g.market.P[event.p]) for offer in g.market.X}
        for taking in best:
            for other, payoff in earned.items():
                if payoff > earned[taking]:
                    yield Regret(i, event, taking, other)


def find_regret(g: BranchMechanism[MessageProfile], trader: Trader, i: int = 0) -> Regret | None:
    """The first of them, or None: then every price-taking message is dominant."""
    return next(regrets(g, trader, i), None)


@dataclass(frozen=True)
class OtherEvent:
    """Evidence that a draw is no event: what seller i trades is not what she trades in its event."""

    i: int
    phi: Grouping
    p: int
    b: int
    m: MessageProfile
    other: Message

    def holds(self, g: BranchMechanism[MessageProfile]) -> bool:
        """Recheck by running G** with her message and with another one, and in the two events."""
        own = event_at(g, self.phi, self.p, self.b, self.m, self.i)
        supplies = [self.other if s == self.i else d for s, d in enumerate(self.m.sellers)]
        changed = MessageProfile(supplies, self.m.buyers)
        trades = [
            (
                g.allocation(self.phi, self.p, m, self.b).x[self.i],
                own.sold(g, self.i, m.sellers[self.i][own.p]),
            )
            for m in (self.m, changed)
        ]
        return own != event_at(g, self.phi, self.p, self.b, changed, self.i) or any(
            sold != meant for sold, meant in trades
        )


@dataclass(frozen=True)
class Loss:
    """Evidence for (b): against the messages `m` of the others, `message` earns less than `taking`."""

    i: int
    message: Message
    taking: Message
    event: SellerEvent  # the others' messages are those of its profile

    def payoffs(self, g: BranchMechanism[MessageProfile], trader: Trader) -> tuple[Fraction, Fraction]:
        """What the two messages earn, by running G** at every draw."""
        return (
            _expected(g, trader, self.i, self.message, self.event),
            _expected(g, trader, self.i, self.taking, self.event),
        )

    def holds(self, g: BranchMechanism[MessageProfile], trader: Trader) -> bool:
        """Recheck: `taking` is price-taking and earns more."""
        lost, taken = self.payoffs(g, trader)
        return self.taking in price_taking(trader, g.market) and lost < taken


@lru_cache(maxsize=4096)
def _trades(
    g: BranchMechanism[MessageProfile], i: int, own: Message, event: SellerEvent
) -> tuple[tuple[Bundle, Price, Fraction], ...]:
    """What seller i trades against the event's profile, with its probability: it is not about her costs."""
    shares: dict[tuple[Bundle, Price], Fraction] = {}
    for a, share in g.lottery(event.profile(g.market, i, own)).items():
        shares[a.x[i], a.q[i]] = shares.get((a.x[i], a.q[i]), Fraction(0)) + share
    return tuple((x, q, share) for (x, q), share in shares.items())


def _expected(
    g: BranchMechanism[MessageProfile], trader: Trader, i: int, own: Message, event: SellerEvent
) -> Fraction:
    return sum((share * trader.payoff(x, q) for x, q, share in _trades(g, i, own, event)), Fraction(0))


def find_loss(
    g: BranchMechanism[MessageProfile], trader: Trader, message: Message, i: int = 0
) -> Loss | None:
    """A profile at which the message earns less than a price-taking one, or None if no event gives one.

    Tried is, for each event in which the message's offer earns less, its profile: there the event has a
    positive probability, and where (a) holds nothing else makes up for it.
    """
    taking = next(iter(price_taking(trader, g.market)))
    for event in seller_events(g.market):
        lost, taken = (
            trader.payoff(event.sold(g, i, d[event.p]), g.market.P[event.p]) for d in (message, taking)
        )
        found = Loss(i, message, taking, event)
        if lost < taken and found.holds(g, trader):
            return found
    return None
