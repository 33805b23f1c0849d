"""Sequences with thresholds: their members are markets as section 2.4 describes them."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mechanisms.markets.market import Side
from mechanisms.markets.price_taking import price_taking
from mechanisms.sequences.catalogue import EVEN, GAP, SEQUENCES, TOP_BUYER_SLOW, USELESS_UNIT

HALF = Fraction(1, 2)


@pytest.mark.parametrize("name", SEQUENCES)
def test_members_clear_where_the_sequence_says(name):
    sequence = SEQUENCES[name]
    for n in (sequence.start, sequence.start + 1):
        instance = sequence.market(n)
        market = instance.mechanism.market
        assert len(instance.traders) == 4 * n
        boxes = [price_taking(trader, market) for trader in instance.traders]
        assert [box.size() for box in boxes] == [1] * 4 * n
        m = [next(iter(box)) for box in boxes]
        excess = [
            sum(m[i][p][0] * (1 if market.side(i) is Side.SELLER else -1) for i in market.agents)
            for p in range(len(market.P))
        ]
        zeros = [p for (p,), e in zip(market.P, excess, strict=True) if e == 0]
        ends = [p + Fraction(s, sequence.T(n)) for p, s in (sequence.first_zero, sequence.last_zero)]
        assert [zeros[0], zeros[-1]] == ends


def test_thresholds_by_hand():
    # 1/8 and 5/8 are costs, 3/8 and 7/8 values, T = 4
    even = [(side, str(threshold)) for side, threshold, _ in EVEN.agents(1)]
    assert even == [(Side.SELLER, "1/8"), (Side.SELLER, "5/8"), (Side.BUYER, "3/8"), (Side.BUYER, "7/8")]
    assert [str(t) for _, t, _ in sorted(GAP.agents(1), key=lambda agent: agent[1])] == [
        "1/10",
        "3/10",
        "7/10",
        "9/10",
    ]
    assert str(USELESS_UNIT.agents(2)[-1][1]) == "21/32"
    assert TOP_BUYER_SLOW.agents(10)[-1][1] == 31  # 10·⌊√10⌋ + 1


def test_rho_and_its_limit_by_hand():
    assert [EVEN.rho(Fraction(q, 4)) for q in range(5)] == [-1, -HALF, 0, HALF, 1]
    assert [GAP.rho(Fraction(q, 5)) for q in range(6)] == [-1, -HALF, 0, 0, HALF, 1]
    assert GAP.p_star == Fraction(2, 5)
    assert replace(GAP, tie=type(GAP.tie).HIGHEST).p_star == Fraction(3, 5)
