"""G+ in plan form for groups of any size, where the agents of a side are alike: what plays alike earn.

At n = 2 and two prices a plan has 131,586 cells, and the others are eleven agents. All draws φ are equally
likely and f does not change when others are exchanged, so whoever a tuple shows, its signals have the
probability of their census (`markets.counted`). Hence

gains   against *plays alike*, in which all others of a side follow one strategy, are sums over the signals
        in a tuple (2^8 at n = 2), not over who has them;
mean    over *all* plays, those not alike too: all agents in a draw are different people, so their choices
        are independent, and the sum over signals falls apart into one factor for each place of the tuple.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, reduce
from itertools import product
from math import lcm

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator
from gametheory.plans.form import Plan, PlanForm
from mechanisms.g_plus.cells import Cell, Part
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.counted import SIDES, Census, CountedInstance, plus
from mechanisms.markets.market import Message, Side
from mechanisms.markets.raising import serve_or_raise

MOST_CELLS = 500_000
Node = tuple[Side, str]  # all others of a side with a signal
Places = tuple[int, ...]  # of messages in D, or of signals in their sets


@dataclass(frozen=True)
class AlikePlay:
    """What all others of a side do with each signal, in the order of the nodes; places in D, and in X.

    `answers` has second messages after a tuple that somebody meets, `thirds` what third ones name at a tuple
    and price; where nothing is given they are the first of D, and of X.
    """

    sent: Places
    answers: tuple[tuple[Places, Places], ...] = ()
    thirds: tuple[tuple[tuple[Places, int], Places], ...] = ()


class AlikeGains:
    """What the others can do to an agent of a side with signal `own`: `Gains[AlikePlay]`.

    `sent` says which first messages, by their places in D, the others may send; any where it is not given.
    """

    def __init__(
        self,
        counted: CountedInstance,
        side: Side,
        own: str,
        sent: Mapping[Node, Sequence[int]] | None = None,
    ) -> None:
        self.counted, self.side, self.own = counted, side, own
        market = self.market = counted.market
        self.seats = (2 * market.n, 2 * market.n * (market.groups - 1))  # of a second and a third tuple
        cells = len(market.P) * (1 + sum(market.message_count**size for size in self.seats))
        if cells > MOST_CELLS:
            raise TooLargeError(f"plans of an agent: at most {MOST_CELLS:,} cells, got {cells:,}")
        self.demands: list[Message] = list(market.messages())
        self.nodes: list[Node] = [(each, own) for at, each in enumerate(SIDES) for own in counted.spaces[at]]
        every = range(len(self.demands))
        self.sent = [sorted(set(sent[node])) if sent else list(every) for node in self.nodes]
        self._weigh()

    @cached_property
    def form(self) -> PlanForm:
        """One root, and |X| actions in each cell."""
        D, P = len(self.demands), len(self.market.P)
        return PlanForm(((len(self.market.X),) * (P * (1 + sum(D**size for size in self.seats))),))

    @cached_property
    def cells(self) -> list[Cell]:
        """The cells in the order of the form: by first, second, third message, tuple and price."""
        parts = zip(Part, (0, *self.seats), strict=True)
        return [
            Cell(part, shown, p)
            for part, size in parts
            for shown in product(self.demands, repeat=size)
            for p in range(len(self.market.P))
        ]

    def first_message(self, plan: Plan) -> Message:
        """What the plan sends first."""
        return tuple(self.market.X[x] for x in plan.actions[: len(self.market.P)])

    def census(self, *signals: Places) -> Census:
        """Of sellers' and of buyers' signals, by their places in the signal sets."""
        sellers, buyers = (
            tuple(own.count(place) for place in range(len(space)))
            for own, space in zip(signals, self.counted.spaces, strict=True)
        )
        return sellers, buyers

    def _behind(self, size: int) -> list[tuple[Places, Census]]:
        """All signals behind a tuple of this size that can occur: nodes who have them, and their census."""
        found, sellers = [], len(self.counted.spaces[0])
        own, other = range(sellers), range(sellers, len(self.nodes))
        for nodes in product(own, other, repeat=size // 2):
            census = self.census(nodes[::2], tuple(node - sellers for node in nodes[1::2]))
            if self._share(census) > 0:
                found.append((nodes, census))
        return found

    def _share(self, known: Census) -> Fraction:
        """The probability that certain others have signals of this census, given her own."""
        herself = self.counted.one(self.side, self.own)
        return self.counted.probability(plus(herself, known)) / self.counted.probability(herself)

    def _worth(self, scale: Fraction, known: Census) -> IntegerArray:
        """scale · f(ω_N | ω_i) E[u_i | ω_N, ω_i] for every price and bundle, as fractions."""
        share, trader = self._share(known), self.counted.informed(self.side, self.own, known)
        market = self.market
        return np.array([[scale * share * trader.payoff(x, q) for x in market.X] for q in market.P], object)

    def _weigh(self) -> None:
        """What each census behind a tuple earns, as integers over `denominator`, by price and bundle traded.

        `in_group` has the same in branch 7, for a seller by the census of the others in her group as well; it
        is divided by the r groups she may be in, and by her places in it.
        """
        g, market, nobody = self.counted.mechanism, self.market, self.counted.nobody
        small, last = g.branch_probability(1) / len(market.P), g.branch_probability(7) / market.groups
        first = {nobody: self._worth(small, nobody)}
        self.behind = [self._behind(size) for size in self.seats]
        tuples = [{known: self._worth(small, known) for _, known in some} for some in self.behind]
        self.mates = self._mates()
        groups = {
            (known, group): self._worth(last / len(self._seats_in_group), plus(known, group))
            for known, group in product(tuples[1], {group for _, group in self.mates})
            if self._share(plus(known, group)) > 0
        }
        worths = [*first.values(), *tuples[0].values(), *tuples[1].values(), *groups.values()]
        self.denominator = common_denominator(Fraction(value) for worth in worths for value in worth.flat)
        numerators = np.vectorize(lambda value: int(value * self.denominator), otypes=[object])
        self.first = numerators(first[nobody])
        self.second, self.third = ({at: numerators(w) for at, w in table.items()} for table in tuples)
        self.in_group = {at: numerators(worth) for at, worth in groups.items()}

    @property
    def _seats_in_group(self) -> range:
        """The places in the order of a seller's group, one for a buyer: it does not matter there."""
        return range(self.market.n if self.side is Side.SELLER else 1)

    def _mates(self) -> list[tuple[Places, Census]]:
        """Signals of the others in a seller's group, n - 1 sellers, then n buyers: nodes, and their census.

        What she sells depends on what they name; what a buyer buys does not, and for her there are none.
        """
        if self.side is Side.BUYER:
            return [((), self.counted.nobody)]
        first, n = len(self.counted.spaces[0]), self.market.n
        sellers, buyers = range(first), range(first, len(self.nodes))
        return [
            ((*mates, *asking), self.census(mates, tuple(node - first for node in asking)))
            for mates in product(sellers, repeat=n - 1)
            for asking in product(buyers, repeat=n)
        ]

    @cache  # noqa: B019 one agent, some hundred names
    def moved(self, names: Places) -> IntegerArray:
        """In how many places of hers naming x trades y, when her mates name these bundles in their order."""
        X, market = self.market.X, self.market
        moved = np.zeros((len(X), len(X)), dtype=object)
        mates, bought = ([X[x] for x in part] for part in (names[: market.n - 1], names[market.n - 1 :]))
        for (x, named), place in product(enumerate(X), self._seats_in_group):
            traded = named
            if self.side is Side.SELLER:
                offered = [*mates[:place], named, *mates[place:]]
                traded = tuple(
                    serve_or_raise([y[h] for y in offered], sum(y[h] for y in bought), market.l)[place]
                    for h in range(market.k)
                )
            moved[x, X.index(traded)] += 1
        return moved

    def last(self, known: Census, p: int, names: Places) -> IntegerArray:
        """What each bundle earns in branch 7 when the price is p and each node names such a bundle."""
        total = np.zeros(len(self.market.X), dtype=object)
        for mates, group in self.mates:
            if (known, group) in self.in_group:
                total += self.moved(tuple(names[node] for node in mates)) @ self.in_group[known, group][p]
        return total

    @cached_property
    def makers(self) -> list[tuple[slice, slice]]:
        """For each group she may be in: whose part of a third tuple makes the price, and which they see."""
        r, size = self.market.groups, self.seats[0]
        parts = []
        for beta in range(r):
            others = [group for group in range(r) if group != beta]
            maker, seen = (others.index((beta + step) % r) for step in (1, 2))
            parts.append((slice(maker * size, (maker + 1) * size), slice(seen * size, (seen + 1) * size)))
        return parts

    @cache  # noqa: B019
    def price(self, answers: Places) -> int:
        """Which price second messages make, a seller's and a buyer's in turn."""
        named = [self.demands[d] for d in answers]
        return clearing_price(self.market, named[::2], named[1::2])

    def _at(self, shown: Places) -> int:
        """The place of a tuple among all of its length."""
        return reduce(lambda at, d: at * len(self.demands) + d, shown, 0)

    def gains(self, others: AlikePlay) -> IntegerArray:
        """What the coordinates earn against a play."""
        D, tail = len(self.demands), self.first.shape
        second, third = (np.zeros((D**size, *tail), dtype=object) for size in self.seats)
        answers, thirds, nothing = dict(others.answers), dict(others.thirds), (0,) * len(self.nodes)
        for nodes, known in self.behind[0]:
            second[self._at(tuple(others.sent[node] for node in nodes))] += self.second[known]
        for nodes, known in self.behind[1]:
            shown = tuple(others.sent[node] for node in nodes)
            at = self._at(shown)
            third[at] += self.third[known]
            for maker, seen in self.makers:
                answer = answers.get(shown[seen], nothing)
                p = self.price(tuple(answer[node] for node in nodes[maker]))
                third[at, p] += self.last(known, p, thirds.get((shown, p), nothing))
        return np.concatenate([[0], *(part.ravel() for part in (self.first, second, third))])

    def mean(self) -> IntegerArray:
        """The mean over all plays of all others, not only alike, times a positive integer.

        First messages that may be sent, answers, and names in third messages are independent and uniform.
        """
        D, X, P = len(self.demands), len(self.market.X), len(self.market.P)
        scale = lcm(*map(len, self.sent))
        shares = np.zeros((len(self.nodes), D), dtype=object)
        for share, own in zip(shares, self.sent, strict=True):
            share[own] = scale // len(own)
        prices = Counter(map(self.price, product(range(D), repeat=self.seats[0])))
        count = len(self.mates[0][0])
        moved = sum(
            (self.moved(names) for names in product(range(X), repeat=count)), start=np.zeros((X, X), object)
        )
        answers, names = D ** self.seats[0], X**count
        likely = np.array([prices[p] for p in range(P)], dtype=object)[:, np.newaxis]
        last = {
            known: self.market.groups
            * likely
            * sum(
                (self.in_group[known, group] for _, group in self.mates if (known, group) in self.in_group),
                start=np.zeros((P, X), object),
            )
            @ moved.T
            for known in self.third
        }
        third = {known: answers * names * self.third[known] + last[known] for known in self.third}
        most = scale ** self.seats[1] * answers * names
        parts = (
            self.first * most,
            self._spread(0, self.second, shares) * (most // scale ** self.seats[0]),
            self._spread(1, third, shares),
        )
        return np.concatenate([[0], *(part.ravel() for part in parts)])

    def _spread(self, which: int, worth: Mapping[Census, IntegerArray], shares: IntegerArray) -> IntegerArray:
        """What all tuples of a part earn when each node sends each message with such weights."""
        sizes = [len(space) for space in self.counted.spaces]
        table = np.zeros((*(sizes[seat % 2] for seat in range(self.seats[which])), *self.first.shape), object)
        for nodes, known in self.behind[which]:
            table[tuple(node - sizes[0] * (seat % 2) for seat, node in enumerate(nodes))] = worth[known]
        for seat in range(self.seats[which]):
            # An axis over signals goes in front, one over messages comes out behind.
            table = np.tensordot(table, shares[sizes[0] :] if seat % 2 else shares[: sizes[0]], (0, 0))
        return np.moveaxis(table, (0, 1), (-2, -1))
