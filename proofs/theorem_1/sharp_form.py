"""Theorem 1, sharp form: exactly which messages are dominant in G*, and who has one.

Claim    For every n, k, l, P and tie rule, and for all payoffs: m_i is dominant in G* if and only if at every
         price p of P and for every cap r in X, m_i(p) ∧ r is optimal at p among all bundles y <= r. So agent
         i has a dominant message if and only if at every p some d has all its caps optimal; and every
         price-taking message is dominant if and only if every maximiser d has. Condition 1 implies the
         latter and is not necessary for it.
Checked  Against listing every message of every agent, on every payoff function of a small grid.
Proof    docs/theorem-1.md. Its one computation, the isolating profile, is rechecked by running G* at given
         sizes (`Isolation`) and with n a symbol (`every_n`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from gametheory.plans.box import Box
from mechanisms.g_star.capped import CappedPayoffs
from mechanisms.g_star.literal import Events, is_dominant
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Bundle, Market, Message, meet
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader
from proofs.claims.words import describe_message
from proofs.theorem_1.statement import dominant_rows


@dataclass(frozen=True)
class Disagreement:
    """Evidence against the sharp form: a message on which it and the list of all profiles disagree."""

    i: int
    message: Message
    caps_are_optimal: bool
    dominant_when_listed: bool

    def holds(self, instance: Instance) -> bool:
        """Recheck both sides by their definitions."""
        g, trader = instance.mechanism, instance.traders[self.i]
        return (
            self.caps_are_optimal == caps_are_optimal(g.market, trader, self.message)
            and self.dominant_when_listed == is_dominant(g, self.i, trader, self.message)
            and self.caps_are_optimal != self.dominant_when_listed
        )

    def describe(self, instance: Instance) -> str:
        """Which side says what, in words."""
        market = instance.mechanism.market
        sides = "its caps are optimal", "it is dominant when all profiles are listed"
        this, not_that = sides if self.caps_are_optimal else reversed(sides)
        message = describe_message(market, self.message)
        return f"{market.name(self.i)} announcing {message}: {this}, but not: {not_that}"


def caps_are_optimal(market: Market, trader: Trader, message: Message) -> bool:
    """The sharp form by definition: at every price and cap, the capped bundle is optimal below the cap."""
    return all(
        trader.payoff(meet(x, r), q) >= trader.payoff(meet(y, r), q)
        for x, q in zip(message, market.P, strict=True)
        for r, y in product(market.X, repeat=2)
    )


def messages_with_optimal_caps(market: Market, trader: Trader) -> Box[Bundle]:
    """All messages that the sharp form calls dominant."""
    return CappedPayoffs(market, trader).dominant


def disagreements(events_of_i: Events, i: int, trader: Trader) -> Iterator[Disagreement]:
    """Every message of agent i on which the sharp form and the list of all profiles disagree."""
    market = events_of_i.market
    listed = set(dominant_rows(events_of_i.payoffs(trader)[0], i))
    predicted = messages_with_optimal_caps(market, trader)
    for d, message in enumerate(market.messages()):
        if (message in predicted) != (d in listed):
            yield Disagreement(i, message, message in predicted, d in listed)


@dataclass(frozen=True)
class Frontier:
    """Where a payoff function stands."""

    some_dominant: bool  # there is a dominant message
    all_price_taking: bool  # every price-taking message is dominant: Theorem 1's conclusion


def frontier(market: Market, trader: Trader) -> Frontier:
    """Where the trader stands, by the sharp form."""
    dominant = messages_with_optimal_caps(market, trader)
    return Frontier(dominant.size() > 0, dominant == price_taking(trader, market))
