"""G*: the definition against cases worked out by hand, and the fast paths against the definition."""

from fractions import Fraction
from itertools import product
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gametheory.games.errors import TooLargeError
from mechanisms.g_star.literal import events, literal_game
from mechanisms.g_star.mechanism import GStar
from mechanisms.g_star.plan_form import Isolation, isolating_profile
from mechanisms.markets.clearing import clearing_price
from mechanisms.markets.grouping import Grouping, distinct_groupings, grouping_count, groupings
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.rationing import serve_in_order
from mechanisms.markets.trader import separable
from proofs.claims.verdict import Reading
from proofs.rules import clearing as clearing_rule
from proofs.rules import feasibility, own_price
from proofs.rules import rationing as rationing_rule
from proofs.theorem_1.every_n import IsolationForEveryN
from tests.broken import ForcedTrade, LargestFirst, OwnPrice, Subsidised, Unrationed
from tests.strategies import everybody, markets, profiles

TINY = Market(n=1, k=1, l=1, P=price_grid(1, 1))
TWO_UNITS = Market(n=1, k=1, l=2, P=price_grid(1, 2))
HALF = Fraction(1, 2)


def test_sizes_by_hand():
    assert price_grid(2, 1) == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert TWO_UNITS.message_count == 27
    assert TWO_UNITS.profiles_up_to(531_441) == 531_441
    assert TWO_UNITS.profiles_up_to(531_440) is None
    large = Market(n=2, k=2, l=2, P=price_grid(2, 2))
    assert large.message_count == 387_420_489
    assert grouping_count(large) == len(list(groupings(large))) == factorial(4) ** 2


@pytest.mark.parametrize(("tie", "price"), [(Tie.LOWEST, 0), (Tie.HIGHEST, 2)])
def test_ties_are_broken_as_named(tie, price):
    market = Market(n=1, k=1, l=1, P=price_grid(1, 2), tie=tie)
    nothing = ((0,),) * 3
    assert clearing_price(market, [nothing], [nothing]) == price


def test_the_clearing_price_minimises_the_worst_commodity():
    # Excess at the two prices: (1, 1) against (0, 2): the largest is 1 at the first.
    market = Market(n=1, k=2, l=2, P=((HALF, HALF), (HALF, Fraction(1))), tie=Tie.HIGHEST)
    supply, demand = ((1, 1), (0, 2)), ((0, 0), (0, 0))
    assert clearing_price(market, [supply], [demand]) == 0


@pytest.mark.parametrize("n", [1, 2, 3])
def test_ties_are_broken_in_larger_groups_too(n):
    nothing = [((0,),) * 3] * n
    low, high = (Market(n=n, k=1, l=1, P=price_grid(1, 2), tie=tie) for tie in Tie)
    assert (clearing_price(low, nothing, nothing), clearing_price(high, nothing, nothing)) == (0, 2)


@given(st.data())
def test_groups_trade_at_the_clearing_price(data):
    market = data.draw(markets())
    m = data.draw(profiles(market))
    phi = data.draw(st.sampled_from(list(groupings(market))[:40]))
    assert not list(clearing_rule.violations(GStar(market), phi, m))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=5), st.integers(0, 12))
def test_serving_in_order_gives_the_wish_or_what_is_left(wanted, total):
    served = serve_in_order(wanted, total)
    assert served == [min(want, max(0, total - sum(wanted[:j]))) for j, want in enumerate(wanted)]
    assert sum(served) == min(total, sum(wanted))


def test_an_allocation_by_hand():
    # Group 1: seller 1 and buyer 3, group 2: seller 2 and buyer 4 (φ the identity).
    # Group 1 offers 0 1 2 and asks 2 1 0: it clears at 1/2. Group 2 offers 0 0 2 and asks 1 1 1: the excess
    # is 1 everywhere, so its lowest clearing price is 0. Group 1 trades at 0: offer 0, ask 2, so nothing.
    # Group 2 trades at 1/2: offer 0, ask 1, so nothing.
    m = [((0,), (1,), (2,)), ((0,), (0,), (2,)), ((2,), (1,), (0,)), ((1,), (1,), (1,))]
    a = GStar(TWO_UNITS).allocation(Grouping((0, 1), (2, 3)), m)
    assert a.q == ((0,), (HALF,), (0,), (HALF,))
    assert a.x == ((0,), (0,), (0,), (0,))
    # With buyers 3 and 4 exchanged, group 1 offers 0 1 2 and asks 1 1 1: it clears at 1/2; group 2 offers
    # 0 0 2 and asks 2 1 0: excess 2 1 2, it clears at 1/2. Seller 1 sells 1 to buyer 4, seller 2 nothing.
    a = GStar(TWO_UNITS).allocation(Grouping((0, 1), (3, 2)), m)
    assert a.q == ((HALF,),) * 4
    assert a.x == ((1,), (0,), (0,), (1,))


