"""Section 3.5's conditions and sets: (15), Condition 3 and what it comes down to, M_i^{2+}, M_i^{3+}."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain, permutations, product

import pytest

from mechanisms.markets.grouping import Grouping
from mechanisms.markets.informed_messages import OwnSignal, second_messages, third_messages
from mechanisms.markets.informed_price_taking import informed_demands, price_taking_given_own
from mechanisms.markets.market import Side, price_grid
from mechanisms.markets.price_taking import price_taking
from proofs.claims.claim import unwatched
from proofs.claims.verdict import Verdict
from proofs.conditions import (
    condition_3,
    condition_3_families,
    private_preferences,
    revealing_demands,
    unnamed_signals,
)
from proofs.conditions.condition_3_families import FAMILIES
from proofs.conditions.g_plus_instances import (
    Linear,
    anonymous,
    choosy_buyer,
    contrary_buyer,
    correlated,
    private_values,
    three_groups,
    unit_instance,
)
from proofs.theorem_6 import g_plus_claims
from proofs.theorem_6 import printed_17_18 as averaged_signal
from tests.interdependent_instances import uniform

ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
NO, YES = three_groups().messages()


def followed_buyer():
    """Sellers' costs are 1 if the last buyer's signal is H, and 0 otherwise; buyers have private values."""
    market = three_groups()
    return unit_instance(
        "followed",
        market,
        correlated(market),
        lambda i, omega: Fraction((omega[-1] if i in market.sellers else omega[i]) == "H"),
    )


def test_15_is_about_sellers_too():
    game = followed_buyer()
    assert revealing_demands.find_violation(private_values()) is None
    found = revealing_demands.find_violation(game)
    assert found.holds(game)
    assert str(found) == "seller 1: the supply 0 is price-taking under both L and H"
    assert found.side is Side.SELLER
    assert not replace(found, signals=("L", "L")).holds(game)


def test_condition_3_fails_with_a_witness():
    game = followed_buyer()
    found = condition_3.find_violation(game)
    assert found.holds(game)
    assert found.reversal.describe(game) == (
        "seller 1 at price 1/2: selling 1 must be better than selling 0 at (L, L, L, L, L, H) as it is at "
        "(L, L, L, L, L, L), got -1/2 and 0 (there 1/2 and 0)"
    )
    # The last buyer must be in the group of φ(1) = 1, or the profiles differ outside it.
    assert found.phi.buyers[0] == 5
    assert not replace(found, phi=Grouping((0, 1, 2), (3, 4, 5))).holds(game)
    assert not replace(found, phi=Grouping((1, 0, 2), (5, 3, 4))).holds(game)
    assert not replace(found, reversal=replace(found.reversal, better=(0,), worse=(1,))).holds(game)
    assert condition_3.find_violation(private_values()) is None


def test_dependences_are_violations():
    game = followed_buyer()
    found = private_preferences.find_dependence(game)
    assert found.j == 5
    assert found.holds(game)
    assert found.violation(game).holds(game)
    assert not replace(found, j=4).holds(game)


def test_another_seller_may_matter_at_n_1_only():
    """Seller 1's costs follow seller 2's signal: they share no group if n = 1, and some group if n = 2."""
    for n, allowed in (1, True), (2, False):
        market = three_groups(n=n)
        game = unit_instance(
            "followed seller",
            market,
            uniform(market, "LH", "L"),
            lambda i, omega: Fraction(omega[1 if i == 0 else i] == "H"),
        )
        found = condition_3.find_violation(game)
        assert (found is None) is allowed
        assert found is None or found.holds(game)
        assert (private_preferences.find_dependence(game) is None) is allowed


def test_how_many_cost_functions_satisfy_condition_3():
    """By hand, of |choices|^8: one choice for each value of the signals that may matter, if they differ.

    At n = 1 these are the own and the other seller's, 4 values; at n = 2 the own alone, 2 values. Costs that
    never turn a preference may depend on everything.
    """
    expected = {2: (256, 2**4), 3: (256, 2**2), 4: (256, 2**4), 5: (256, 256)}
    for place, counts in expected.items():
        games = list(FAMILIES[place].instances())
        found = [condition_3.find_violation(game) for game in games]
        assert (len(games), found.count(None)) == counts
        for game, violation in zip(games, found, strict=True):
            dependence = private_preferences.find_dependence(game)
            assert (violation is None) == (dependence is None)
            assert violation is None or (violation.holds(game) and dependence.violation(game).holds(game))
    assert [family.size for family in FAMILIES[:2]] == [3**8, 3**8]


def test_private_preferences_are_best_ex_post():
    """The corollary, n = 2: under Condition 3 what is best at ω is best given ω_i alone, at any ω."""
    cases = 0
    for family, step in (FAMILIES[3], 1), (FAMILIES[5], 8):
        for game in list(family.instances())[::step]:
            if condition_3.find_violation(game) is None:
                given_own = {own: price_taking_given_own(game, 0, own) for own in ("L", "H")}
                for omega, trader in game.traders[0].at.items():
                    cases += 1
                    assert price_taking(trader, game.mechanism.market) == given_own[omega[0]]
    assert cases == (2**2 + 256 // 8) * 8


def test_the_claim_on_condition_3_can_fail(monkeypatch):
    monkeypatch.setattr(g_plus_claims, "FAMILIES", [condition_3_families.FAMILIES[3]])
    assert g_plus_claims.check_condition_3(unwatched).evidence.startswith("256 cases: Condition 3 holds in 4")
    # As if no other seller mattered at n = 2.
    monkeypatch.setattr(private_preferences, "irrelevant", lambda market, i: list(market.buyers))
    assert g_plus_claims.check_condition_3(unwatched).verdict is Verdict.REFUTED


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
            assert all(fast.at(tuple_) == by_definition.at(tuple_) for tuple_ in fast.requirements)
            assert all(
                why.holds(game, i, tuple_) for tuple_, all_ in fast.requirements.items() for why in all_
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
        assert all(why.holds(game, 6, tuple_) for tuple_, all_ in read.requirements.items() for why in all_)


@pytest.mark.parametrize("build", [second_messages, third_messages])
def test_the_sets_are_empty_for_a_buyer_who_cares_whose_signal_is_high(build):
    game = choosy_buyer()
    assert revealing_demands.find_violation(game) is None
    conflict = build(game, 3, "L").find_conflict()
    assert conflict.holds(game, 3)
    assert not conflict.holds(game, 4)
    assert not replace(conflict, requirements=conflict.requirements[:1]).holds(game, 3)
    lied = replace(conflict.requirements[0], own="H")
    assert not replace(conflict, requirements=(lied, *conflict.requirements[1:])).holds(game, 3)
    assert build(game, 3, "H").find_conflict() is None
    assert build(game, 4, "L").find_conflict() is None


def test_a_printed_miss_is_rechecked():
    """Buyer 4 with L is asked for 1 at the price 1/2, and loses 1/2 each time it is read.

    Branch 4 reads the entry with probability 1/10 times the share of φ that show her the tuple: one seller and
    one buyer send it, 1/3 · 1/2 of all φ. She loses 1/120 on it at least.
    """
    game = private_values()
    for part, i in product(averaged_signal.SETS, (0, 3)):
        found = list(averaged_signal.misses(game, i, part))
        assert {miss.signal for miss in found} == {"L"}
        assert all(miss.holds(game) for miss in found[::8])
        got, best = found[0].payoffs(game, found[0].asked[0])
        assert best - got >= Fraction(1, 10) * Fraction(1, 6) * HALF
        assert not replace(found[0], signal="H").holds(game)
        assert not replace(found[0], asked=()).holds(game)
    interdependent = followed_buyer()
    assert averaged_signal.find_interdependence(interdependent, 0) == 5
    miss = replace(next(averaged_signal.misses(game, 0, "second")), i=0)
    assert not miss.holds(interdependent)


def test_names_are_missing():
    game = contrary_buyer()
    assert revealing_demands.find_violation(game) is None
    found = unnamed_signals.find_ambiguity(game)
    assert found.holds(game)
    assert found.describe(game) == (
        "the first message 1 may come from buyer 4 with signal L or from buyer 5 with signal H"
    )
    assert not replace(found, signals=("L", "L")).holds(game)
    assert not replace(found, agents=(3, 3)).holds(game)
    assert unnamed_signals.find_ambiguity(private_values()) is None


def test_the_claims_on_the_conditions(monkeypatch):
    games = [private_values(), *list(g_plus_claims.instances.anonymous_family((Fraction(1, 4),)))[1::12]]
    monkeypatch.setattr(g_plus_claims.instances, "anonymous_family", lambda more: iter(games))
    verdicts = {
        g_plus_claims.check_15: Verdict.HELD,
        g_plus_claims.check_17: Verdict.HELD,
        g_plus_claims.check_18: Verdict.HELD,
        g_plus_claims.check_15_printed: Verdict.REFUTED,
        g_plus_claims.check_17_printed: Verdict.REFUTED,
        g_plus_claims.check_18_printed: Verdict.REFUTED,
        g_plus_claims.check_sets_are_not_empty: Verdict.REFUTED,
    }
    assert {check: check(unwatched).verdict for check in verdicts} == verdicts


def test_the_claims_on_the_conditions_can_fail(monkeypatch):
    """Without the check of anonymity the contrary and the choosy buyer are let in; with their own signal
    averaged away, agents with private values are asked for something else."""
    monkeypatch.setattr(g_plus_claims.anonymity, "find_violation", lambda game: None)
    monkeypatch.setattr(g_plus_claims.symmetric_prior, "find_violation", lambda game: None)
    monkeypatch.setattr(g_plus_claims.instances, "anonymous_family", lambda more: iter([contrary_buyer()]))
    assert g_plus_claims.check_15(unwatched).verdict is Verdict.REFUTED
    monkeypatch.setattr(g_plus_claims.instances, "anonymous_family", lambda more: iter([choosy_buyer()]))
    assert g_plus_claims.check_17(unwatched).verdict is Verdict.REFUTED
    assert g_plus_claims.check_18(unwatched).verdict is Verdict.REFUTED
    monkeypatch.setattr(g_plus_claims.instances, "anonymous_family", lambda more: iter([private_values()]))
    monkeypatch.setitem(
        averaged_signal.SETS, "second", lambda *which: second_messages(*which, OwnSignal.AVERAGED)
    )
    found = g_plus_claims.check_17(unwatched)
    assert found.verdict is Verdict.REFUTED
    assert found.evidence == "seller 1: not D_i(L)"
