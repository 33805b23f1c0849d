"""Violations of the conditions: of all records there could be, those hold that the definition gives, and no others."""

from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import Grouping
from mechanisms.markets.instance import everybody_is
from mechanisms.markets.market import Side
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.prior import explicit_prior
from mechanisms.markets.trader import Trader, separable
from proofs.claims.verdict import Reading
from proofs.conditions import condition_1, condition_2, condition_3, private_preferences, symmetric_prior
from proofs.conditions.anonymity import NamedPayoff
from proofs.conditions.condition_1 import Clause, Condition1Violation
from proofs.conditions.condition_2 import Condition2Violation
from proofs.conditions.condition_3 import Condition3Violation, Reversal
from proofs.conditions.full_support import NullProfile
from proofs.conditions.private_preferences import Dependence
from proofs.conditions.revealing_demands import SharedDemand
from proofs.conditions.seller_costs import CostViolation
from proofs.conditions.singletons import SeveralPriceTaking, find_several
from proofs.conditions.symmetric_prior import Asymmetry
from proofs.conditions.unnamed_signals import Ambiguity
from tests.interdependent_instances import SINGLE_PRICE, common_values, instance, market, uniform

BUNDLES = list(product(range(3), repeat=2))  # k = l = 2


def by_the_definition(side, worth):
    """All violations of Condition 1, written once more."""
    for x in BUNDLES:
        parts = [tuple(a if place == h else 0 for place, a in enumerate(x)) for h in range(2) if x[h]]
        if len(parts) == 2 and worth[x] != sum(worth[part] for part in parts):
            yield Condition1Violation(Clause.SEPARABLE, x, sum(worth[part] for part in parts), worth[x])
        if len(parts) == 1:
            one = tuple(min(a, 1) for a in x)
            first, last = worth[one], worth[x] - (worth[one] if max(x) == 2 else 0)
            if last < 0:
                yield Condition1Violation(Clause.NONNEGATIVE, x, 0, last)
            if max(x) == 2 and (last < first if side is Side.SELLER else last > first):
                yield Condition1Violation(Clause.MONOTONE, x, first, last)


@given(st.sampled_from(Side), st.lists(st.integers(-1, 2), min_size=8, max_size=8))
@settings(max_examples=8)
def test_condition_1(side, worth):
    trader = Trader(side, dict(zip(BUNDLES, [0, *worth], strict=True)))
    amounts = range(-3, 5)
    every = (Condition1Violation(*record) for record in product(Clause, BUNDLES, amounts, amounts))
    expected = set(by_the_definition(side, trader.worth))
    assert {record for record in every if record.holds(trader)} == expected
    assert set(condition_1.violations(trader)) == expected


def test_a_first_unit_breaks_no_monotony():
    buyer = separable(Side.BUYER, [[Fraction(1), Fraction(1)]])
    assert not Condition1Violation(Clause.MONOTONE, (1,), Fraction(0), Fraction(1)).holds(buyer)


def by_names():
    """Sellers' costs follow their names, values the name, the own signal, and whether seller 1 has t."""
    on = market(SINGLE_PRICE)
    game = instance(
        on,
        uniform(on, "st", "LH"),
        lambda i, omega: [Fraction(i - 2 + (omega[i] == "H") - (omega[0] == "t"), 2)],
    )
    for i in on.sellers:  # seller 2's follow seller 1's signal and buyer 4's
        costs = {
            omega: separable(Side.SELLER, [[Fraction(i * ((omega[0] == "t") + (omega[3] == "L")), 2)]])
            for omega in game.prior.profiles()
        }
        object.__setattr__(game.traders[i], "at", costs)
    return game


def test_condition_2():
    game = by_names()
    omegas = list(game.prior.profiles())
    agents, X = game.mechanism.market.agents, game.mechanism.market.X
    for reading in Reading:
        every = (
            Condition2Violation(reading, *record) for record in product(agents, agents, omegas, omegas, X)
        )
        found = {record for record in every if record.holds(game)}
        assert found == set(condition_2.violations(game, reading))
        assert {(record.i, record.j) for record in found} == (
            {(1, 0), (1, 3), (2, 0), (3, 0)} if reading is Reading.READ else {(1, 0), (1, 3), (2, 2), (3, 3)}
        )


