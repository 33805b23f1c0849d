"""G+ with three groups of one seller and one buyer in plan form: what the others can do to one agent.

A plan names a bundle in every cell: her first message at each price, her second after each of |D|² tuples,
her third after each of |D|⁴. By `g_plus.cells` her payoff is a constant plus a gain in each cell, and by
`state_gains` that price concerns buyers only which second messages make.

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
from gametheory.games.exact import IntegerArray, integer_dtype, largest_magnitude
from gametheory.plans.form import MOST_LISTED, Plan, PlanForm
from mechanisms.g_plus.cells import Cell, Part
from mechanisms.g_plus.first_message_search import FirstMessageSearch
from mechanisms.g_plus.play import Strategies, weights
from mechanisms.g_plus.state_gains import Node, StateGains
from mechanisms.markets.clearing import clearing_table
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Message
from mechanisms.markets.triplicate import Everywhere, FirstMessages, Triplicate

MOST_FIRST_MESSAGES = 5_000_000  # profiles of first messages, which `worst` goes through


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
        states: StateGains | None = None,
    ) -> None:
        self.instance, self.i, self.own = instance, i, own
        self.states = states or StateGains(instance, i, own)
        self.agent, self.denominator = self.states.agent, self.states.denominator
        self.market = instance.mechanism.market
        self.same_side, self.other_side = self.states.same_side, self.states.other_side
        self.demands = list(self.market.messages())
        every = range(len(self.demands))
        self.sent = [sent[node] if sent else every for node in (*self.same_side, *self.other_side)]
        profiles = prod(map(len, self.sent))
        if profiles > MOST_FIRST_MESSAGES:
            raise TooLargeError(
                f"first messages: at most {MOST_FIRST_MESSAGES:,} profiles of the others, got {profiles:,}"
            )

    def restricted(self, sent: Mapping[Node, Sequence[int]]) -> "GPlusEnvironments":
        """The same where the others send only these first messages."""
        return GPlusEnvironments(self.instance, self.i, self.own, sent, self.states)

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

    def first_message(self, plan: Plan) -> Message:
        """What the plan sends first."""
        return self.message(plan).first

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
    def _largest(self) -> int:
        return max(map(largest_magnitude, self.states.tables))

    @cached_property
    def _tables(self) -> list[IntegerArray]:
        """The gains in each state, as wide as sums of them need: these have at most 4 times as many terms."""
        dtype = integer_dtype(max(2**31, 4 * self.states.plain.size * self._largest))
        return [table.astype(dtype) for table in self.states.tables]

    def gains(self, others: Play) -> IntegerArray:
        """The same, from the gains in each state."""
        if others in self._listed:
            return self._listed[others]
        sent = dict(others.sent)
        same_side, other_side = (
            np.eye(len(self.demands), dtype=np.int64)[[sent[node] for node in nodes]]
            for nodes in (self.same_side, self.other_side)
        )
        first, second, *_ = self._tables
        third = self._with_prices(others)
        gains: IntegerArray = self._by_messages(first, second, third, same_side[None], other_side[None])[0]
        return gains

    @cached_property
    def _listed(self) -> dict[Play, IntegerArray]:
        """All first messages that may be sent at a single price, with the gains: no more matters there."""
        if len(self.market.P) > 1 or prod(map(len, self.sent)) > MOST_LISTED:
            return {}
        nodes, F = [*self.same_side, *self.other_side], len(self.same_side)
        plays = [Play(tuple(zip(nodes, sent, strict=True))) for sent in product(*self.sent)]
        same_side, other_side = (
            np.eye(len(self.demands), dtype=np.int64)[list(product(*sent))]
            for sent in (self.sent[:F], self.sent[F:])
        )
        first, second, *_ = self._tables
        rows = self._by_messages(first, second, self._with_prices(plays[0]), same_side, other_side)
        rows.setflags(write=False)
        return dict(zip(plays, rows, strict=True))

    def _with_prices(self, others: Play) -> IntegerArray:
        """What the states of third messages earn when second messages make the prices that they do in a play.

        These concern buyers only. Without an answer it is the first message.
        """
        _, _, plain, thirds = self._tables
        if self.i in self.market.sellers:
            return plain
        D, nodes = len(self.demands), [*self.same_side, *self.other_side]
        answers = np.zeros((len(nodes), D, D), dtype=np.intp)
        for node, seen, d in others.answers:
            answers[(nodes.index(node), *seen)] = d
        sent = dict(others.sent)
        F, M = plain.shape[:2]
        f, m, f2, m2 = np.ix_(range(F), range(M), range(F), range(M))
        said = np.array([sent[node] for node in nodes])
        shown = said[F + m2], said[f2]  # the seller's first, who is on the other side
        named = np.array(clearing_table(self.market))[answers[(F + m, *shown)], answers[(f, *shown)]]
        # In two of three cases the pair that makes the price stands first in the tuple, in one second.
        priced = thirds * (named[..., None, None] == np.arange(len(self.market.P))[:, None])
        total: IntegerArray = plain + 2 * priced + priced.transpose(2, 3, 0, 1, 4, 5)
        return total

    def _by_messages(
        self,
        first: IntegerArray,
        second: IntegerArray,
        third: IntegerArray,
        same_side: IntegerArray,
        other_side: IntegerArray,
    ) -> IntegerArray:
        """What the coordinates earn when every node sends every message with a weight, one row for each pair.

        `same_side` and `other_side` are lists of such weights by node and message.
        """
        A, B = len(same_side), len(other_side)
        # Of two nodes of a side both: their weights for every two messages.
        twice = [by[:, :, None, :, None] * by[:, None, :, None, :] for by in (same_side, other_side)]
        second = np.tensordot(np.tensordot(same_side, second, (1, 0)), other_side, (2, 1))
        third = np.tensordot(np.tensordot(twice[0], third, ([1, 2], [0, 2])), twice[1], ([3, 4], [1, 2]))
        # Now [a, d, p, x, b, e] and [a, d, d2, p, x, b, e, e2], where d and e are messages of the two sides.
        by_pair = second.transpose(0, 4, 1, 5, 2, 3), third.transpose(0, 5, 1, 6, 2, 7, 3, 4)
        parts = (
            np.broadcast_to(first, (A, B, *first.shape)),
            *(self._by_same_side(table, pairs, 2) for pairs, table in enumerate(by_pair, start=1)),
        )
        rows = [np.zeros((A * B, 1), dtype=first.dtype), *(part.reshape(A * B, -1) for part in parts)]
        return np.concatenate(rows, axis=1)

    def _by_same_side(self, table: IntegerArray, pairs: int, at: int = 0) -> IntegerArray:
        """A table by pairs of a seller's and a buyer's message by same and other side, or the reverse.

        The axes of these pairs are those from `at` on.
        """
        if self.i in self.market.sellers:
            return table
        axes = [at + axis + 1 - 2 * (axis % 2) for axis in range(2 * pairs)]
        return table.transpose(*range(at), *axes, *range(at + 2 * pairs, table.ndim))

    def mean(self) -> IntegerArray:
        """The mean of the gains when all first messages that may be sent and all answers are equally likely.

        It is multiplied by |D|² and by the fourth power of a multiple of all numbers of first messages.
        """
        return self._mean

    @cached_property
    def _mean(self) -> IntegerArray:
        D, scale, F = len(self.demands), lcm(*map(len, self.sent)), len(self.same_side)
        shares = np.zeros((len(self.sent), D), dtype=object)
        for share, own in zip(shares, self.sent, strict=True):
            share[list(own)] = scale // len(own)
        prices = [p for row in clearing_table(self.market) for p in row]  # that D² pairs of answers make
        made = np.array([prices.count(p) for p in range(len(self.market.P))], dtype=object)
        states = self.states
        tables = (
            states.first * scale**4 * D**2,
            states.second * scale**2 * D**2,
            states.plain * D**2 + 3 * states.thirds * made[:, None],
        )
        mean: IntegerArray = self._by_messages(*tables, shares[None, :F], shares[None, F:])[0]
        mean.setflags(write=False)
        return mean

    def every(self) -> Iterator[Play] | None:
        """All first messages that may be sent, at a single price: nothing else matters there."""
        return iter(self._listed) if self._listed else None

    def worst(self, direction: IntegerArray) -> tuple[int, Play]:
        """The least gains(others) @ direction, and what the others do then (see `first_message_search`)."""
        D, (firsts, *tables) = len(self.demands), self._tables
        shape, size = firsts.shape, firsts.size
        first, *later = np.split(direction[1:], [size, size * (1 + D**2)])
        # Every sum below has at most so many terms; it may as well be taken in 64 bits as in fewer.
        largest = largest_magnitude(direction) * self._largest
        dtype = integer_dtype(max(2**31, 6 * size * largest * (1 + tables[1].size)))
        seconds, plain, thirds = (table.astype(dtype, copy=False) for table in tables)
        second, third = (
            self._by_same_side(part.astype(dtype).reshape(*(D,) * (2 * pairs), *shape), pairs)
            for pairs, part in enumerate(later, start=1)
        )
        priced = None
        if self.i in self.market.buyers:
            in_order = np.array(
                [np.tensordot(thirds[..., p, :], third[..., p, :], (-1, -1)) for p in range(shape[0])]
            )
            # In two of three cases the pair that makes the price stands first in the tuple, in one second.
            priced = 2 * in_order + in_order.transpose(0, 3, 4, 1, 2, 7, 8, 5, 6)
        search = FirstMessageSearch(
            np.tensordot(seconds, second, ([-2, -1], [-2, -1])),
            np.tensordot(plain, third, ([-2, -1], [-2, -1])),
            priced,
            self._by_same_side(np.array(clearing_table(self.market)), 1),
            self.sent,
        )
        least, sent, answers = search.least()
        constant = sum(int(a) * int(b) for a, b in zip(firsts.flat, first, strict=True))
        nodes = [*self.same_side, *self.other_side]
        first_seller = self.i in self.market.sellers  # then tuples show her own side first
        play = Play(
            tuple(zip(nodes, sent, strict=True)),
            tuple((nodes[who], seen if first_seller else seen[::-1], d) for who, seen, d in answers),
        )
        return least + constant, play
