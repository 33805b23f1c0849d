"""Which entry of a buyer's message G** reads, and that she trades what it names: found by running it.

For rechecks: nothing here knows where an own first message stands in a tuple, or how often.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import permutations, product
from typing import TypeAlias

from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Bundle, Market, Message
from mechanisms.markets.triplicate import Everywhere, FirstMessages

PrivateMechanism: TypeAlias = BranchMechanism[MessageProfile]
Entry: TypeAlias = tuple[FirstMessages, int]  # after which tuple, at which price of P
Reads: TypeAlias = Mapping[Entry, int]  # at how many orders of the buyers


class Noted(Mapping[FirstMessages, Message]):
    """The function that names one demand after all first messages, and notes after which it was asked."""

    def __init__(self, demand: Message) -> None:
        self.demand = demand
        self.asked: set[FirstMessages] = set()

    def __getitem__(self, shown: FirstMessages) -> Message:
        self.asked.add(shown)
        return self.demand

    def __iter__(self) -> Iterator[FirstMessages]:
        return iter(self.asked)

    def __len__(self) -> int:
        return len(self.asked)


@cache
def reads(g: PrivateMechanism, i: int, first: Message, others: FirstMessages, b: int) -> Reads:
    """Which entries of buyer i's second (b = 2) or third message (b = 3, 4) are traded, and how often.

    `others` are the other buyers' first messages, in the order of the buyers. G** is run at every order of
    the buyers and every p, for every bundle that the entry may name at p while it names another elsewhere.
    `ArithmeticError` if she does not trade exactly what one entry names. In branch 4 the others' supplies
    and second messages ask for nothing, or for everything; what counts is not how often but which.

    All sellers say the same: to permute them changes nothing, so one order of theirs stands for all.
    """
    market = g.market
    found: Counter[tuple[FirstMessages, int]] = Counter()
    for order, p in product(permutations(market.buyers), range(len(market.P))):
        for supplied, asked in _others(market, b):
            keys = {
                _entry(
                    g, Grouping(tuple(market.sellers), order), p, b, i, (first, others), (supplied, asked), x
                )
                for x in market.X
            }
            if len(keys) != 1:
                raise ArithmeticError(f"branch {b}: one entry, whatever it names, got {len(keys)}")
            found[keys.pop()] += 1
    return dict(found)


def _others(market: Market, b: int) -> list[tuple[Message, Message]]:
    """Supplies, and second demands, of the others: they matter in branch 4."""
    nothing, everything = ((x,) * len(market.P) for x in (market.X[0], market.X[-1]))
    ends: list[Message] = [nothing, everything]
    return [(a, e) for a in ends for e in ends] if b == 4 else [(nothing, nothing)]


def _entry(
    g: PrivateMechanism,
    phi: Grouping,
    p: int,
    b: int,
    i: int,
    firsts: tuple[Message, FirstMessages],
    constants: tuple[Message, Message],
    x: Bundle,
) -> Entry:
    """The entry that is traded at this draw when it names x at p, and something else at other prices."""
    market, (first, others), (supplied, asked) = g.market, firsts, constants
    filler = next(y for y in market.X if y != x)
    entry = tuple(x if place == p else filler for place in range(len(market.P)))
    noted, silent = Noted(entry), Everywhere(asked)
    rest = iter(others)
    buyers = [
        BuyerMessage(first, *((noted, silent) if b == 2 else (silent, noted)))
        if j == i
        else BuyerMessage(next(rest), silent, silent)
        for j in market.buyers
    ]
    a = g.allocation(phi, p, MessageProfile([supplied] * len(market.sellers), buyers), b)
    traded = market.P.index(a.q[i])
    (shown,) = noted.asked
    if a.x[i] != entry[traded] or (b < 4 and traded != p):
        raise ArithmeticError(f"branch {b}: what the entry names is traded")
    return shown, traded


def first_trades(g: PrivateMechanism, i: int, first: Message, others: Sequence[Message]) -> list[Bundle]:
    """What buyer i trades in branch 1 at every price: the same at every order of the buyers."""
    market = g.market
    silent = Everywhere((market.X[0],) * len(market.P))
    rest = iter(others)
    buyers = [BuyerMessage(first if j == i else next(rest), silent, silent) for j in market.buyers]
    m = MessageProfile([silent[()]] * len(market.sellers), buyers)
    traded = []
    for p, price in enumerate(market.P):
        found = {
            (a.x[i], a.q[i])
            for order in permutations(market.buyers)
            for a in [g.allocation(Grouping(tuple(market.sellers), order), p, m, 1)]
        }
        if len(found) != 1 or {q for _, q in found} != {price}:
            raise ArithmeticError("branch 1: one bundle, whatever the order, at the price drawn")
        traded.append(found.pop()[0])
    return traded
