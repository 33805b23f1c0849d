"""G**: allocations by hand, feasibility of every outcome at n = 1 and of random ones beyond, and weights."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, MessageProfile
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, message_of
from mechanisms.markets.allocation import Allocation, infeasibilities
from mechanisms.markets.branch_mechanism import LotteryError
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.market import Market, Tie, price_grid
from tests.broken_g_double_star import NobodyIsRaised
from tests.interdependent_instances import SINGLE_PRICE, TENTH, market

DEMANDS = list(market().messages())  # 00, 01, 10, 11: the amounts at the prices 0 and 1
NOTHING, AT_1, AT_0, ALWAYS = DEMANDS


def plan_profile(g: GDoubleStar, supplies, plans) -> MessageProfile:
    buyers = [message_of(g.market, i, plan) for i, plan in zip(g.market.buyers, plans, strict=True)]
    return MessageProfile(supplies, buyers)


def test_branch_4_by_hand():
    """Group 1 is seller 1 and buyer 3. Group 2 clears at 1: supply 1 at 1 only, second message 1 always."""
    g = GDoubleStar(market(), TENTH)
    phi = Grouping((0, 1), (2, 3))
    third_3 = (AT_1, AT_0, NOTHING, ALWAYS)  # by the mate's first message: 00, 01, 10, 11
    m = plan_profile(
        g,
        [NOTHING, AT_1],
        [BuyerPlan(AT_0, NOTHING, third_3), BuyerPlan(NOTHING, ALWAYS, (NOTHING,) * 4)],
    )
    a = g.allocation(phi, 0, m, 4)
    # Buyer 3 sees the mate's first message 00 and so demands 1 at price 1; her seller, who offered 0, is
    # raised to 1. Group 1's supply 00 and buyer 3's second message 00 have no excess anywhere: price 0.
    assert a == Allocation(((1,), (0,), (1,), (0,)), ((1,), (0,), (1,), (0,)))
    highest = GDoubleStar(market(tie=Tie.HIGHEST), TENTH)
    assert highest.allocation(phi, 0, m, 4).q == ((1,), (1,), (1,), (1,))


def test_branches_1_2_3_use_the_first_second_and_third_message():
    g = GDoubleStar(market(), TENTH)
    phi = Grouping((0, 1), (2, 3))
    plan = BuyerPlan(AT_0, AT_1, (ALWAYS, NOTHING, NOTHING, NOTHING))
    m = plan_profile(g, [NOTHING, NOTHING], [plan, BuyerPlan(NOTHING, NOTHING, (NOTHING,) * 4)])
    bought = {(b, p): g.allocation(phi, p, m, b).x[2][0] for b in (1, 2, 3) for p in (0, 1)}
    assert bought == {(1, 0): 1, (1, 1): 0, (2, 0): 0, (2, 1): 1, (3, 0): 1, (3, 1): 1}


def test_second_messages_see_their_group_and_third_messages_everybody():
    """n = 2: the tuple of a second message is in the order of φ, that of a third in that of the buyers."""
    on = market(SINGLE_PRICE, n=2)
    g = GDoubleStar(on, TENTH)
    no, yes = on.messages()
    second = {pair: (yes if pair == (no, yes) else no) for pair in product([no, yes], repeat=2)}
    third = {four: (yes if four == (yes, no, no, no) else no) for four in product([no, yes], repeat=4)}
    buyers = [BuyerMessage(yes if j == 0 else no, second, third) for j in range(4)]
    m = MessageProfile([no] * 4, buyers)
    bought = {
        (b, order): sum(g.allocation(Grouping((0, 1, 2, 3), order), 0, m, b).x[i][0] for i in on.buyers)
        for b in (2, 3)
        for order in ((4, 5, 6, 7), (5, 4, 6, 7))
    }
    assert bought == {(2, (4, 5, 6, 7)): 0, (2, (5, 4, 6, 7)): 2, (3, (4, 5, 6, 7)): 4, (3, (5, 4, 6, 7)): 4}


@pytest.mark.thorough
@pytest.mark.parametrize("tie", Tie)
def test_every_outcome_is_feasible_at_one_seller_and_one_buyer(tie):
    """Whatever a draw reads of the plans.

    8 draws · 16 supplies · 16 pairs of demands in each of the branches 1, 2, 3, and 4 φ · 16 supplies · 256
    pairs of second and third demands in branch 4.
    """
    g = GDoubleStar(market(tie=tie), TENTH)
    seen = 0
    for phi, p, b, _ in g.draws():
        for supplies in product(DEMANDS, repeat=2):
            for x, y in product(product(DEMANDS, repeat=2 if b == 4 else 1), repeat=2):
                plans = [BuyerPlan(y[0], y[0], (y[-1],) * 4) for y in (x, y)]
                a = g.allocation(phi, p, plan_profile(g, supplies, plans), b)
                assert not list(infeasibilities(g.market, a))
                seen += 1
    assert seen == 3 * 8 * 16 * 16 + 4 * 16 * 256


@pytest.mark.parametrize("size", [(1, 2, 1, 1), (2, 1, 2, 2), (2, 2, 1, 1), (3, 1, 1, 1)])
@pytest.mark.parametrize("tie", Tie)
def test_random_outcomes_are_feasible(size, tie):
    n, k, l, T = size
    g = GDoubleStar(Market(n, k, l, price_grid(k, T), tie), TENTH)
    random = Random(0)

    class RandomFunction(dict):
        def __missing__(self, key):
            self[key] = message()
            return self[key]

    def message():
        return tuple(random.choice(g.market.X) for _ in g.market.P)

    for _ in range(60):
        m = MessageProfile(
            [message() for _ in g.market.sellers],
            [BuyerMessage(message(), RandomFunction(), RandomFunction()) for _ in g.market.buyers],
        )
        sellers, buyers = list(g.market.sellers), list(g.market.buyers)
        random.shuffle(sellers)
        random.shuffle(buyers)
        for b in g.branches:
            p = random.randrange(len(g.market.P))
            a = g.allocation(Grouping(tuple(sellers), tuple(buyers)), p, m, b)
            assert not list(infeasibilities(g.market, a))
            third = {i: m.buyers[i - g.market.side_size].third[m.first] for i in buyers}
            if b == 4:  # buyers receive exactly what they ask
                assert all(a.x[i] == third[i][g.market.P.index(a.q[i])] for i in buyers)


def test_a_mechanism_that_does_not_ration_is_infeasible():
    g = NobodyIsRaised(market(), TENTH)
    m = plan_profile(g, [NOTHING, NOTHING], [BuyerPlan(ALWAYS, ALWAYS, (ALWAYS,) * 4)] * 2)
    assert any(list(infeasibilities(g.market, a)) for a in g.lottery(m))


@pytest.mark.parametrize(("n", "T"), [(1, 1), (1, 3), (2, 1)])
def test_the_weights_sum_to_1_and_the_printed_ones_to_P_over_T(n, T):
    g = GDoubleStar(Market(n, 1, 1, price_grid(1, T)), Fraction(1, 7))
    assert sum(share for _, _, _, share in g.draws()) == 1
    draws = {1: 0, 2: 0, 3: 0, 4: 0}
    for _, _, b, _ in g.draws():
        draws[b] += 1 if b < 4 else len(g.market.P)
    assert sum(g.printed_weight(b, T) * count for b, count in draws.items()) == Fraction(T + 1, T)


@pytest.mark.parametrize("eta", [Fraction(0), Fraction(1, 3), Fraction(2, 5), Fraction(-1, 9)])
def test_eta_must_leave_room_for_branch_4(eta):
    with pytest.raises(LotteryError, match=f"eta: between 0 and 1/3, both excluded, got {eta}"):
        GDoubleStar(market(), eta)
