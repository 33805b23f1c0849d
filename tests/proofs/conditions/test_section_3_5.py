"""Section 3.5's conditions: (15), Condition 3 and what it comes down to, and tuples without names."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

from mechanisms.markets.grouping import Grouping
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.price_taking import price_taking
from proofs.conditions import anonymity, condition_3, private_preferences, revealing_demands, unnamed_signals
from proofs.conditions.condition_3_families import FAMILIES
from proofs.conditions.g_plus_instances import contrary_buyer, private_values, three_groups, unit_instance
from tests.g_plus_instances import followed_buyer
from tests.interdependent_instances import uniform


def test_15_is_about_sellers_too():
    game = followed_buyer()
    assert revealing_demands.find_violation(private_values()) is None
    found = revealing_demands.find_violation(game)
    assert found.holds(game)
    assert found.describe(game) == "seller 1: the supply 0 is price-taking under both L and H"
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
    assert found.violation(game).describe(game) == found.describe(game) == found.reversal.describe(game)
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


def test_anonymity_is_broken_exactly_where_the_definition_says():
    game = contrary_buyer()
    market = game.mechanism.market
    defined = [
        found
        for a, b in ((0, 1), (1, 2), (3, 4), (4, 5))
        for i, omega, x in product(market.agents, game.prior.profiles(), market.X)
        if (found := anonymity.NamedPayoff(a, b, i, omega, x)).holds(game)
    ]
    assert list(anonymity.violations(game)) == defined != []
    assert list(anonymity.violations(private_values())) == []
