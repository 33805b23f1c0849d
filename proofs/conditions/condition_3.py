"""Condition 3: a seller's preferences are settled by her own signal and the other groups'.  (paper, 3.5)

For every seller i, all ω, ω' and every φ with φ(1) = i: if ω_i = ω'_i and ω and ω' agree on the groups 2 to r
(printed: on a union of "B(β, φ)", which is N(β, φ)), then at every price p of P she strictly prefers selling
x to selling x' at ω if and only if she does at ω'. `private_preferences` says what this comes down to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from typing import TypeAlias

from mechanisms.markets.grouping import Grouping
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, show
from mechanisms.markets.prior import Signals
from mechanisms.markets.trader import Trader

Preferences: TypeAlias = frozenset[tuple[int, Bundle, Bundle]]  # (p, x, x'): x is strictly better at p


@dataclass(frozen=True)
class Reversal:
    """Evidence that seller i strictly prefers `better` to `worse` at ω and the p-th price, but not at ω'."""

    i: int
    omega: Signals
    other: Signals  # ω'
    p: int
    better: Bundle
    worse: Bundle

    def payoffs(self, instance: InterdependentInstance) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        """What `better` and `worse` pay her at ω, then at ω'."""
        price = instance.mechanism.market.P[self.p]
        at = instance.traders[self.i].at
        one, two, three, four = (
            at[omega].payoff(x, price)
            for omega in (self.omega, self.other)
            for x in (self.better, self.worse)
        )
        return one, two, three, four

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition."""
        better, worse, better_then, worse_then = self.payoffs(instance)
        return (
            self.i in instance.mechanism.market.sellers
            and self.omega[self.i] == self.other[self.i]
            and better > worse
            and not better_then > worse_then
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """The rule and the values, in words."""
        market = instance.mechanism.market
        better, worse, better_then, worse_then = self.payoffs(instance)
        return (
            f"{market.name(self.i)} at price {show(market.P[self.p])}: selling {show(self.better)} must be "
            f"better than selling {show(self.worse)} at ({', '.join(self.other)}) as it is at "
            f"({', '.join(self.omega)}), got {better_then} and {worse_then} (there {better} and {worse})"
        )


@dataclass(frozen=True)
class Condition3Violation:
    """Evidence against Condition 3: a reversal between profiles that agree outside the group of φ(1) = i."""

    phi: Grouping
    reversal: Reversal

    def holds(self, instance: InterdependentInstance) -> bool:
        """Recheck by the definition."""
        market = instance.mechanism.market
        _, *others = self.phi.groups(market.n)
        outside = [j for group in others for j in (*group.sellers, *group.buyers)]
        return (
            sorted(self.phi.sellers) == list(market.sellers)
            and sorted(self.phi.buyers) == list(market.buyers)
            and self.phi.sellers[0] == self.reversal.i
            and all(self.reversal.omega[j] == self.reversal.other[j] for j in outside)
            and self.reversal.holds(instance)
        )

    def describe(self, instance: InterdependentInstance) -> str:
        """The reversal, in words."""
        return self.reversal.describe(instance)


def preferences(instance: InterdependentInstance, i: int) -> dict[Signals, Preferences]:
    """At every ω all (p, x, x') such that agent i is strictly better off with x than x' at the p-th price.

    Where they are the same it is the same object.
    """
    market, one_of_a_kind = instance.mechanism.market, dict[Preferences, Preferences]()
    known: dict[int, Preferences] = {}  # by trader: often one occurs many times
    for trader in instance.traders[i].at.values():
        if id(trader) not in known:
            preferred = preferences_of(trader, market)
            known[id(trader)] = one_of_a_kind.setdefault(preferred, preferred)
    return {omega: known[id(trader)] for omega, trader in instance.traders[i].at.items()}


def preferences_of(trader: Trader, market: Market) -> Preferences:
    """The same of a trader of section 2.3."""
    asked = "strict preferences", market.P, market.l
    if asked not in trader.known:
        trader.known[asked] = _preferences(trader, market)
    preferred: Preferences = trader.known[asked]
    return preferred


def _preferences(trader: Trader, market: Market) -> Preferences:
    found = set()
    for p, price in enumerate(market.P):
        payoffs = trader.scaled_payoffs(price)
        found |= {(p, x, y) for x, y in product(market.X, repeat=2) if payoffs[x] > payoffs[y]}
    return frozenset(found)


def first_groups(market: Market, i: int) -> Iterator[Grouping]:
    """One φ with φ(1) = i for each group of seller i: Condition 3 asks only who is in that group."""
    for mates in combinations([j for j in market.sellers if j != i], market.n - 1):
        for buyers in combinations(market.buyers, market.n):
            own = (i, *mates)
            yield Grouping(
                (*own, *(j for j in market.sellers if j not in own)),
                (*buyers, *(j for j in market.buyers if j not in buyers)),
            )


def violations(instance: InterdependentInstance) -> Iterator[Condition3Violation]:
    """For every seller, group of hers and signals of the rest, a reversal against the first profile, if any.

    To have the same preferences is an equivalence, so comparing with one profile of each class is enough.
    """
    market = instance.mechanism.market
    for i in market.sellers:
        preferred = preferences(instance, i)
        if len(set(map(id, preferred.values()))) == 1:
            continue  # nothing can be reversed
        for phi in first_groups(market, i):
            inside = {*phi.sellers[1 : market.n], *phi.buyers[: market.n]}
            outside = [j for j in market.agents if j not in inside]
            first: dict[Signals, Signals] = {}
            for omega in instance.prior.profiles():
                rest = tuple([omega[j] for j in outside])
                before = first.setdefault(rest, omega)
                if preferred[before] is not preferred[omega]:
                    for reversal in reversals(i, before, omega, preferred[before], preferred[omega]):
                        yield Condition3Violation(phi, reversal)


def reversals(
    i: int, omega: Signals, other: Signals, there: Preferences, then: Preferences
) -> Iterator[Reversal]:
    """Where the preferences at two profiles differ, either way."""
    yield from (Reversal(i, omega, other, *strict) for strict in sorted(there - then))
    yield from (Reversal(i, other, omega, *strict) for strict in sorted(then - there))


def find_violation(instance: InterdependentInstance) -> Condition3Violation | None:
    """The first of them, or None."""
    return next(violations(instance), None)
