"""Each claim holds of one mechanism and is refuted by a broken one, with a witness that replays."""

from typing import ClassVar

import pytest

from mechanisms import Mechanism
from mechanisms.general.game_form import GameForm
from mechanisms.general.mechanism import MechanismError
from proofs import check
from proofs.claims.verdict import Verdict
from proofs.properties import coalitions
from proofs.properties.register import IDS, PROPERTIES
from tests.broken_mechanisms import CASES, FirstPrice, Guess, SecondPrice, SerialDictatorship
from tests.samples.properties import WholeStrategies


def prior(cls):
    """The same with a uniform prior, for claims that need one."""
    return cls if cls.prior is not None else type(cls.__name__, (cls,), {"prior": "uniform"})


def test_every_claim_has_a_mechanism_that_breaks_it():
    assert set(CASES) == set(IDS)
    assert len(set(IDS)) == len(PROPERTIES) == 30


@pytest.mark.parametrize("name", [name for name in CASES if not name.startswith("epsilon")])
def test_it_holds_and_is_refuted(name):
    good, broken = (prior(cls) if name == "equilibria-implement-truth" else cls for cls in CASES[name])
    assert check(good(), [name])[name].verdict is Verdict.HELD
    found = check(broken(), [name])[name]
    assert found.verdict is Verdict.REFUTED
    record = found.witness.record
    assert record.holds(broken())
    assert found.evidence.startswith(record.describe(broken()))
    if issubclass(broken, good):  # where the same players can say the same
        assert not record.holds(good())


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("epsilon")])
def test_epsilon_is_zero_and_is_not(name):
    good, broken = CASES[name]
    assert check(good(), [name])[name].evidence.endswith("ε = 0")
    found = check(broken(), [name])[name]
    assert found.verdict is Verdict.HELD
    assert "ε = 1" in found.evidence
    assert found.witness.record.holds(broken())


def test_ordinal_types_say_when_the_utilities_decide():
    class Ranked(SecondPrice):
        ordinal = True

    found = check(Ranked(), ["truth-dominant", "bayesian-ic", "individually-rational-ex-post"])
    assert all(
        "turns on the utilities chosen" in each.evidence for each in found.values()
    )  # there are lotteries

    class Sure(Guess):
        ordinal = True
        prior = "uniform"

    found = check(Sure(), ["truth-dominant", "bayesian-ic"])
    assert "utilities" not in found["truth-dominant"].evidence
    assert "utilities" in found["bayesian-ic"].evidence


def test_what_is_missing_is_named():
    found = check(Guess())
    assert found["bayesian-ic"].verdict is Verdict.INAPPLICABLE
    assert found["bayesian-ic"].evidence == "needs prior(types)"
    assert found["surplus-maximising"].evidence == "needs feasible() and payments(outcome)"
    assert found["non-bossy"].evidence == "needs share(i, outcome)"


def test_symmetry_divides_the_work_and_changes_no_witness():
    class Symmetric(FirstPrice):
        players, types, symmetric = 3, range(4), True

    class Plain(Symmetric):
        symmetric = False

    names = [
        "truth-dominant",
        "truth-weakly-dominant",
        "truth-strictly-dominant",
        "epsilon-dominant",
        "dominant-messages",
        "not-obviously-manipulable",
    ]
    one, other = check(Symmetric(), names), check(Plain(), names)
    for name in names:
        assert one[name].verdict is other[name].verdict
        assert one[name].evidence.split(": ", 1)[-1] == other[name].evidence.split(": ", 1)[-1]
    cases = [check(cls(), ["epsilon-dominant"])["epsilon-dominant"].cases for cls in (Symmetric, Plain)]
    assert cases == [4 * 3 * 10, 3 * 4 * 3 * 16]  # ten sorted pairs of four messages
    assert GameForm(Plain()).listing.is_symmetric is False


def test_strategies_may_leave_late_whose_messages_all_stay():
    finding = check(WholeStrategies(), ["twice-dominance-solvable"])["twice-dominance-solvable"]
    assert finding.verdict is Verdict.REFUTED
    assert finding.evidence == "a, b of player 2 leaves in round 3 of 3"
    assert finding.witness.record.holds(WholeStrategies())


