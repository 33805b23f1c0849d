"""What is measured along sequences: formulas against the mechanism, and bounds against both."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import comb

import pytest
from sympy import Symbol

from mechanisms.files.named_sequences import CATALOGUE
from mechanisms.large.bound import efficiency_bound
from mechanisms.large.in_g_star import in_g_star
from mechanisms.large.surplus import largest_surplus
from mechanisms.large.types import large_market
from mechanisms.markets.grouping import Group
from mechanisms.markets.market import Tie
from mechanisms.markets.price_taking import price_taking
from mechanisms.sequences.catalogue import (
    ANCHORED_GAP,
    EVEN,
    GAP,
    PAIR,
    SPECIAL_BUYER,
    TOP_BUYER,
    USELESS_UNIT,
)
from mechanisms.sequences.coarse import COARSE_PAIR
from mechanisms.sequences.shock_catalogue import OPPOSITE
from proofs.large_markets import rates
from proofs.large_markets.coarse import (
    LossAtACoarsePrice,
    central_moments_of_the_excess,
    least_for_fine_grids,
)
from proofs.large_markets.coarse import bound as bound_at
from proofs.large_markets.efficiency import LossPerCapita, expected_loss, square_of_the_bound
from proofs.large_markets.participation import LossOfABuyer, bound
from proofs.large_markets.rationing import participation_bound, payoff_of_the_pair
from proofs.large_markets.uniform_pricing import ENDS, PricesApart, _clearing
from proofs.large_markets.with_a_shock import OppositeShocks, profile_of_opposites
from proofs.large_markets.witness_file import (
    AgainstParticipation,
    AgainstTheorem2,
    AgainstTheorem3,
    AgainstTheorem5,
)

TIES = list(Tie)
BOTH_TIES = {  # whose formulas hold under either rule
    (name, tie) for name in ("gap", "anchored gap", "coarse pair", "opposite shocks") for tie in TIES
}


def large(sequence, n):
    """What the exact curves say of member n."""
    instance = sequence.market(n)
    return in_g_star(large_market(instance.mechanism.market, instance.traders))


def divisions(market):
    """All divisions into groups, the order left out: prices do not turn on it."""
    for sellers in combinations(market.sellers, market.n):
        for buyers in combinations(market.buyers, market.n):
            rest = (
                tuple(i for i in agents if i not in own)
                for agents, own in ((market.sellers, sellers), (market.buyers, buyers))
            )
            yield Group(sellers, buyers), Group(*rest)


@pytest.mark.parametrize("sequence", [GAP, ANCHORED_GAP], ids=lambda sequence: sequence.name)
def test_prices_apart_at_three_sellers_a_group_by_all_divisions(sequence):
    instance = sequence.market(3)
    market, (low, high) = instance.mechanism.market, ENDS[sequence.name]
    m = [next(iter(price_taking(trader, market))) for trader in instance.traders]
    apart = every = 0
    for groups in divisions(market):
        (a, b), (c, d) = (_clearing(instance, group, m) for group in groups)
        apart += (b <= low and high <= c) or (d <= low and high <= a)
        every += 1
    assert every == 400
    assert Fraction(apart, every) == PricesApart().formula(sequence, 3)


def test_the_special_buyers_argument_looks_at_the_sequence():
    quantity = PricesApart()
    assert quantity.is_at_least(SPECIAL_BUYER, Fraction(1), 1)
    assert not quantity.is_at_least(replace(SPECIAL_BUYER, tie=Tie.LOWEST), Fraction(1), 1)
    two = replace(SPECIAL_BUYER.parts[2], add=2)
    assert not quantity.is_at_least(
        replace(SPECIAL_BUYER, parts=(*SPECIAL_BUYER.parts[:2], two)), Fraction(1), 1
    )


def test_the_loss_of_the_even_economy():
    for n in (1, 2):
        assert LossPerCapita().replayed(EVEN, n) == expected_loss(EVEN, n) / (4 * n)
    # about √(2/π)/8 = 0.0997 over √n
    assert Fraction(95, 1000) < expected_loss(EVEN, 100) / 400 * 10 < Fraction(100, 1000)


@pytest.mark.parametrize("sequence", [EVEN, GAP, ANCHORED_GAP, TOP_BUYER], ids=lambda each: each.name)
def test_formulas_of_sequences_are_those_of_curves(sequence):
    for n in (1, 2, 5, 12):
        assert large(sequence, n).loss == expected_loss(sequence, n) / (4 * n)


def test_payoffs_along_sequences_are_those_of_curves():
    for n in (2, 5, 12):
        assert large(PAIR, n).payoff(4 * n - 1) == payoff_of_the_pair(n)
        assert -large(USELESS_UNIT, n).payoff(4 * n - 1) == LossOfABuyer().formula(USELESS_UNIT, n)
    for n in (1, 2):
        found = large(COARSE_PAIR, n).payoff(4 * n - 1)
        assert LossAtACoarsePrice().replayed(COARSE_PAIR, n) == -n * found


@pytest.mark.slow  # seven seconds, for the figures in the page
def test_bound_over_loss_in_the_even_economy():
    for n, told, scaled in ((10, "15.7", "0.094"), (100, "16.0", "0.097"), (400, "16.1", "0.098")):
        bound, loss = efficiency_bound(n, 1, Fraction(1), 0), large(EVEN, n).loss
        assert loss <= bound
        assert (f"{float(bound / loss):.1f}", f"{float(loss) * n**0.5:.3f}") == (told, scaled)


@pytest.mark.parametrize("n", [10, 40])
def test_formulas_are_no_less_than_the_bounds(n):
    square = square_of_the_bound(TOP_BUYER).subs(Symbol("n"), n)
    assert LossPerCapita().formula(TOP_BUYER, n) ** 2 >= Fraction(str(square))
    assert LossOfABuyer().formula(USELESS_UNIT, n) >= Fraction(str(bound().subs(Symbol("n"), n)))


QUANTITIES = [
    pytest.param(record, reason, marks=[pytest.mark.slow] if reason == "coarse prices" else [])
    for record in (AgainstTheorem2, AgainstTheorem3, AgainstTheorem5, AgainstParticipation)
    for reason in record.quantities
]


@pytest.mark.parametrize(("record", "reason"), QUANTITIES, ids=lambda each: getattr(each, "__name__", each))
def test_a_formula_is_used_for_the_tie_rules_that_it_is_about(record, reason):
    quantity, n = record.quantities[reason], 10  # where the mechanism is not run
    covered = {sequence.name for sequence in CATALOGUE.values() if quantity.covers(sequence)}
    assert covered
    for name, tie in product(covered, TIES):
        sequence = replace(CATALOGUE[name], tie=tie)
        figure = quantity.formula(CATALOGUE[name], n)
        held = record(reason, ((n, figure),), Fraction(1, 10**9), 10**9).holds(sequence)
        assert held == (tie is CATALOGUE[name].tie or (name, tie) in BOTH_TIES)


@pytest.mark.parametrize(
    ("quantity", "sequence"), [(LossPerCapita(), TOP_BUYER), (LossOfABuyer(), USELESS_UNIT)]
)
def test_another_tie_rule_has_other_figures(quantity, sequence):
    with pytest.raises(ValueError, match="not the highest"):
        quantity.formula(replace(sequence, tie=Tie.HIGHEST), 3)
    # By listing all groupings and orders.
    assert quantity.replayed(sequence, 2) != quantity.replayed(replace(sequence, tie=Tie.HIGHEST), 2)


@pytest.mark.parametrize("tie", TIES)
def test_the_useless_unit_costs_more_than_the_bound_under_both_rules(tie):
    assert LossOfABuyer().replayed(replace(USELESS_UNIT, tie=tie), 2) >= Fraction(
        str(bound().subs(Symbol("n"), 2))
    )


@pytest.mark.thorough
def test_opposite_shocks_at_two_sellers_a_group():
    assert OppositeShocks().replayed(OPPOSITE, 2) == OppositeShocks().formula(OPPOSITE, 2)
    member = OPPOSITE.member(2)
    assert member.belief(profile_of_opposites(2)[4:]) == {"L": Fraction(1, 2), "H": Fraction(1, 2)}


def test_the_largest_surplus_by_hand():
    instance = EVEN.market(1)  # costs 1/8, 5/8, values 3/8, 7/8
    assert largest_surplus([(trader, 1) for trader in instance.traders]) == Fraction(7, 8) - Fraction(1, 8)


def test_what_the_pair_expects():
    for n in (1, 2):
        instance = PAIR.market(n)
        market = instance.mechanism.market
        m = [next(iter(price_taking(trader, market))) for trader in instance.traders]
        i = market.agents[-1]
        assert instance.mechanism.expected_payoff(i, instance.traders[i], m) == payoff_of_the_pair(n)
    assert participation_bound(100) < participation_bound(10)


def test_prices_outside_by_all_divisions():
    n, y, x = 2, Fraction(3, 8), Fraction(5, 8)
    instance = EVEN.market(n)
    market = instance.mechanism.market
    m = [next(iter(price_taking(trader, market))) for trader in instance.traders]
    prices = [[market.P[instance.mechanism.price(g, m)][0] for g in groups] for groups in divisions(market)]
    outside = Fraction(sum(min(q) <= y or max(q) >= x for q in prices), len(prices))
    assert outside == rates.probability_outside(EVEN, n, y, x)


def test_coarse_prices():
    quantity = LossAtACoarsePrice()
    assert quantity.broken(COARSE_PAIR) == []
    assert [COARSE_PAIR.T(n) for n in (1, 3**20, 3**20 + 1)] == [6, 6, 10]
    second, fourth = central_moments_of_the_excess()
    for n in (
        2,
        4,
    ):  # X by all divisions of 2n sellers, n of them below, and 2n - 1 buyers, n + 1 of them below
        law = [
            (a + b - n, comb(n, a) * comb(n, n - a) * comb(n + 1, b) * comb(n - 2, n - b))
            for a in range(n + 1)
            for b in range(n + 1)
        ]
        ways = sum(w for _, w in law)
        mean = Fraction(sum(x * w for x, w in law), ways)
        for power, formula in ((2, second), (4, fourth)):
            exact = sum((x - mean) ** power * w for x, w in law) / ways
            assert str(exact) == str(formula.subs(Symbol("n"), n))
    for M in (5, 7, 15):  # finer grids, at the smallest n that they have
        n = (M - 2) ** 20 + 1
        assert COARSE_PAIR.T(n) == 2 * M
        assert Fraction(str(bound_at(2 * M).subs(Symbol("n"), n))) >= least_for_fine_grids() > Fraction(1, 50)
    seller, *others = COARSE_PAIR.parts
    for wrong in (
        replace(COARSE_PAIR, parts=(replace(seller, a=-4), *others)),
        replace(COARSE_PAIR, parts=(replace(seller, add=1), *others)),
        replace(COARSE_PAIR, first_zero=(Fraction(1, 3), 0)),
    ):
        assert quantity.broken(wrong)
    for n in (2, 3, 20):
        instance = COARSE_PAIR.market(n)
        market = instance.mechanism.market
        boxes = [price_taking(trader, market) for trader in instance.traders]
        assert {box.size() for box in boxes} == {1}
        m = [next(iter(box)) for box in boxes]
        excess = [
            sum(m[i][p][0] * (1 if i in market.sellers else -1) for i in market.agents)
            for p in range(len(market.P))
        ]
        assert [p for (p,), e in zip(market.P, excess, strict=True) if e == 0] == [Fraction(1, 2)]
