"""A plan form has a cell for each place of a message, and says something of each action there."""

from fractions import Fraction
from itertools import product

import pytest

from gametheory.plans.separable import SeparablePlans
from mechanisms import Mechanism, MechanismError
from proofs import check
from proofs.claims.verdict import Verdict

REST = [{"any": dict(enumerate(range(7, -1, -1)))}] * 8
DIGITS = dict.fromkeys(range(8), 0)
FIRST = dict(enumerate(range(7, -1, -1)))  # what her first digit pays: 0 most


class Digits(Mechanism):
    """Each is paid by her own ten digits: more for the second, less for the others."""

    players, types, cells = 2, ("t",), ()
    messages = ((0,) * 10, (0, 7) + (0,) * 8)

    def message_count(self, i):
        return 8**10

    def truth(self, i, type):
        return (0,) * 10

    def outcome(self, messages):
        return messages

    def payoff(self, i, type, outcome):
        return 2 * outcome[i][1] - sum(outcome[i])

    def plan_form(self, i, type):
        return SeparablePlans([*self.cells, *REST])

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


PAYS = [{"any": FIRST}, {"any": dict(enumerate(range(8)))}]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"cells": [{"any": FIRST}, {"any": FIRST}]}, r"plan_form\(0, t\): what .* pays in place of"),
        ({"cells": [{"any": DIGITS}, PAYS[1]]}, r"plan_form\(0, t\): what .* pays in place of"),
        ({"payoff": lambda self, i, type, outcome: 0}, r"plan_form\(0, t\): what .* pays in place of"),
        ({"isolating": lambda self, i, *_: None}, r"isolating\(0, .*a list of the messages of all 2 players"),
        ({"isolating": lambda self, i, *_: [3]}, r"isolating\(0, .*a list of the messages of all 2 players"),
    ],
)
@pytest.mark.parametrize("claim", ["truth-dominant", "dominant-messages"])
def test_a_plan_form_that_contradicts_runs_of_the_mechanism_is_refused(changed, said, claim):
    mechanism = type("Wrong", (Digits,), {"cells": PAYS, **changed})()
    with pytest.raises(MechanismError, match=said):
        check(mechanism, [claim])


def test_an_isolated_lie_that_is_not_listed_is_refused():
    mechanism = type("Few", (Digits,), {"cells": PAYS, "messages": ((0,) * 10,)})()
    assert check(mechanism, ["dominant-messages"])["dominant-messages"].verdict is Verdict.HELD
    with pytest.raises(MechanismError, match="messages: listed where a lie pays that is isolated"):
        check(mechanism, ["truth-dominant"])


def test_what_can_be_listed_is_decided_by_the_definition():
    """The plan form has a sign error; 4,096 profiles are listed."""
    wrong = SeparablePlans([{"any": {0: Fraction(0), 1: Fraction(1)}}] * 6)

    class Bits(Mechanism):
        players, messages = 2, list(product((0, 1), repeat=6))

        def truth(self, i, type):
            return (1,) * 6

        def outcome(self, messages):
            return messages

        def payoff(self, i, type, outcome):
            return 6 - sum(outcome[i])

        def plan_form(self, i, type):
            return wrong

    assert check(Bits(), ["truth-dominant"])["truth-dominant"].verdict is Verdict.REFUTED
