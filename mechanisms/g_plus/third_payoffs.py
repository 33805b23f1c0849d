"""What an entry of a seller's third message earns in G+ with a single price, exactly, for groups of any size.

At n = 2 there are 518,400 groupings for every signal profile, too many to run through. But of φ only seller
i's group matters to her, her place in it, and that the others make the tuple in question; all φ that agree in
this are counted together.
"""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial, prod

from mechanisms.g_plus.cells import Cell
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message
from mechanisms.markets.raising import serve_or_raise

Sent = Mapping[tuple[int, str], Message]  # everybody else's first messages, by signal
Named = Mapping[tuple[int, str], Bundle]  # what everybody else's third messages name in the cell


def third_payoffs(
    instance: InterdependentInstance, i: int, own: str, cell: Cell, sent: Sent, named: Named
) -> dict[Bundle, Fraction]:
    """For every bundle what seller i expects in branches 5 and 7 from naming it in the cell.

    Raises `ValueError` when there are several prices, one of which the others' second messages choose.
    """
    market, g = instance.mechanism.market, instance.mechanism
    if len(market.P) != 1:
        raise ValueError(f"prices: a single one, got {len(market.P)}")
    sides = market.sellers, market.buyers
    shown = tuple(sorted(cell.shown[::2])), tuple(sorted(cell.shown[1::2]))
    # How many orders of those outside her group make the tuple; her group may be any of the r groups, and the
    # order of its buyers does not matter.
    orders = prod(factorial(side.count(d)) for side in shown for d in set(side))
    count = orders * market.groups * factorial(market.n)
    total = dict.fromkeys(market.X, Fraction(0))
    for omega, belief in instance.prior.given({i: own}).items():
        said = [sent.get((j, omega[j])) for j in market.agents]
        for mates in combinations([j for j in sides[0] if j != i], market.n - 1):
            for buyers in combinations(sides[1], market.n):
                outside = [sorted(said[j] for j in side if j not in (i, *mates, *buyers)) for side in sides]  # type: ignore[type-var]
                if (tuple(outside[0]), tuple(outside[1])) != shown:
                    continue
                bought = [named[j, omega[j]] for j in buyers]
                for order in permutations((i, *mates)):
                    for x in market.X:
                        offered = [x if j == i else named[j, omega[j]] for j in order]
                        sold = tuple(
                            serve_or_raise([y[h] for y in offered], sum(y[h] for y in bought), market.l)[
                                order.index(i)
                            ]
                            for h in range(market.k)
                        )
                        trader = instance.traders[i].at[omega]
                        total[x] += belief * (
                            g.branch_probability(5) * trader.payoff(x, market.P[0])
                            + g.branch_probability(7) * trader.payoff(sold, market.P[0])
                        )
    return {x: payoff * count / grouping_count(market) for x, payoff in total.items()}
