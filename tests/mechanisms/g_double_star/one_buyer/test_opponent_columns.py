"""The columns of a buyer's payoff matrix against the definition: G** run at every signal profile."""

from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest

from gametheory.games.errors import TooLargeError
from gametheory.games.exact import common_denominator
from mechanisms.g_double_star.one_buyer.opponent_columns import BuyerPayoffs, joint_patterns
from mechanisms.g_double_star.one_buyer.plans import BuyerPlan, Others, interim_payoff
from mechanisms.markets.market import Tie, price_grid
from mechanisms.markets.prior import explicit_prior
from tests.interdependent_instances import SINGLE_PRICE, by_mate, common_values, instance, market, uniform


def sellers_matter(tie=Tie.LOWEST):
    """Values depend on all signals, and all signals are correlated: nothing of the reduction is vacuous."""
    on = market(tie=tie)
    random = Random(9)
    profiles = list(product("st", "st", "LH", "LH"))
    weights = {omega: random.randint(1, 5) for omega in profiles}
    total = sum(weights.values())
    prior = explicit_prior(on, "st", "LH", {omega: Fraction(w, total) for omega, w in weights.items()})
    values = {(i, omega): Fraction(random.randint(0, 9), 4) for i in on.buyers for omega in profiles}
    return instance(on, prior, lambda i, omega: [values[i, omega]])


def two_units():
    on = market(SINGLE_PRICE, l=2)
    return by_mate(on, {("L", "L"): 0, ("L", "H"): 1, ("H", "L"): 1, ("H", "H"): 2})


GAMES = {
    "common values": common_values(),
    "highest price": common_values(tie=Tie.HIGHEST),
    "sellers matter": sellers_matter(),
    "two units": two_units(),
}


def everything(payoffs):
    places = range(len(payoffs.demands))
    anything = dict.fromkeys(payoffs.mate_signals, places)
    return payoffs.columns(anything, anything)


@pytest.mark.parametrize("name", GAMES)
def test_every_column_pays_what_its_profile_pays(name):
    game, random = GAMES[name], Random(1)
    for i, signal in product(game.mechanism.market.buyers, "LH"):
        payoffs = BuyerPayoffs(game, i, signal)
        columns, values = everything(payoffs)
        for column in random.sample(range(len(columns)), min(12, len(columns))):
            places = [random.randrange(len(payoffs.demands)) for _ in range(2 + len(payoffs.demands))]
            first, second, *third = places
            row = payoffs.matrix(np.array([third]), columns, values)[0, column]
            numerator = payoffs.root[first] + payoffs.root[second] + row
            plan = payoffs.plan(first, second, np.array(third))
            others = payoffs.others(columns, column)
            assert interim_payoff(game, i, signal, plan, others) == Fraction(
                int(numerator), payoffs.denominator
            )


@pytest.mark.thorough
@pytest.mark.parametrize("name", GAMES)
def test_every_profile_of_the_others_is_in_a_column(name):
    game, random = GAMES[name], Random(2)
    for i, signal in product(game.mechanism.market.buyers, "LH"):
        payoffs = BuyerPayoffs(game, i, signal)
        columns, values = everything(payoffs)
        D = payoffs.demands
        thirds = np.array([[random.randrange(len(D)) for _ in D] for _ in range(6)])
        matrix = payoffs.matrix(thirds, columns, values)
        for _ in range(6):
            supplies = [
                {t: random.choice(D) for t in game.prior.spaces[s]} for s in game.mechanism.market.sellers
            ]
            mate = {t: (random.choice(D), random.choice(D)) for t in payoffs.mate_signals}
            paid = [
                interim_payoff(
                    game, i, signal, BuyerPlan(D[0], D[0], tuple(D[y] for y in third)), Others(supplies, mate)
                )
                - Fraction(2 * int(payoffs.root[0]), payoffs.denominator)
                for third in thirds.tolist()
            ]
            numerators = [int(value * payoffs.denominator) for value in paid]
            assert numerators in matrix.T.tolist()


def test_the_number_of_columns_by_hand():
    """Two sellers without signals, so a pattern is a pair of prices for each of the mate's two signals.

    After the same second message of both signals each seller makes the same price for both: 4 pairs of
    patterns. After 01 and 10, supply 00 makes (0, 1) [excess 0 at 0, at 1], 11 makes (1, 0), and 01, 10 make
    ties. In all: 2 sellers choose among all 4 pairs of prices, 16 profiles, if some pair of second messages
    allows all 4. With unordered sellers 3 distinct payoffs for each signal remain.
    """
    reached = joint_patterns(market(), (tuple(range(4)),) * 2, 2)
    assert {len(patterns) for patterns in reached} == {2}
    payoffs = BuyerPayoffs(common_values(), 2, "L")
    columns, values = everything(payoffs)
    assert len(columns.deltas) == 16
    assert [len(rows) for rows in values] == [3, 3]
    assert len(columns) == 16 * len(columns.patterns) == 112


