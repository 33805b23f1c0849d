"""What Condition 3 comes down to: sellers who do not care for others' signals.  (not in the paper)

Claim    Condition 3 holds if and only if, at every price of P, the strict preferences of every seller i do
         not change with ω_j, the other signals fixed, for
             every buyer j, and
             every other seller j as well, if n >= 2.
         The number r >= 2 of groups plays no part: no r makes the condition weaker.

Proof    If: let ω and ω' agree at i and outside her group. They differ at most at the n buyers and the other
         n - 1 sellers of the group; if n = 1 there are no other sellers. Turn ω into ω' one agent at a time:
         every profile on the way belongs to Ω, a product, and no step changes her preferences.
         Only if: let ω and ω' differ at j alone. If j is a buyer there is a φ with φ(1) = i that puts j in
         group 1. If j is another seller there is one if n >= 2, and none if n = 1, when i is the only seller
         of group 1. For this φ, ω and ω' agree at i and outside group 1: her preferences are the same.

So by such chains the preferences of seller i are the same at *any* two profiles that agree at i, if n >= 2,
and at i and the other sellers, if n = 1. Then her choices at grid prices need no more information: what is
best at some ω is best under every belief about the others (Corollary), so D_i(ω_i) is best ex post. Only
amounts of money may still depend on others' signals, and only as long as no preference at a price of P turns.

Corollary (n >= 2)  Given ω_i, let x be better than x' at p at all ω, or at none. A mean of payoff differences
that are all positive is positive, one of differences that are all <= 0 is <= 0: so her preferences, and with
them her best bundles, are the same under every belief.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market
from proofs.conditions.condition_3 import (
    Condition3Violation,
    Reversal,
    first_groups,
    preferences,
    reversals,
)


@dataclass(frozen=True)
class Dependence:
    """Evidence that the preferences of a seller depend on the signal of agent j, which they must not."""

    j: int
    reversal: Reversal  # between profiles that differ at j alone

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition."""
        pairs = zip(self.reversal.omega, self.reversal.other, strict=True)
        changed = [j for j, (a, b) in enumerate(pairs) if a != b]
        return (
            self.j in irrelevant(instance.mechanism.market, self.reversal.i)
            and changed == [self.j]
            and self.reversal.holds(instance)
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """The reversal, in words."""
        return self.reversal.describe(instance)

    def violation(self, instance: InterdependentInstance) -> Condition3Violation:
        """The *only if* part: a φ that puts j in the group of φ(1) = i."""
        market = instance.mechanism.market
        phi = next(
            phi
            for phi in first_groups(market, self.reversal.i)
            if self.j in (*phi.sellers[: market.n], *phi.buyers[: market.n])
        )
        return Condition3Violation(phi, self.reversal)


def irrelevant(market: Market, i: int) -> list[int]:
    """The agents whose signals Condition 3 forbids seller i to care about."""
    others = [j for j in market.sellers if j != i] if market.n >= 2 else []
    return [*others, *market.buyers]


def dependences(instance: InterdependentInstance) -> Iterator[Dependence]:
    """Every place where the preferences of a seller change with one signal that they must not depend on."""
    market = instance.mechanism.market
    for i in market.sellers:
        preferred = preferences(instance, i)
        if len(set(map(id, preferred.values()))) == 1:
            continue  # nothing can be reversed
        for omega in instance.prior.profiles():
            for j in irrelevant(market, i):
                for signal in instance.prior.spaces[j]:
                    other = (*omega[:j], signal, *omega[j + 1 :])
                    if preferred[omega] is not preferred[other]:
                        for reversal in reversals(i, omega, other, preferred[omega], preferred[other]):
                            yield Dependence(j, reversal)


def find_dependence(instance: InterdependentInstance) -> Dependence | None:
    """The first of them, or None."""
    return next(dependences(instance), None)
