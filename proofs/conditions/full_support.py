"""Full support: f(ω) > 0 for every signal profile ω.  (paper, 3.1)"""

from collections.abc import Iterator
from dataclasses import dataclass

from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.prior import Signals


@dataclass(frozen=True)
class NullProfile:
    """Evidence against full support: a signal profile of probability 0."""

    omega: Signals

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition."""
        return instance.prior.f[self.omega] == 0

    def describe(self, instance: InterdependentInstance) -> str:
        """The rule and the value, in words."""
        return f"f({', '.join(self.omega)}) must be positive, got {instance.prior.f[self.omega]}"


def violations(instance: InterdependentInstance) -> Iterator[NullProfile]:
    """Every signal profile of probability 0."""
    return (NullProfile(omega) for omega, share in instance.prior.f.items() if share == 0)


def find_violation(instance: InterdependentInstance) -> NullProfile | None:
    """The first of them, or None."""
    return next(violations(instance), None)
