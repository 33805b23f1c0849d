"""(8) and (15): price-taking messages reveal signals, D_i(ω_i) ∩ D_i(ω_i') = ∅.  (paper, 3.3 and 3.5)

(8) asks it of every buyer of G**, (15) of every agent of G+.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message, show_message


@dataclass(frozen=True)
class SharedDemand:
    """Evidence against (8) or (15): a message that is price-taking for agent i under both signals."""

    i: int
    signals: tuple[str, str]
    message: Message

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition of D_i(ω_i)."""
        first, second = self.signals
        return first != second and all(
            self.message in price_taking_given_own(instance, self.i, own) for own in self.signals
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """What she may send under both signals, in words."""
        market, (first, second) = instance.mechanism.market, self.signals
        what = "demand" if self.i in market.buyers else "supply"
        return (
            f"{market.name(self.i)}: the {what} {show_message(self.message)} is price-taking under "
            f"both {first} and {second}"
        )


def violations(instance: InterdependentInstance) -> Iterator[SharedDemand]:
    """For every agent who has to reveal her signal and two signals one message that they share, if any."""
    for i in instance.mechanism.shown_agents:
        boxes = {own: price_taking_given_own(instance, i, own) for own in instance.prior.spaces[i]}
        for first, second in combinations(boxes, 2):
            shared = [
                [x for x in one if x in other]
                for one, other in zip(boxes[first].choices, boxes[second].choices, strict=True)
            ]
            if all(shared):
                yield SharedDemand(i, (first, second), tuple(choices[0] for choices in shared))


def find_violation(instance: InterdependentInstance) -> SharedDemand | None:
    """The first of them, or None."""
    return next(violations(instance), None)
