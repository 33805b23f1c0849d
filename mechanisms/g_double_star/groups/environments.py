"""All that the others can do to a buyer of G**: gains, their mean, and the separation oracle."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from math import comb, factorial, prod

import numpy as np
import numpy.typing as npt

from gametheory.games.errors import PlanError, TooLargeError
from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude
from gametheory.plans.form import MOST_LISTED, PlanForm
from mechanisms.g_double_star.groups.first_message_branching import Node
from mechanisms.g_double_star.groups.gains import BuyerGains
from mechanisms.g_double_star.groups.payoff import Opponents
from mechanisms.g_double_star.groups.separation_oracle import WorstCase
from mechanisms.g_double_star.groups.supplies import Supplies
from mechanisms.markets.clearing import clearing_places
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message

MOST_FIRSTS = 20_000_000  # lists of one first message of each rival, with a signal: a table of the oracle


@dataclass(frozen=True, eq=False)
class BuyerEnvironments:
    """All that the others can do to buyer i with a signal: `Environments[Opponents]`.

    `firsts` lists the first messages that a rival with a signal may send, by (rival, signal); a key that is
    left out is free. Second messages and supplies are free in any case. So with the first messages that
    survive some rounds this is a *superset* of what survivors can do: what is never worse here is never worse
    against them, but what is found here, a worst case or a strict gain, need not be possible among them.
    """

    instance: InterdependentInstance
    i: int
    signal: str
    firsts: Mapping[tuple[int, str], Sequence[Message]] = field(default_factory=dict)

    @cached_property
    def payoffs(self) -> BuyerGains:
        """The gains and their denominator."""
        return BuyerGains(self.instance, self.i, self.signal)

    @property
    def form(self) -> PlanForm:
        """Her decision: see `payoffs.buyer` for what roots and cells mean."""
        return self.payoffs.buyer.form

    def gains(self, opponents: Opponents) -> IntegerArray:
        """What the coordinates earn, as integers over `payoffs.denominator`."""
        return self.payoffs.gains(opponents)

    def every(self) -> Iterator[Opponents] | None:
        """All that the others can do, at n = 1 or a single price: there only first messages matter."""
        payoffs, market = self.payoffs, self.payoffs.market
        D, single = payoffs.buyer.demands, len(market.P) == 1
        own = [[D[place] for place in places.tolist()] for places in self.allowed.values()]
        rivals = [
            (j, t) for j, space in zip(payoffs.buyer.rivals, payoffs.signals, strict=True) for t in space
        ]
        sellers = [(s, t) for s in market.sellers for t in self.instance.prior.spaces[s]]
        later = 0 if single else len(rivals) + len(sellers)  # second messages and supplies
        if (market.n > 1 and not single) or prod(map(len, own)) * len(D) ** later > MOST_LISTED:
            return None
        nothing = dict.fromkeys(sellers, D[0])
        return (
            Opponents(
                nothing | dict(zip(sellers, rest[len(rivals) :], strict=False)),
                dict(zip(rivals, firsts, strict=True)),
                {(*node, (d,)): e for node, d, e in zip(rivals, firsts, rest, strict=False)},
            )
            for firsts in product(*own)
            for rest in product(D, repeat=later)
        )

    @cached_property
    def allowed(self) -> dict[Node, IntegerArray]:
        """The first messages of every rival with every signal, by their places in D."""
        buyer = self.payoffs.buyer
        free = dict.fromkeys(
            ((j, t) for j, space in zip(buyer.rivals, self.payoffs.signals, strict=True) for t in space),
            buyer.demands,
        )
        if strange := self.firsts.keys() - free.keys():
            raise ValueError(f"first messages: of a rival with one of her signals, got {min(strange)}")
        places = [sorted({buyer.demands.index(d) for d in own}) for own in {**free, **self.firsts}.values()]
        if not all(places):
            raise ValueError("first messages: at least one for every rival and signal, got none")
        count = max(map(len, places)) ** len(buyer.rivals) * prod(map(len, self.payoffs.signals))
        if count > MOST_FIRSTS:
            raise TooLargeError(
                f"rivals' first messages with signals: at most {MOST_FIRSTS:,} lists, got {count:,}"
            )
        nodes = [(j, t) for j, space in enumerate(self.payoffs.signals) for t in range(len(space))]
        return {node: np.array(own) for node, own in zip(nodes, places, strict=True)}

    @cached_property
    def supplies(self) -> Supplies:
        """What the sellers can do."""
        return Supplies(self.payoffs)

    def worst(self, direction: IntegerArray) -> tuple[int, Opponents]:
        """The least gains(opponents) @ direction, and opponents who make it so.

        Raises `TooLargeError` or `EntangledError` when there are too many first messages or supplies.
        """
        integers = direction.dtype.kind in "iu" or all(isinstance(a, int) for a in direction.tolist())
        if direction.shape != (self.form.size,) or not integers:
            raise PlanError(
                f"direction: {self.form.size} integers, got {direction.shape} of {direction.dtype}"
            )
        if not direction[self._paid].any():
            return 0, self._idle
        value, opponents = WorstCase(self.payoffs, self.supplies, self.allowed, direction).least()
        if value != int(self.gains(opponents).astype(object) @ direction.astype(object)):
            raise ArithmeticError("the worst case does not earn what the search says")
        return value, opponents

    @cached_property
    def _paid(self) -> npt.NDArray[np.bool_]:
        """The coordinates that can earn anything: those of tuples that nobody can send never do."""
        payoffs = self.payoffs
        D, tail = len(payoffs.buyer.demands), payoffs.second_table.shape[-2:]
        second = np.zeros((D,) * (payoffs.market.n - 1) + tail, dtype=np.int64)
        third = np.zeros((D,) * len(payoffs.signals) + tail, dtype=np.int64)
        for g, table in payoffs.mates:
            for at in np.ndindex(table.shape[:-2]):
                second[np.ix_(*(self.allowed[node] for node in zip(g, at, strict=True)))] = 1
        for at in np.ndindex(payoffs.third_table.shape[:-2]):
            third[np.ix_(*(self.allowed[node] for node in enumerate(at)))] = 1
        paid: npt.NDArray[np.bool_] = payoffs.spread(second, third) != 0
        paid[list(self.form.roots)] = True
        return paid

    @cached_property
    def _idle(self) -> Opponents:
        """What the others may do where it is of no matter."""
        nowhere = np.zeros(self.form.size, dtype=np.int64)
        return WorstCase(self.payoffs, self.supplies, self.allowed, nowhere).least()[1]

    def mean(self) -> IntegerArray:
        """The gains when first messages, second messages and supplies are independent and uniform, scaled.

        Then in branch 4 the price is independent of all else: the members of a group are distinct agents.
        """
        payoffs, market = self.payoffs, self.payoffs.market
        D = payoffs.buyer.demands
        scale = prod(len(own) for own in self.allowed.values())
        choices = len(D) ** (2 * market.n)  # of n supplies and n demands
        second = np.zeros((len(D),) * (market.n - 1) + payoffs.second_table.shape[-2:], dtype=object)
        for g, table in payoffs.mates:
            for at in np.ndindex(table.shape[:-2]):
                own = [self.allowed[node] for node in zip(g, at, strict=True)]
                second[np.ix_(*own)] += scale // prod(map(len, own)) * choices * table[at].astype(object)
        orders = factorial(market.n) * comb(len(payoffs.signals), market.n)
        third = np.zeros((len(D),) * len(payoffs.signals) + second.shape[-2:], dtype=object)
        moved = payoffs.moved_table.astype(object).sum(axis=0)
        for at in np.ndindex(payoffs.third_table.shape[:-2]):
            own = [self.allowed[j, t] for j, t in enumerate(at)]
            weight = scale // prod(map(len, own))
            table = choices * payoffs.third_table[at].astype(object)
            table += orders * self._made[:, np.newaxis] * moved[at]
            third[np.ix_(*own)] += weight * table
        vector = payoffs.spread(second, third)
        vector[list(self.form.roots)] *= scale * choices
        return vector.astype(integer_dtype(max(2**31, largest_magnitude(vector))))

    @cached_property
    def _made(self) -> IntegerArray:
        """Of all choices of n supplies and n demands, how many make each price."""
        market = self.payoffs.market
        totals = Counter({((0,) * market.k,) * len(market.P): 1})
        for _ in range(market.n):
            more: Counter[Message] = Counter()
            for total, count in totals.items():
                for d in self.payoffs.buyer.demands:
                    both = zip(total, d, strict=True)
                    more[tuple(tuple(map(sum, zip(a, b, strict=True))) for a, b in both)] += count
            totals = more
        sums, counts = np.array(list(totals)), np.array(list(totals.values()), dtype=object)
        places = clearing_places(market, sums[:, np.newaxis], sums)
        ways = np.multiply.outer(counts, counts)
        return np.array([ways[places == p].sum() for p in range(len(market.P))], dtype=object)
