"""Answers that change, and outcomes that are equal and not the same, are refused before anything is decided by them."""

from collections import namedtuple
from fractions import Fraction
from itertools import count

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


class EqualOutcomes(Voting):
    def outcome(self, messages):
        return Sold(0, 1) if messages[0] else Kept(0, 1)


class EqualParts(Voting):
    def outcome(self, messages):
        return (0, True) if messages[0] else {(0, 1): Fraction(1, 2), 3: Fraction(1, 2)}


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
    types = range(40)

    def plan_form(self, i, type):
        return None


@pytest.mark.parametrize(
    ("mechanism", "said"),
    [
        (EqualTypes, "types: player 1: distinct values, and 1 and True are equal"),
        (EqualOutcomes, "outcomes that are equal are of the same kind, got the Kept .* and the Sold"),
        (
            EqualParts,
            "outcomes that are equal are of the same kind, got the tuple .0, 1. and the tuple .0, True.",
        ),
        (CountedOutcome, "outcome.*: the same whenever it is asked"),
        (CountedPayoff, "payoff.*: the same whenever it is asked"),
        (NoPlans, "plan_form.0, 0.: SeparablePlans, got None"),
        (AcrossTheArray, "outcome.*: the same whenever it is asked"),
    ],
)
def test_what_cannot_be_told_apart_or_changes_is_refused(mechanism, said):
    with pytest.raises(MechanismError, match=said):
        check(mechanism(), ["truth-dominant", "anonymous"])


def test_numbers_that_are_equal_are_one_outcome():
    class Halves(Voting):
        def outcome(self, messages):
            return (0, Fraction(messages[0], 1)) if messages[1] else (0, messages[0])

    assert check(Halves(), ["truth-dominant"])["truth-dominant"].verdict.value == "held"
