"""The sets M_i^{2+} and M_i^{3+} of section 3.5: by hand, by their definition, and empty where names matter."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain, permutations, product

import pytest

from mechanisms.markets.grouping import Grouping
from mechanisms.markets.informed_messages import OwnSignal, second_messages, third_messages
from mechanisms.markets.informed_price_taking import informed_demands
from mechanisms.markets.market import price_grid
from proofs.conditions import revealing_demands
from proofs.conditions.g_plus_instances import (
    Linear,
    anonymous,
    choosy_buyer,
    correlated,
    private_values,
    three_groups,
)
from tests.interdependent_instances import uniform

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
NO, YES = three_groups().messages()


def test_the_sets_by_hand():
    """Private values 0 and 2 at the price 1/2: printed, the mean 1 asks everybody to trade as if that were hers.

    D_i(L) is to sell or not to buy. A tuple shows a seller's and a buyer's first message, both of which are
    price-taking for one signal: all 4 tuples are constrained, and all 16 of third messages.
    """
    game = private_values()
    seller, buyer = 0, 3
    taking = {(seller, "L"): YES, (seller, "H"): NO, (buyer, "L"): NO, (buyer, "H"): YES}
    averaged = {seller: NO, buyer: YES}
    for (i, signal), own in taking.items():
        for build, length in (second_messages, 2), (third_messages, 4):
            read, printed = (build(game, i, signal, known) for known in (OwnSignal.KNOWN, OwnSignal.AVERAGED))
            assert set(read.requirements) == set(product((NO, YES), repeat=length))
            assert read.length == length
            assert {tuple(read.at(tuple_)) for tuple_ in read.requirements} == {(own,)}
            assert {tuple(printed.at(tuple_)) for tuple_ in printed.requirements} == {(averaged[i],)}
            assert read.size() == printed.size() == 1


def test_interdependent_sets_by_hand():
    """A unit is worth 0 with L and 1 with H, and 1/4 more for every other H; independent signals.

    Buyer 4 with L who sees the signals of one seller and one buyer, a of them H, expects 1/4 (a + 3/2): 3/8, 5/8
    or 7/8. With the own signal averaged away 1/2 more.
    """
    market = three_groups()
    game = anonymous(market, correlated(market), Linear(ZERO, Fraction(4)), Linear(ZERO, ONE, Fraction(1, 4)))
    # D(L): 5/4 · 1/2 = 5/8 and D(H): 13/8 are both above 1/2: (15) fails, and one tuple shows both.
    assert revealing_demands.find_violation(game).i == 3
    prices = replace(market, P=price_grid(1, 1))
    game = anonymous(prices, correlated(prices), Linear(ZERO, Fraction(4)), Linear(ZERO, ONE, Fraction(1, 4)))
    at_0, always = ((1,), (0,)), ((1,), (1,))  # D(L): 5/8, D(H): 13/8; sellers 0 and 4: 01 or 11, and 00
    supplies = {"L": [((0,), (1,)), ((1,), (1,))], "H": [((0,), (0,))]}
    # H: 1 + (a + 3/2)/4 is above 1. L: (a + 3/2)/4 < 1. At the price 0 she buys.
    for (mine, entry), signal in product((("L", at_0), ("H", always)), ("L", "H")):
        read = second_messages(game, 3, mine)
        for supply, demand in product(supplies[signal], (at_0, always)):
            assert list(read.at((supply, demand))) == [entry]
    printed = second_messages(game, 3, "L", OwnSignal.AVERAGED)
    # 1/2 + (a + 3/2)/4 is 7/8, 9/8, 11/8: printed, she buys at 1 once an H is seen.
    low = supplies["L"][0]
    assert list(printed.at((low, at_0))) == [at_0]
    assert list(printed.at((low, always))) == [always]
    assert list(printed.at((supplies["H"][0], at_0))) == [always]


@pytest.mark.parametrize("own", OwnSignal)
def test_tuples_are_all_that_phi_can_show(own):
    """The same sets from every φ with φ(1) = i or φ(rn+1) = i: the definition."""
    market = replace(three_groups(), P=price_grid(1, 1))
    game = anonymous(
        market, correlated(market, ONE), Linear(ZERO, ONE, Fraction(1, 4)), Linear(ZERO, HALF, Fraction(1, 4))
    )
    for i, signal in ((0, "L"), (4, "H")):
        known = signal if own is OwnSignal.KNOWN else None
        second, third = set(), set()
        for phi in (Grouping(*pair) for pair in product(permutations(range(3)), permutations(range(3, 6)))):
            groups = [(*group.sellers, *group.buyers) for group in phi.groups(1)]
            if i in groups[0]:
                second.add(groups[1])
                third.add(tuple(chain.from_iterable(groups[1:])))
        for build, shown, length in (second_messages, second, 2), (third_messages, third, 4):
            by_definition = informed_demands(game, i, known, sorted(shown), length)
            fast = build(game, i, signal, own)
            assert set(fast.requirements) == set(by_definition.requirements)
            assert all(fast.at(shown) == by_definition.at(shown) for shown in fast.requirements)
            assert all(
                why.holds(game) and (why.i, why.shown) == (i, shown)
                for shown, reasons in fast.requirements.items()
                for why in reasons
            )


def test_two_sellers_in_a_group():
    """n = 2: a second message sees 4 first messages, a third 8; the requirements can be rechecked."""
    market = three_groups(n=2)
    game = anonymous(
        market, uniform(market, "L", "LH"), Linear(ZERO, ONE), Linear(ZERO, ONE, Fraction(1, 16))
    )
    for build, pairs in (second_messages, 2), (third_messages, 4):
        read = build(game, 6, "L")
        # Sellers, with their only signal, sell; buyers say either.
        assert set(read.requirements) == {
            tuple(chain.from_iterable((YES, demand) for demand in demands))
            for demands in product((NO, YES), repeat=pairs)
        }
        assert all(why.holds(game) for reasons in read.requirements.values() for why in reasons)


@pytest.mark.parametrize("build", [second_messages, third_messages])
def test_the_sets_are_empty_for_a_buyer_who_cares_whose_signal_is_high(build):
    game = choosy_buyer()
    assert revealing_demands.find_violation(game) is None
    conflict = build(game, 3, "L").find_conflict()
    assert conflict.holds(game)
    assert conflict.i == 3
    other = tuple(replace(why, i=4) for why in conflict.requirements)
    assert not replace(conflict, requirements=other).holds(game)
    mixed = (other[0], *conflict.requirements[1:])
    assert not replace(conflict, requirements=mixed).holds(game)
    assert not replace(conflict, requirements=conflict.requirements[:1]).holds(game)
    lied = replace(conflict.requirements[0], own="H")
    assert not replace(conflict, requirements=(lied, *conflict.requirements[1:])).holds(game)
    assert build(game, 3, "H").find_conflict() is None
    assert build(game, 4, "L").find_conflict() is None
