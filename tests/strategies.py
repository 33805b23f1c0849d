"""Random markets, traders and messages for hypothesis."""

from fractions import Fraction

from hypothesis import strategies as st

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.trader import Trader, separable
from proofs.theorem_1.statement import NotDominant

SIZES = [(1, 1, 1, 1), (1, 1, 2, 1), (1, 1, 2, 2), (1, 2, 1, 1), (2, 1, 1, 2), (2, 1, 2, 1), (2, 2, 1, 1)]

quarters = st.integers(0, 6).map(lambda j: Fraction(j, 4))


@st.composite
def markets(draw: st.DrawFn, sizes: list[tuple[int, int, int, int]] = SIZES) -> Market:
    n, k, l, T = draw(st.sampled_from(sizes))
    return Market(n, k, l, price_grid(k, T), draw(st.sampled_from(Tie)))


def messages(market: Market) -> st.SearchStrategy:
    return st.tuples(*[st.sampled_from(market.X)] * len(market.P))


def profiles(market: Market) -> st.SearchStrategy:
    return st.tuples(*[messages(market)] * len(market.agents))


@st.composite
def traders(draw: st.DrawFn, market: Market, side: Side, *, condition_1: bool = False) -> Trader:
    """Any cost or value function, or only those that satisfy Condition 1."""
    if condition_1:
        rows = [
            sorted(draw(st.lists(quarters, min_size=market.l, max_size=market.l))) for _ in range(market.k)
        ]
        return separable(side, rows if side is Side.SELLER else [row[::-1] for row in rows])
    worth = {x: draw(quarters) if any(x) else Fraction(0) for x in market.X}
    return Trader(side, worth)


@st.composite
def everybody(draw: st.DrawFn, market: Market, *, condition_1: bool = False) -> list[Trader]:
    return [draw(traders(market, market.side(i), condition_1=condition_1)) for i in market.agents]


@st.composite
def records(draw: st.DrawFn) -> tuple[Instance, NotDominant]:
    """Any two messages of any agent, whether or not one of them is dominant."""
    sizes = [(1, 1, 1, 1), (1, 1, 2, 4), (1, 2, 1, 2), (1, 2, 2, 1), (2, 1, 1, 2), (2, 2, 1, 1)]
    market = draw(markets(sizes))
    instance = Instance("", GStar(market), tuple(draw(everybody(market))))
    i = draw(st.sampled_from(market.agents))
    return instance, NotDominant(i, draw(profiles(market)), draw(messages(market)))
