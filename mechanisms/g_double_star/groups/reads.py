"""Which entry of a buyer's message G** reads, and that she trades what it names: found by running it.

For rechecks: nothing here knows where an own first message stands in a tuple, or how often.

Branches 2, 3 and 4 look first messages up, and do nothing else with them. So they are run with bare labels in
their place, of which one can only ask whether two are the same (`Label`): one run stands for all first
messages that are alike and different in the same way, however many there are in D.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import permutations, product
from typing import TypeAlias

from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.clearing import makers_of
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Bundle, Market, Message
from mechanisms.markets.noted import Label, Noted, label
from mechanisms.markets.triplicate import Everywhere, FirstMessages

PrivateMechanism: TypeAlias = BranchMechanism[MessageProfile]
Entry: TypeAlias = tuple[FirstMessages, int]  # after which tuple, at which price of P
Reads: TypeAlias = Mapping[Entry, int]  # how often


def reads(g: PrivateMechanism, i: int, first: Message, others: FirstMessages, b: int) -> Reads:
    """Which entries of buyer i's second (b = 2) or third message (b = 3, 4) are traded, and how often.

    `others` are the other buyers' first messages, in the order of the buyers. G** is run at every order of
    the buyers and every p, for every bundle that the entry may name at p while it names another elsewhere.
    `ArithmeticError` if she does not trade exactly what one entry names.

    In branch 4 the price is made by the others. They make every price, each with every bundle that may be
    named there (`makers_of`); what counts is not how often but which entry. That is all that matters: what
    she trades depends on the price and her third message alone, and the price is one of P.

    All sellers say the same: to permute them changes nothing, so one order of theirs stands for all.
    """
    names = list(dict.fromkeys((first, *others)))
    pattern = tuple(names.index(d) for d in (first, *others))
    meant: dict[Message, Message] = {label(place): d for place, d in enumerate(names)}
    return {
        (tuple(meant[each] for each in shown), p): count
        for (shown, p), count in _reads(g, i, pattern, b).items()
    }


@cache
def _reads(g: PrivateMechanism, i: int, pattern: tuple[int, ...], b: int) -> Reads:
    """The same with labels; `pattern` says which first messages are the same, her own one first."""
    market = g.market
    first, *others = map(label, pattern)
    found: Counter[Entry] = Counter()
    for order, p in product(permutations(market.buyers), range(len(market.P))):
        phi = Grouping(tuple(market.sellers), order)
        for supplied, asked in makers_of(market, p) if b == 4 else [_silent(market)]:
            keys = {_entry(g, phi, p, b, i, (first, others), (supplied, asked), x) for x in market.X}
            if len(keys) != 1:
                raise ArithmeticError(f"branch {b}: one entry, whatever it names, got {len(keys)}")
            found[keys.pop()] += 1
    return dict(found)


def _silent(market: Market) -> tuple[Message, Message]:
    nothing = (market.X[0],) * len(market.P)
    return nothing, nothing


def _entry(
    g: PrivateMechanism,
    phi: Grouping,
    p: int,
    b: int,
    i: int,
    firsts: tuple[Label, Sequence[Label]],
    constants: tuple[Message, Message],
    x: Bundle,
) -> Entry:
    """The entry that is traded at this draw when it names x at p, and something else at other prices."""
    market, (first, others), (supplied, asked) = g.market, firsts, constants
    filler = next(y for y in market.X if y != x)
    noted = Noted(tuple(x if place == p else filler for place in range(len(market.P))))
    constant, all_one_can = Everywhere(asked), Everywhere((market.X[-1],) * len(market.P))
    rivals = constant
    if first not in others:  # then nobody who answers her own first message has a say in her price
        answered = (seen for seen in product((first, *others), repeat=market.n) if first in seen)
        rivals = Everywhere(asked, dict.fromkeys(answered, all_one_can[()]))
    own = BuyerMessage(first, *((noted, all_one_can) if b == 2 else (all_one_can, noted)))
    rest = iter(others)
    buyers = [own if j == i else BuyerMessage(next(rest), rivals, constant) for j in market.buyers]
    a = g.allocation(phi, p, MessageProfile([supplied] * len(market.sellers), buyers), b)
    (shown,) = noted.asked
    if (a.x[i], a.q[i]) != (x, market.P[p]):
        raise ArithmeticError(f"branch {b}: what the entry names is traded")
    return shown, p


@cache
def first_trades(g: PrivateMechanism, i: int, first: Message, others: FirstMessages) -> tuple[Bundle, ...]:
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
    return tuple(traded)
