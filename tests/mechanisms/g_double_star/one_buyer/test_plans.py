"""Plans are what a buyer's message comes down to: on every literal message of the single-price grid."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from mechanisms.g_double_star.mechanism import BuyerMessage, GDoubleStar, GroupSizeError, MessageProfile
from mechanisms.g_double_star.one_buyer.plans import (
    BuyerPlan,
    Others,
    interim_payoff,
    message_of,
    plan_count,
    plan_of,
    plans,
)
from tests.interdependent_instances import HALF, TENTH, by_mate, market, uniform
from tests.literal_buyers import ON, D, literal_lotteries, literal_messages


def test_counts_by_hand():
    assert len(list(literal_messages())) == 128
    assert plan_count(ON) == len(list(plans(ON))) == 2 * 2 * 2**2
    assert plan_count(market()) == len(list(plans(market()))) == 4096
    with pytest.raises(GroupSizeError, match="one buyer in a group, got n = 2"):
        plan_of(market(n=2), 4, next(literal_messages()))


@pytest.mark.thorough
def test_messages_with_the_same_plan_lead_to_the_same_lottery_whatever_the_others_say():
    g = GDoubleStar(ON, TENTH)
    messages = list(literal_messages())
    reduced = {}
    for (one, two), (supplies, lottery) in literal_lotteries().items():
        key = supplies, plan_of(ON, 2, messages[one]), plan_of(ON, 3, messages[two])
        if key not in reduced:
            representatives = [message_of(ON, i, plan) for i, plan in zip((2, 3), key[1:], strict=True)]
            reduced[key] = g.lottery(MessageProfile(supplies, representatives))
        assert lottery == reduced[key]


def test_random_literal_messages_at_two_prices():
    """2^42 messages: a random one and its plan lead to the same lottery."""
    on = market()
    g = GDoubleStar(on, TENTH)
    demands = list(on.messages())
    random = Random(4)

    def draw():
        return BuyerMessage(
            random.choice(demands),
            {(d,): random.choice(demands) for d in demands},
            {pair: random.choice(demands) for pair in product(demands, repeat=2)},
        )

    for _ in range(150):
        supplies = [random.choice(demands) for _ in range(2)]
        buyers = [draw(), draw()]
        reduced = [message_of(on, i, plan_of(on, i, m)) for i, m in zip(on.buyers, buyers, strict=True)]
        assert g.lottery(MessageProfile(supplies, buyers)) == g.lottery(MessageProfile(supplies, reduced))


def test_interim_payoff_by_hand():
    """One price 1/2, values 1 against L and 0 against H, both equally likely; first messages reveal.

    Branches 1 and 2 (1/10 each) buy at the expected value 1/2: 0. Branches 3 and 4 (8/10) buy against L
    only: 1/2 · 1/2.
    """
    v = {(own, other): 1 if other == "L" else 0 for own in "LH" for other in "LH"}
    game = by_mate(ON, v, uniform(ON, ["s"], "LH"))
    no, yes = D
    plan = BuyerPlan(yes, yes, (no, yes))  # asks for a unit when the mate's first message is `yes`
    others = Others(({"s": no}, {"s": no}), {"L": (yes, no), "H": (no, no)})
    assert interim_payoff(game, 2, "L", plan, others) == Fraction(8, 10) * HALF * HALF
    pooling = Others(({"s": no}, {"s": no}), {"L": (yes, no), "H": (yes, no)})
    assert interim_payoff(game, 2, "L", plan, pooling) == 0
