"""What may be named at each price, in words: read back."""

import re
from fractions import Fraction

import hypothesis.strategies as st
from hypothesis import given

from gametheory.plans.box import Box
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import separable, tabulated
from proofs.commands.reports.market import describe_box, describe_market, describe_worth
from tests.read_back import places
from tests.strategies import markets, traders

SMALL = [(1, 1, 1, 1), (1, 1, 2, 8), (1, 2, 1, 1), (1, 2, 2, 3), (1, 3, 1, 1)]


def read_box(market: Market, words: str) -> list[set[tuple[int, ...]]]:
    found: list[set[tuple[int, ...]]] = [set() for _ in market.P]
    for part in words.split("; "):
        bundles, where = re.fullmatch(r"(.*?) at (.*)", part).groups()
        for p in places(market, where):
            assert not found[p]
            found[p] |= {tuple(map(int, re.findall(r"\d+", x))) for x in bundles.split(" or ")}
    return found


def read(market: Market, words: str) -> list[set[tuple[int, ...]]]:
    if not words.startswith("commodity 1: "):
        return read_box(market, words)
    one = Market(1, 1, market.l, price_grid(1, len({p[0] for p in market.P}) - 1))
    alone = [read_box(one, line.split(": ", 1)[1]) for line in words.split("\n")]
    return [
        {x for x in market.X if all((x[h],) in own[one.P.index((q[h],))] for h, own in enumerate(alone))}
        for q in market.P
    ]


@given(st.data())
def test_price_taking_behaviour_can_be_read_off(data):
    market = data.draw(markets(SMALL))
    trader = data.draw(traders(market, Side.SELLER, condition_1=data.draw(st.booleans())))
    box = price_taking(trader, market)
    words = describe_box(market, box)
    assert read(market, words) == [set(choices) for choices in box.choices]


@given(st.data())
def test_any_box_can_be_read_off(data):
    market = data.draw(markets(SMALL))
    choices = st.lists(st.sampled_from(market.X), min_size=1, max_size=3, unique=True).map(sorted).map(tuple)
    few = data.draw(st.lists(choices, min_size=1, max_size=3))
    box = Box(tuple(data.draw(st.sampled_from(few)) for _ in market.P))
    assert read(market, describe_box(market, box)) == [set(own) for own in box.choices]


def test_commodities_apart_where_the_others_make_no_difference():
    market = Market(1, 2, 1, price_grid(2, 10))
    apart = price_taking(separable(Side.SELLER, [[Fraction(1, 2)], [1]]), market)
    assert describe_box(market, apart) == (
        "commodity 1: 0 at 0 to 2/5; 0 or 1 at 1/2; 1 at 3/5 to 1\ncommodity 2: 0 at 0 to 9/10; 0 or 1 at 1"
    )


def test_a_start_up_cost_is_told_bundle_by_bundle():
    assert describe_worth(tabulated(Side.SELLER, 2, 1, max)) == "(0, 1): 1, (1, 0): 1, (1, 1): 1"


def test_many_prices_are_told_by_the_grid_and_a_list_in_full():
    assert list(describe_market("G*", Market(1, 2, 3, price_grid(2, 10))))[1:] == [
        "P: 121 prices from 0 to 1 in steps of 1/10 for each commodity",
        "X: 16 bundles from 0 to 3 for each commodity",
    ]
    grid = price_grid(1, 40)
    _, prices, _ = describe_market("G+", Market(1, 1, 1, (*grid[:20], *grid[21:]), groups=3))
    assert prices.startswith("P: 40 prices 0, 1/40, 1/20, ")
    assert prices.count(", ") == 39


def test_groups_of_g_plus_are_counted():
    market = Market(1, 1, 1, price_grid(1, 1), groups=3)
    assert next(describe_market("G+", market)).startswith(
        "G+: n = 1, 3 sellers and 3 buyers in r = 3 groups; "
    )
