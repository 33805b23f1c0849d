"""Answers that change, and outcomes that are equal and not the same, are refused before anything is decided by them."""

from collections import namedtuple
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum
from fractions import Fraction
from itertools import count
from typing import ClassVar

import numpy as np
import pytest

from mechanisms import Mechanism, MechanismError
from proofs import check

Sold, Kept = namedtuple("Sold", "who price"), namedtuple("Kept", "who price")


class Voting(Mechanism):
    players, types = 2, range(3)

    def outcome(self, messages):
        return messages

    def payoff(self, i, type, outcome):
        return 0


class EqualTypes(Voting):
    types = 1, True


class TwoLists(Voting):
    def types(self):
        return {0: range(3), 1: [0], "player 1": [0]}


class EqualOutcomes(Voting):
    def outcome(self, messages):
        return Sold(0, 1) if messages[0] else Kept(0, 1)


class EqualParts(Voting):
    def outcome(self, messages):
        return (0, True) if messages[0] else {(0, 1): Fraction(1, 2), 3: Fraction(1, 2)}


class Step(IntEnum):
    ONE, TWO = 1, 2


@dataclass(frozen=True)
class Share:
    of: object


class EqualSteps(Voting):
    def outcome(self, messages):
        return Step.ONE if messages[0] else 1


class EqualMembers(Voting):
    def outcome(self, messages):
        return frozenset([True]) if messages[0] else frozenset([1])


class EqualFields(Voting):
    def outcome(self, messages):
        return Share(True) if messages[0] else Share(1)


class EqualLotteries(Voting):
    def outcome(self, messages):
        return {True if messages[0] else 1: Fraction(1, 2), 3: Fraction(1, 2)}


class SureInOneWay(Voting):
    def outcome(self, messages):
        return {True: 1} if messages[0] else 1


class EqualFeasible(Voting):
    def feasible(self):
        return [(0, True)]


class TwoEqualFeasible(Voting):
    def feasible(self):
        return [(7, 1), (7, True)]


class CountedOutcome(Voting):
    def __init__(self):
        self.calls = count()

    def outcome(self, messages):
        return next(self.calls) // 9


class CountedPayoff(CountedOutcome):
    outcome = Voting.outcome

    def payoff(self, i, type, outcome):
        return next(self.calls) // 27


class AcrossTheArray(Voting):
    """The highest message of all profiles that are asked for at once."""

    def outcomes(self, messages):
        return np.full_like(messages[0], np.max(messages))


class NoPlans(Voting):
    types = range(3_000)

    def plan_form(self, i, type):
        return None


@pytest.mark.parametrize(
    ("mechanism", "said"),
    [
        (EqualTypes, "types: player 1: distinct values, and 1 and True are equal"),
        (TwoLists, "types: player 1: one list, got two"),
        (EqualOutcomes, "outcomes that are equal are of the same kind, got the Kept .* and the Sold"),
        (
            EqualParts,
            "outcomes that are equal are of the same kind, got the tuple .0, 1. and the tuple .0, True.",
        ),
        (EqualSteps, "outcomes that are equal are of the same kind, got the int 1 and the Step 1"),
        (
            EqualMembers,
            "outcomes that are equal are of the same kind, got the frozenset .1. and the frozenset",
        ),
        (EqualFields, "outcomes that are equal are of the same kind, got the Share .* and the Share"),
        (
            EqualLotteries,
            "outcome: outcomes that are equal are of the same kind, got the int 1 and the bool True",
        ),
        (
            SureInOneWay,
            "outcome: outcomes that are equal are of the same kind, got the int 1 and the bool True",
        ),
        (EqualFeasible, "feasible..: outcomes that are equal are of the same kind, got the tuple .0, 1. and"),
        (
            TwoEqualFeasible,
            "feasible..: outcomes that are equal are of the same kind, got the tuple .7, 1. and",
        ),
        (CountedOutcome, "outcome.*: the same whenever it is asked"),
        (CountedPayoff, "payoff.*: the same whenever it is asked"),
        (NoPlans, "plan_form.0, 0.: SeparablePlans, got None"),
        (AcrossTheArray, "outcome.*: the same whenever it is asked"),
    ],
)
def test_what_cannot_be_told_apart_or_changes_is_refused(mechanism, said):
    with pytest.raises(MechanismError, match=said):
        check(mechanism(), ["truth-dominant", "anonymous", "pareto-efficient"])


