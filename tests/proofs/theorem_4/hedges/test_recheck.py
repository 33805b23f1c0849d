"""A hedge rechecked by runs: each condition alone, what is earned against a formula, and what can be reached."""

from fractions import Fraction
from itertools import product
from random import Random
from types import SimpleNamespace

import pytest

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.groups.second_message_payoffs import BuyerBranches
from mechanisms.g_double_star.mechanism import GroupSizeError
from mechanisms.markets.market import Market, price_grid
from proofs.theorem_4.anonymous_buyers import EVEN, AnonymousCase, quarters, units
from proofs.theorem_4.hedges import recheck
from proofs.theorem_4.hedges.recheck import BuyerByRuns, entries, keeps_first_message

P = price_grid(1, 1)
NEVER, AT_1, AT_0, ALWAYS = DEMANDS = tuple(Market(2, 1, 1, P).messages())
RISING = AnonymousCase(quarters(0, 1, 2, 3), quarters(2, 3, 4, 1), EVEN)
HEDGED = AnonymousCase(units(0, 0, "5/2", "1/4"), units(0, "1/4", "5/2", 0), EVEN, P)
LOW = (4, "L")


def game(n=2, groups=2):
    spaces = ("s",) * (n * groups) + ("LH",) * (n * groups)
    market = Market(n, 1, 1, P, groups=groups)
    return SimpleNamespace(mechanism=SimpleNamespace(market=market), prior=SimpleNamespace(spaces=spaces))


SECOND = {NEVER: (AT_0, AT_0), ALWAYS: (AT_0, AT_1)}
SENT = [(("L", NEVER), ("H", ALWAYS)), (("L", ALWAYS), ("H", ALWAYS))]


@pytest.fixture
def runs(monkeypatch):
    """As if a third message were best, the plan earned 5 and 5, and others could reach less."""

    def decree(third=True, reached=()):
        buyer = SimpleNamespace(
            some_third_is_best=lambda first: third,
            earned=lambda first, second: ("earned", first, second),
            branches_1_and_2=lambda d: (d, "cells"),
        )
        monkeypatch.setattr(recheck, "BuyerByRuns", lambda *_: buyer)
        monkeypatch.setattr(
            recheck,
            "_can_reach",
            lambda earned, base, cells: earned == ("earned", AT_0, entries(AT_0, SECOND)) and base in reached,
        )

    decree()
    return decree


def test_a_message_is_kept_where_all_conditions_hold(runs):
    assert keeps_first_message(game(), LOW, AT_0, SECOND, SENT)
    for second, sent in (
        (SECOND, []),
        ({}, []),
        (SECOND, [SENT[0][:1], SENT[1]]),
        (SECOND, [SENT[0][::-1]]),
        (SECOND, [(("L", NEVER), ("L", ALWAYS))]),
        (SECOND, [(*SENT[0], ("M", NEVER))]),
        ({NEVER: (AT_0, AT_0)}, SENT),
        ({**SECOND, AT_0: (AT_0, AT_0)}, SENT),
        ({m: SECOND[m] for m in (ALWAYS,)}, SENT),
    ):
        assert not keeps_first_message(game(), LOW, AT_0, second, sent)
    runs(third=False)
    assert not keeps_first_message(game(), LOW, AT_0, SECOND, SENT)


def test_after_the_own_message_there_is_one_tuple(runs):
    runs(reached=())
    for m in NEVER, ALWAYS:
        second, sent = {m: (AT_0, AT_1)}, [(("L", m), ("H", m))]
        assert keeps_first_message(game(), LOW, AT_0, second, sent)
    for pair in product((AT_0, AT_1), repeat=2):
        second, sent = {AT_0: pair, ALWAYS: (AT_0, AT_1)}, [(("L", AT_0), ("H", ALWAYS))]
        assert keeps_first_message(game(), LOW, AT_0, second, sent) == (pair[0] == pair[1])


def test_no_other_first_message_may_reach_as_much(runs):
    for d in DEMANDS:
        runs(reached=(d,))
        assert keeps_first_message(game(), LOW, AT_0, SECOND, SENT) == (d == AT_0)


@pytest.mark.parametrize(("n", "groups"), [(1, 2), (3, 2), (2, 3)])
def test_hedges_are_of_two_buyers_in_a_group(runs, n, groups):
    with pytest.raises(GroupSizeError, match="two buyers in a group"):
        keeps_first_message(game(n, groups), LOW, AT_0, SECOND, SENT)


def test_entries_stand_after_both_orders():
    assert entries(AT_0, SECOND) == {
        (AT_0, NEVER): AT_0,
        (NEVER, AT_0): AT_0,
        (AT_0, ALWAYS): AT_0,
        (ALWAYS, AT_0): AT_1,
    }


