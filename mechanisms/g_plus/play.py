"""G+ played by strategies: what an agent expects, by running it, and which of her cells are read when.

This is the definition that `g_plus.cells` is about: what runs of G+ read, draw by draw.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from mechanisms.g_plus.cells import Cell, Known, Part, State
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import Grouping, distinct_groupings, grouping_count, groupings
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Bundle, Message, Price
from mechanisms.markets.prior import Signals
from mechanisms.markets.raising import serve_or_raise
from mechanisms.markets.triplicate import Triplicate

FEW_GROUPINGS = 50_000  # up to here a recheck runs through all of Φ

Strategies: TypeAlias = Mapping[tuple[int, str], Triplicate]  # of an agent with a signal
Trades: TypeAlias = Mapping[tuple[Bundle, Price], Fraction]
TriplicateMechanism: TypeAlias = BranchMechanism[Sequence[Triplicate]]


def entry(message: Triplicate, cell: Cell) -> Bundle:
    """What the message names in the cell."""
    if cell.part is Part.FIRST:
        return message.first[cell.p]
    later = message.second if cell.part is Part.SECOND else message.third
    return later[cell.shown][cell.p]


def interim_payoff(
    instance: InterdependentInstance, i: int, own: str, message: Triplicate, others: Strategies
) -> Fraction:
    """What agent i with signal `own` expects, by running G+ at every signal profile: the definition."""
    g, total = instance.mechanism, Fraction(0)
    known: list[tuple[list[list[Triplicate]], Trades]] = []  # who of the others says what plays no part
    for omega, belief in instance.prior.given({i: own}).items():
        m = profile(instance, i, message, others, omega)
        said = [[m[j] for j in side if j != i] for side in (g.market.sellers, g.market.buyers)]
        trades = next((found for same, found in known if all(map(_are_exchanged, same, said))), None)
        if trades is None:
            trades = trades_of(g, i, m)
            known.append((said, trades))
        trader = instance.traders[i].at[omega]
        total += belief * sum((share * trader.payoff(x, q) for (x, q), share in trades.items()), Fraction(0))
    return total


def trades_of(g: TriplicateMechanism, i: int, m: Sequence[Triplicate]) -> Trades:
    """What agent i trades at m, with probabilities; where Φ is large, by its distinct arrangements."""
    return (all_trades if grouping_count(g.market) <= FEW_GROUPINGS else prospects)(g, i, m)


def all_trades(g: TriplicateMechanism, i: int, m: Sequence[Triplicate]) -> Trades:
    """What agent i trades at m, with probabilities: her part of the lottery."""
    phis, prices = list(groupings(g.market)), range(len(g.market.P))
    trades: dict[tuple[Bundle, Price], Fraction] = defaultdict(Fraction)
    for b in g.branches:
        # As in `draws`: in the last branch one price stands for all.
        drawn, share = (
            (prices, g.weight(b)) if b != g.branches[-1] else (prices[:1], g.weight(b) * len(prices))
        )
        counts = Counter(g.trade(phi, p, m, b, i) for phi, p in product(phis, drawn))
        for trade, count in counts.items():
            trades[trade] += count * share
    return dict(trades)


def prospects(g: TriplicateMechanism, i: int, m: Sequence[Triplicate]) -> Trades:
    """The same, where one φ stands for all that exchange others who say the same (`distinct_groupings`).

    Raises `TooLargeError` when even these are too many to run through.
    """
    phis, probability = distinct_groupings(g.market, m, i)
    trades: dict[tuple[Bundle, Price], Fraction] = defaultdict(Fraction)
    prices = range(len(g.market.P))
    for b in g.branches:
        drawn = prices if b != g.branches[-1] else prices[:1]
        counts = Counter(g.trade(phi, p, m, b, i) for phi, p in product(phis, drawn))
        for trade, count in counts.items():
            trades[trade] += count * probability * g.branch_probability(b) / len(drawn)
    return dict(trades)


def _are_exchanged(one: Sequence[Triplicate], other: Sequence[Triplicate]) -> bool:
    """Are these the same messages in some order?"""
    left = list(other)
    for message in one:
        if message not in left:
            return False
        left.remove(message)
    return True


def profile(
    instance: InterdependentInstance, i: int, message: Triplicate, others: Strategies, omega: Signals
) -> list[Triplicate]:
    """What everybody announces at ω."""
    agents = instance.mechanism.market.agents
    return [message if j == i else others[j, omega[j]] for j in agents]


def at_draw(
    g: GPlus, i: int, omega: Signals, phi: Grouping, p: int, b: int, m: Sequence[Triplicate]
) -> tuple[Cell, State] | None:
    """Which cell of agent i counts for what she trades at (φ, p, b) and ω, and in which state.

    None where no message of hers changes what she trades. Her own message is not looked at.
    """
    market = g.market
    is_seller = i in market.sellers
    groups = phi.groups(market.n)
    beta = next(beta for beta, group in enumerate(groups) if i in (*group.sellers, *group.buyers))

    def signals(places: Sequence[int]) -> Known:
        pairs = (zip(groups[q].sellers, groups[q].buyers, strict=True) for q in places)
        return tuple((j, omega[j]) for group in pairs for pair in group for j in pair)

    if b == (1 if is_seller else 2):
        return Cell(Part.FIRST, (), p), State(())
    if b == (3 if is_seller else 4):
        return Cell(Part.SECOND, g.next_first(phi, beta, m), p), State(signals([g.following(beta)]))
    if b not in ((5, 7) if is_seller else (6, 7)):
        return None
    shown = g.other_first(phi, beta, m)
    state = State(signals([q for q in range(market.groups) if q != beta]))
    if b < 7:
        return Cell(Part.THIRD, shown, p), state
    cell = Cell(Part.THIRD, shown, g.price(phi, g.following(beta), m))
    if not is_seller:
        return cell, state
    low, high = (_sold(g, phi, beta, i, m, cell, (amount,) * market.k) for amount in (0, market.l))
    if low == high:
        return None
    mates = (j for side in (groups[beta].sellers, groups[beta].buyers) for j in sorted(side) if j != i)
    return cell, State(state.shown, tuple((j, omega[j]) for j in mates), (low, high))


def _sold(
    g: GPlus, phi: Grouping, beta: int, i: int, m: Sequence[Triplicate], cell: Cell, offer: Bundle
) -> Bundle:
    """What seller i sells in branch 7 when she offers so much; the others say what they say."""
    group = phi.groups(g.market.n)[beta]

    def named(j: int) -> Bundle:
        demand: Message = m[j].third[cell.shown]
        return demand[cell.p]

    offered = [offer if j == i else named(j) for j in group.sellers]
    bought = [named(j) for j in group.buyers]
    sold = (
        serve_or_raise([x[h] for x in offered], sum(x[h] for x in bought), g.market.l)
        for h in range(g.market.k)
    )
    place = group.sellers.index(i)
    return tuple(amounts[place] for amounts in sold)


def weights(
    instance: InterdependentInstance, i: int, own: str, others: Strategies
) -> dict[tuple[Cell, State], Fraction]:
    """How much each cell weighs in each state against these strategies: runs through all draws."""
    g = plus(instance.mechanism)
    silent = Triplicate(((0,) * g.market.k,) * len(g.market.P), {}, {})
    found: dict[tuple[Cell, State], Fraction] = defaultdict(Fraction)
    draws = list(g.draws())
    for omega, belief in instance.prior.given({i: own}).items():
        m = profile(instance, i, silent, others, omega)
        reached = Counter((at_draw(g, i, omega, phi, p, b, m), share) for phi, p, b, share in draws)
        for (asked, share), count in reached.items():
            if asked is not None:
                found[asked] += belief * share * count
    return dict(found)


def plus(mechanism: BranchMechanism[Sequence[Triplicate]]) -> GPlus:
    """The mechanism, which must be G+."""
    if not isinstance(mechanism, GPlus):
        raise TypeError(f"mechanism: G+, got {mechanism.symbol}")
    return mechanism