def test_the_long_side_is_served_in_the_order_of_phi():
    market = Market(n=2, k=1, l=2, P=((HALF,),))
    # Sellers offer 2 each; in each group buyers ask 2 and 1: 3 units, so first 2, then 1.
    m = [((2,),)] * 4 + [((2,),), ((1,),), ((2,),), ((1,),)]
    a = GStar(market).allocation(Grouping((1, 0, 2, 3), (4, 5, 6, 7)), m)
    assert a.x == ((1,), (2,), (2,), (1,), (2,), (1,), (2,), (1,))


@given(st.data())
def test_the_lottery_is_a_lottery_over_allocations(data):
    market = data.draw(markets())
    lottery = GStar(market).lottery(data.draw(profiles(market)))
    assert sum(lottery.values()) == 1
    assert all(share > 0 for share in lottery.values())


@pytest.mark.thorough
@settings(max_examples=15)
@given(st.data())
def test_distinct_groupings_stand_for_all_of_phi(data):
    market = data.draw(markets([(1, 1, 2, 1), (2, 1, 1, 1), (2, 1, 2, 1)]))
    traders = data.draw(everybody(market))
    m = data.draw(profiles(market))
    g = GStar(market)
    lottery = g.lottery(m)
    for i in market.agents:
        whole = sum(share * traders[i].payoff(a.x[i], a.q[i]) for a, share in lottery.items())
        assert g.expected_payoff(i, traders[i], m) == whole


def test_distinct_groupings_counted_by_hand():
    # One of four sellers apart and three alike: 4 places for her. Buyers likewise: 4 · 4.
    market = Market(n=2, k=1, l=1, P=((HALF,),))
    m = [((1,),)] + [((0,),)] * 3 + [((1,),)] + [((0,),)] * 3
    phis, probability = distinct_groupings(market, m, 0)
    assert (len(phis), probability) == (16, Fraction(1, 16))


# Two commodities at two prices, where the worst commodity and the sum of both choose different prices.
TWO_COMMODITIES = st.sampled_from([Market(1, 2, 1, ((HALF, HALF), (HALF, Fraction(1))), tie) for tie in Tie])


@given(st.data())
def test_listing_all_profiles_at_once_agrees_with_the_definition(data):
    market = data.draw(markets([(1, 1, 1, 1), (1, 1, 1, 2), (1, 1, 2, 1), (1, 1, 2, 2)]) | TWO_COMMODITIES)
    traders = data.draw(everybody(market))
    game = literal_game(GStar(market), traders)
    listed = list(market.messages())
    g = GStar(market)
    for _ in range(5):
        profile = tuple(data.draw(st.integers(0, len(listed) - 1)) for _ in market.agents)
        m = [listed[d] for d in profile]
        for i in market.agents:
            assert game.payoff(i, profile) == g.expected_payoff(i, traders[i], m)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "market",
    [
        TINY,
        Market(n=2, k=1, l=1, P=((HALF,),), tie=Tie.HIGHEST),
        Market(n=1, k=2, l=1, P=((HALF, HALF),)),
    ],
)
def test_listing_agrees_with_the_definition_on_every_profile(market):
    class Defined(GStar):
        """G* without its fast path: a subclass is listed by its definition."""

    fast, slow = events(GStar(market), [0, market.buyers[0]]), events(Defined(market), [0, market.buyers[0]])
    shape = (market.message_count,) * len(market.agents)
    for i in fast:
        trader = separable(market.side(i), [[Fraction(1, 3)] * market.l] * market.k)
        (a, p), (b, q) = fast[i].payoffs(trader), slow[i].payoffs(trader)
        assert a.shape == b.shape == shape
        assert np.array_equal(a.astype(object) * q, b.astype(object) * p)


def test_payoffs_too_large_for_int64_are_still_exact():
    huge = Fraction(2**64 + 1)
    traders = [separable(TINY.side(i), [[huge]]) for i in TINY.agents]
    game = literal_game(GStar(TINY), traders)
    assert game.numerators[0].dtype == object
    # Everybody always trades one unit; both groups clear at 0, the lowest price.
    everybody_trades = (3, 3, 3, 3)
    assert [game.payoff(i, everybody_trades) for i in TINY.agents] == [-huge, -huge, huge, huge]


def test_a_game_too_large_to_list_is_refused():
    with pytest.raises(TooLargeError, match=r"9\^9 messages"):
        events(GStar(Market(n=2, k=2, l=2, P=price_grid(2, 2))), [0])


def outcomes(market):
    return ((phi, m) for m in product(market.messages(), repeat=4) for phi in groupings(market))


