"""What is expected of G* and G** by the definitions: every φ, every draw. And random markets of few agents."""

import random
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, permutations, product
from math import prod

from hypothesis import strategies as st

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.g_star.mechanism import GStar
from mechanisms.large.shock_market import ShockMarket, TraderKind
from mechanisms.large.types import Indifferent, LargeMarket, large_market
from mechanisms.markets.grouping import Group, Grouping
from mechanisms.markets.market import Market, Message, Side, Tie, price_grid
from mechanisms.markets.price_taking import best_bundles
from mechanisms.markets.prior import Shock
from mechanisms.markets.trader import Trader, separable, tabulated


@dataclass
class Everything:
    """Expectations over Φ."""

    surplus: Fraction
    volume: Fraction
    rationing: list[Fraction]
    payoffs: list[Fraction]
    prices: dict[int, Fraction]
    pairs: dict[tuple[int, int], Fraction]


def over_all_groupings(of: LargeMarket) -> Everything:
    """By what G* does at each φ.

    How group 2 is ordered matters to group 2 alone, and the groups are alike: so group 1 in every order, times
    two, is the mean over Φ. Of each commodity an agent's part depends on the order of her own side, so that
    sellers and buyers may be put in order together.
    """
    market, n = of.market, of.market.n
    g, m = GStar(market), of.messages()
    traders = {i: one.trader for one in of.sellers + of.buyers for i in one.agents}
    payoffs, rationing = ([Fraction(0)] * len(market.agents) for _ in range(2))
    pairs: Counter[tuple[int, int]] = Counter()
    volume = draws = 0
    for sellers, buyers in product(combinations(market.sellers, n), combinations(market.buyers, n)):
        rest = [
            tuple(i for i in agents if i not in own)
            for agents, own in ((market.sellers, sellers), (market.buyers, buyers))
        ]
        made, p = g.price(Group(sellers, buyers), m), g.price(Group(*rest), m)
        for orders in zip(permutations(sellers), permutations(buyers), strict=True):
            draws += 1
            pairs[made, p] += 1
            for i, x in g.trades(Group(*orders), p, m).items():
                payoffs[i] += traders[i].payoff(x, market.P[p])
                rationing[i] += x != m[i][p]
                volume += x[0] if i in market.sellers else 0
    prices: Counter[int] = Counter()
    for (_, p), count in pairs.items():
        prices[p] += count
    return Everything(
        2 * sum(payoffs) / draws,
        Fraction(2 * volume, draws),
        [2 * share / draws for share in rationing],
        [2 * payoff / draws for payoff in payoffs],
        {p: Fraction(count, draws) for p, count in sorted(prices.items())},
        {pair: Fraction(count, draws) for pair, count in pairs.items()},
    )


def by_offers(of: LargeMarket) -> Fraction:
    """The surplus of G* when those who say they would trade at more prices come first, equals by lot."""
    market, n, total, draws = of.market, of.market.n, Fraction(0), 0
    g, m = GStar(market), of.messages()
    traders = {i: one.trader for one in of.sellers + of.buyers for i in one.agents}
    eager = [sum(x == (1,) for x in message) for message in m]
    for sellers, buyers in product(combinations(market.sellers, n), combinations(market.buyers, n)):
        rest = [
            [i for i in agents if i not in sellers + buyers] for agents in (market.sellers, market.buyers)
        ]
        p = g.price(Group(*map(tuple, rest)), m)
        willing = [[i for i in side if m[i][p] == (1,)] for side in (sellers, buyers)]
        traded = min(map(len, willing))
        draws += 1
        for side, sign in zip(willing, (-1, 1), strict=True):
            for i in side:
                better, equal = (
                    sum(test(eager[j]) for j in side) for test in (eager[i].__lt__, eager[i].__eq__)
                )
                total += sign * traders[i].worth[(1,)] * Fraction(max(0, min(equal, traded - better)), equal)
    return 2 * total / draws


