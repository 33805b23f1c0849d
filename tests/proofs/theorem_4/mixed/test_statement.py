"""Theorem 4 by mixed dominance with two buyers in a group: copies, the mean, and what may be behind a tuple."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest

from mechanisms.g_double_star.groups import copied_first_message
from mechanisms.g_double_star.groups.copied_first_message import _read_by, copied_plan, copies, copies_exactly
from mechanisms.g_double_star.groups.environments import BuyerEnvironments
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.markets.informed_price_taking import Conflict
from mechanisms.markets.market import Market, price_grid
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, linear_family, units
from proofs.theorem_4.hedges.claims import QUARTER, TOP
from proofs.theorem_4.hedges.search import smallest_hedged
from proofs.theorem_4.mixed.statement import (
    BetterAtTheMean,
    NoCopy,
    find_violation,
    price_taking_everywhere,
    violations,
)
from proofs.theorem_4.one_buyer.witnesses import choosy_buyer
from tests.random_buyers import random_opponents, random_plan

HALF = Fraction(1, 2)
SINGLE = ((HALF,),)


@pytest.fixture(scope="module")
def hedged():
    return smallest_hedged(QUARTER, TOP)[0].instance()


@pytest.mark.parametrize(("n", "P"), [(1, price_grid(1, 1)), (2, price_grid(1, 1)), (2, SINGLE), (3, SINGLE)])
def test_copies_earn_the_same(n, P):
    buyer = BuyerForm(Market(n, 1, 1, P), 2 * n + 1)
    assert all(copies_exactly(buyer, d, e) for d in range(2) for e in range(2) if d != e)


@pytest.mark.parametrize(("n", "P"), [(1, price_grid(1, 1)), (2, SINGLE), (3, SINGLE)])
def test_what_reads_a_tuple_is_what_gather_says(n, P):
    """The definition: `gather` of the first coordinate of a tuple, the mates in any order."""
    buyer = BuyerForm(Market(n, 1, 1, P), 2 * n + 1)
    places = range(len(buyer.demands))
    for root in places:
        for part, shown in buyer.tuples[root]:
            direction = np.zeros(buyer.form.size, dtype=np.int64)
            direction[buyer.start(root, part, shown)] = 1
            second, third = buyer.gather(direction)
            read = _read_by(buyer, root, part, shown)
            expected: Counter = Counter()
            for mates in product(places, repeat=n - 1):
                expected[tuple(sorted(buyer.demands[d] for d in mates))] += int(second[(*mates, 0, 0)])
            for others in product(places, repeat=2 * n - 1):
                expected[tuple(buyer.demands[d] for d in others)] += int(third[(*others, 0, 0)])
            assert read == +expected


def test_copies_against_random_others(hedged):
    # By the gains: what branch 1 makes of the two first messages is the whole difference.
    random = Random(0)
    environments = BuyerEnvironments(hedged, 4, "H")
    buyer, form = environments.payoffs.buyer, environments.form
    for _ in range(6):
        plan = random_plan(form, random)
        instead = random.choice([d for d in range(4) if d != plan.root])
        copy = copied_plan(buyer, plan, instead)
        assert copy.belongs_to(form)
        weights = np.array(copy.weights, dtype=object)
        gains = environments.gains(random_opponents(hedged, 4, random)).astype(object)
        difference = weights @ gains - form.vector(plan).astype(object) @ gains
        assert difference == gains[form.roots[instead]] - gains[form.roots[plan.root]]


def test_a_copy_that_does_not_randomise_is_caught(monkeypatch):
    def always_the_first_place(buyer, d, instead, part, shown):
        found = copies(buyer, d, instead, part, shown)
        return {copy: Fraction(1) for copy in found}

    monkeypatch.setattr(copied_first_message, "copies", always_the_first_place)
    buyer = BuyerForm(Market(2, 1, 1, SINGLE), 4)
    assert not copies_exactly.__wrapped__(buyer, 0, 1)
    copies_exactly.cache_clear()


def test_a_copy_that_mixes_up_the_others_is_caught(monkeypatch):
    def reversed_others(buyer, d, instead, part, shown):
        return copies(buyer, d, instead, part, (shown[0], *shown[:0:-1]) if part == 3 else shown)

    monkeypatch.setattr(copied_first_message, "copies", reversed_others)
    buyer = BuyerForm(Market(2, 1, 1, SINGLE), 4)
    assert not copies_exactly.__wrapped__(buyer, 0, 1)
    copies_exactly.cache_clear()


def test_a_first_message_that_is_not_price_taking_is_no_best_reply_to_the_mean(hedged):
    environments = BuyerEnvironments(hedged, 4, "H")
    buyer, form, mean = environments.payoffs.buyer, environments.form, environments.mean()
    most, better = form.best(mean)
    taking, other = ((1,), (1,)), ((1,), (0,))
    assert mean @ form.vector(price_taking_everywhere(buyer, taking)) == most
    worse = BetterAtTheMean((4, "H"), other, better)
    assert worse.holds(hedged)
    assert "a plan with the first message 1 1 earns more than 1 0 and price-taking" in worse.describe(hedged)
    assert not BetterAtTheMean((4, "H"), taking, better).holds(hedged)
    copy = NoCopy((4, "H"), other, taking)
    assert not copy.holds(hedged)
    assert copy.describe(hedged).startswith(
        "buyer 5 with signal H: some plan with the first message 1 0 does not"
    )


def test_hedges_do_not_refute_it(hedged):
    assert find_violation(hedged) is None


def test_anonymity_is_needed():
    instance = choosy_buyer()
    found = next(found for found in violations(instance) if isinstance(found, Conflict))
    assert found.holds(instance)
    others = tuple(replace(why, i=5) for why in found.requirements)
    assert not replace(found, requirements=others).holds(instance)
    assert found.describe(instance) == (
        "buyer 5 with signal L, after the first messages (0; 0) at price 1/2: nothing is best whoever sent them; "
        "best is 0 given buyer 5 L, buyer 6 L; 1 given buyer 5 L, buyer 7 L"
    )


def test_revealing_first_messages_are_needed():
    # Both signals ask for a unit on average, and disagree once they know their mate's.
    row = units(0, 0, 2, 3)
    instance = AnonymousCase(row, row, EVEN, SINGLE).instance()
    found = find_violation(instance)
    assert isinstance(found, Conflict)
    assert found.holds(instance)


def test_the_family_by_hand():
    cases = list(linear_family())
    assert len(cases) == 2 * 2 * 3 * 2 * 16
    assert len(set(cases)) == len(cases)