def test_numbers_that_are_equal_are_one_outcome():
    class Halves(Voting):
        def outcome(self, messages):
            return (0, Fraction(messages[0], 1)) if messages[1] else (0, messages[0])

    assert check(Halves(), ["truth-dominant"])["truth-dominant"].verdict.value == "held"


@pytest.mark.parametrize("first", [[1, 2], [1, 2, 3]])
def test_each_player_has_her_own_types_where_anothers_are_equal_and_of_another_kind(first):
    class Enumerated(Mechanism):
        """Player 2 gains by saying the first of her types whichever she has, since all are steps."""

        players, types = 2, {0: first, 1: list(Step)}

        def outcome(self, messages):
            return messages[1] == Step.ONE

        def payoff(self, i, type, outcome):
            return int(i == 1 and isinstance(type, Step) and outcome)

    assert check(Enumerated(), ["truth-dominant"])["truth-dominant"].verdict.value == "refuted"


@dataclass(frozen=True)
class Sale:
    winner: int
    price: int = field(compare=False)


class Named(str):
    """A text with something that `==` does not see."""

    def __new__(cls, text, price):
        made = super().__new__(cls, text)
        made.price = price
        return made


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Sale(0, 1), Sale(0, 2)),
        (Named("a", 1), Named("a", 2)),
        (range(0, 3, 2), range(0, 4, 2)),
        (NOON, NOON.astimezone(timezone(timedelta(hours=1)))),
        ((0, Sale(0, 1)), (0, Sale(0, 2))),
    ],
    ids=repr,
)
def test_equal_outcomes_that_are_not_the_same_are_refused(one, other):
    class Hides(Mechanism):
        players, types = 1, range(2)

        def outcome(self, said):
            return (one, other)[said[0]]

        def payoff(self, i, type, outcome):
            return 0

    assert one == other
    with pytest.raises(MechanismError, match="outcomes that are equal are of the same kind"):
        check(Hides(), ["individually-rational-ex-post"])


def test_types_that_are_equal_and_not_the_same_are_each_shown_to_payoff():
    """Each player has her own low type: what it is worth to her is not what it is worth to the other one."""

    class Gift(Mechanism):
        players, prior = 2, "uniform"
        types: ClassVar = {0: [Named("low", 3), Named("high", 4)], 1: [Named("low", 0), Named("high", 1)]}

        def outcome(self, said):
            return 0

        def payoff(self, i, type, outcome):
            return type.price - 2

    class SaleGift(Gift):
        types: ClassVar = {0: [Sale(0, 3), Sale(1, 4)], 1: [Sale(0, 0), Sale(1, 1)]}

    for cls in (Gift, SaleGift):
        found = check(cls(), ["individually-rational-ex-post"])["individually-rational-ex-post"]
        assert found.verdict.value == "refuted"
        assert "player 2 gets -2" in found.evidence


class PayAsBid(Mechanism):
    """What `outcome` leaves behind is read by another method: all outcomes are listed first, and only the last is seen."""

    players, types, prior = 2, range(3), "uniform"

    def outcome(self, bids):
        self.paid = bids
        return tuple(bid >= 1 for bid in bids)

    def payoff(self, i, type, sold):
        return type - self.paid[i] if sold[i] else 0


class PaysWhatIsLeft(PayAsBid):
    def payoff(self, i, type, sold):
        return 0

    def payments(self, sold):
        return self.paid


class AlwaysSold(PayAsBid):
    """One outcome: its first profile leaves what the last call of all has left, and only its last one tells."""

    players = 1

    def outcome(self, bids):
        self.paid = bids
        return (True,)


@pytest.mark.parametrize(
    ("cls", "id"),
    [(AlwaysSold, "truth-dominant"), (PayAsBid, "truth-dominant"), (PaysWhatIsLeft, "no-deficit-ex-post")],
)
def test_what_outcome_leaves_for_another_method_is_noticed(cls, id):
    with pytest.raises(MechanismError, match="the same whenever it is asked"):
        check(cls(), [id])
