"""What the coordinates of a plan of G+ earn against a play alike, by running the mechanism: the definition.

Of `alike_gains` only the order of the cells is used: here are all signal profiles with their probabilities
and payoffs, all groupings up to exchanges of others who say the same, all branches and prices drawn.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np

from gametheory.games.exact import IntegerArray
from mechanisms.g_plus.alike_gains import AlikeGains, AlikePlay
from mechanisms.g_plus.cells import Cell, State
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.g_plus.play import Strategies, at_draw, plus, profile
from mechanisms.markets.grouping import distinct_groupings
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message
from mechanisms.markets.prior import Signals
from mechanisms.markets.trader import Trader
from mechanisms.markets.triplicate import Everywhere, FirstMessages, Triplicate


def strategies(others: AlikeGains, play: AlikePlay) -> Strategies:
    """What everybody with each signal says; whatever does not matter names the first of D."""
    D, X, market = others.demands, others.market.X, others.market
    nothing: Message = D[0]
    found: dict[tuple[int, str], Triplicate] = {}
    for at, (side, own) in enumerate(others.nodes):
        second = {tuple(D[d] for d in seen): D[answer[at]] for seen, answer in play.answers}
        third: dict[FirstMessages, Message] = {}
        for (shown, p), names in play.thirds:
            named = list(third.get(tuple(D[d] for d in shown), nothing))
            named[p] = X[names[at]]
            third[tuple(D[d] for d in shown)] = tuple(named)
        said = Triplicate(D[play.sent[at]], Everywhere(nothing, second), Everywhere(nothing, third))
        found |= {(j, own): said for j in market.agents if market.side(j) is side}
    return found


def gains_by_running(others: AlikeGains, instance: InterdependentInstance, play: AlikePlay) -> IntegerArray:
    """What the coordinates earn, over the denominator of `others`, at all draws and signal profiles."""
    g, market, said = plus(instance.mechanism), others.market, strategies(others, play)
    i = next(j for j in market.agents if market.side(j) is others.side)
    silent = Triplicate(((0,) * market.k,) * len(market.P), {}, {})
    beliefs: dict[tuple[tuple[str, ...], int], Fraction] = defaultdict(Fraction)
    first: dict[tuple[str, ...], Signals] = {}
    traders: dict[int, Trader] = {}
    for omega, belief in instance.prior.given({i: others.own}).items():
        sides = [sorted(omega[j] for j in side if j != i) for side in (market.sellers, market.buyers)]
        same, trader = (*sides[0], "", *sides[1]), instance.traders[i].at[omega]
        first.setdefault(same, omega)
        traders[id(trader)] = trader
        beliefs[same, id(trader)] += belief
    found = {
        same: _reached(g, i, omega, profile(instance, i, silent, said, omega))
        for same, omega in first.items()
    }
    total = np.zeros(others.form.size, dtype=object)
    place = {cell: at for at, cell in enumerate(others.cells)}
    for (same, place_of_trader), belief in beliefs.items():
        for (cell, traded), weight in found[same].items():
            start = others.form.first[0][place[cell]]
            for x, bundle in enumerate(traded):
                paid = belief * weight * traders[place_of_trader].payoff(bundle, market.P[cell.p])
                total[start + x] += paid * others.denominator
    return total


def _reached(
    g: GPlus, i: int, omega: Signals, m: Sequence[Triplicate]
) -> dict[tuple[Cell, tuple[Bundle, ...]], Fraction]:
    """With what probability each cell counts, and what each bundle named there then trades."""
    phis, probability = distinct_groupings(g.market, m, i)
    found: dict[tuple[Cell, tuple[Bundle, ...]], Fraction] = defaultdict(Fraction)
    counts: Counter[tuple[tuple[Cell, State] | None, Fraction]] = Counter()
    for b in g.branches:
        drawn = range(len(g.market.P) if b != g.branches[-1] else 1)
        share = probability * g.branch_probability(b) / len(drawn)
        counts.update((at_draw(g, i, omega, phi, p, b, m), share) for phi, p in product(phis, drawn))
    for (asked, share), count in counts.items():
        if asked is not None:
            cell, state = asked
            found[cell, tuple(map(state.traded, g.market.X))] += share * count
    return found
