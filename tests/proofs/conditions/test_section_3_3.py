"""The hypotheses of section 3.3: each holds where it should, and fails with a witness."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from mechanisms.markets.informed_price_taking import (
    OwnPlace,
    price_taking_given_own,
    second_demands,
    third_demands,
)
from mechanisms.markets.market import price_grid
from mechanisms.markets.prior import PriorError, explicit_prior
from proofs.claims.verdict import Reading
from proofs.conditions import (
    anonymity,
    condition_2,
    full_support,
    revealing_demands,
    seller_costs,
    symmetric_prior,
)
from tests.interdependent_instances import SINGLE_PRICE, by_mate, common_values, instance, market, uniform

PRINTED, READ = Reading.PRINTED, Reading.READ
HALF = Fraction(1, 2)


def test_common_values_satisfy_everything_as_read():
    game = common_values()
    assert full_support.find_violation(game) is None
    assert symmetric_prior.find_violation(game, READ) is None
    assert condition_2.find_violation(game, READ) is None
    assert revealing_demands.find_violation(game) is None
    assert anonymity.find_violation(game) is None


def test_condition_2_as_printed_forbids_a_buyer_her_own_signal():
    found = condition_2.find_violation(common_values(), PRINTED)
    assert found.holds(common_values())
    assert found.i == found.j
    assert found.describe(common_values()) == (
        "buyer 3: the value of 1 must not depend on the signal of buyer 3, got 1/4 at (s, s, L, L) and 3/4 "
        "at (s, s, H, L)"
    )


def test_condition_2_as_read_forbids_buyers_the_sellers_signals():
    on = market()
    game = instance(
        on,
        uniform(on, "st", "LH"),
        lambda i, omega: [Fraction(3, 2) if omega[0] == "t" else HALF],
    )
    assert condition_2.find_violation(game, PRINTED) is None
    found = condition_2.find_violation(game, READ)
    assert found.holds(game)
    assert (found.i, found.j) == (2, 0)


def test_condition_2_forbids_sellers_everybody_elses_signals():
    on = market()
    prior = uniform(on, "st", "L")
    game = instance(on, prior, lambda i, omega: [1])
    broken = game.traders[0].at | {("s", "t", "L", "L"): game.traders[2].at["s", "t", "L", "L"]}
    object.__setattr__(game.traders[0], "at", broken)
    for reading in Reading:
        found = condition_2.find_violation(game, reading)
        assert found.holds(game)
        assert (found.i, found.j) == (0, 1)


def test_a_violation_that_is_none_does_not_hold():
    game = common_values()
    omega, other = ("s", "s", "L", "L"), ("s", "s", "L", "H")
    assert not condition_2.Condition2Violation(READ, 2, 3, omega, other, (1,)).holds(game)
    assert not condition_2.Condition2Violation(PRINTED, 2, 2, omega, ("s", "s", "H", "H"), (1,)).holds(game)
    assert not full_support.NullProfile(omega).holds(game)
    assert not symmetric_prior.Asymmetry(READ, omega, other).holds(game)
    assert not revealing_demands.SharedDemand(2, ("L", "H"), ((1,), (0,))).holds(game)
    assert not anonymity.NamedPayoff(2, 3, 2, omega, (1,)).holds(game)


def test_sellers_unit_costs_do_not_decrease():
    on = market(l=2)
    prior = uniform(on, "s", "L")
    good = instance(on, prior, lambda i, omega: [1, 1], costs=[HALF, HALF])
    assert seller_costs.find_violation(good) is None
    found = list(
        seller_costs.violations(instance(on, prior, lambda i, omega: [1, 2], costs=[HALF, HALF / 2]))
    )
    assert [v.i for v in found] == [0, 1]  # buyers may value a second unit more
    bad = instance(on, prior, lambda i, omega: [1, 2], costs=[HALF, HALF / 2])
    assert all(v.holds(bad) and not v.holds(good) for v in found)
    assert "got 1/2 for unit 1, then 1/4" in found[0].describe(bad)


def test_full_support():
    on = market()
    prior = explicit_prior(on, "s", "LH", {("s", "s", *pair): HALF for pair in ("LL", "HH")})
    game = instance(on, prior, lambda i, omega: [1])
    assert [v.omega[2:] for v in full_support.violations(game)] == [("L", "H"), ("H", "L")]
    assert all(v.holds(game) for v in full_support.violations(game))
    found = full_support.find_violation(game)
    assert found.describe(game) == "f(s, s, L, H) must be positive, got 0"


def test_symmetry_as_printed_says_that_f_ignores_sellers_signals():
    on = market()
    f = {("s", "s", *pair): Fraction(2, 16) for pair in product("LH", repeat=2)}
    f |= {(*two, *pair): Fraction(1, 24) for two in ("st", "ts", "tt") for pair in product("LH", repeat=2)}
    game = instance(on, explicit_prior(on, "st", "LH", f), lambda i, omega: [1])
    assert symmetric_prior.find_violation(game, READ) is None
    found = symmetric_prior.find_violation(game, PRINTED)
    assert found.holds(game)
    assert found.omega[2:] == found.other[2:]


def test_symmetry_as_read():
    on = market()
    shares = dict(zip(product("LH", repeat=2), (2, 1, 3, 2), strict=True))
    prior = explicit_prior(on, "s", "LH", {("s", "s", *pair): Fraction(w, 8) for pair, w in shares.items()})
    game = instance(on, prior, lambda i, omega: [1])
    found = symmetric_prior.find_violation(game)
    assert (found.omega, found.other) == (("s", "s", "L", "H"), ("s", "s", "H", "L"))
    assert found.describe(game) == "f must not change under φ from (s, s, L, H) to (s, s, H, L)"


def test_8_fails_with_a_shared_demand():
    game = by_mate(market(), {("L", "L"): 0, ("L", "H"): HALF, ("H", "L"): HALF, ("H", "H"): HALF})
    found = revealing_demands.find_violation(game)
    assert found.holds(game)
    assert found.describe(game) == "buyer 3: the demand 1 0 is price-taking under both L and H"


def test_anonymity_fails_when_one_buyer_is_another():
    on = market()
    game = instance(on, uniform(on, "s", "LH"), lambda i, omega: [Fraction(i)])
    found = anonymity.find_violation(game)
    assert found.holds(game)
    assert "got 2 and 3" in found.describe(game)


def test_d_xi_and_w_by_hand():
    """Values 1/4, 5/4 for L and 3/4, 7/4 for H: expected 3/4 and 5/4, so D is 10 and 11."""
    game = common_values()
    none, at_1, at_0, always = game.mechanism.market.messages()
    assert list(price_taking_given_own(game, 2, "L")) == [at_0]
    assert list(price_taking_given_own(game, 2, "H")) == [always]
    xi = second_demands(game, 2, "L")
    assert set(xi.requirements) == {(at_0,)}
    assert xi.size() == 4**3
    assert {(at_0,): at_0, (always,): none, (none,): at_1, (at_1,): at_1} in xi
    w = third_demands(game, 2, "L")
    assert {pair: list(w.at(pair)) for pair in w.requirements} == {
        (at_0, at_0): [at_0],  # 1/4
        (at_0, always): [always],  # 5/4
    }
    assert w.size() == 4**14
    assert third_demands(game, 3, "H").at((at_0, always)).choices == (((1,),), ((0,),))  # 3/4


def test_the_sets_list_their_members():
    """A single price: |D| = 2, and one of the two entries of θ is fixed."""
    game = by_mate(
        market(SINGLE_PRICE), {("L", "L"): 0, ("L", "H"): Fraction(1, 4), ("H", "L"): 1, ("H", "H"): 1}
    )
    xi = second_demands(game, 2, "L")
    assert xi.size() == len(list(xi)) == 2
    assert all(theta in xi for theta in xi)
    assert not any(theta in second_demands(game, 2, "H") for theta in xi if theta[(((1,),),)] != ((1,),))


def test_xi_is_empty_for_a_buyer_who_cares_whose_signal_is_high():
    """n = 2. Buyer 5 with signal L likes buyer 6's high signal and dislikes buyer 7's.

    The tuple (0, 1) may show either of them, and so may (0, 0). Given that 6 is high a unit is worth
    (7/8 + 1/4)/2 = 9/16 to her, given that 7 is high (0 + 1/4)/2 = 1/8: at the price 1/2 one must buy, and
    must not.
    """
    on = market(SINGLE_PRICE, n=2)
    choosy = {"HL": Fraction(7, 8), "LH": Fraction(0), "HH": Fraction(1, 4), "LL": Fraction(1, 4)}

    def value(i, omega):
        if i == 4 and omega[4] == "L":
            return [choosy[omega[5] + omega[6]]]
        return [Fraction(1 if omega[i] == "H" else 0)]

    game = instance(on, uniform(on, "s", "LH"), value)
    assert anonymity.find_violation(game).holds(game)
    low, high = on.messages()
    for place in OwnPlace:
        xi = second_demands(game, 4, "L", place)
        assert xi.size() == 0
        conflict = xi.find_conflict()
        assert conflict.shown in {(low, low), (low, high)}
        assert conflict.holds(game)
        assert conflict.i == 4
        assert not replace(conflict, requirements=conflict.requirements[:1]).holds(game)
        other = tuple(replace(why, i=5) for why in conflict.requirements)
        assert not replace(conflict, requirements=other).holds(game)
        mixed = (other[0], *conflict.requirements[1:])
        assert not replace(conflict, requirements=mixed).holds(game)
    assert second_demands(game, 4, "H").find_conflict() is None
    assert third_demands(game, 4, "L").find_conflict() is None  # W's tuples are in the order of the buyers


@pytest.mark.parametrize("place", OwnPlace)
def test_where_the_own_message_may_stand(place):
    """n = 2: as printed the own first message comes first in the tuple; as read it may come second."""
    on = market(SINGLE_PRICE, n=2)
    low, high = on.messages()
    values = {"L": Fraction(0), "H": Fraction(1)}
    game = instance(on, uniform(on, "s", "LH"), lambda i, omega: [values[omega[i]]])
    xi = second_demands(game, 4, "L", place)
    expected = {(low, low), (low, high)}
    assert set(xi.requirements) == (expected if place is OwnPlace.FIRST else expected | {(high, low)})
    assert xi.size() == 2 ** (4 - len(xi.requirements))
    assert price_grid(1, 1) != on.P


def test_priors_are_checked():
    on = market()
    with pytest.raises(PriorError, match="probabilities sum to 1, got 1/2"):
        explicit_prior(on, "s", "L", {("s", "s", "L", "L"): HALF})
    with pytest.raises(PriorError, match="agent 3, signal H: a positive probability, got 0"):
        explicit_prior(on, "s", "LH", {("s", "s", "L", "L"): HALF, ("s", "s", "L", "H"): HALF})
    with pytest.raises(PriorError, match="a profile of the agents' signals"):
        explicit_prior(on, "s", "L", {("s", "s", "L", "X"): Fraction(1)})
