"""(11): in G** no buyer's message influences the price at which she trades.  (paper, 3.3)"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.markets.market import Price
from proofs.rules.g_double_star_outcomes import random_buyer
from proofs.rules.outcome import Outcome
from proofs.rules.random_messages import RandomDemands


@dataclass(frozen=True)
class MovedPrice:
    """Evidence against (11): buyer i trades at another price when the messages are `changed` in her place."""

    i: int
    outcome: Outcome[MessageProfile]
    changed: MessageProfile  # her message differs, and nobody else's entries but those that had no value

    def prices(self, g: GDoubleStar) -> tuple[Price, Price]:
        """Hers before and after."""
        after = g.allocation(self.outcome.phi, self.outcome.p, self.changed, self.outcome.b)
        return self.outcome.allocation(g).q[self.i], after.q[self.i]

    def holds(self, g: GDoubleStar) -> bool:
        """Recheck by running G** on both."""
        before, after = self.prices(g)
        return before != after

    def describe(self, g: GDoubleStar) -> str:
        """Who it is."""
        return f"{g.market.name(self.i)} changes her own price"


def violations(g: GDoubleStar, outcome: Outcome[MessageProfile], seed: int = 0) -> Iterator[MovedPrice]:
    """Buyers whose own price changes when they send another random message.

    The prices of both groups are what `allocation` has its trades at: only where one moves is it run.
    """
    random = Random(seed)
    before = _prices(g, outcome, outcome.m)
    for place, i in enumerate(g.market.buyers):
        buyers = list(outcome.m.buyers)
        buyers[place] = random_buyer(g.market, random)
        # The others' entries after the new first message may never have been named: draw them too.
        for other, message in enumerate(buyers):
            if other != place and not isinstance(message.second, RandomDemands):
                second, third = RandomDemands(g.market, random), RandomDemands(g.market, random)
                second.update(message.second)
                third.update(message.third)
                buyers[other] = BuyerMessage(message.first, second, third)
        changed = MessageProfile(outcome.m.sellers, buyers)
        if _prices(g, outcome, changed)[i] != before[i]:
            found = MovedPrice(i, outcome, changed)
            if found.holds(g):
                yield found


def _prices(g: GDoubleStar, outcome: Outcome[MessageProfile], m: MessageProfile) -> dict[int, int]:
    """At which price each buyer trades, as a place in P."""
    groups = g.prices(outcome.phi, outcome.p, m, outcome.b)
    return {i: place for group, place in groups for i in group.buyers}
