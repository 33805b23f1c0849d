"""An entry of G+ rechecked by runs: against the oracle, against the states, and in broken mechanisms."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations, product
from random import Random

import numpy as np
import pytest

from mechanisms.g_plus.cells import Cell, InformedAgent, Part
from mechanisms.g_plus.environments import GPlusEnvironments
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.market import Market, Side
from proofs.conditions.g_plus_instances import SINGLE_PRICE, three_groups, unit_instance
from proofs.theorem_6.family import Member
from proofs.theorem_6.printed import entries_eliminated
from proofs.theorem_6.recheck import Entry, Read, is_never_worse
from tests.broken_g_plus import LastFirst, NoTrade, OwnPrice, SecondForFirst, SeesItself
from tests.g_plus_instances import even_or_odd
from tests.interdependent_instances import uniform

NO, YES = (0,), (1,)


def by_the_oracle(instance, i, own, cell, x, y):
    others = GPlusEnvironments(instance, i, own)
    direction, at = np.zeros(others.form.size, dtype=object), others.form.first[0][others.cells.index(cell)]
    direction[[at + others.market.X.index(x), at + others.market.X.index(y)]] = -1, 1
    return others.worst(direction)[0] >= 0


def some_cell(market, part, random):
    length = {Part.SECOND: 2 * market.n, Part.THIRD: 2 * (market.side_size - market.n)}[part]
    shown = tuple(random.choice(list(market.messages())) for _ in range(length))
    return Cell(part, shown, random.randrange(len(market.P)))


def test_it_is_what_the_oracle_says_about_all_that_others_can_do():
    random, answers = Random(2), set()
    for private, seed in product((True, False), range(2)):
        instance = Member(1, 1, Fraction(20), private, seed).instance()
        for i, part, (x, y) in product((0, 4), (Part.SECOND, Part.THIRD), permutations((NO, YES))):
            own, cell = random.choice("LH"), some_cell(instance.mechanism.market, part, random)
            found = is_never_worse(instance, i, own, cell, x, y)
            assert found == by_the_oracle(instance, i, own, cell, x, y)
            answers.add((i, part, found))
    assert {found for *_, found in answers} == {True, False}
    two = Member(1, 2, Fraction(0), private=True, seed=5).instance()
    for i, (x, y) in product((0, 4), permutations((NO, YES))):
        cell = some_cell(two.mechanism.market, Part.THIRD, random)
        assert is_never_worse(two, i, "L", cell, x, y) == by_the_oracle(two, i, "L", cell, x, y)


def test_two_sellers_in_a_group_have_a_say():
    """A unit costs 7/8 with an odd number of buyers' H, else nothing, at the price 1/2.

    Four of the six buyers are unknown to a second message, two to a third one: 7/16 on average, so to sell is
    better. But in the last branch her mates may see to it that she sells when the number is odd.
    """
    instance = even_or_odd()
    reads = {
        (i, part): Entry(instance.mechanism, i, part, 0, NO, YES).read()
        for i in (0, 7)
        for part in (Part.SECOND, Part.THIRD)
    }
    assert reads == {
        (0, Part.SECOND): Read(2, 2, frozenset()),
        (0, Part.THIRD): Read(4, 4, frozenset({(NO, YES)})),
        (7, Part.SECOND): Read(2, 2, frozenset()),
        (7, Part.THIRD): Read(4, 4, frozenset()),
    }
    random = Random(1)
    for part, better in ((Part.SECOND, True), (Part.THIRD, False)):
        cell = some_cell(instance.mechanism.market, part, random)
        assert is_never_worse(instance, 0, "s", cell, NO, YES) is better
        assert not is_never_worse(instance, 0, "s", cell, YES, NO)
        assert is_never_worse(even_or_odd(Fraction(0)), 0, "s", cell, NO, YES)


@pytest.mark.parametrize(
    ("broken", "i", "part", "says"),
    [
        (OwnPrice, 0, Part.THIRD, "the last branch: those whom she is shown make her price"),
        (SeesItself, 0, Part.THIRD, "an entry: the first messages of others are shown"),
        (SecondForFirst, 4, Part.SECOND, "an entry: after one tuple of first messages, got 2"),
        (NoTrade, 4, Part.THIRD, "an entry: after one tuple of first messages, got 0"),
    ],
)
def test_another_mechanism_is_refused(broken, i, part, says):
    g = broken(
        three_groups(Member(1, 2, Fraction(0), True, 0).instance().mechanism.market.P), Fraction(1, 10)
    )
    with pytest.raises(ArithmeticError, match=says):
        Entry(g, i, part, 1, NO, YES).read()


def test_another_order_of_serving_makes_no_difference():
    assert Entry(LastFirst(three_groups(n=2), Fraction(1, 10)), 0, Part.THIRD, 0, NO, YES).read().trades


def eager(r, n):
    """A unit is worth 1 to everybody: after messages that nobody sends (17) allows not to buy."""
    market = Market(n, 1, 1, SINGLE_PRICE, groups=r)
    instance = unit_instance(
        "eager",
        replace(market, groups=r),
        uniform(market, "s", "b"),
        lambda i, omega: Fraction(1, 4) if market.side(i) is Side.SELLER else Fraction(1),
    )
    assert isinstance(instance.mechanism, GPlus)
    return instance


@pytest.mark.parametrize(("r", "n"), [(4, 1), (3, 2)])
def test_beyond_three_groups_of_one_it_is_runs_that_decide(monkeypatch, r, n):
    """518,400 groupings at r = 3, n = 2."""
    instance = eager(r, n)
    i = instance.mechanism.market.buyers[0]
    found = next(entries_eliminated(InformedAgent(instance, i, "b"), on_path=False))

    def asked(*_):
        raise AssertionError("the search was asked")

    for name in ("states", "in_group", "best"):
        monkeypatch.setattr(InformedAgent, name, asked)
    assert found.holds(instance)
    assert not replace(found, better=NO).holds(instance)
    wiser = replace(found, message=found.changed(), better=NO)
    assert not wiser.holds(instance)
