"""Condition 2: sellers' values are private, buyers' do not depend on certain signals.  (paper, 3.3)

both     c_i(x, ω) is independent of ω_{-i} for every seller i;
printed  v_j(x, ω) is independent of ω_j, the buyer's *own* signal, for every buyer j;
read     v_j(x, ω) is independent of the *sellers'* signals, for every buyer j: "we allow interdependent
         values only in the buyers' side".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, show
from mechanisms.markets.prior import Signals
from proofs.claims.verdict import Reading


@dataclass(frozen=True)
class Condition2Violation:
    """Evidence that agent i's payoff depends on the signal of agent j, which it must not."""

    reading: Reading
    i: int
    j: int
    omega: Signals
    other: Signals  # as omega, except at j
    bundle: Bundle

    def worths(self, instance: InterdependentInstance) -> tuple[Fraction, Fraction]:
        """c_i or v_i of the bundle at the two profiles."""
        at = instance.traders[self.i].at
        return at[self.omega].worth[self.bundle], at[self.other].worth[self.bundle]

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition."""
        changed = [j for j, (a, b) in enumerate(zip(self.omega, self.other, strict=True)) if a != b]
        before, after = self.worths(instance)
        return (
            self.j in _forbidden(instance, self.i, self.reading) and changed == [self.j] and before != after
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """The rule and the values, in words."""
        market = instance.mechanism.market
        before, after = self.worths(instance)
        what = "cost" if self.i in market.sellers else "value"
        return (
            f"{market.name(self.i)}: the {what} of {show(self.bundle)} must not depend on the signal of "
            f"{market.name(self.j)}, got {before} at ({', '.join(self.omega)}) and {after} at "
            f"({', '.join(self.other)})"
        )


def _forbidden(instance: InterdependentInstance, i: int, reading: Reading) -> list[int]:
    """Whose signals agent i's payoff must not depend on."""
    market = instance.mechanism.market
    if i in market.sellers:
        return [j for j in market.agents if j != i]
    return list(market.sellers) if reading is Reading.READ else [i]


def violations(
    instance: InterdependentInstance, reading: Reading = Reading.READ
) -> Iterator[Condition2Violation]:
    """Every place where a payoff changes with one signal that it must not depend on."""
    for i in instance.mechanism.market.agents:
        at = instance.traders[i].at
        for omega in instance.prior.profiles():
            for j in _forbidden(instance, i, reading):
                for signal in instance.prior.spaces[j]:
                    other = (*omega[:j], signal, *omega[j + 1 :])
                    for x, worth in at[omega].worth.items():
                        if worth != at[other].worth[x]:
                            yield Condition2Violation(reading, i, j, omega, other, x)


def find_violation(
    instance: InterdependentInstance, reading: Reading = Reading.READ
) -> Condition2Violation | None:
    """The first of them, or None."""
    return next(violations(instance, reading), None)