def test_condition_3_and_what_it_comes_down_to():
    """Seller 2 may follow seller 1, whom she does not meet at n = 1, and not buyer 4."""
    game = by_names()
    on = game.mechanism.market
    omegas = list(game.prior.profiles())
    every = [
        Reversal(*record, 0, better, worse)
        for record in product(on.agents, omegas, omegas)
        for better, worse in product(on.X, repeat=2)
    ]
    reversals = [record for record in every if record.holds(game)]
    for i, omega, other in product(on.sellers, omegas, omegas):
        there, then = (condition_3.preferences(game, i)[each] for each in (omega, other))
        expected = (
            {(0, better, worse) for _, better, worse in there - then} if omega[i] == other[i] else set()
        )
        assert expected == {
            (r.p, r.better, r.worse) for r in reversals if (r.i, r.omega, r.other) == (i, omega, other)
        }
    assert {record.i for record in reversals} == {1}
    dependences = {
        Dependence(j, record) for j in on.agents for record in reversals if Dependence(j, record).holds(game)
    }
    assert dependences == set(private_preferences.dependences(game))
    assert {record.j for record in dependences} == {3}
    phis = [Grouping(*pair) for pair in product(permutations(on.sellers), permutations(on.buyers))]
    violations = {
        Condition3Violation(phi, record)
        for phi in phis
        for record in reversals
        if Condition3Violation(phi, record).holds(game)
    }
    assert violations >= set(condition_3.violations(game))
    assert {found.phi for found in violations} == {Grouping((1, 0), (3, 2))}
    for found in violations:
        changed = {j for j in on.agents if found.reversal.omega[j] != found.reversal.other[j]}
        assert changed == {3}
    some = next(iter(reversals))
    for phi in (
        Grouping((1,), (3, 2)),  # no φ: somebody is in no group, or in two
        Grouping((1, 0), (3,)),
        Grouping((1, 0, 0), (3, 2)),
        Grouping((1, 0), (3, 2, 2)),
    ):
        assert not Condition3Violation(phi, some).holds(game)
    for n, i in ((1, 0), (2, 1), (3, 1)):  # seller i may meet any buyer, and at n > 1 any other seller
        large = market(SINGLE_PRICE, n=n)
        sellers = [j for j in large.sellers if j != i and n > 1]
        assert private_preferences.irrelevant(large, i) == [*sellers, *large.buyers]


def test_anonymity():
    """Buyers 3 and 4 with the same signals differ, so do the sellers; a seller and a buyer need not be alike."""
    game = by_names()
    on = game.mechanism.market
    for a, b, i in product(on.agents, repeat=3):
        one_side = (a < 2) == (b < 2)
        for omega, x in product(game.prior.profiles(), on.X):
            if not one_side:
                assert not NamedPayoff(a, b, i, omega, x).holds(game)
                continue
            swap = {a: b, b: a}
            other = tuple(omega[swap.get(j, j)] for j in on.agents)
            worth = [game.traders[j].at[at].worth[x] for j, at in ((i, omega), (swap.get(i, i), other))]
            assert NamedPayoff(a, b, i, omega, x).holds(game) == (worth[0] != worth[1])


def test_symmetry():
    on = market(SINGLE_PRICE)
    weights = dict(
        zip(product("st", "st", "LH", "LH"), (1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), strict=True)
    )
    game = instance(
        on,
        explicit_prior(on, "st", "LH", {omega: Fraction(w, 17) for omega, w in weights.items()}),
        lambda i, omega: [1],
    )
    for omega, other in product(game.prior.profiles(), repeat=2):
        sides = [sorted(omega[:2]) == sorted(other[:2]), sorted(omega[2:]) == sorted(other[2:])]
        differ = weights[omega] != weights[other]
        assert Asymmetry(Reading.READ, omega, other).holds(game) == (all(sides) and differ)
        assert Asymmetry(Reading.PRINTED, omega, other).holds(game) == (sides[1] and differ)
    assert symmetric_prior.find_violation(game, Reading.READ) is not None


