"""What a buyer of G** trades with one buyer in a group, entry by entry of her plan: found by running G**."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import numpy as np

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import IntegerArray, common_denominator
from mechanisms.g_double_star.mechanism import BuyerMessage, MessageProfile
from mechanisms.g_double_star.one_buyer.plans import all_first, mate
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.market import Message
from mechanisms.markets.triplicate import Everywhere

MOST_RUNS = 50_000  # of the lottery of G**
FIRST, SECOND, THIRD = ENTRIES = range(
    3
)  # of her plan: her first demand, her second, her third after the mate's d'


@lru_cache(maxsize=8)
def added_trades(g: BranchMechanism[MessageProfile], i: int) -> IntegerArray:
    """How much likelier buyer i trades x at p when one entry names y than when all ask for nothing.

    The axes: both sellers' supplies, the mate's first and second demand (places in D), the entry, y, p, x; in
    units of what the weights of all draws are multiples of.
    """
    market = g.market
    demands = list(market.messages())
    other = mate(market, i)
    count = len(demands) ** 4 * (1 + len(ENTRIES) * len(demands))
    if count > MOST_RUNS:
        raise TooLargeError(f"runs of G**: at most {MOST_RUNS:,}, got {count:,}")
    scale = common_denominator(share for _, _, _, share in g.draws())
    draws = [(phi, p, b, int(share * scale)) for phi, p, b, share in g.draws()]
    shape = (len(market.P), len(market.X))
    nowhere = np.zeros(shape, dtype=np.int64)
    nothing = (market.X[0],) * len(market.P)

    def run(
        supplies: Sequence[Message], first: Message, second: Message, own: Sequence[Message]
    ) -> IntegerArray:
        d, e, y = own
        messages = {
            i: BuyerMessage(d, {(d,): e}, {all_first(market, i, d, first): y}),
            other: BuyerMessage(first, {(first,): second}, Everywhere(nothing)),
        }
        m, traded = MessageProfile(supplies, [messages[j] for j in market.buyers]), nowhere.copy()
        for phi, p, b, share in draws:
            a = g.allocation(phi, p, m, b)
            traded[market.P.index(a.q[i]), market.X.index(a.x[i])] += share
        return traded

    size = len(demands)
    table = np.zeros((size,) * 4 + (len(ENTRIES), size, *shape), dtype=np.int64)
    for at in np.ndindex((size,) * 4):
        *supplies, first, second = (demands[place] for place in at)
        base = run(supplies, first, second, (nothing,) * len(ENTRIES))
        for entry, (y, demand) in product(ENTRIES, enumerate(demands)):
            if demand == nothing:
                continue
            own = tuple(demand if place == entry else nothing for place in ENTRIES)
            table[(*at, entry, y)] = run(supplies, first, second, own) - base
    return table
