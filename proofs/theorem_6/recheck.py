"""An entry of a message of G+ rechecked by runs: whose first messages lead to it, and what is then traded.

Nothing here knows in which branches an entry is read, which groups it sees, or what bounds a seller has.

Runs    Agent i stands at every place of her side, the others in their order; first messages are bare labels,
        all different. Every branch is run with the entry naming x, and naming y. In the last one those whom
        she is shown make every price in turn, all others another one: so it is these alone who decide at
        which price she trades. The others in her group name everything that they may.
Trades  In the small branches she must trade what the entry names, or not be touched by it. In the last one
        it may take more, but only where the price is that of the entry (else `ArithmeticError`).
Worth   To rename others renames whom she is shown: it may be any so many sellers and buyers, and that they
        sent the tuple tells their signals alone. So y is never worse than x if, for all such agents with any
        signals, it is not worse on average over what the rest know; and if, where those in her group have a
        say in what she trades, it is not worse at any signal profile.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations, product

from gametheory.games.errors import TooLargeError
from mechanisms.g_plus.cells import Cell, Part, Taking
from mechanisms.g_plus.play import TriplicateMechanism
from mechanisms.markets.clearing import makers_of
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Market, Price
from mechanisms.markets.noted import Noted, label
from mechanisms.markets.triplicate import Everywhere, FirstMessages, Triplicate

MOST_NAMED = 20_000  # what the others in her group may name

Pair = tuple[Bundle, Bundle]  # what she trades when the entry names x, and y


@dataclass(frozen=True)
class Read:
    """An entry shows the first messages of so many others.

    Where others in her group have a say in what she trades in the last branch, `trades` has what it may be.
    """

    sellers: int
    buyers: int
    trades: frozenset[Pair]


def is_never_worse(
    instance: InterdependentInstance,
    i: int,
    own: str,
    cell: Cell,
    x: Bundle,
    y: Bundle,
    taking: Taking | None = None,
) -> bool:
    """Whatever the others do, does naming y in the cell earn at least as much as naming x?

    With `taking`, whatever they do after first messages that are listed there.
    """
    market, price = instance.mechanism.market, instance.mechanism.market.P[cell.p]
    read = Entry(instance.mechanism, i, cell.part, cell.p, x, y).read()
    sellers, buyers = ([j for j in side if j != i] for side in (market.sellers, market.buyers))
    senders = [
        (*some, *others)
        for some, others in product(combinations(sellers, read.sellers), combinations(buyers, read.buyers))
    ]
    gains: dict[tuple[tuple[int, str], ...], Fraction] = defaultdict(Fraction)
    for omega, belief in instance.prior.given({i: own}).items():
        worth = instance.traders[i].at[omega]
        if any(worth.payoff(after, price) < worth.payoff(before, price) for before, after in read.trades):
            return False
        gain = belief * (worth.payoff(y, price) - worth.payoff(x, price))
        for agents in senders:
            gains[tuple((j, omega[j]) for j in agents)] += gain
    return all(
        gain >= 0
        for known, gain in gains.items()
        if taking is None or _may_send(market, taking, known, cell.shown)
    )


def _may_send(market: Market, taking: Taking, known: Sequence[tuple[int, str]], shown: FirstMessages) -> bool:
    """May these agents, in some order within their sides, send this tuple of first messages?"""
    sides = (
        [node for node in known if node[0] in market.sellers],
        [node for node in known if node[0] in market.buyers],
    )
    return all(
        any(
            all(d in taking[node] for d, node in zip(sent, order, strict=True))
            for order in permutations(side)
        )
        for side, sent in zip(sides, (shown[::2], shown[1::2]), strict=True)
    )


@dataclass(frozen=True)
class Entry:
    """An entry of agent i at the p-th price that names x, or y."""

    g: TriplicateMechanism
    i: int
    part: Part
    p: int
    x: Bundle
    y: Bundle

    def read(self) -> Read:
        """By runs, at every place of hers."""
        market = self.g.market
        if (count := len(market.X) ** (2 * market.n - 1)) > MOST_NAMED:
            raise TooLargeError(f"demands in a group: at most {MOST_NAMED:,}, got {count:,}")
        numbers, trades = set(), set[Pair]()
        for phi in self._places():
            shown = self._shown(phi)
            numbers.add(tuple(len(shown.intersection(side)) for side in (market.sellers, market.buyers)))
            trades |= self._last_trades(phi, shown)
        if len(numbers) != 1:
            raise ArithmeticError("an entry: as many sellers and buyers are shown at every place")
        ((sellers, buyers),) = numbers
        return Read(sellers, buyers, frozenset(trades))

    def _places(self) -> Iterator[Grouping]:
        """φ for every place of agent i, all others in their order."""
        market = self.g.market
        sides = [[j for j in side if j != self.i] for side in (market.sellers, market.buyers)]
        own = int(self.i in market.buyers)
        for place in range(market.side_size):
            orders = [list(side) for side in sides]
            orders[own].insert(place, self.i)
            yield Grouping(tuple(orders[0]), tuple(orders[1]))

    def _shown(self, phi: Grouping) -> set[int]:
        """Whose first messages she sees where a small branch trades what the entry names."""
        market, found = self.g.market, set[FirstMessages]()
        nothing = (market.X[0],) * len(market.P)
        for b in self.g.branches[:-1]:
            # Branches 1 and 2 trade what first messages name: there these are no labels.
            said = [
                Triplicate(label(j) if b > 2 else nothing, Everywhere(nothing), Everywhere(nothing))
                for j in market.agents
            ]
            (before, seen, price), (after, _, _) = (self._run(phi, b, x, said) for x in (self.x, self.y))
            if before != after:
                if (before, after, price) != (self.x, self.y, market.P[self.p]):
                    raise ArithmeticError(f"branch {b}: what the entry names is traded")
                found |= seen
        if len(found) != 1:
            raise ArithmeticError(f"an entry: after one tuple of first messages, got {len(found)}")
        (shown,) = found
        agents = {j for j in market.agents if label(j) in shown}
        if self.i in agents or len(agents) != len(shown):
            raise ArithmeticError("an entry: the first messages of others are shown")
        return agents

    def _last_trades(self, phi: Grouping, shown: set[int]) -> set[Pair]:
        """What the last branch makes of x and y where the others in her group have a say in it."""
        market = self.g.market
        prices = range(len(market.P))
        group = next(own for own in phi.groups(market.n) if self.i in (*own.sellers, *own.buyers))
        mates = [j for j in (*group.sellers, *group.buyers) if j != self.i]
        trades = set()
        for q, named in product(prices, product(market.X, repeat=len(mates))):
            said = []
            for j in market.agents:
                supplied, asked = makers_of(market, q if j in shown else (q + 1) % len(prices))[0]
                third = named[mates.index(j)] if j in mates else market.X[-1]
                second = Everywhere(supplied if j in market.sellers else asked)
                said.append(Triplicate(label(j), second, Everywhere((third,) * len(prices))))
            (before, _, price), (after, _, _) = (
                self._run(phi, self.g.branches[-1], x, said) for x in (self.x, self.y)
            )
            if price != market.P[q] or (before != after and (q != self.p or self.part is not Part.THIRD)):
                raise ArithmeticError("the last branch: those whom she is shown make her price")
            if q == self.p:
                trades.add((before, after))
        others_have_a_say = len(trades) > 1
        return {pair for pair in trades if others_have_a_say and pair[0] != pair[1]}

    def _run(
        self, phi: Grouping, b: int, bundle: Bundle, said: Sequence[Triplicate]
    ) -> tuple[Bundle, set[FirstMessages], Price]:
        """What she trades when the entry names this bundle; after which tuples it is asked for; the price."""
        market, i, m = self.g.market, self.i, list(said)
        noted = Noted(tuple(bundle if q == self.p else market.X[0] for q in range(len(market.P))))
        second, third = (noted, m[i].third) if self.part is Part.SECOND else (m[i].second, noted)
        m[i] = Triplicate(m[i].first, second, third)
        a = self.g.allocation(phi, self.p, m, b)
        return a.x[i], noted.asked, a.q[i]


def may_trade(
    g: TriplicateMechanism, i: int, mates: Sequence[int], traded: Callable[[Bundle], Bundle]
) -> bool:
    """Can seller i's `mates` in a group make her trade `traded(x)` in the last branch when she names x?

    All first messages are labels, so the price is whatever it is; everybody names the same at every price.
    """
    market = g.market
    nothing = Everywhere((market.X[0],) * len(market.P))
    sides = [[j for j in side if j not in (i, *mates)] for side in (market.sellers, market.buyers)]
    sellers, buyers = ([j for j in mates if j in side] for side in (market.sellers, market.buyers))
    for place, named in product(range(market.n), product(market.X, repeat=len(mates))):
        phi = Grouping((*sellers[:place], i, *sellers[place:], *sides[0]), (*buyers, *sides[1]))
        says = dict(zip(mates, named, strict=True))

        def trade(x: Bundle, phi: Grouping = phi, says: dict[int, Bundle] = says) -> Bundle:
            thirds = ({**says, i: x}.get(j, market.X[0]) for j in market.agents)
            m = [
                Triplicate(label(j), nothing, Everywhere((third,) * len(market.P)))
                for j, third in zip(market.agents, thirds, strict=True)
            ]
            return g.allocation(phi, 0, m, g.branches[-1]).x[i]

        if all(trade(x) == traded(x) for x in market.X):
            return True
    return False
