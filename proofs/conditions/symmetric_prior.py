"""Symmetry of the signal structure.  (paper, 3.3)

All sellers share a signal set, all buyers share one (our instances cannot say otherwise), and

    read     f(ω) = f(ω') if ω'_i = ω_{φ(i)} for some φ in Φ and every agent i;
    printed  the same "for all i in {2n+1, ..., 4n}": only the buyers' signals have to match, the sellers' may
             be anything, so that f would not depend on the sellers' signals at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.prior import Signals
from proofs.claims.verdict import Reading


@dataclass(frozen=True)
class Asymmetry:
    """Evidence of asymmetry: two profiles that a permutation exchanges have different probabilities."""

    reading: Reading
    omega: Signals
    other: Signals

    def probabilities(self, instance: InterdependentInstance) -> tuple[Fraction, Fraction]:
        """f at the two profiles."""
        return instance.prior.f[self.omega], instance.prior.f[self.other]

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition."""
        same = _kind(instance, self.omega, self.reading) == _kind(instance, self.other, self.reading)
        first, second = self.probabilities(instance)
        return same and first != second

    def describe(self, instance: InterdependentInstance) -> str:
        """The rule and the profiles, in words."""
        return f"f must not change under φ from ({', '.join(self.omega)}) to ({', '.join(self.other)})"


def _kind(instance: InterdependentInstance, omega: Signals, reading: Reading) -> tuple[list[str], list[str]]:
    """What φ cannot change: how often each signal occurs on each side."""
    market = instance.mechanism.market
    sellers = sorted(omega[i] for i in market.sellers) if reading is Reading.READ else []
    return sellers, sorted(omega[i] for i in market.buyers)


def violations(instance: InterdependentInstance, reading: Reading = Reading.READ) -> Iterator[Asymmetry]:
    """For every profile the first one that φ exchanges it with and that is not as likely."""
    first: dict[str, Signals] = {}
    for omega in instance.prior.profiles():
        other = first.setdefault(repr(_kind(instance, omega, reading)), omega)
        if instance.prior.f[omega] != instance.prior.f[other]:
            yield Asymmetry(reading, other, omega)


def find_violation(instance: InterdependentInstance, reading: Reading = Reading.READ) -> Asymmetry | None:
    """The first of them, or None."""
    return next(violations(instance, reading), None)
