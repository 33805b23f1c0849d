"""G+ with three groups of one seller and one buyer in plan form: what the others can do to one agent.

A plan names a bundle in every cell: her first message at each price, her second after each of |D|² tuples,
her third after each of |D|⁴. By `g_plus.cells` her payoff is a constant plus a gain in each cell. With n = 1
the others are two agents on her own side and three on the other side. The next group is made of one
of either side, each pair with probability 1/6, and a tuple of third messages of two such pairs, each
order with 1/12; the pair that comes first in the tuple is the next group with probability 2/3 (for groups 1
and 3, not for group 2), and then its second messages, which see the first messages of the other pair, make
the price in branch 7. That price concerns buyers only: the only seller of a group sells what its buyer asks.

So of all that the others do, their first messages matter, and to a buyer also what the two sides answer to
each other's first messages in second messages. These are disjoint choices: an agent's answer to
each tuple is free, whatever first messages are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm, prod

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator, integer_dtype, largest_magnitude
from gametheory.plans.form import MOST_LISTED, Plan, PlanForm
from mechanisms.g_plus.cells import Cell, InformedAgent, Part
from mechanisms.g_plus.first_message_search import FirstMessageSearch
from mechanisms.g_plus.play import Strategies, weights
from mechanisms.markets.clearing import clearing_table
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from mechanisms.markets.triplicate import Everywhere, FirstMessages, Triplicate

MOST_FIRST_MESSAGES = 5_000_000  # profiles of first messages, which `worst` goes through
Node = tuple[int, str]  # an agent with a signal


@dataclass(frozen=True)
class Play:
    """What the others do: first messages as places in D, and answers of second messages where they matter."""

    sent: tuple[tuple[Node, int], ...]
    answers: tuple[tuple[Node, tuple[int, int], int], ...] = ()  # to a seller's and a buyer's first message

    def strategies(self, demands: list[Message]) -> Strategies:
        """The same as strategies; whatever does not matter names the first message of D."""
        later: dict[Node, dict[FirstMessages, Message]] = {node: {} for node, _ in self.sent}
        for node, (d, e), answer in self.answers:
            later[node][demands[d], demands[e]] = demands[answer]
        return {
            node: Triplicate(demands[d], Everywhere(demands[0], later[node]), Everywhere(demands[0]))
            for node, d in self.sent
        }


class GPlusEnvironments:
    """What the others can do to agent i with signal `own`: `Environments` of G+ at r = 3, n = 1.

    `sent` says which first messages, by their places in D, each of the others may send with each signal; any
    where it is not given. Gains are integers over `denominator`. Raises `TooLargeError` for other sizes.
    """

    def __init__(
        self,
        instance: InterdependentInstance,
        i: int,
        own: str,
        sent: Mapping[Node, Sequence[int]] | None = None,
    ) -> None:
        self.instance, self.i, self.own = instance, i, own
        self.agent = InformedAgent(instance, i, own)
        market = self.market = instance.mechanism.market
        if (market.groups, market.n) != (3, 1):
            raise TooLargeError(f"r and n: 3 and 1, got {market.groups} and {market.n}")
        self.demands = list(market.messages())
        sides = (market.sellers, market.buyers) if i in market.sellers else (market.buyers, market.sellers)
        self.same_side, self.other_side = (
            [(j, signal) for j in side if j != i for signal in instance.prior.spaces[j]] for side in sides
        )
        every = range(len(self.demands))
        self.sent = [sent[node] if sent else every for node in (*self.same_side, *self.other_side)]
        profiles = prod(map(len, self.sent))
        if profiles > MOST_FIRST_MESSAGES:
            raise TooLargeError(
                f"first messages: at most {MOST_FIRST_MESSAGES:,} profiles of the others, got {profiles:,}"
            )
        self._weigh()

    @cached_property
    def cells(self) -> list[Cell]:
        """The cells in the order of the form: by first, second, third message, tuple and price."""
        lengths = ((Part.FIRST, 0), (Part.SECOND, 2), (Part.THIRD, 4))
        return [
            Cell(part, shown, p)
            for part, length in lengths
            for shown in product(self.demands, repeat=length)
            for p in range(len(self.market.P))
        ]

    @cached_property
    def form(self) -> PlanForm:
        """One root, and |X| actions in each cell."""
        return PlanForm(((len(self.market.X),) * len(self.cells),))

    def message(self, plan: Plan) -> Triplicate:
        """The message that a plan stands for."""
        prices, X = len(self.market.P), self.market.X
        demands = [
            tuple(X[x] for x in plan.actions[at : at + prices]) for at in range(0, len(plan.actions), prices)
        ]
        tuples = [cell.shown for cell in self.cells[::prices]]
        named = dict(zip(tuples, demands, strict=True))
        later = ({shown: d for shown, d in named.items() if len(shown) == length} for length in (2, 4))
        return Triplicate(demands[0], *later)

    def gains_by_running(self, others: Play) -> IntegerArray:
        """What the coordinates earn, by running through all draws of G+: the definition."""
        place = {cell: at for at, cell in enumerate(self.cells)}
        total = np.zeros(self.form.size, dtype=object)
        weighed = weights(self.instance, self.i, self.own, others.strategies(self.demands))
        for (cell, state), weight in weighed.items():
            trader = self.agent.trader(frozenset(state.shown))
            for x, bundle in enumerate(self.market.X):
                gain = weight * trader.payoff(state.traded(bundle), self.market.P[cell.p])
                total[self.form.first[0][place[cell]] + x] += gain * self.denominator
        if any(Fraction(gain).denominator != 1 for gain in total):
            raise ArithmeticError("gains: integers over the denominator")
        return np.array([int(gain) for gain in total], dtype=object)

    @cached_property
    def _tables(self) -> list[IntegerArray]:
        """Second messages, and third ones without and with a price, as wide as `gains` needs them."""
        tables = self._second, self._plain, self._thirds
        # Every sum there has at most 4 times as many terms as there are states.
        dtype = integer_dtype(max(2**31, 4 * self._plain.size * max(map(largest_magnitude, tables))))
        return [table.astype(dtype) for table in tables]

    def gains(self, others: Play) -> IntegerArray:
        """The same, from the states of `_weigh`."""
        sent, D = dict(others.sent), range(len(self.demands))
        same_side, other_side = (
            [sent[node] for node in nodes] for nodes in (self.same_side, self.other_side)
        )
        of_second, plain, thirds = self._tables
        second = np.zeros((len(D), len(D), *self._first.shape), dtype=plain.dtype)
        third = np.zeros((len(D),) * 4 + self._first.shape, dtype=plain.dtype)
        answers = {(node, seen): d for node, seen, d in others.answers}
        made = self._by_same_side(np.array(clearing_table(self.market)), 1)
        F, M = len(same_side), len(other_side)
        by_pair = np.ix_(range(F), range(M), range(F), range(M))
        d, e, d2, e2 = (
            np.array(sent)[place] for sent, place in zip((same_side, other_side) * 2, by_pair, strict=True)
        )
        first = self.i in self.market.sellers
        named = [made[0, 0]] * (F * M) ** 2  # without an answer it is the first message
        if answers:
            named = [
                made[answers.get((self.same_side[f], seen), 0), answers.get((self.other_side[m], seen), 0)]
                for f, m, one, other in product(range(F), range(M), same_side, other_side)
                for seen in [(one, other) if first else (other, one)]
            ]
        prices = np.array(named).reshape(F, M, F, M)
        np.add.at(second, (d[:, :, 0, 0], e[:, :, 0, 0]), of_second)
        np.add.at(third, (d, e, d2, e2), plain)
        # In two of three cases the pair that makes the price stands first in the tuple, in one second.
        priced = thirds[(*by_pair, prices)]
        np.add.at(third, (d, e, d2, e2, prices), 2 * priced)
        np.add.at(third, (d2, e2, d, e, prices), priced)
        parts = self._first, self._by_same_side(second, 1), self._by_same_side(third, 2)
        return np.concatenate([[0], *(part.ravel() for part in parts)])

    def _by_same_side(self, table: IntegerArray, pairs: int) -> IntegerArray:
        """A table by pairs of a seller's and a buyer's message by same and other side, or the reverse."""
        if self.i in self.market.sellers:
            return table
        axes = [axis + 1 - 2 * (axis % 2) for axis in range(2 * pairs)]
        return table.transpose(*axes, *range(2 * pairs, table.ndim))

    def mean(self) -> IntegerArray:
        """The mean of the gains when all first messages that may be sent and all answers are equally likely.

        It is multiplied by |D|² and by the fourth power of a multiple of all numbers of first messages.
        """
        D, scale = len(self.demands), lcm(*map(len, self.sent))
        shares = np.zeros((len(self.sent), D), dtype=object)
        for share, own in zip(shares, self.sent, strict=True):
            share[list(own)] = scale // len(own)
        same_side, other_side = shares[: len(self.same_side)], shares[len(self.same_side) :]
        prices = [p for row in clearing_table(self.market) for p in row]  # that D² pairs of answers make
        made = np.array([prices.count(p) for p in range(len(self.market.P))], dtype=object)
        second, third = self._second, self._plain * D**2 + 3 * self._thirds * made[:, None]
        # An axis over agents goes in front, one over their messages comes out behind.
        for by in (same_side, other_side):
            second = np.tensordot(second, by, (0, 0))
        for by in (same_side, other_side, same_side, other_side):
            third = np.tensordot(third, by, (0, 0))
        second, third = (np.moveaxis(table, (0, 1), (-2, -1)) for table in (second, third))
        parts = (
            self._first * scale**4 * D**2,
            self._by_same_side(second, 1) * scale**2 * D**2,
            self._by_same_side(third, 2),
        )
        return np.concatenate([[0], *(part.ravel() for part in parts)])

    def every(self) -> Iterator[Play] | None:
        """All first messages that may be sent, at a single price: nothing else matters there."""
        if len(self.market.P) > 1 or prod(map(len, self.sent)) > MOST_LISTED:
            return None
        nodes = [*self.same_side, *self.other_side]
        return (Play(tuple(zip(nodes, sent, strict=True))) for sent in product(*self.sent))

    def worst(self, direction: IntegerArray) -> tuple[int, Play]:
        """The least gains(others) @ direction, and what the others do then (see `first_message_search`)."""
        D, shape = len(self.demands), self._first.shape
        size = self._first.size
        first, *later = np.split(direction[1:], [size, size * (1 + D**2)])
        tables = [self._second, self._plain, self._thirds]
        largest = largest_magnitude(direction) * max(map(largest_magnitude, tables))
        # Every sum below has at most so many terms; it may as well be taken in 64 bits as in fewer.
        dtype = integer_dtype(max(2**31, 6 * size * largest * (1 + self._plain.size)))
        gains = [table.astype(dtype) for table in tables]
        second, third = (
            self._by_same_side(part.astype(dtype).reshape(*(D,) * (2 * pairs), *shape), pairs)
            for pairs, part in enumerate(later, start=1)
        )
        in_order = np.stack(
            [np.tensordot(gains[2][..., p, :], third[..., p, :], (-1, -1)) for p in range(shape[0])], axis=-1
        )
        search = FirstMessageSearch(
            np.tensordot(gains[0], second, ([-2, -1], [-2, -1])),
            np.tensordot(gains[1], third, ([-2, -1], [-2, -1])),
            # In two of three cases the pair that makes the price stands first in the tuple, in one second.
            2 * in_order + in_order.transpose(2, 3, 0, 1, 6, 7, 4, 5, 8),
            self._by_same_side(np.array(clearing_table(self.market)), 1),
            self.sent,
        )
        least, sent, answers = search.least()
        constant = sum(int(a) * int(b) for a, b in zip(self._first.flat, first, strict=True))
        nodes = [*self.same_side, *self.other_side]
        first_seller = self.i in self.market.sellers  # then tuples show her own side first
        play = Play(
            tuple(zip(nodes, sent, strict=True)),
            tuple((nodes[who], seen if first_seller else seen[::-1], d) for who, seen, d in answers),
        )
        return least + constant, play

    def _weigh(self) -> None:
        """The gains in each state, as integers: first[p, x], second[f, m, p, x], plain[f, m, f2, m2, p, x].

        `thirds` has the shape of `plain`, and a third of what branch 7 adds at the price that is made.
        """
        g, P = self.instance.mechanism, len(self.market.P)
        small, last = g.branch_probability(1) / P, g.branch_probability(7)
        F, M = len(self.same_side), len(self.other_side)
        second = np.zeros((F, M, P, len(self.market.X)), dtype=object)
        plain, thirds = (np.zeros((F, M, F, M, P, len(self.market.X)), dtype=object) for _ in range(2))
        for f, m in product(range(F), range(M)):
            second[f, m] = self._worth(small / 6, self.same_side[f], self.other_side[m])
            for f2, m2 in product(range(F), range(M)):
                nodes = self.same_side[f], self.other_side[m], self.same_side[f2], self.other_side[m2]
                if len({j for j, _ in nodes}) == 4:
                    plain[f, m, f2, m2] = self._worth(small / 12, *nodes)
                    if self.i in self.market.buyers:
                        thirds[f, m, f2, m2] = self._worth(last / 36, *nodes)
        tables = [self._worth(small), second, plain, thirds]
        self.denominator = common_denominator(Fraction(value) for table in tables for value in table.flat)
        numerator = np.vectorize(lambda value: int(value * self.denominator), otypes=[object])
        self._first, self._second, self._plain, self._thirds = map(numerator, tables)

    def _worth(self, scale: Fraction, *known: Node) -> IntegerArray:
        """scale · f(ω_N | ω_i) E[u_i | ω_N, ω_i] for every price and bundle; 0 if ω_N has probability 0."""
        prior, market = self.instance.prior, self.market
        share = prior.probability({**dict(known), self.i: self.own}) / prior.probability({self.i: self.own})
        if share == 0:
            return np.zeros((len(market.P), len(market.X)), dtype=object)
        trader = self.agent.trader(frozenset(known))
        return np.array(
            [[scale * share * trader.payoff(x, price) for x in market.X] for price in market.P], dtype=object
        )