def test_full_support():
    on = market()
    f = {("s", "s", *pair): Fraction(w, 3) for pair, w in {"LH": 1, "HL": 1, "HH": 1}.items()}
    game = instance(on, explicit_prior(on, "s", "LH", f), lambda i, omega: [1])
    assert [omega for omega in game.prior.profiles() if NullProfile(omega).holds(game)] == [
        ("s", "s", "L", "L")
    ]


def test_demands_that_reveal_and_demands_with_names():
    """Value 1/4 or 3/4 with L, by name, and 3/4 or 5/4 with H: buyer 3 with H demands what buyer 4 does with L."""
    on = market()
    values = {(2, "L"): 1, (3, "L"): 3, (2, "H"): 3, (3, "H"): 5}
    game = instance(
        on, uniform(on, "s", "LM"), lambda i, omega: [Fraction(values[i, {"L": "L", "M": "H"}[omega[i]]], 4)]
    )
    taking = {  # prices 0 and 1: who buys at 0 alone, and who at both
        (2, "L"): {((1,), (0,))}, (2, "M"): {((1,), (0,))},
        (3, "L"): {((1,), (0,))}, (3, "M"): {((1,), (1,))},
    }  # fmt: skip
    messages = list(on.messages())
    for i, signals, message in product((2, 3), product("LM", repeat=2), messages):
        shared = len(set(signals)) == 2 and all(message in taking[i, own] for own in signals)
        assert SharedDemand(i, signals, message).holds(game) == shared
    for agents, signals, message in product(product((2, 3), repeat=2), product("LM", repeat=2), messages):
        sent = all(message in taking[pair] for pair in zip(agents, signals, strict=True))
        ambiguous = len(set(agents)) == len(set(signals)) == 2 and sent
        assert Ambiguity(agents, signals, message).holds(game) == ambiguous
    assert not any(
        Ambiguity(agents, signals, message).holds(game)
        for agents, signals, message in product(((0, 2), (2, 0), (1, 3)), (("s", "L"), ("L", "s")), messages)
    )


def test_sellers_costs():
    game = common_values()
    omega = ("s", "s", "L", "L")
    broken = Condition1Violation(Clause.NONNEGATIVE, (1,), Fraction(0), Fraction(-1))
    for i in game.mechanism.market.agents:
        at = {each: separable(game.traders[i].side, [[-1]]) for each in game.prior.profiles()}
        object.__setattr__(game.traders[i], "at", at)
        assert CostViolation(i, omega, broken).holds(game) == (i in (0, 1))


@pytest.mark.parametrize("worth", [Fraction(0), Fraction(1, 2), Fraction(1)])
def test_several_price_taking_bundles(worth):
    """At the price of her value a buyer does not care."""
    on = market()
    game = everybody_is(GStar(on), separable(Side.BUYER, [[worth]]))
    for i, p in product(on.agents, range(2)):
        choices = price_taking(game.traders[i], on).choices[p]
        assert SeveralPriceTaking(i, p).holds(game) == (len(choices) == 2) == (worth == p)
    assert (find_several(game) is None) == (worth == Fraction(1, 2))


def test_condition_1_with_three_commodities():
    """The last bundle costs 1 more than its commodities alone, and no other does."""
    bundles = list(product(range(2), repeat=3))
    seller = Trader(Side.SELLER, {x: Fraction(x[0] + 2 * x[1] + 4 * x[2] + (sum(x) == 3)) for x in bundles})
    assert list(condition_1.violations(seller)) == [Condition1Violation(Clause.SEPARABLE, (1, 1, 1), 7, 8)]
    every = (
        Condition1Violation(Clause.SEPARABLE, x, *pair)
        for x in bundles
        for pair in product(range(9), repeat=2)
    )
    assert [record for record in every if record.holds(seller)] == list(condition_1.violations(seller))


@pytest.mark.parametrize("side", Side)
def test_a_second_unit_may_be_worth_as_much_as_the_first(side):
    trader = separable(side, [[Fraction(1, 2)] * 2])
    assert not Condition1Violation(Clause.MONOTONE, (2,), Fraction(1, 2), Fraction(1, 2)).holds(trader)
