"""Where Condition 1 fails and the conclusion of Theorem 1 holds all the same."""

from dataclasses import dataclass

from mechanisms.g_star.literal import events
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.trader import Trader
from proofs.claims.words import describe_trader
from proofs.conditions.condition_1 import find_violation
from proofs.theorem_1.statement import violations_by_listing


@dataclass(frozen=True)
class ConclusionAnyway:
    """Evidence that Condition 1 is not needed: a trader who breaks it, as agent i."""

    i: int
    trader: Trader

    def holds(self, g: GStar) -> bool:
        """Recheck Condition 1, and "dominant" against "price-taking" for every message."""
        differing = violations_by_listing(events(g, [self.i])[self.i], self.i, self.trader)
        return find_violation(self.trader) is not None and next(differing, None) is None

    def describe(self, g: GStar) -> str:
        """Who it is, and what she breaks."""
        broken = find_violation(self.trader)
        told = "nothing" if broken is None else broken.describe(self.trader)
        return (
            f"{describe_trader(g.market, self.i, self.trader)} breaks it ({told}), yet exactly her "
            "price-taking "
            "messages are dominant"
        )
