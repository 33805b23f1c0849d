"""Whether every D_i is a singleton: the hypothesis of Theorem 3.  (paper, 2.4)"""

from dataclasses import dataclass

from mechanisms.markets.instance import Instance
from mechanisms.markets.market import show
from mechanisms.markets.price_taking import price_taking


@dataclass(frozen=True)
class SeveralPriceTaking:
    """Evidence that the theorem's hypothesis fails: some D_i is not a singleton."""

    i: int
    p: int

    def holds(self, instance: Instance) -> bool:
        """Recheck by the definition of D_i."""
        box = price_taking(instance.traders[self.i], instance.mechanism.market)
        return len(box.choices[self.p]) > 1

    def describe(self, instance: Instance) -> str:
        """Where it fails, in words."""
        market = instance.mechanism.market
        return (
            f"{market.name(self.i)} has more than one price-taking bundle at price {show(market.P[self.p])}"
        )


def find_several(instance: Instance) -> SeveralPriceTaking | None:
    """The first agent and price with more than one price-taking bundle, or None."""
    market = instance.mechanism.market
    boxes = {i: price_taking(instance.traders[i], market).choices for i in market.agents}
    found = (
        SeveralPriceTaking(i, p) for i, box in boxes.items() for p, own in enumerate(box) if len(own) > 1
    )
    return next(found, None)
