"""(8): price-taking demands reveal signals, D_i(ω_i) ∩ D_i(ω_i') = ∅ for every buyer.  (paper, 3.3)"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from mechanisms.informed_price_taking import price_taking_given_own
from mechanisms.interdependent import InterdependentInstance
from mechanisms.literal import show_message
from mechanisms.market import Message


@dataclass(frozen=True)
class SharedDemand:
    """Evidence against (8): a demand that is price-taking for buyer i under both signals."""

    i: int
    signals: tuple[str, str]
    message: Message

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition of D_i(ω_i)."""
        first, second = self.signals
        return first != second and all(
            self.message in price_taking_given_own(instance, self.i, own) for own in self.signals
        )

    def __str__(self) -> str:
        first, second = self.signals
        return (
            f"buyer {self.i + 1}: the demand {show_message(self.message)} is price-taking under both "
            f"{first} and {second}"
        )


def violations(instance: InterdependentInstance) -> Iterator[SharedDemand]:
    """For every buyer and two signals one demand that they share, if there is one."""
    for i in instance.mechanism.market.buyers:
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
