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
         one profile for each message, by running G** at every draw that differs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product

from mechanisms.g_double_star.groups.seller_events import SellerEvent, event_at, seller_events
from mechanisms.g_double_star.mechanism import MessageProfile
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Grouping, distinct_groupings
from mechanisms.markets.market import Bundle, Message, Price, show
from mechanisms.markets.price_taking import best_bundles, price_taking
from mechanisms.markets.trader import Trader
from proofs.claims.words import describe_message, describe_trader


@dataclass(frozen=True)
class Regret:
    """Evidence against (a): in an event seller i gains by offering `other` instead of a best bundle."""

    i: int
    trader: Trader  # she, given her own signal
    event: SellerEvent
    best: Bundle
    other: Bundle

    def payoffs(self, g: BranchMechanism[MessageProfile]) -> tuple[Fraction, Fraction]:
        """What the two offers earn, by running G**."""
        best, other = (self.event.sold(g, self.i, offer) for offer in (self.best, self.other))
        q = g.market.P[self.event.p]
        return self.trader.payoff(best, q), self.trader.payoff(other, q)

    def holds(self, g: BranchMechanism[MessageProfile]) -> bool:
        """Recheck: the one offer is best at this price, the other one earns more."""
        taking, other = self.payoffs(g)
        return self.best in best_bundles(self.trader, g.market, self.event.p) and taking < other

    def describe(self, g: BranchMechanism[MessageProfile]) -> str:
        """The event, and what the offers earn in it."""
        taking, other = self.payoffs(g)
        return (
            f"{describe_trader(g.market, self.i, self.trader)}, {self.event.label(g.market)}: a price-taking "
            f"offer earns {taking}, but {show(self.other)} earns {other}"
        )


def regrets(g: BranchMechanism[MessageProfile], trader: Trader, i: int = 0) -> Iterator[Regret]:
    """Every event, best bundle and offer at which (a) fails for seller i."""
    for event in seller_events(g.market):
        best = best_bundles(trader, g.market, event.p)
        earned = {offer: trader.payoff(sold(g, i, event, offer), g.market.P[event.p]) for offer in g.market.X}
        for taking in best:
            for other, payoff in earned.items():
                if payoff > earned[taking]:
                    yield Regret(i, trader, event, taking, other)


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

    def describe(self, g: BranchMechanism[MessageProfile]) -> str:
        """Which draw, in words."""
        return f"{g.market.name(self.i)} at a draw of branch {self.b} is in no event"


@dataclass(frozen=True)
class InterimLoss:
    """Evidence for (b): against the others' messages in an event, `message` earns less than `taking`."""

    i: int
    trader: Trader  # she, given her own signal
    message: Message
    taking: Message
    event: SellerEvent  # the others' messages are those of its profile

    def payoffs(self, g: BranchMechanism[MessageProfile]) -> tuple[Fraction, Fraction]:
        """What the two messages earn, by running G** at every draw."""
        lost, taken = (
            sum(
                (
                    share * self.trader.payoff(a.x[self.i], a.q[self.i])
                    for a, share in g.lottery(self.event.profile(g.market, self.i, own)).items()
                ),
                Fraction(0),
            )
            for own in (self.message, self.taking)
        )
        return lost, taken

    def holds(self, g: BranchMechanism[MessageProfile]) -> bool:
        """Recheck: `taking` is price-taking and earns more."""
        lost, taken = self.payoffs(g)
        return self.taking in price_taking(self.trader, g.market) and lost < taken

    def describe(self, g: BranchMechanism[MessageProfile]) -> str:
        """The two messages, and what they earn."""
        lost, taken = self.payoffs(g)
        return (
            f"{describe_trader(g.market, self.i, self.trader)}: supplying "
            f"{describe_message(g.market, self.message)} earns {lost}, "
            f"{describe_message(g.market, self.taking)} earns {taken} against the same messages"
        )


@lru_cache(maxsize=4096)
def sold(g: BranchMechanism[MessageProfile], i: int, event: SellerEvent, offer: Bundle) -> Bundle:
    """`event.sold`, which is the same whatever trades are worth to her."""
    return event.sold(g, i, offer)


@lru_cache(maxsize=4096)
def trades(
    g: BranchMechanism[MessageProfile], i: int, own: Message, event: SellerEvent
) -> tuple[tuple[Bundle, Price, Fraction], ...]:
    """What seller i trades against the event's profile, each with its probability.

    Like G**'s lottery, but one grouping stands for all that differ by exchanging agents with the same
    messages: here nobody's second or third message depends on who said what.
    """
    m = event.profile(g.market, i, own)
    phis, probability = distinct_groupings(g.market, [*m.sellers, *m.first], i)
    shares: dict[tuple[Bundle, Price], Fraction] = {}
    prices = range(len(g.market.P))
    for b in g.branches:
        drawn = prices if b != g.branches[-1] else prices[:1]
        for phi, p in product(phis, drawn):
            a = g.allocation(phi, p, m, b)
            trade = a.x[i], a.q[i]
            share = probability * g.branch_probability(b) / len(drawn)
            shares[trade] = shares.get(trade, Fraction(0)) + share
    return tuple((x, q, share) for (x, q), share in shares.items())


def find_loss(
    g: BranchMechanism[MessageProfile], trader: Trader, message: Message, i: int = 0
) -> InterimLoss | None:
    """A profile at which the message earns less than a price-taking one, or None if no event gives one.

    Tried is, for each event in which the message's offer earns less, its profile: there the event has a
    positive probability, and where (a) holds nothing else makes up for it.
    """

    def expected(own: Message) -> Fraction:
        return sum((share * trader.payoff(x, q) for x, q, share in trades(g, i, own, event)), Fraction(0))

    taking = next(iter(price_taking(trader, g.market)))
    for event in seller_events(g.market):
        lost, taken = (
            trader.payoff(sold(g, i, event, d[event.p]), g.market.P[event.p]) for d in (message, taking)
        )
        if lost < taken and expected(message) < expected(taking):
            return InterimLoss(i, trader, message, taking, event)
    return None
