"""Round 1 without a list: against the enumeration where it can run, and by hand where it cannot."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from mechanisms.g_double_star.one_buyer.elimination import eliminate_plans
from mechanisms.g_double_star.one_buyer.pooled_dominance import pooled_dominance
from mechanisms.markets.market import price_grid
from proofs.theorem_4.one_buyer.family import family
from proofs.theorem_4.one_buyer.rule_10 import rule_10
from tests.interdependent_instances import SINGLE_PRICE, by_mate, common_values, market


def test_it_agrees_with_every_third_message_on_the_family():
    for case in Random(11).sample(list(family()), 40):
        game = case.instance()
        first_round = eliminate_plans(game, 1)
        for (i, signal), left in first_round.after(1).items():
            pooled = pooled_dominance(game, i, signal)
            listed = {w for w in product(range(4), repeat=4) if pooled.survives(frozenset(w))}
            assert listed == set(map(tuple, left.thirds.tolist()))
            assert pooled.count([frozenset(range(4))] * 4) == len(left.thirds)


@pytest.mark.parametrize("seed", range(6))
def test_it_agrees_with_two_units_at_a_single_price(seed):
    """|D| = 3, 27 third messages, and values that are not a sum of unit values that fall."""
    random = Random(seed)
    on = market(SINGLE_PRICE, l=2)
    game = by_mate(on, {pair: Fraction(random.randint(0, 8), 8) for pair in product("LH", repeat=2)})
    first_round = eliminate_plans(game, 1)
    for (i, signal), left in first_round.after(1).items():
        pooled = pooled_dominance(game, i, signal)
        listed = {w for w in product(range(3), repeat=3) if pooled.survives(frozenset(w))}
        assert listed == set(map(tuple, left.thirds.tolist()))


def test_common_values_by_hand():
    """At price 0 everybody buys; at price 1 anything goes: 2^4 third messages of 4^4."""
    pooled = pooled_dominance(common_values(), 2, "L")
    assert sorted(map(sorted, pooled.surviving_images())) == [[2], [2, 3], [3]]
    assert pooled.count([frozenset(range(4))] * 4) == 16
    assert pooled.count([frozenset({2})] + [frozenset(range(4))] * 3) == 8


def test_three_prices():
    """|D| = 8 and 8^8 third messages, too many to list. At the prices 0 and 1/2 everybody buys, at 1 it depends.

    So S^1 has 2^8 third messages; on the path two of them are fixed: 2^6 in S^1 ∩ (10).
    """
    game = common_values(price_grid(1, 2))
    v = {
        ("L", "L"): Fraction(3, 4),
        ("L", "H"): Fraction(9, 8),
        ("H", "L"): Fraction(3, 4),
        ("H", "H"): Fraction(7, 4),
    }
    game = by_mate(market(price_grid(1, 2)), v)
    for agent in ((2, "L"), (3, "H")):
        pooled = pooled_dominance(game, *agent)
        assert pooled.count([frozenset(range(8))] * 8) == 2**8
        rule = rule_10(game, agent)
        allowed = [
            frozenset(rule.places(rule.thirds[d])) if d in rule.thirds else frozenset(range(8))
            for d in range(8)
        ]
        assert pooled.count(allowed) == 2**6


def test_one_signal_of_the_mate_is_not_enough():
    with pytest.raises(ValueError, match="mate's signals: two, got 1"):
        pooled_dominance(by_mate(market(), {("L", "L"): 1}), 2, "L")
