"""A record of one notion of elimination or equilibrium is none about a mechanism that asks for another."""

from itertools import product
from typing import ClassVar

from mechanisms import Mechanism
from mechanisms.general.game_form import GameForm
from proofs import check
from proofs.properties.equilibria import NoPureEquilibrium, OtherEquilibrium
from proofs.properties.ex_post_survivors import Regret, UnequalMessages
from proofs.properties.interim_incentives import InterimReply
from proofs.properties.interim_survivors import InterimRegret
from proofs.properties.survival import survival
from proofs.properties.surviving_truth import TruthfulStrategyLeaves
from tests.samples.properties import BothLie


class Signal(Mechanism):
    """Bob's y pays 2 or 0 by Ann's type, which he does not know: 1 on average, as x does."""

    players = ("Ann", "Bob")
    types: ClassVar = {"Ann": ("H", "L"), "Bob": ("b",)}
    messages: ClassVar = {"Ann": ("-",), "Bob": ("x", "y")}
    prior = "uniform"
    interdependent = True

    def outcome(self, messages):
        return messages[1]

    def payoff(self, i, types, outcome):
        return 0 if i == 0 else 1 if outcome == "x" else 2 * (types[0] == "H")


class SignalKnown(Signal):
    """The same, compared at every type of Ann."""

    elimination = "ex post"


class HighOnly(Signal):
    """The same, but Ann's L does not occur."""

    prior: ClassVar = {("H", "b"): 1, ("L", "b"): 0}


class Pennies(Mechanism):
    """Matching pennies, where Ann has a type that nobody has a prior about."""

    players = ("Ann", "Bob")
    types: ClassVar = {"Ann": ("H", "L"), "Bob": ("b",)}
    messages = ("x", "y")

    def outcome(self, messages):
        return messages[0] == messages[1]

    def payoff(self, i, type, outcome):
        return int(outcome == (i == 0))


class PenniesEqually(Pennies):
    """With a prior."""

    prior = "uniform"


EX_POST = {
    "interchangeable": Regret(1, (0, 0), (0, 0), 1),
    "dominance-solvable": UnequalMessages(1, (0, 0), (0, 0), (0, 1)),
}


def test_regret_ex_post_is_none_where_types_compare_what_they_expect():
    for claim, record in EX_POST.items():
        assert check(Signal(), [claim])[claim].verdict.value == "held"
        assert not record.holds(Signal())
        assert check(SignalKnown(), [claim])[claim].verdict.value == "refuted"
        assert record.holds(SignalKnown())


def test_messages_of_types_are_no_strategies_that_are_left_ex_ante():
    class Interim(Pennies):
        prior, elimination = "uniform", "interim"

    class ExAnte(Interim):
        elimination = "ex ante"

    record = InterimRegret(0, 0, 0, 1, ((0, 0), (1,)))
    assert record.holds(Interim())
    assert not record.holds(ExAnte())


def test_nothing_is_expected_of_a_type_that_does_not_occur():
    assert not InterimRegret(0, 1, 0, 0, ((0, 0), (0,))).holds(HighOnly())
    assert not InterimReply(0, 1, ()).holds(HighOnly())


def test_no_equilibrium_is_refuted_without_a_prior():
    # By H's, L's and Bob's message: Ann gains by what Bob says, and where she says it Bob by the other.
    gains = [
        (2, 1 - bob) if high == low == bob else (int(high == bob), bob)
        for high, low, bob in product(range(2), repeat=3)
    ]
    record = NoPureEquilibrium(tuple(gains))
    assert check(Pennies(), ["pure-equilibrium"])["pure-equilibrium"].verdict.value == "inapplicable"
    assert record.holds(PenniesEqually())
    assert not record.holds(Pennies())


def test_no_other_equilibrium_without_a_prior():
    class Coordination(Mechanism):
        players, types = 2, ("x", "y")

        def outcome(self, messages):
            return messages

        def payoff(self, i, type, outcome):
            return int(outcome[0] == outcome[1])

    class Equally(Coordination):
        prior = "uniform"

    record = OtherEquilibrium((0, 0, 0, 0), (1, 1))
    claim = "equilibria-implement-truth"
    assert check(Coordination(), [claim])[claim].verdict.value == "inapplicable"
    assert record.holds(Equally())
    assert not record.holds(Coordination())


def test_each_truth_may_stay_ex_ante_and_the_truthful_strategy_leave():
    found = check(BothLie(), ["truth-survives"])["truth-survives"]
    assert found.verdict.value == "refuted"
    assert found.witness.record == TruthfulStrategyLeaves(0)
    assert survival(GameForm(BothLie())).left[0] == ((0, 1), (0, 1))

    class Interim(BothLie):
        elimination = "interim"

    assert check(Interim(), ["truth-survives"])["truth-survives"].verdict.value == "held"
    assert not TruthfulStrategyLeaves(0).holds(Interim())

    class Indifferent(BothLie):
        def payoff(self, i, type, outcome):
            return 0

    assert check(Indifferent(), ["truth-survives"])["truth-survives"].verdict.value == "held"
