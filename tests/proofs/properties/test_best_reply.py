"""A best reply that a class declares is run, and no listed message may gain more."""

import pytest

from mechanisms import Mechanism, MechanismError
from proofs import check
from proofs.claims.verdict import Verdict


class Hundred(Mechanism):
    """A hundred messages, of which the two truths are listed; 50 pays what nothing else does."""

    players, types, messages, prior = 2, (0, 1), (0, 1), "uniform"
    truly, falsely, fifty, reply = 1, 0, 5, (50,)

    def message_count(self, i):
        return 100

    def outcome(self, messages):
        return messages

    def payoff(self, i, type, outcome):
        said = outcome[i]
        return self.fifty if said == 50 else self.truly if said == type else self.falsely

    def best_reply(self, i, type):
        return self.reply

    def unlisted(self, i, type, reply):
        return reply[0]


def test_what_a_reply_gains_is_run():
    found = check(Hundred(), ["bayesian-ic", "epsilon-bayesian"])
    assert found["bayesian-ic"].verdict is Verdict.REFUTED
    assert "she expects 5 instead of 1, and gains 4" in found["epsilon-bayesian"].evidence
    best = type("Best", (Hundred,), {"reply": None, "fifty": 1})()
    assert check(best, ["bayesian-ic"])["bayesian-ic"].verdict is Verdict.HELD


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reply": (60,)}, r"what gains most among truthful others; 0 gives 1, got 60, gives 0"),
        ({"reply": None, "falsely": 7}, "what gains most among truthful others; 1 gives 7, got None, the truth, gives 1"),
        ({"falsely": 7}, "what gains most among truthful others; 1 gives 7, got 50, gives 5"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("claim", ["bayesian-ic", "epsilon-bayesian"])
def test_a_reply_that_is_not_best_is_refused(changed, said, claim):
    with pytest.raises(MechanismError, match=rf"best_reply\(0, 0\): {said}"):
        check(type("Wrong", (Hundred,), changed)(), [claim])
