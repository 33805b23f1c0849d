"""What an entry of a seller's third message earns in G+ with a single price, exactly, for groups of any size.

At n = 2 there are 518,400 groupings for every signal profile, too many to run through. But of φ only seller
i's group matters to her, her place in it, and that the others make the tuple in question; all φ that agree in
this are counted together.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product
from math import factorial, prod

from mechanisms.g_plus.cells import Cell
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message
from mechanisms.markets.prior import Signals
from mechanisms.markets.raising import serve_or_raise

Sent = Mapping[tuple[int, str], Message]  # everybody else's first messages, by signal
Named = Mapping[tuple[int, str], Bundle]  # what everybody else's third messages name in the cell
Inside = Counter[tuple[Bundle, ...]]


def third_payoffs(
    instance: InterdependentInstance, i: int, own: str, cell: Cell, sent: Sent, named: Named
) -> dict[Bundle, Fraction]:
    """For every bundle what seller i expects in branches 5 and 7 from naming it in the cell.

    Raises `ValueError` when there are several prices, one of which the others' second messages choose.
    """
    market, g = instance.mechanism.market, instance.mechanism
    if len(market.P) != 1:
        raise ValueError(f"prices: a single one, got {len(market.P)}")
    (price,) = market.P
    sellers, buyers = [j for j in market.sellers if j != i], list(market.buyers)
    shown = sorted(cell.shown[::2]), sorted(cell.shown[1::2])
    # How many orders of those outside her group make the tuple; her group may be any of the r groups, and the
    # order of its buyers does not matter.
    orders = prod(factorial(side.count(d)) for side in shown for d in set(side))
    count = orders * market.groups * factorial(market.n)
    weights = instance.prior.weights({i: own})
    total = dict.fromkeys(market.X, Fraction(0))
    for omega, weight in weights.items():

        def insides(side: Sequence[int], size: int, shown: list[Message], omega: Signals = omega) -> Inside:
            """What so many of a side name in her group if the others make the tuple, and how often."""
            return Counter(
                tuple([named[j, omega[j]] for j in some])
                for some in combinations(side, size)
                if sorted(sent[j, omega[j]] for j in side if j not in some) == shown
            )

        sold = Counter[tuple[Bundle, Bundle]]()  # what she names, and what she sells in branch 7
        mates, asking = insides(sellers, market.n - 1, shown[0]), insides(buyers, market.n, shown[1])
        for (offers, ways), (bought, times) in product(mates.items(), asking.items()):
            for x, order in product(market.X, permutations(range(market.n))):
                offered = [(x, *offers)[place] for place in order]
                amounts = tuple(
                    serve_or_raise([y[h] for y in offered], sum(y[h] for y in bought), market.l)[
                        order.index(0)
                    ]
                    for h in range(market.k)
                )
                sold[x, amounts] += ways * times
        trader = instance.traders[i].at[omega]
        for (x, amounts), often in sold.items():
            total[x] += (weight * often) * (
                g.branch_probability(5) * trader.payoff(x, price)
                + g.branch_probability(7) * trader.payoff(amounts, price)
            )
    share = Fraction(count, sum(weights.values()) * grouping_count(market))
    return {x: payoff * share for x, payoff in total.items()}
