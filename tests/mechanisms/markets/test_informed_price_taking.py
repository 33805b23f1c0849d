"""Why a message must name what it does after first messages: by hand, and every clause of the recheck is needed."""

from dataclasses import replace
from fractions import Fraction

import pytest

from mechanisms.markets.informed_price_taking import Conflict, Requirement, third_demands
from mechanisms.markets.prior import PriorError, explicit_prior
from tests.interdependent_instances import by_mate, common_values, market

NONE, AT_1, AT_0, ALWAYS = market().messages()  # what is asked at the prices 0 and 1
BUYS, NOT = ((1,),), ((0,),)
# Buyer 3 with L whose mate has H: a unit is worth 5/4. D(L) asks at 0 only, D(H) at both prices.
REASON = Requirement(2, "L", (AT_0, ALWAYS), (2, 3), ("L", "H"), (BUYS, BUYS))


def test_a_reason_by_hand():
    game = common_values()
    assert third_demands(game, 2, "L").requirements[AT_0, ALWAYS] == (REASON,)
    assert REASON.holds(game)
    alone = Requirement(2, None, (ALWAYS,), (3,), ("H",), (BUYS, BUYS))  # her signal averaged: 5/4 or 7/4
    assert alone.holds(game)
    assert not replace(alone, signals=("L",)).holds(game)


@pytest.mark.parametrize(
    "broken",
    [
        {"own": "H"},  # her first message was that of L
        {"own": None},
        {"signals": ("L", "L")},  # with L the mate does not send this
        {"signals": ("H", "H"), "own": "H"},  # nor does she with H
        {"shown": (AT_0, AT_0)},
        {"shown": (AT_0,)},
        {"shown": (AT_0, ALWAYS, ALWAYS)},
        {"senders": (2, 2)},
        {"senders": (3, 3), "signals": ("H", "H"), "shown": (ALWAYS, ALWAYS)},
        {"best": (NOT, BUYS)},
        {"best": (BUYS, NOT)},
        {"best": (BUYS,)},
        {"best": (BUYS, BUYS, NOT)},
        {"best": (BUYS, (*NOT, *BUYS))},
    ],
)
def test_broken_reasons_do_not_hold(broken):
    assert not replace(REASON, **broken).holds(common_values())


def test_nothing_is_required_after_what_is_impossible():
    """The buyers' signals are the same: nobody with L has a mate with H."""
    on = market()
    prior = explicit_prior(on, "s", "LH", {("s", "s", *pair): Fraction(1, 2) for pair in ("LL", "HH")})
    game = by_mate(on, {("L", "L"): Fraction(1, 4), ("L", "H"): 1, ("H", "L"): 1, ("H", "H"): 2}, prior)
    impossible = Requirement(2, "L", (AT_0, ALWAYS), (2, 3), ("L", "H"), (BUYS, BUYS))
    assert not impossible.holds(game)
    assert replace(impossible, shown=(AT_0, AT_0), signals=("L", "L"), best=(BUYS, NOT)).holds(game)
    with pytest.raises(PriorError, match="an event of positive probability"):
        game.informed(2, {2: "L", 3: "H"})


def test_reasons_that_agree_at_a_price_are_no_conflict():
    """At the price 0 everybody buys; at 1 it depends on the mate."""
    game = common_values()
    low = Requirement(2, "L", (AT_0, AT_0), (2, 3), ("L", "L"), (BUYS, NOT))
    assert low.holds(game)
    assert not Conflict(0, ()).holds(game)
    one = Conflict(1, (REASON,))
    assert (one.i, one.shown, one.holds(game)) == (2, (AT_0, ALWAYS), False)
    for p in (0, 1):
        assert not Conflict(p, (low, REASON)).holds(game)  # after different messages
        assert not Conflict(p, (low, low)).holds(game)
