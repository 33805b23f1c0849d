"""The duality lemma: what G* loses is what agents lose by rationing, and one group's excess.

Claim    At every φ, with price-taking messages, whatever n, k, l, P and payoffs:
         W* - Σ u_i <= Σ_i (V_i(q_i) - u_i) + min(|e_1(p̂)|, |e_2(p̃)|),
         where V_i is the indirect utility, e_g the excess supply of group g, and |·| sums over commodities.
Proof    W* <= Σ V_i(p̃), since money cancels in a balanced trade. In group 1 q_i = p̃. In group 2 a
         price-taking message is a subgradient: V_i(p̂) >= V_i(p̃) ± x_i·(p̂ - p̃), so Σ V_i(p̂) >= Σ V_i(p̃)
         + e_2(p̃)·(p̂ - p̃) there, and no two prices are more than 1 apart. With the groups exchanged it is
         e_1(p̂).
Rationing  Whoever gets less than she asks for loses at most B for each unit if Condition 1 holds, where B is
         the largest unit value or 1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from random import Random

from mechanisms.g_star.mechanism import GStar
from mechanisms.large.surplus import largest_surplus
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.grouping import Group, Grouping, groupings
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Message, Side, Tie, price_grid
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader, separable, tabulated
from proofs.claims.scopes import number_of
from proofs.conditions.condition_1 import find_violation

ZERO = Fraction(0)


@dataclass(frozen=True)
class DualityFails:
    """Evidence against the lemma: at φ more is lost than it allows."""

    profile: tuple[Message, ...]
    phi: Grouping

    def sides(self, instance: Instance) -> tuple[Fraction, Fraction]:
        """W* - Σ u_i, and what it is bounded by."""
        loss = LossAt(instance, self.profile, self.phi)
        return loss.lost(largest_surplus([(trader, 1) for trader in instance.traders])), loss.bound()

    def holds(self, instance: Instance) -> bool:
        """Recheck by the definitions of D_i, of the mechanism and of both sides."""
        market = instance.mechanism.market
        taken = zip(instance.traders, self.profile, strict=True)
        lost, bound = self.sides(instance)
        return all(m in price_taking(trader, market) for trader, m in taken) and lost > bound

    def describe(self, instance: Instance) -> str:
        """Both sides."""
        lost, bound = self.sides(instance)
        orders = (self.phi.sellers, self.phi.buyers)
        sellers, buyers = (", ".join(str(j + 1) for j in order) for order in orders)
        return f"with sellers in the order {sellers} and buyers {buyers} {lost} is lost, more than {bound}"


@dataclass(frozen=True)
class LossAt:
    """What happens at φ when all announce m."""

    instance: Instance
    m: Sequence[Message]
    phi: Grouping

    def excess(self, group: Group, p: int) -> list[int]:
        """e_g(p), commodity by commodity."""
        return [
            sum(self.m[i][p][h] for i in group.sellers) - sum(self.m[i][p][h] for i in group.buyers)
            for h in range(self.instance.mechanism.market.k)
        ]

    @cached_property
    def allocation(self) -> Allocation:
        """What G* chooses."""
        return self.instance.mechanism.allocation(self.phi, self.m)

    def lost(self, best: Fraction) -> Fraction:
        """W* less the sum of payoffs."""
        a = self.allocation
        return best - sum(
            (t.payoff(x, q) for t, x, q in zip(self.instance.traders, a.x, a.q, strict=True)), ZERO
        )

    def rationing(self) -> Fraction:
        """Σ_i (V_i(q_i) - u_i), where a price-taking message names what V_i is attained at."""
        market = self.instance.mechanism.market
        a = self.allocation
        return sum(
            (
                t.payoff(own[market.P.index(q)], q) - t.payoff(x, q)
                for t, own, x, q in zip(self.instance.traders, self.m, a.x, a.q, strict=True)
            ),
            ZERO,
        )

    @cached_property
    def excesses(self) -> tuple[int, int, int, int]:
        """|e_1(p̂)|, |e_2(p̃)|, |e_1(p̃)|, |e_2(p̂)|."""
        g = self.instance.mechanism
        assert isinstance(g, GStar)
        one, two = self.phi.groups(g.market.n)
        hat, tilde = g.price(one, self.m), g.price(two, self.m)
        first, second, third, fourth = (
            sum(map(abs, self.excess(group, p)))
            for group, p in ((one, hat), (two, tilde), (one, tilde), (two, hat))
        )
        return first, second, third, fourth

    def bound(self) -> Fraction:
        """The right side of the lemma."""
        return self.rationing() + min(self.excesses[:2])


def most_per_unit(instance: Instance) -> Fraction:
    """B: the largest unit value, or 1."""
    buyers = (t for t in instance.traders if t.side is Side.BUYER)
    return max([Fraction(1), *(t.worth[x] for t in buyers for x in t.worth if sum(x) == 1)])


def violation(instance: Instance) -> DualityFails | str | None:
    """The first φ at which the lemma fails, or under Condition 1 rationing costs more than B a unit."""
    market = instance.mechanism.market
    m = tuple(next(iter(price_taking(trader, market))) for trader in instance.traders)
    best = largest_surplus([(trader, 1) for trader in instance.traders])
    monotone = all(find_violation(trader) is None for trader in instance.traders)
    for phi in groupings(market):
        loss = LossAt(instance, m, phi)
        if loss.lost(best) > loss.bound():
            return DualityFails(m, phi)
        units = sum(loss.excesses[2:])
        if monotone and loss.rationing() > most_per_unit(instance) * units:
            return f"rationing {number_of(units, 'unit')} costs {loss.rationing()}"
    return None


SIZES = (  # n, k, l, T, how many markets
    (1, 1, 1, 3, 32),
    (1, 1, 2, 3, 32),
    (1, 2, 1, 2, 20),
    (1, 2, 2, 1, 8),
    (1, 3, 1, 1, 16),
    (2, 1, 1, 2, 2),
)


def random_instances() -> Iterator[Instance]:
    """Markets of every size in `SIZES`, every other one with Condition 1; the same at each call."""
    for n, k, l, T, count in SIZES:
        chance = Random(f"duality {n} {k} {l} {T}")
        for number in range(count):
            tie = (Tie.LOWEST, Tie.HIGHEST)[number // 2 % 2]
            market = Market(n=n, k=k, l=l, P=price_grid(k, T), tie=tie)
            make = _monotone if number % 2 else _any
            traders = tuple(make(chance, market, market.side(i)) for i in market.agents)
            yield Instance(f"market {number} of n={n} k={k} l={l} T={T}", GStar(market), traders)


def _monotone(chance: Random, market: Market, side: Side) -> Trader:
    rows = []
    for _ in range(market.k):
        units = sorted(
            (Fraction(chance.randint(0, 8), 6) for _ in range(market.l)), reverse=side is Side.BUYER
        )
        rows.append(units)
    return separable(side, rows)


def _any(chance: Random, market: Market, side: Side) -> Trader:
    return tabulated(
        side, market.k, market.l, lambda x: Fraction(chance.randint(0, 8), 4) if any(x) else Fraction(0)
    )
