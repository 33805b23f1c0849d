"""Whether every D_i is a singleton: the hypothesis of Theorem 3.  (paper, 2.4)"""

from collections.abc import Sequence
from dataclasses import dataclass

from mechanisms.markets.market import Market
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader


@dataclass(frozen=True)
class SeveralPriceTaking:
    """Evidence that the theorem's hypothesis fails: some D_i is not a singleton."""

    i: int
    p: int

    def holds(self, market: Market, traders: Sequence[Trader]) -> bool:
        """Recheck by the definition of D_i."""
        return len(price_taking(traders[self.i], market).choices[self.p]) > 1


def find_several(market: Market, traders: Sequence[Trader]) -> SeveralPriceTaking | None:
    """The first agent and price with more than one price-taking bundle, or None."""
    boxes = {i: price_taking(traders[i], market).choices for i in market.agents}
    found = (
        SeveralPriceTaking(i, p) for i, box in boxes.items() for p, own in enumerate(box) if len(own) > 1
    )
    return next(found, None)
