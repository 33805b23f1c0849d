"""Anonymity: payoffs depend on who has which signal only through the own one.  (not in the paper)

Tuples of messages in G** carry no names. So Ξ_i(ω_i) is sure to have an element only if everybody on a side
has the same payoff function, symmetric in the other sellers' and in the other buyers' signals: for every φ in
Φ, agent φ(i)'s payoff at ω is agent i's at the profile ω' with ω'_j = ω_{φ(j)}. Section 3.3 assumes symmetry
of the signals and of f only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, show
from mechanisms.markets.prior import Signals
from proofs.conditions import symmetric_prior


@dataclass(frozen=True)
class NamedPayoff:
    """Evidence against anonymity: exchanging agents a and b of one side changes what a trade is worth.

    Agent i at ω becomes agent `image` at ω with the signals of a and b exchanged.
    """

    a: int
    b: int
    i: int
    omega: Signals
    bundle: Bundle

    @property
    def image(self) -> int:
        """Where the exchange takes agent i."""
        return _image(self.i, self.a, self.b)

    def worths(self, instance: InterdependentInstance) -> tuple[Fraction, Fraction]:
        """What the bundle is worth before the exchange, and after it."""
        other = _exchanged(self.omega, self.a, self.b)
        return (
            instance.traders[self.i].at[self.omega].worth[self.bundle],
            instance.traders[self.image].at[other].worth[self.bundle],
        )

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition."""
        market = instance.mechanism.market
        if market.side(self.a) is not market.side(self.b):
            return False
        before, after = self.worths(instance)
        return before != after

    def describe(self, instance: InterdependentInstance) -> str:
        """The rule and the values, in words."""
        market = instance.mechanism.market
        other = _exchanged(self.omega, self.a, self.b)
        before, after = self.worths(instance)
        return (
            f"{show(self.bundle)} must be worth the same to {market.name(self.i)} at "
            f"({', '.join(self.omega)}) and to {market.name(self.image)} at ({', '.join(other)}), "
            f"got {before} and {after}"
        )


def _image(i: int, a: int, b: int) -> int:
    return {a: b, b: a}.get(i, i)


def _exchanged(omega: Signals, a: int, b: int) -> Signals:
    """ω with the signals of a and b exchanged."""
    place = {a: b, b: a}
    return tuple(omega[place.get(j, j)] for j in range(len(omega)))


def _neighbours(market: Market) -> Iterator[tuple[int, int]]:
    """Exchanges of neighbours on a side: they generate all of Φ."""
    for agents in (market.sellers, market.buyers):
        yield from pairwise(agents)


def violations(instance: InterdependentInstance) -> Iterator[NamedPayoff]:
    """Every place where exchanging two neighbours on a side changes a payoff."""
    market = instance.mechanism.market
    for a, b in _neighbours(market):
        exchanged = {omega: _exchanged(omega, a, b) for omega in instance.prior.profiles()}
        for i in market.agents:
            own, images = (instance.traders[j].at for j in (i, _image(i, a, b)))
            for omega, other in exchanged.items():
                before, after = own[omega].worth, images[other].worth
                if before != after:
                    yield from (NamedPayoff(a, b, i, omega, x) for x in market.X if before[x] != after[x])


def find_violation(instance: InterdependentInstance) -> NamedPayoff | None:
    """The first of them, or None."""
    return next(violations(instance), None)


def is_anonymous(instance: InterdependentInstance) -> bool:
    """Are all sellers alike, and all buyers, in payoffs and in signals?"""
    return find_violation(instance) is None and symmetric_prior.find_violation(instance) is None
