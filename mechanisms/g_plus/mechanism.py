"""The mechanism G+ of section 3.5: three or more groups, and both sides announce triplicates.

Seven branches. In 1 to 6 everybody trades at a random price, the j-th seller of a group with its j-th buyer:
in 1 and 2 what the seller's, or the buyer's, first message names, in 3 and 4 the second, in 5 and 6 the
third. In 7, almost certain, each group trades at the price that clears the *second* messages of the next
group; buyers get what their third message asks, and sellers are served or raised by theirs (14).

The tuples of first messages, as the paper defines them:

- m^{β,1,φ}, which the second messages of group β - 1 see, has 2n entries: the first seller of group β, its
  first buyer, its second seller, its second buyer, and so on, in the order of φ;
- m^{-β,1,φ}, which the third messages of group β see, has 2(r-1)n entries: m^{β',1,φ} for β' = 1, ..., r in
  ascending order, β left out. So the next group comes first in it if β = 1 or β = r, and not otherwise.

The next group of group r is group 1. The price at which group β trades is made by the second messages of
group β + 1, which see the first messages of group β + 2: with three groups or more that is not group β.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import Any, ClassVar

from gametheory.games.errors import InputError
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.branch_mechanism import BranchMechanism, LotteryError, Named
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.market import Bundle, Message, Price
from mechanisms.markets.raising import serve_or_raise
from mechanisms.markets.triplicate import FirstMessages, Triplicate


@dataclass(frozen=True)
class GPlus(BranchMechanism[Sequence[Triplicate]]):
    """G+ with small probability η of each of the branches 1 to 6; a profile is one triplicate for each agent.

    >>> from mechanisms.markets.grouping import grouping_count
    >>> from mechanisms.markets.market import Market, price_grid
    >>> g = GPlus(Market(n=1, k=1, l=1, P=price_grid(1, 1), groups=3), Fraction(1, 10))
    >>> sum(g.weight(b) * grouping_count(g.market) * 2 for b in g.branches)
    Fraction(1, 1)
    """

    symbol: ClassVar[str] = "G+"
    branches: ClassVar[tuple[int, ...]] = (1, 2, 3, 4, 5, 6, 7)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.market.groups < 3:
            raise LotteryError(f"r: G+ divides agents into 3 groups or more, got {self.market.groups}")

    @property
    def shown_agents(self) -> range:
        """Everybody."""
        return self.market.agents

    def printed_weight(self, b: int, T: int) -> Fraction:
        """The same as printed: η/((rn!)²T), or (1-6η)/((2n!)²T) for b = 7, with (an!)² read as ((an)!)²."""
        agents = self.market.side_size if b < 7 else 2 * self.market.n
        return self.branch_probability(b) / (factorial(agents) ** 2 * T)

    def allocation(self, phi: Grouping, p: int, m: Sequence[Triplicate], b: int) -> Allocation:
        """a+(φ, p, m, b); p is a place in P and plays no part in branch 7."""
        market = self.market
        x: list[Bundle] = [()] * len(market.agents)
        q: list[Price] = [()] * len(market.agents)
        for beta, group in enumerate(phi.groups(market.n)):
            sold, bought, price = self._trades(phi, beta, group, p, m, b)
            for i, bundle in zip(group.sellers + group.buyers, sold + bought, strict=True):
                x[i], q[i] = bundle, price
        return Allocation(tuple(x), tuple(q))

    def in_the_last_branch(self, phi: Grouping, i: int, m: Sequence[Triplicate]) -> tuple[Named, Named]:
        """The third messages of i's group, and the second ones of the next."""
        groups = phi.groups(self.market.n)
        own = next(beta for beta, group in enumerate(groups) if i in group.sellers + group.buyers)
        mine, theirs = (
            Named(
                groups[beta],
                tuple(self.named(phi, beta, groups[beta].sellers, m, b)),
                tuple(self.named(phi, beta, groups[beta].buyers, m, b)),
            )
            for beta, b in ((own, 7), (self.following(own), 3))
        )
        return mine, theirs

    def trade(self, phi: Grouping, p: int, m: Sequence[Triplicate], b: int, i: int) -> tuple[Bundle, Price]:
        """The same from her group alone, unless a subclass changes what is chosen for all."""
        if type(self).allocation is not GPlus.allocation:
            return super().trade(phi, p, m, b, i)
        side = phi.sellers if i in self.market.sellers else phi.buyers
        beta, at = divmod(side.index(i), self.market.n)
        group = phi.groups(self.market.n)[beta]
        sold, bought, price = self._trades(phi, beta, group, p, m, b)
        return (sold if i in self.market.sellers else bought)[at], price

    def _trades(
        self, phi: Grouping, beta: int, group: Group, p: int, m: Sequence[Triplicate], b: int
    ) -> tuple[list[Bundle], list[Bundle], Price]:
        """What the sellers and the buyers of group β trade, in order, and at which price."""
        if b == 7:
            place = self.price(phi, self.following(beta), m)
            named = self.named(phi, beta, group.sellers + group.buyers, m, b)
            bought = [d[place] for d in named[self.market.n :]]
            sold = self._sold(named[: self.market.n], place, bought)
        else:
            place = p
            speakers = group.sellers if b % 2 else group.buyers
            bought = sold = [d[place] for d in self.named(phi, beta, speakers, m, b)]
        return sold, bought, self.market.P[place]

    def following(self, beta: int) -> int:
        """β + 1, with r + 1 = 1; groups are counted from 0 here."""
        return (beta + 1) % self.market.groups

    def next_first(self, phi: Grouping, beta: int, m: Sequence[Triplicate]) -> FirstMessages:
        """m^{β+1,1,φ}: what the second messages of group β see."""
        return tuple([m[i].first for i in phi.groups(self.market.n)[self.following(beta)].alternating])

    def other_first(self, phi: Grouping, beta: int, m: Sequence[Triplicate]) -> FirstMessages:
        """m^{-β,1,φ}: what the third messages of group β see."""
        groups = phi.groups(self.market.n)
        return tuple([m[i].first for other in groups[:beta] + groups[beta + 1 :] for i in other.alternating])

    def named(
        self, phi: Grouping, beta: int, agents: Sequence[int], m: Sequence[Triplicate], b: int
    ) -> list[Message]:
        """The supply or demand functions of members of group β that count for what they trade in branch b."""
        if b <= 2:
            return [m[i].first for i in agents]
        if b <= 4:
            seen = self.next_first(phi, beta, m)
            return [m[i].second[seen] for i in agents]
        seen = self.other_first(phi, beta, m)
        return [m[i].third[seen] for i in agents]

    def price(self, phi: Grouping, beta: int, m: Sequence[Triplicate]) -> int:
        """p+(φ, β, m), which clears the second messages of group β, as a place in P."""
        group = phi.groups(self.market.n)[beta]
        named = self.named(phi, beta, group.sellers + group.buyers, m, 3)
        return clearing_price(self.market, named[: self.market.n], named[self.market.n :])

    def _sold(self, supplies: Sequence[Message], p: int, bought: Sequence[Bundle]) -> list[Bundle]:
        """What sellers sell at the p-th price in branch 7 when the buyers of their group buy `bought`."""
        per_commodity = [
            serve_or_raise([d[p][h] for d in supplies], sum(x[h] for x in bought), self.market.l)
            for h in range(self.market.k)
        ]
        return list(zip(*per_commodity, strict=True))


def require_g_plus(mechanism: BranchMechanism[Any]) -> GPlus:
    """The mechanism as G+; raises `InputError` if it is another one."""
    if not isinstance(mechanism, GPlus):
        raise InputError(f"mechanism: {GPlus.symbol}, got {mechanism.symbol}")
    return mechanism