@st.composite
def few_agents(draw: st.DrawFn, *, sizes: tuple[int, ...] = (1, 2), k: int = 1, most: int = 3) -> LargeMarket:
    """Any costs and values, with or without Condition 1; often several agents with the same ones."""
    n, l, T = draw(st.sampled_from(sizes)), draw(st.integers(1, most)), draw(st.sampled_from([1, 2, 3, 5]))
    T = min(T, 2) if k > 1 else T
    market = Market(n, k, l, price_grid(k, T), draw(st.sampled_from(Tie)))
    rng = random.Random(draw(st.integers(0, 10**6)))
    traders: list[Trader] = []
    for side in Side:
        types = [_any_trader(rng, side, k, l, T) for _ in range(rng.choice([2, 3, 2 * n]))]
        traders += [rng.choice(types) for _ in range(2 * n)]
    return large_market(market, traders, draw(st.sampled_from(Indifferent)))


def _any_trader(rng: random.Random, side: Side, k: int, l: int, T: int) -> Trader:
    if k > 1:
        return tabulated(side, k, l, lambda x: Fraction(rng.randint(0, 8), 3) if any(x) else Fraction(0))
    return separable(side, [[Fraction(rng.randint(0, 3 * T + 1), 2 * T) for _ in range(l)]])


def even(n: int, tie: Tie = Tie.LOWEST) -> LargeMarket:
    """The even economy: costs (4i-3)/(8n), values (4i-1)/(8n), T = 4n."""
    traders = [
        separable(side, [[Fraction(4 * i - less, 8 * n)]])
        for side, less in ((Side.SELLER, 3), (Side.BUYER, 1))
        for i in range(1, 2 * n + 1)
    ]
    return large_market(Market(n, 1, 1, price_grid(1, 4 * n), tie), traders)


def random_shock_market(rng: random.Random, n: int) -> ShockMarket:
    """Two shocks, two signals of buyers and one or two of sellers, one or two kinds of each; it may break (8)."""
    l, T = (rng.choice([1, 2]), rng.choice([2, 3, 4])) if n == 1 else (1, 1)

    def odds(signals: tuple[str, ...]) -> dict[str, Fraction]:
        weights = [rng.randint(1, 4) for _ in signals]
        return {s: Fraction(w, sum(weights)) for s, w in zip(signals, weights, strict=True)}

    signals = {Side.SELLER: ("s", "t")[: rng.choice([1, 2]) if n == 1 else 1], Side.BUYER: ("a", "b")}
    low = Fraction(rng.randint(1, 4), 5)
    shocks = tuple(
        Shock(name, p, odds(signals[Side.SELLER]), odds(signals[Side.BUYER]))
        for name, p in (("L", low), ("H", 1 - low))
    )

    def kind(side: Side, count: int) -> TraderKind:
        def units() -> list[Fraction]:
            found = sorted(Fraction(rng.randint(0, 3 * T), 2 * T) for _ in range(l))
            return found if side is Side.SELLER else found[::-1]

        return TraderKind(count, {pair: separable(side, [units()]) for pair in product("LH", signals[side])})

    def kinds(side: Side) -> tuple[TraderKind, ...]:
        return (kind(side, 2 * n),) if rng.random() < 1 / 2 else (kind(side, 1), kind(side, 2 * n - 1))

    market = Market(n, 1, l, price_grid(1, T), rng.choice(list(Tie)))
    choice = rng.choice(list(Indifferent))
    return ShockMarket(market, Fraction(1, 10), shocks, kinds(Side.SELLER), kinds(Side.BUYER), choice)


@dataclass
class GivenByDefinition:
    """What G** does over all signals, φ, prices and branches, given a shock."""

    surplus: Fraction
    largest: Fraction
    volume: Fraction
    earned: dict[tuple[Side, int], Fraction]  # by type
    rationed: Counter[int]  # by type of seller: those who sell another amount than they named
    apart: Counter[Fraction]  # how likely the prices of two agents are so far apart


