"""Where Condition 1 fails and the conclusion of Theorem 1 holds all the same."""

from dataclasses import dataclass

from mechanisms.g_star.literal import events
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader
from proofs.claims.words import describe_trader
from proofs.conditions.condition_1 import Condition1Violation
from proofs.theorem_1.statement import dominant_rows


@dataclass(frozen=True)
class ConclusionAnyway:
    """Evidence that Condition 1 is not needed: a trader, as agent i, and where she breaks it."""

    i: int
    trader: Trader
    broken: Condition1Violation

    def holds(self, g: GStar) -> bool:
        """Recheck Condition 1 there, and by listing all profiles which of all messages are dominant."""
        payoffs, _ = events(g, [self.i])[self.i].payoffs(self.trader)
        messages, taking = list(g.market.messages()), price_taking(self.trader, g.market)
        dominant = [messages[row] for row in dominant_rows(payoffs, self.i)]
        return self.broken.holds(self.trader) and dominant == [m for m in messages if m in taking]

    def describe(self, g: GStar) -> str:
        """Who it is, and what she breaks."""
        who, what = describe_trader(g.market, self.i, self.trader), self.broken.describe(self.trader)
        return f"{who} breaks it ({what}), yet exactly her price-taking messages are dominant"