def test_a_single_price_leaves_only_the_first_messages():
    game = by_mate(market(SINGLE_PRICE), {("L", "L"): 0, ("L", "H"): 1, ("H", "L"): 1, ("H", "H"): 2})
    columns, _ = everything(BuyerPayoffs(game, 2, "L"))
    assert len(columns) == 4  # the mate's first message after L and after H


def test_payoffs_beyond_64_bits_stay_exact():
    huge = Fraction(10**30)
    on = market()
    v = {("L", "L"): huge + Fraction(1, 3), ("L", "H"): Fraction(1, 7), ("H", "L"): 1, ("H", "H"): 2}
    game = by_mate(on, v, uniform(on, ["s"], "LH"))
    payoffs = BuyerPayoffs(game, 2, "L")
    columns, values = everything(payoffs)
    assert values[0].dtype == object
    row = payoffs.matrix(np.array([[3, 3, 3, 3]]), columns, values)[0, 0]
    plan = payoffs.plan(0, 0, np.array([3, 3, 3, 3]))
    exact = interim_payoff(game, 2, "L", plan, payoffs.others(columns, 0))
    assert exact == Fraction(int(row), payoffs.denominator)


def test_price_grids_that_are_no_grid_of_the_paper():
    on = market(((Fraction(1, 3),), (Fraction(2),)))
    game = by_mate(on, {("L", "L"): 0, ("L", "H"): 1, ("H", "L"): 1, ("H", "H"): 3})
    assert price_grid(1, 1) != on.P
    payoffs = BuyerPayoffs(game, 2, "H")
    columns, values = everything(payoffs)
    plan = payoffs.plan(1, 2, np.array([0, 1, 2, 3]))
    row = payoffs.matrix(np.array([[0, 1, 2, 3]]), columns, values)[0, 5]
    exact = interim_payoff(game, 2, "H", plan, payoffs.others(columns, 5))
    assert exact == Fraction(int(payoffs.root[1] + payoffs.root[2] + row), payoffs.denominator)


def test_what_is_too_large_is_refused_before_it_takes_memory(monkeypatch):
    """70 signals of the mate; and, on a small instance, each limit with less than it takes."""
    with pytest.raises(TooLargeError, match=r"at most 5,000,000 profiles, got 1,393,796,574,908,163,"):
        joint_patterns(market(), (tuple(range(4)),) * 70, 2)
    payoffs = BuyerPayoffs(common_values(), 2, "L")
    columns, values = everything(payoffs)
    module = "mechanisms.g_double_star.one_buyer.opponent_columns"
    monkeypatch.setattr(f"{module}.MOST_ENTRIES", len(columns) - 1)
    with pytest.raises(TooLargeError, match=f"payoffs of third messages: at most {len(columns) - 1:,}, got"):
        payoffs.matrix(np.zeros((1, 4), int), columns, values)
    monkeypatch.setattr(f"{module}.MOST_DELTAS", 15)
    with pytest.raises(TooLargeError, match="first messages by signal: at most 15, got 16"):
        everything(payoffs)


@pytest.mark.parametrize("name", GAMES)
def test_integers_are_expected_payoffs_times_the_chances_of_the_branches(name):
    """η/|P| E[u | ω_i] in branch 3, (1-3η)/2 E[u | ω_i] in branch 4, in fractions, over the least denominator."""
    game = GAMES[name]
    market, eta = game.mechanism.market, game.mechanism.eta
    for i, signal in product(market.buyers, "LH"):
        payoffs, entries = BuyerPayoffs(game, i, signal), []
        given = game.prior.given({i: signal})
        for t in payoffs.mate_signals:
            for key in (None, *payoffs.seller_signals):
                table = payoffs._third[t] if key is None else payoffs._moved[t, key]
                share = eta / len(market.P) if key is None else (1 - 3 * eta) / 2
                for (p, price), (x, bundle) in product(enumerate(market.P), enumerate(market.X)):
                    entries.append(Fraction(int(table[p][x]), payoffs.denominator))
                    assert entries[-1] == share * sum(
                        belief * game.traders[i].at[omega].payoff(bundle, price)
                        for omega, belief in given.items()
                        if omega[payoffs.mate] == t and (key is None or omega[key[0]] == key[1])
                    )
        assert payoffs.denominator == common_denominator(entries)
