"""An instance of G* as a `Mechanism`, so that the claims on any mechanism apply to it.

Nobody has a type, since everybody's payoffs are known; telling the truth is a price-taking message.
"""

from collections.abc import Sequence
from fractions import Fraction

from gametheory.games.errors import TooLargeError
from gametheory.plans.separable import SeparablePlans
from mechanisms.g_star.plan_form import isolating_profile, plan_form
from mechanisms.general.mechanism import Mechanism
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Bundle, Market, Message, Price
from mechanisms.markets.price_taking import price_taking

MOST_MESSAGES = 100_000  # of an agent


class MarketMechanism(Mechanism):
    """G* on a market with everybody's payoffs."""

    def __init__(self, instance: Instance, written_in: str = "") -> None:
        """Raises `TooLargeError` where an agent has too many messages to be listed."""
        market = instance.mechanism.market
        if market.message_count > MOST_MESSAGES:
            raise TooLargeError(
                f"{market.message_count:,} messages of an agent, at most {MOST_MESSAGES:,} are listed"
            )
        self.instance, self.written_in = instance, written_in
        self.players = [market.name(i) for i in market.agents]
        self.messages = list(market.messages())

    def truth(self, i: int, type: None) -> Message:
        """The first of the price-taking messages."""
        return next(iter(price_taking(self.instance.traders[i], self.instance.mechanism.market)))

    def outcome(self, messages: Sequence[Message]) -> dict[Allocation, Fraction]:
        """The lottery over allocations, by the definition of the mechanism."""
        return self.instance.mechanism.lottery(messages)

    def payoff(self, i: int, type: None, outcome: Allocation) -> Fraction:
        """What the trade is worth to agent i, (4) or (5)."""
        return self.instance.traders[i].payoff(outcome.x[i], outcome.q[i])

    def payments(self, outcome: Allocation) -> list[Fraction]:
        """What buyers pay; sellers receive it."""
        return paid(self.instance.mechanism.market, outcome)

    def share(self, i: int, outcome: Allocation) -> tuple[Bundle, Price]:
        """What agent i trades, at which price."""
        return outcome.x[i], outcome.q[i]

    def plan_form(self, i: int, type: None) -> SeparablePlans[Bundle, Bundle]:
        """What agent i's message does at each price, against each residual."""
        return plan_form(self.instance.mechanism.market, self.instance.traders[i])

    def isolating(self, i: int, cell: int, state: Bundle, message: Message) -> list[Message]:
        """What is said around her message to leave agent i this residual at this price, or nothing."""
        return isolating_profile(self.instance.mechanism.market, i, cell, state, message)


def paid(market: Market, outcome: Allocation) -> list[Fraction]:
    """What each agent pays: buyers the price of their bundle, which sellers receive."""
    prices = [_price(x, q) for x, q in zip(outcome.x, outcome.q, strict=True)]
    return [-price if i in market.sellers else price for i, price in enumerate(prices)]


def _price(x: Bundle, q: Price) -> Fraction:
    return sum((price * amount for price, amount in zip(q, x, strict=True)), Fraction(0))
