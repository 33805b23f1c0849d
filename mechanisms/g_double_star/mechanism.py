"""The mechanism G** of section 3.2: buyers announce a demand, one given their group's, one given all buyers'.

Four branches. In 1, 2 and 3 everybody trades at a random price, and buyers get what their first, second or
third message asks; in 4, almost certain, each group trades at the price that clears the *second* messages of
the other group, and buyers get what their third message asks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import factorial
from typing import ClassVar

from gametheory.games.errors import TooLargeError
from mechanisms.markets.allocation import Allocation
from mechanisms.markets.branch_mechanism import BranchMechanism, LotteryError, Named
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.market import Bundle, Message, Price
from mechanisms.markets.raising import serve_or_raise
from mechanisms.markets.triplicate import FirstMessages, Triplicate


class BuyerMessage(Triplicate):
    """m_i = (m_i^1, m_i^2, m_i^3) in D × Ξ × W.

    The second message θ: D^n -> D names a demand for each tuple of first messages in her group, in the order
    of φ; the third, w: D^2n -> D, for each tuple of all buyers' first messages, in the order of the buyers.
    """


@dataclass(frozen=True)
class MessageProfile:
    """m: the sellers' supply functions and the buyers' triplicates."""

    sellers: Sequence[Message]
    buyers: Sequence[BuyerMessage]

    @cached_property
    def first(self) -> FirstMessages:
        """m^{b,1}: all buyers' first messages."""
        return tuple([message.first for message in self.buyers])


@dataclass(frozen=True)
class GDoubleStar(BranchMechanism[MessageProfile]):
    """G** with small probability η of each of the branches 1, 2 and 3.

    >>> from mechanisms.markets.grouping import grouping_count
    >>> from mechanisms.markets.market import Market, price_grid
    >>> g = GDoubleStar(Market(n=1, k=1, l=1, P=price_grid(1, 1)), Fraction(1, 10))
    >>> sum(g.weight(b) * grouping_count(g.market) * 2 for b in g.branches)
    Fraction(1, 1)
    """

    symbol: ClassVar[str] = "G**"
    branches: ClassVar[tuple[int, ...]] = (1, 2, 3, 4)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.market.groups != 2:
            raise LotteryError(f"groups: G** divides agents into 2 groups, got {self.market.groups}")

    @property
    def shown_agents(self) -> range:
        """The buyers."""
        return self.market.buyers

    def printed_weight(self, b: int, T: int) -> Fraction:
        """The same as printed: η/((2n!)²T), or (1-3η)/((2n!)²T) for b = 4, with (2n!)² read as ((2n)!)²."""
        return self.branch_probability(b) / (factorial(2 * self.market.n) ** 2 * T)

    def allocation(self, phi: Grouping, p: int, m: MessageProfile, b: int) -> Allocation:
        """a**(φ, p, m, b); p is a place in P and plays no part in branch 4."""
        market = self.market
        x: list[Bundle] = [()] * len(market.agents)
        q: list[Price] = [()] * len(market.agents)
        for group, place in self.prices(phi, p, m, b):
            asked = [d[place] for d in self.demands(group, m, b)]
            for i, bundle in zip(group.buyers, asked, strict=True):
                x[i], q[i] = bundle, market.P[place]
            for i, bundle in zip(group.sellers, self._sold(group, place, m, asked), strict=True):
                x[i], q[i] = bundle, market.P[place]
        return Allocation(tuple(x), tuple(q))

    def prices(self, phi: Grouping, p: int, m: MessageProfile, b: int) -> list[tuple[Group, int]]:
        """Both groups, and the price at which each trades, as a place in P."""
        one, two = phi.groups(self.market.n)
        if b != 4:
            return [(one, p), (two, p)]
        return [(one, self.price(two, m)), (two, self.price(one, m))]  # p̃**, p̂**

    def in_the_last_branch(self, phi: Grouping, i: int, m: MessageProfile) -> tuple[Named, Named]:
        """The third messages of i's group, and the second ones of the other; supplies are what they are."""
        one, two = phi.groups(self.market.n)
        own, other = (one, two) if i in one.sellers + one.buyers else (two, one)
        mine, theirs = (
            Named(group, tuple(m.sellers[j] for j in group.sellers), tuple(self.demands(group, m, b)))
            for group, b in ((own, 4), (other, 2))
        )
        return mine, theirs

    def demands(self, group: Group, m: MessageProfile, b: int) -> list[Message]:
        """What the group's buyers demand in branch b, at every price."""
        own = [m.buyers[i - self.market.side_size] for i in group.buyers]
        if b == 1:
            return [message.first for message in own]
        if b == 2:
            in_group = tuple(message.first for message in own)
            return [message.second[in_group] for message in own]
        return [message.third[m.first] for message in own]

    def price(self, group: Group, m: MessageProfile) -> int:
        """p̂**(φ, m) from group 1, p̃**(φ, m) from group 2, as a place in P."""
        return clearing_price(self.market, [m.sellers[i] for i in group.sellers], self.demands(group, m, 2))

    def _sold(self, group: Group, p: int, m: MessageProfile, asked: Sequence[Bundle]) -> list[Bundle]:
        """What the group's sellers sell at the p-th price when its buyers buy `asked`."""
        offered = [m.sellers[i][p] for i in group.sellers]
        per_commodity = [
            serve_or_raise([x[h] for x in offered], sum([x[h] for x in asked]), self.market.l)
            for h in range(self.market.k)
        ]
        return list(zip(*per_commodity, strict=True))


class GroupSizeError(TooLargeError):
    """A market with more than one buyer in a group, or more than two groups; the message says how many."""
