"""What is expected of a mechanism with many agents: who trades how much, at which price, and what it is
worth.

However it is found, the answer is a list of `Traded`: at one price, agents of one side whom their messages
and the law of the groups do not tell apart, and how many of them are expected to trade each bundle. All
numbers are integers over one common denominator, which the mechanism's draws share.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from gametheory.games.exact import common_denominator
from mechanisms.large.binomials import lcm_up_to
from mechanisms.large.surplus import largest_surplus
from mechanisms.large.types import LargeMarket
from mechanisms.markets.market import Bundle, Side


@dataclass(frozen=True)
class Traded:
    """At the `place`-th price of P: agents of some types, all alike, and how many of them trade what.

    `amounts[x]` is the expected number of these agents who have this price and trade x, `rationed` that of
    those who have it and do not trade what they named: numerators over the denominator of `Expected`. Nothing
    is left out of `amounts`.
    """

    side: Side
    place: int
    types: Sequence[int]  # places in `LargeMarket.sellers` or `.buyers`
    members: int  # how many agents these types have
    amounts: Mapping[Bundle, int]
    rationed: int


@dataclass(frozen=True)
class Expected:
    """Expectations over the mechanism's draws when everybody is a price taker."""

    of: LargeMarket
    denominator: int
    prices: Mapping[int, int]  # place in P: the probability that a group trades there, as a numerator
    traded: Sequence[Traded]
    _worth: dict[tuple[Side, Bundle], list[int]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def _scale(self) -> int:
        """A common denominator of all costs and values."""
        types = self.of.sellers + self.of.buyers
        return common_denominator(worth for one in types for worth in one.trader.worth.values())

    @property
    def agents(self) -> int:
        """4n."""
        return len(self.of.market.agents)

    @cached_property
    def largest(self) -> Fraction:
        """W*: the largest sum of payoffs of any allocation."""
        return largest_surplus([(one.trader, one.count) for one in self.of.sellers + self.of.buyers])

    @cached_property
    def surplus(self) -> Fraction:
        """The expected sum of payoffs, money aside: what buyers pay sellers receive, (2)."""
        shares = self._shares
        total = 0
        for each in self.traded:
            sign = 1 if each.side is Side.BUYER else -1
            worth = sum(
                count * self._sum_of_worths(each.side, x, each.types)
                for x, count in each.amounts.items()
                if any(x)
            )
            total += sign * worth * (shares // each.members)
        return Fraction(total, self.denominator * shares * self._scale)

    def _sum_of_worths(self, side: Side, x: Bundle, types: Sequence[int]) -> int:
        """What x costs, or is worth to, all agents of these types together, over `_scale`."""
        key = side, x
        if key not in self._worth:
            worths = (int(one.trader.worth[x] * self._scale) * one.count for one in self.of.side(side))
            self._worth[key] = list(accumulate(worths, initial=0))
        sums = self._worth[key]
        if isinstance(types, range):
            return sums[types.stop] - sums[types.start]
        return sum(sums[t + 1] - sums[t] for t in types)

    @property
    def loss(self) -> Fraction:
        """The expected loss of surplus per capita: (W* - E Σ u_i) / 4n."""
        return (self.largest - self.surplus) / self.agents

    def volume(self, h: int = 0) -> Fraction:
        """How many units of a commodity are expected to be traded."""
        sold = (each.amounts.items() for each in self.traded if each.side is Side.SELLER)
        return Fraction(sum(x[h] * count for amounts in sold for x, count in amounts), self.denominator)

    def price_law(self) -> dict[int, Fraction]:
        """The probability that a group trades at a price, by its place in P; the same for either group."""
        return {
            place: Fraction(share, self.denominator) for place, share in sorted(self.prices.items()) if share
        }

    def rationing(self, i: int) -> Fraction:
        """The probability that agent i does not trade what she named at her price, x_i ≠ m_i(q_i)."""
        side, t = self.of.type_of(i)
        return Fraction(self._rationed[side][t], self.denominator * self._shares)

    @cached_property
    def _shares(self) -> int:
        """A multiple of all numbers of members."""
        return lcm_up_to(self.of.market.side_size)

    @cached_property
    def _rationed(self) -> dict[Side, list[int]]:
        """By type: the probability that one of them is rationed, over `denominator` and `_shares`."""
        steps = {side: [0] * (len(self.of.side(side)) + 1) for side in Side}
        for each in self.traded:
            share = each.rationed * (self._shares // each.members)
            types = [each.types] if isinstance(each.types, range) else [range(t, t + 1) for t in each.types]
            for some in types:
                steps[each.side][some.start] += share
                steps[each.side][some.stop] -= share
        return {side: list(accumulate(own[:-1])) for side, own in steps.items()}

    def most_rationed(self) -> tuple[int, Fraction]:
        """The agent who is rationed with the largest probability, the first of several, and that."""
        types = [(side, t, one.agents[0]) for side in Side for t, one in enumerate(self.of.side(side))]
        side, t, i = max(types, key=lambda each: (self._rationed[each[0]][each[1]], -each[2]))
        return i, Fraction(self._rationed[side][t], self.denominator * self._shares)

    def payoff(self, i: int) -> Fraction:
        """u_i(g(m)): agent i's interim payoff, over all draws."""
        side, t = self.of.type_of(i)
        trader, P = self.of.side(side)[t].trader, self.of.market.P
        shares = (
            Fraction(count, each.members) * trader.payoff(x, P[each.place])
            for each in self._about(side, t)
            for x, count in each.amounts.items()
        )
        return sum(shares, Fraction(0)) / self.denominator

    def _about(self, side: Side, t: int) -> Iterable[Traded]:
        return (each for each in self.traded if each.side is side and t in each.types)