@pytest.mark.parametrize(("case", "signal"), [(RISING, "L"), (RISING, "H"), (HEDGED, "H")])
def test_runs_earn_what_the_formula_says(case, signal):
    """Of all 24 orders of the buyers, at each price, in branches 1 and 2."""
    instance, random = case.instance(), Random(3)
    demands, agent = list(case.market.messages()), (5, signal)
    branches = BuyerBranches(instance, agent)
    sent = [tuple((t, random.choice(demands)) for t in "LH") for _ in range(4)]
    runs = BuyerByRuns(instance, agent, sent)
    for first in demands:
        messages = {m for e in sent for _, m in e}
        second = {m: (random.choice(demands), random.choice(demands)) for m in messages}
        second = {m: (x, x if m == first else y) for m, (x, y) in second.items()}
        expected = [
            24
            * sum(branches.worth(t, first) + sum(branches.worth(t, y) for y in second[m]) / 2 for t, m in e)
            for e in sent
        ]
        assert list(runs.earned(first, entries(first, second))) == expected


def test_a_third_message_is_best_where_one_demand_is_at_every_profile_behind_a_tuple():
    """For all that others may send alike, one e or two; also when values do not depend on others."""
    found = set()
    alike = AnonymousCase(quarters(1, 1, 1, 1), quarters(3, 3, 3, 3), EVEN)
    for case, signal in (RISING, "L"), (RISING, "H"), (alike, "L"), (HEDGED, "L"):
        instance, agent = case.instance(), (4, signal)
        demands = list(case.market.messages())
        every = [(("L", a), ("H", b)) for a, b in product(demands, repeat=2)]
        for sent in [[e] for e in every] + [every[1:3], every[:2]]:
            expected = BuyerBranches(instance, agent).common_third(sent) is not None
            assert BuyerByRuns(instance, agent, sent).some_third_is_best(demands[0]) == expected
            assert BuyerBranches(instance, agent).best_thirds(sent).all(axis=0).any(axis=1).all() == expected
            found.add((signal, expected))
    assert {True, False} <= {expected for _, expected in found}


@pytest.mark.parametrize("wrong", [None, 3, 4])
def test_both_branches_with_third_messages_count(monkeypatch, wrong):
    """What is best differs by the mate's signal, which the tuple tells; as if in one branch it did not."""
    runs = BuyerByRuns.__new__(BuyerByRuns)
    runs.instance, runs.i, runs.sent = SimpleNamespace(mechanism=None), 4, [{"L": NEVER, "H": ALWAYS}]
    runs.market = SimpleNamespace(P=[0], buyers=(4, 5))
    spread = {(*"ssss", *"L", own): own for own in "LH"}
    runs.beliefs, runs.trader = dict.fromkeys(spread), spread
    monkeypatch.setattr(recheck, "best_bundles", lambda own, market, p: [(own == "H",)])

    def reads(g, i, first, others, b):
        assert (i, first, b in (3, 4)) == (4, AT_0, True)
        return {("any" if b == wrong else others, 0): 1}

    monkeypatch.setattr(recheck, "reads", reads)
    assert runs.some_third_is_best(AT_0) == (wrong is None)


def vector(random):
    return tuple(Fraction(random.randrange(4)) for _ in range(2))


def test_what_can_be_reached_is_what_some_choice_adds_up_to():
    random, answers = Random(5), set()
    for _ in range(200):
        base = vector(random)
        cells = {cell: {x: vector(random) for x in range(2)} for cell in range(random.randrange(4))}
        earned = tuple(Fraction(random.randrange(2 + 3 * len(cells))) for _ in range(2))
        sums = [
            [sum(own) for own in zip(base, *chosen, strict=True)]
            for chosen in product(*(by_bundle.values() for by_bundle in cells.values()))
        ]
        expected = any(all(a >= b for a, b in zip(total, earned, strict=True)) for total in sums)
        assert recheck._can_reach(earned, base, cells) == expected
        answers.add(expected)
    assert answers == {True, False}


def test_sums_are_listed_up_to_a_limit(monkeypatch):
    """Two cells of two vectors that add up to four."""
    cells = {cell: {x: (Fraction(x * 3**cell), Fraction(0)) for x in range(2)} for cell in range(2)}
    nothing = (Fraction(0), Fraction(0))
    monkeypatch.setattr(recheck, "MOST_SUMS", 4)
    assert recheck._can_reach(nothing, nothing, cells)
    monkeypatch.setattr(recheck, "MOST_SUMS", 3)
    with pytest.raises(TooLargeError, match="at most 3, got 4"):
        recheck._can_reach(nothing, nothing, cells)


def test_vectors_add_entry_by_entry():
    assert recheck.add((1, 2), (3, 4), (5, 6)) == (9, 12)
