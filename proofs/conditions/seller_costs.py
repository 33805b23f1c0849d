"""What section 3.3 asks of costs: no externality among commodities, unit costs that do not decrease.

That is the sellers' part of Condition 1, for every signal profile.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.prior import Signals
from proofs.conditions import condition_1
from proofs.conditions.condition_1 import Condition1Violation


@dataclass(frozen=True)
class CostViolation:
    """Evidence that seller i's costs at ω break the sellers' part of Condition 1."""

    i: int
    omega: Signals
    violation: Condition1Violation

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition."""
        sellers = instance.mechanism.market.sellers
        return self.i in sellers and self.violation.holds(instance.traders[self.i].at[self.omega])

    def describe(self, instance: InterdependentInstance) -> str:
        """Who breaks it at which signals, and where."""
        name, costs = instance.mechanism.market.name(self.i), instance.traders[self.i].at[self.omega]
        return f"{name} at ({', '.join(self.omega)}): {self.violation.describe(costs)}"


def violations(instance: InterdependentInstance) -> Iterator[CostViolation]:
    """Every seller, signal profile and place at which costs break it."""
    for i in instance.mechanism.market.sellers:
        for omega, trader in instance.traders[i].at.items():
            for violation in condition_1.violations(trader):
                yield CostViolation(i, omega, violation)


def find_violation(instance: InterdependentInstance) -> CostViolation | None:
    """The first of them, or None."""
    return next(violations(instance), None)
