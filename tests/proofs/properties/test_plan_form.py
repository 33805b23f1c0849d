"""A plan form has a cell for each place of a message, and says something of each action there."""

from itertools import product

import pytest

from gametheory.plans.separable import SeparablePlans
from mechanisms import Mechanism, MechanismError
from proofs import check

DIGITS = dict.fromkeys(range(8), 0)
FIRST = dict(enumerate(range(7, -1, -1)))  # what her first digit pays: 0 most


class Digits(Mechanism):
    """Each is paid by her own two digits: less for the first, more for the second."""

    players, types, cells = 2, ("t",), ()
    messages = tuple(product(range(8), repeat=2))

    def truth(self, i, type):
        return 0, 0

    def outcome(self, messages):
        return messages

    def payoff(self, i, type, outcome):
        return outcome[i][1] - outcome[i][0]

    def plan_form(self, i, type):
        return SeparablePlans(self.cells)

    def isolating(self, i, cell, state, message):
        return [message, message]


@pytest.mark.parametrize(
    "cells",
    [
        [],
        [{"any": FIRST}],  # nothing of the second digit
        [{"any": FIRST}, {}],  # nor here
        [{"any": FIRST}, {"any": DIGITS}, {"any": DIGITS}],  # a third one
        [{"any": FIRST}, {"one": DIGITS, "other": {0: 0, 1: 0}}],  # not of all digits
        [{"any": {**FIRST, 8: 0}}, {"any": DIGITS}],  # a digit that there is not
    ],
)
@pytest.mark.parametrize("claim", ["truth-dominant", "dominant-messages"])
def test_a_plan_form_that_does_not_fit_the_messages_is_refused(cells, claim):
    mechanism = type("Wrong", (Digits,), {"cells": cells})()
    with pytest.raises(MechanismError, match="a cell for each place of a message"):
        check(mechanism, [claim])


def test_one_that_fits_is_used_and_its_lie_is_run():
    second = {"any": dict(enumerate(range(8)))}
    found = check(type("Right", (Digits,), {"cells": [{"any": FIRST}, second]})(), ["truth-dominant"])
    assert found["truth-dominant"].evidence.endswith("she gets 7 instead of 0, and gains 7")
