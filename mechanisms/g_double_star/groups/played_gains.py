"""What a buyer's plans earn in G**, and what they earn at the mean, from runs of G**: for rechecks.

It shares with `gains` and `environments` the list of coordinates (`BuyerForm`) and nothing else.

Gains    At every signal profile, for each first message of hers: branch 1 as it is run (`first_trades`); in
         branches 2 and 3 the entries that are read, and how often; in branch 4 the entry that is read at
         whatever price is made (`reads`). Which price that is, is seen by running branch 4 with what the
         others supply and ask for, at every order of the agents, up to exchanges of agents who say the same.
Mean     When everybody says everything with the same probability, first messages are any with the same
         probability at every signal profile, and `reads` says what is then read. In branch 4 the price is
         independent of that: it is made by 2n agents of the other group, each with one entry, all different
         and any with the same probability. How often each price is made runs show, whatever price her own
         group makes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import product
from math import factorial
from typing import NamedTuple

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator
from gametheory.plans.form import PlanForm
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.groups.reads import PrivateMechanism, first_trades, reads
from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.markets.clearing import makers_of
from mechanisms.markets.grouping import Grouping, distinct_groupings, grouping_count
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from mechanisms.markets.noted import Label
from mechanisms.markets.prior import Signals
from mechanisms.markets.triplicate import Everywhere, FirstMessages

MOST_RUNS = 100_000  # of branch 4, to see how often each price is made
MOST_TUPLES = 100_000  # of an own first message and all others', to be read one by one


class _Read(NamedTuple):
    """What is read after a first message when the rivals begin in some way."""

    root: int  # the coordinate
    weight: int  # of a price in branch 1
    first: list[tuple[int, int]]  # what is traded in branch 1: the price, the place in X
    drawn: list[
        tuple[int, int, int]
    ]  # in branches 2 and 3: the coordinate of the first bundle, price, weight
    final: list[int]  # in branch 4: by price, the same coordinate


class PlayedGains:
    """`Gains[Opponents]` of buyer i with a signal, as integers over one denominator.

    Raises `ArithmeticError` where G** does not let a buyer trade what one of her entries names.
    """

    def __init__(self, instance: InterdependentInstance, i: int, signal: str) -> None:
        self.instance, self.i, self.signal = instance, i, signal
        self.g, self.market = instance.mechanism, instance.mechanism.market
        self.buyer = BuyerForm(self.market, i)
        self._known: dict[tuple[int, FirstMessages], _Read] = {}

    @property
    def form(self) -> PlanForm:
        """Her decision."""
        return self.buyer.form

    @cached_property
    def _exact(self) -> dict[Signals, list[list[Fraction]]]:
        """At every ω its probability times u_i, by price and bundle."""
        trader = self.instance.traders[self.i]
        return {
            omega: [[belief * trader.at[omega].payoff(x, q) for x in self.market.X] for q in self.market.P]
            for omega, belief in self.instance.prior.given({self.i: self.signal}).items()
        }

    @cached_property
    def _shares(self) -> tuple[Fraction, Fraction]:
        """The weights of an order of the buyers and a price in branches 1 to 3, and of a φ in branch 4."""
        orders = factorial(self.market.side_size) * len(self.market.P)
        return self.g.branch_probability(1) / orders, self.g.weight(4) * len(self.market.P)

    @cached_property
    def _scales(self) -> tuple[int, int]:
        """What makes integers of the worths, and of the weights."""
        values = (value for table in self._exact.values() for row in table for value in row)
        return common_denominator(values), common_denominator(self._shares)

    @property
    def denominator(self) -> int:
        """What all gains are over."""
        worth, share = self._scales
        return worth * share

    @cached_property
    def _worth(self) -> dict[Signals, IntegerArray]:
        return {
            omega: np.array([[int(value * self._scales[0]) for value in row] for row in table], dtype=object)
            for omega, table in self._exact.items()
        }

    @property
    def _small(self) -> int:
        return int(self._shares[0] * self._scales[1])

    @property
    def _all_final(self) -> int:
        """The weight of branch 4."""
        return int(self._shares[1] * self._scales[1]) * grouping_count(self.market)

    def gains(self, opponents: Opponents) -> IntegerArray:
        """What the coordinates earn against these strategies."""
        total = np.zeros(self.form.size, dtype=object)
        messages = {node: opponents.buyer(*node) for node in opponents.firsts}
        for omega, worth in self._worth.items():
            others = tuple(opponents.firsts[j, omega[j]] for j in self.buyer.rivals)
            supplies = [opponents.supplies[s, omega[s]] for s in self.market.sellers]
            prices = self._prices(supplies, {j: messages[j, omega[j]] for j in self.buyer.rivals})
            for place in range(len(self.buyer.demands)):
                self._add(total, self._read(place, others), worth, prices)
        return total

    def along(self, direction: IntegerArray, omega: Signals, others: FirstMessages) -> tuple[int, list[int]]:
        """What a direction earns at ω, times its probability, against these first messages of the rivals.

        In branches 1 to 3, and in branch 4 for each price that may be made there.
        """
        worth, drawn, final = self._worth[omega], 0, [0] * len(self.market.P)
        for place, (root, coordinates) in enumerate(self._after):
            if not (direction[root] or direction[coordinates].any()):
                continue
            read = self._read(place, others)
            drawn += int(direction[root]) * sum(int(worth[p, x]) for p, x in read.first) * read.weight
            for at, p, count in read.drawn:
                drawn += count * int(direction[at : at + len(self.market.X)] @ worth[p])
            for p, at in enumerate(read.final):
                final[p] += self._all_final * int(direction[at : at + len(self.market.X)] @ worth[p])
        return drawn, final

    @cached_property
    def _after(self) -> list[tuple[int, slice]]:
        """The coordinate of each root, and where those of its cells are."""
        ends = (*self.form.roots[1:], self.form.size)
        return [(root, slice(root + 1, end)) for root, end in zip(self.form.roots, ends, strict=True)]

    def _read(self, place: int, others: FirstMessages) -> _Read:
        """What is read after her first message at this place in D when the rivals begin so."""
        if (place, others) not in self._known:
            d, start, X = self.buyer.demands[place], self.buyer.start, self.market.X
            first = first_trades(self.g, self.i, d, others)
            (shown,) = {shown for shown, _ in reads(self.g, self.i, d, others, 4)}
            self._known[place, others] = _Read(
                self.form.roots[place],
                self._small * factorial(self.market.side_size),
                [(p, X.index(x)) for p, x in enumerate(first)],
                [
                    (start(place, b, seen) + p * len(X), p, self._small * count)
                    for b in (2, 3)
                    for (seen, p), count in reads(self.g, self.i, d, others, b).items()
                ],
                [start(place, 3, shown) + p * len(X) for p in range(len(self.market.P))],
            )
        return self._known[place, others]

    def _add(self, total: IntegerArray, read: _Read, worth: IntegerArray, prices: Mapping[int, int]) -> None:
        """What is earned where it is read, in branch 4 at these prices with their shares."""
        size = len(self.market.X)
        total[read.root] += read.weight * sum(worth[p, x] for p, x in read.first)
        for at, p, weight in read.drawn:
            total[at : at + size] += weight * worth[p]
        for p, share in prices.items():
            total[read.final[p] : read.final[p] + size] += share * worth[p]

    def _prices(self, supplies: Sequence[Message], rivals: Mapping[int, BuyerMessage]) -> Counter[int]:
        """At which prices she trades in branch 4, with their shares, whatever she says (see `reads`)."""
        nothing = Everywhere((self.market.X[0],) * len(self.market.P))
        own = {self.i: BuyerMessage(Label(), nothing, nothing)}
        m = MessageProfile(supplies, [{**rivals, **own}[j] for j in self.market.buyers])
        phis, probability = distinct_groupings(self.market, [*m.sellers, *m.buyers], self.i)
        share = self._all_final * probability
        found = Counter(self.g.allocation(phi, 0, m, 4).q[self.i] for phi in phis)
        return Counter({self.market.P.index(q): int(count * share) for q, count in found.items()})

    def mean(self) -> IntegerArray:
        """The gains when all others' messages are independent and uniform, times |D| for each free message.

        That is, for each first message of a rival with a signal, n supplies and n demands.
        """
        D, n = len(self.buyer.demands), self.market.n
        if (tuples := D ** (2 * n)) > MOST_TUPLES:
            raise TooLargeError(f"first messages: at most {MOST_TUPLES:,} tuples to read, got {tuples:,}")
        made = _prices_made(self.g, self.i)
        nodes = sum(len(self.instance.prior.spaces[j]) for j in self.buyer.rivals)
        worth: IntegerArray = np.sum(list(self._worth.values()), axis=0)  # tuples are the same at every ω
        prices = {p: self._all_final * count for p, count in made.items()}
        total = np.zeros(self.form.size, dtype=object)
        scaled = worth * D ** (2 * n)
        for others in product(self.buyer.demands, repeat=2 * n - 1):
            for place in range(D):
                read = self._read(place, others)
                self._add(total, read, scaled, {})
                self._add(total, read._replace(weight=0, drawn=[]), worth, prices)
        multiple: IntegerArray = total * D ** (nodes - (2 * n - 1))
        return multiple


@lru_cache(maxsize=16)
def _prices_made(g: PrivateMechanism, i: int) -> Counter[int]:
    """Of all supplies and second demands of the members of the other group, how many make each price of P."""
    market = g.market
    n, D = market.n, list(market.messages())
    if (runs := len(market.P) * len(D) ** (2 * n)) > MOST_RUNS:
        raise TooLargeError(f"runs of branch 4: at most {MOST_RUNS:,}, got {runs:,} with |D| = {len(D)}")
    phi = Grouping(tuple(market.sellers), (i, *(j for j in market.buyers if j != i)))
    _, other = phi.groups(n)
    made: Counter[int] = Counter()
    for said in product(D, repeat=2 * n):
        members = dict(zip((*other.sellers, *other.buyers), said, strict=True))
        prices = set()
        for p in range(len(market.P)):  # which her own group makes, and does not trade at
            supplied, asked = makers_of(market, p)[0]
            second = {j: Everywhere(members.get(j, asked)) for j in market.buyers}
            buyers = [BuyerMessage(D[0], second[j], Everywhere(D[0])) for j in market.buyers]
            supplies = [members.get(s, supplied) for s in market.sellers]
            a = g.allocation(phi, 0, MessageProfile(supplies, buyers), 4)
            prices.add(market.P.index(a.q[i]))
        if len(prices) != 1:
            raise ArithmeticError("branch 4: the other group alone makes the price")
        made[prices.pop()] += 1
    return made