def test_every_outcome_of_the_tiny_market_is_an_allocation():
    g = GStar(TINY)
    count = 0
    for phi, m in outcomes(TINY):
        count += 1
        assert not list(feasibility.violations(g, phi, m))
        assert not list(rationing_rule.violations(g, phi, m))
        assert not list(own_price.own_influences(g, phi, m, g.market.agents))
        assert not list(own_price.wrong_prices(g, Reading.READ, phi, m))
    assert count == 4**4 * 4


def first(found):
    return next(found, None)


def test_infeasible_mechanisms_are_refuted():
    broken = Unrationed(TINY)
    found = first(v for phi, m in outcomes(TINY) for v in feasibility.violations(broken, phi, m))
    assert found.infeasibility.clause.startswith("(1)")
    assert found.holds(broken)
    assert not found.holds(GStar(TINY))

    broken = Subsidised(TINY)
    found = first(v for phi, m in outcomes(TINY) for v in feasibility.violations(broken, phi, m))
    assert found.infeasibility.clause.startswith("(2)")
    assert found.holds(broken)
    assert not found.holds(GStar(TINY))


def test_a_mechanism_that_serves_the_largest_first_breaks_3():
    market = Market(n=2, k=1, l=2, P=((HALF,),))
    broken = LargestFirst(market)
    drawn = feasibility.random_outcomes(market, 200, seed=1)
    found = first(v for phi, m in drawn for v in rationing_rule.violations(broken, phi, m))
    assert found.holds(broken)
    assert not found.holds(GStar(market))


def test_a_mechanism_that_uses_the_own_price_is_noticed():
    broken = OwnPrice(TINY)
    influence = first(
        v for phi, m in outcomes(TINY) for v in own_price.own_influences(broken, phi, m, broken.market.agents)
    )
    assert influence.holds(broken)
    assert not influence.holds(GStar(TINY))
    wrong = first(
        v for phi, m in outcomes(TINY) for v in own_price.wrong_prices(broken, Reading.READ, phi, m)
    )
    assert wrong.holds(broken)
    assert not wrong.holds(GStar(TINY))


def test_the_printed_price_of_group_2_is_wrong():
    g = GStar(TINY)
    wrong = first(v for phi, m in outcomes(TINY) for v in own_price.wrong_prices(g, Reading.PRINTED, phi, m))
    assert wrong.holds(g)


def test_random_outcomes_are_the_same_for_the_same_seed():
    one, two = (list(feasibility.random_outcomes(TWO_UNITS, 3, seed=5)) for _ in range(2))
    assert one == two


@pytest.mark.parametrize("tie", Tie)
@pytest.mark.parametrize("size", [(1, 1, 1, 1), (1, 1, 2, 2), (2, 1, 2, 2), (3, 1, 1, 1), (1, 2, 1, 1)])
def test_every_residual_can_be_isolated(size, tie):
    n, k, l, T = size
    market = Market(n, k, l, price_grid(k, T), tie)
    for i in (0, market.buyers[0]):
        for p, r in product(range(len(market.P)), market.X):
            assert Isolation(i, p, r).holds(GStar(market))
            assert IsolationForEveryN(market, market.side(i), p, r).holds()


@pytest.mark.parametrize("broken", [OwnPrice, ForcedTrade, Unrationed])
def test_isolation_fails_in_a_broken_mechanism(broken):
    assert not all(Isolation(0, p, r).holds(broken(TINY)) for p in (0, 1) for r in TINY.X)


def test_an_isolating_profile_by_hand():
    """At the middle of three prices: the partner names r there alone, the rival l at the two others."""
    market, own = Market(1, 1, 2, price_grid(1, 2)), ((1,), (2,), (0,))
    rival, partner, blank = ((2,), (0,), (2,)), ((0,), (1,), (0,)), ((0,),) * 3
    assert isolating_profile(market, 0, 1, (1,), own) == [own, rival, partner, blank]
    assert isolating_profile(market, 3, 1, (1,), own) == [partner, blank, rival, own]


@pytest.mark.parametrize("i", [0, 2])
def test_isolation_is_rechecked_with_nothing_and_with_everything_elsewhere(i):
    """One unit or none at the middle of three prices; at the two others the same, nothing or one unit."""
    market, said = Market(1, 1, 1, price_grid(1, 2)), set()

    class Listening(GStar):
        def allocation(self, phi, m):
            said.add(m[i])
            return super().allocation(phi, m)

    assert Isolation(i, 1, (1,)).holds(Listening(market))
    assert said == {((y,), (x,), (y,)) for x, y in product((0, 1), repeat=2)}


def test_isolation_for_every_n_needs_the_rivals(monkeypatch):
    # Without rivals who name l elsewhere the other group need not clear at p.
    from proofs.theorem_1 import every_n

    def blank(market, i, p, r, own):
        return [((0,) * market.k,) * len(market.P)] * len(market.agents)

    monkeypatch.setattr(every_n, "isolating_profile", blank)
    assert not IsolationForEveryN(TINY, Side.SELLER, 0, (1,)).holds()
