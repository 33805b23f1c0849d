"""Condition 2 against the model of section 3.4, as it prints it.

Signals are independent given the macro shock, f_s(· | ω_0) may depend on it, and so may c(h, t, ω_0, ω_i).
If f_s depends on ω_0, a seller's signal is news about the shock, and moves what a trade is worth to a buyer;
if c does, a buyer's signal moves what it costs a seller. Condition 2 allows neither.
"""

from dataclasses import dataclass
from fractions import Fraction

from mechanisms.markets.prior import Signals
from mechanisms.sequences.shocks import ShockSequence
from proofs.claims.verdict import Reading
from proofs.conditions import condition_2
from proofs.conditions.condition_2 import Condition2Violation

UNIT = (1,)


@dataclass(frozen=True)
class ModelAgainstCondition2:
    """Evidence that in the first market of a sequence agent i's worth of a unit moves with j's signal."""

    i: int
    j: int
    omega: Signals
    signal: str  # of j, instead of that in ω
    worths: tuple[Fraction, Fraction]  # at ω, and with that signal

    @property
    def violation(self) -> Condition2Violation:
        """The same about an instance."""
        other = (*self.omega[: self.j], self.signal, *self.omega[self.j + 1 :])
        return Condition2Violation(Reading.READ, self.i, self.j, self.omega, other, UNIT)

    def holds(self, sequence: ShockSequence) -> bool:
        """Recheck by the definition, on all signal profiles of the market."""
        instance = sequence.market(sequence.start)
        found = self.violation
        return found.holds(instance) and found.worths(instance) == self.worths

    def describe(self, sequence: ShockSequence) -> str:
        """The rule and the values, in words."""
        instance = sequence.market(sequence.start)
        return f"{sequence.title}: {self.violation.describe(instance)}"


def find_violation(sequence: ShockSequence) -> ModelAgainstCondition2 | None:
    """The first of them in the first market, or None."""
    instance = sequence.market(sequence.start)
    found = condition_2.find_violation(instance)
    if found is None:
        return None
    return ModelAgainstCondition2(found.i, found.j, found.omega, found.other[found.j], found.worths(instance))