def over_all_draws(of: ShockMarket) -> list[GivenByDefinition]:
    """By running G**; second and third messages look signals up in the first messages that they are shown."""
    market, g = of.market, GDoubleStar(of.market, of.eta)
    who = [
        (side, place, kind)
        for side in Side
        for place, kind in enumerate(of.kinds(side))
        for _ in range(kind.count)
    ]
    least = 0 if of.choice is Indifferent.LEAST else -1

    def taking(trader: Trader) -> Message:
        return tuple(best_bundles(trader, market, p)[least] for p in range(len(market.P)))

    signs = [-1 if i in market.sellers else 1 for i in market.agents]
    feasible = [
        x
        for x in product(market.X, repeat=len(signs))
        if sum(s * y[0] for s, y in zip(signs, x, strict=True)) == 0
    ]
    given = [
        GivenByDefinition(Fraction(0), Fraction(0), Fraction(0), {}, Counter(), Counter()) for _ in of.shocks
    ]
    for omega in product(*(of.signals(market.side(i)) for i in market.agents)):
        firsts = [taking(of.mean(who[i][2], omega[i], None)) for i in market.agents]
        sent = {firsts[i]: omega[i] for i in market.buyers}

        class Informed(dict[tuple[Message, ...], Message]):
            def __init__(self, i: int, signal: str, sent: dict[Message, str]) -> None:
                super().__init__()
                self.i, self.signal, self.sent = i, signal, sent

            def __missing__(self, shown: tuple[Message, ...]) -> Message:
                belief = of.posterior(Counter(self.sent[first] for first in shown), Side.BUYER)
                self[shown] = taking(of.mean(who[self.i][2], self.signal, belief))
                return self[shown]

        buyers = [
            BuyerMessage(firsts[i], *(Informed(i, omega[i], sent) for _ in range(2))) for i in market.buyers
        ]
        profile = MessageProfile(firsts[: market.side_size], buyers)
        draws = [(members, share, g.allocation(*draw, profile, b)) for members, share, draw, b in _draws(g)]
        for shock, found in zip(of.shocks, given, strict=True):
            weight = prod(of.share(shock, market.side(i), omega[i]) for i in market.agents)
            true = [who[i][2].at[shock.name, omega[i]] for i in market.agents]
            for members, share, a in draws:
                paid = [q[0] for q in a.q]
                found.apart[max(paid) - min(paid)] += weight * share / 2  # a draw stands for both groups
                for i in members:
                    side, place, _ = who[i]
                    earned = weight * share * true[i].payoff(a.x[i], a.q[i])
                    t = place * len(of.signals(side)) + of.signals(side).index(omega[i])
                    found.earned[side, t] = found.earned.get((side, t), Fraction(0)) + earned
                    found.surplus += earned
                    if i in market.sellers:
                        found.volume += weight * share * a.x[i][0]
                        named = firsts[i][market.P.index(a.q[i])]
                        found.rationed[t] += weight * share * (a.x[i] != named)
            found.largest += weight * max(
                sum((s * one.worth[y] for s, one, y in zip(signs, true, x, strict=True)), Fraction(0))
                for x in feasible
            )
    return given


def _draws(g: GDoubleStar) -> list[tuple[tuple[int, ...], Fraction, tuple[Grouping, int], int]]:
    """Who is in group 1, and with which weight a grouping, a price and a branch stand for both groups.

    As in `over_all_groupings`: group 1 in every order, sellers and buyers together, times two.
    """
    market, n, found = g.market, g.market.n, []
    for sellers, buyers in product(combinations(market.sellers, n), combinations(market.buyers, n)):
        rest = [tuple(set(agents) - {*sellers, *buyers}) for agents in (market.sellers, market.buyers)]
        for orders in zip(permutations(sellers), permutations(buyers), strict=True):
            phi = Grouping(orders[0] + rest[0], orders[1] + rest[1])
            for b in g.branches:
                prices = range(len(market.P)) if b < 4 else range(1)
                share = 2 * g.branch_probability(b) / len(prices)
                found += [((*sellers, *buyers), share, (phi, p), b) for p in prices]
    groupings = len(found) // (3 * len(market.P) + 1)
    return [(who, share / groupings, draw, b) for who, share, draw, b in found]