def test_symmetry_is_not_used_where_the_players_truths_differ():
    class Contrary(Mechanism):
        """Each has what she says if it is her type; of player 2 the contrary counts as true."""

        players, types, symmetric = 2, range(2), True

        def truth(self, i, type):
            return type if i == 0 else 1 - type

        def outcome(self, messages):
            return messages

        def payoff(self, i, type, outcome):
            return int(outcome[i] == type)

    found = check(Contrary())
    for name in (
        "truth-dominant",
        "truth-weakly-dominant",
        "truth-strictly-dominant",
        "not-obviously-manipulable",
    ):
        assert found[name].verdict is Verdict.REFUTED, name
    assert "ε = 1" in found["epsilon-dominant"].evidence
    assert "up to exchanging players" not in found["truth-dominant"].scope


def test_labels_that_look_the_same_are_not_taken_for_each_other():
    class Mixed(Guess):
        types: ClassVar = {0: (1, 2), 1: ("1", "2")}

    assert GameForm(Mixed()).types == ((1, 2), ("1", "2"))


def test_players_with_the_same_types_in_another_order_are_alike():
    class Reversed(SecondPrice):
        types: ClassVar = {0: range(3), 1: range(2, -1, -1)}

    assert check(Reversed(), ["anonymous"])["anonymous"].verdict is Verdict.HELD


def test_with_interdependent_payoffs_symmetry_sorts_the_types_of_the_others():
    """What the object is worth to a bidder depends on everybody's types."""

    class Symmetric(FirstPrice):
        players, types, interdependent, symmetric = 3, range(3), True, True

        def payoff(self, i, type, outcome):
            winner, price = outcome
            return 2 * type[i] + sum(type) - price if winner == i else 0

    class Plain(Symmetric):
        symmetric = False

    names = ["truth-dominant", "truth-strictly-dominant", "epsilon-dominant", "dominant-messages"]
    names += ["truth-weakly-dominant", "not-obviously-manipulable"]
    one, other = check(Symmetric(), names), check(Plain(), names)
    for name in names:
        assert one[name].verdict is other[name].verdict
        assert one[name].evidence.split(": ", 1)[-1] == other[name].evidence.split(": ", 1)[-1]
    cases = [check(cls(), ["epsilon-dominant"])["epsilon-dominant"].cases for cls in (Symmetric, Plain)]
    assert cases == [3 * 6 * 2 * 9, 3 * 27 * 2 * 9]  # six sorted pairs of three types

    class Named(Symmetric):
        def payoff(self, i, type, outcome):
            return super().payoff(i, type, outcome) + type[0]

    with pytest.raises(MechanismError, match="symmetric: declared, but"):
        check(Named(), names)["truth-dominant"]


def test_outcome_is_called_once_for_each_message_profile_and_again_for_some():
    """Once more in turn; then before the payoffs of each player, and payments, for the first and the last of a result.

    Of seven results two have two profiles, as (1, 0) and (2, 0), the others one.
    """
    calls = []

    class Counted(SecondPrice):
        def outcome(self, bids):
            calls.append(bids)
            return super().outcome(bids)

    check(Counted(), ["truth-dominant", "ex-post-ic", "no-deficit-ex-post", "bayesian-ic", "truth-survives"])
    assert calls[:9] == sorted(set(calls))
    assert calls[9:18] == calls[8::-1]
    assert sorted(calls[18:]) == sorted(3 * calls[:9])


def test_of_large_groups_the_first_types_are_looked_at(monkeypatch):
    monkeypatch.setattr(coalitions, "MOST_CASES", 40)  # 81 cases of both bidders

    class Prohibited(SerialDictatorship):
        players = 2

    refuted = check(SecondPrice(), ["group-strategy-proof-weak"])["group-strategy-proof-weak"]
    assert refuted.evidence.startswith("at the types (1, 1) player 1 says 0 instead of 1 and player 2 says 0")
    found = check(Prohibited(), ["group-strategy-proof-strong"])["group-strategy-proof-strong"]
    assert found.verdict is Verdict.OPEN
    assert found.scope == "smaller groups, and of 1 the first types and messages"
