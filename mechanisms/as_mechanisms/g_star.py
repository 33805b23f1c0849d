"""An instance of G* as a `Mechanism`, so that the claims on any mechanism apply to it.

Nobody has a type, since everybody's payoffs are known; telling the truth is a price-taking message.
Where D is too large to be listed, dominance is decided in plan form.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gametheory.games.errors import TooLargeError
from gametheory.plans.separable import SeparablePlans
from mechanisms.g_star.plan_form import isolating_profile, plan_form
from mechanisms.general.mechanism import Mechanism
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.as_defined import require_as_defined
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Bundle, Market, Message, Price
from mechanisms.markets.price_taking import price_taking

MOST_MESSAGES = 2_000  # of an agent, that are listed
MOST_GROUPINGS = 20_000


class MarketMechanism(Mechanism):
    """G* on a market with everybody's payoffs."""

    def __init__(self, instance: Instance, written_in: str = "") -> None:
        """Raises `TooLargeError` where an outcome is a lottery over too many groupings."""
        require_as_defined(instance.mechanism)
        market = instance.mechanism.market
        if (count := grouping_count(market)) > MOST_GROUPINGS:
            raise TooLargeError(f"{count:,} groupings, at most {MOST_GROUPINGS:,} are run through")
        self.instance, self.written_in = instance, written_in
        self.players = [market.name(i) for i in market.agents]
        if market.message_count <= MOST_MESSAGES:
            self.messages: Any = list(market.messages())
        else:
            self.messages = dict(zip(self.players, self._few_messages(), strict=True))

    def _few_messages(self) -> list[list[Message]]:
        """Truths, and for each agent whose truth falls short the messages of an isolating profile."""
        market = self.instance.mechanism.market
        few = [[self.truth(i, None)] for i in market.agents]
        for i, (truth,) in enumerate([tuple(own[:1]) for own in few]):
            gap = self.plan_form(i, None).find_shortfall(truth)
            if gap is not None:
                lie = (*truth[: gap.cell], gap.better, *truth[gap.cell + 1 :])
                said = self.isolating(i, gap.cell, gap.state, lie)
                for own, message in zip(few, said, strict=True):
                    own.append(message)
        return [list(dict.fromkeys(own)) for own in few]

    def message_count(self, i: int) -> int:
        """|D|, whether its elements are listed or not."""
        return self.instance.mechanism.market.message_count

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
