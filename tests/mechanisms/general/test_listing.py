"""A mechanism as arrays: results, vectorised outcomes, and payoffs too large for machine integers."""

from fractions import Fraction

import numpy as np
import pytest

from gametheory import TooLargeError
from mechanisms import Mechanism, MechanismError
from mechanisms.general import listing
from mechanisms.general.game_form import GameForm
from proofs import Verdict, check
from proofs.properties import sampling
from tests.broken_mechanisms import FirstPrice, Refund, SecondPrice
from tests.random_mechanisms import random_mechanisms


class Sure(Mechanism):
    """Second price, ties to the first, outcome by outcome."""

    players, types = 3, range(4)

    def outcome(self, bids):
        return bids.index(max(bids)), sorted(bids)[-2]

    def payoff(self, i, type, outcome):
        winner, price = outcome
        return type - price if winner == i else 0


class Vectorised(Sure):
    outcome = Mechanism.outcome

    def outcomes(self, messages):
        bids = np.stack(messages)
        return np.argmax(bids, axis=0), np.sort(bids, axis=0)[-2]


def test_the_listing_has_the_payoffs_of_the_definition():
    for mechanism in random_mechanisms(100, first=9_000):
        form = GameForm(mechanism)
        for i in range(form.count):
            table, denominator = form.listing.table(i)
            for c, context in enumerate(form.contexts(i)):
                for said in form.message_profiles():
                    found = Fraction(int(table[c, form.listing.result[said]]), denominator)
                    assert found == form.expected_payoff(i, context, said)


def test_vectorised_outcomes_are_the_same():
    one, other = GameForm(Sure()), GameForm(Vectorised())
    for said in one.message_profiles():
        assert one.lottery(said) == other.lottery(said)
        assert (
            one.listing.results[one.listing.result[said]] == other.listing.results[other.listing.result[said]]
        )
    assert check(Sure())["truth-dominant"] == check(Vectorised())["truth-dominant"]


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            lambda self, messages: messages[0] / 2,
            r"an array of integers, or several, .*got float64 of shape \(64,\)",
        ),
        (lambda self, messages: messages[0][:1], r"as long as the messages, got int64 of shape \(1,\)"),
        (lambda self, messages: 1 / 0, "ZeroDivisionError"),
        (lambda self, messages: (), r"as long as the messages, got \(\)"),
        (
            lambda self, messages: np.ma.masked_equal(messages[0], 1),
            "as long as the messages, got ",
        ),
    ],
)
def test_vectorised_outcomes_that_cannot_be_used(made, said):
    with pytest.raises(MechanismError, match=said):
        GameForm(type("Wrong", (Vectorised,), {"outcomes": made})()).listing  # noqa: B018


class LastDigit(Mechanism):
    """What the last digit of a large number says pays player 1; signed and unsigned integers, as numpy has them."""

    players, types = 2, range(40)

    def outcomes(self, messages):
        one, two = messages
        return np.zeros(len(one), dtype=np.int64), (2**53 + (one == 38) * (two == 7)).astype(np.uint64)

    def payoff(self, i, type, outcome):
        return outcome[1] - 2**53 if (i, type) == (0, 0) else 0


def test_signed_and_unsigned_outcomes_do_not_become_floats():
    found = check(LastDigit(), ["truth-dominant"])["truth-dominant"]
    assert found.verdict is Verdict.REFUTED
    assert found.evidence.endswith("she gets 1 instead of 0, and gains 1")


def test_vectorised_outcomes_beyond_64_bits_are_refused():
    def made(self, messages):
        return np.full(len(messages[0]), 2**63, dtype=np.uint64)

    with pytest.raises(MechanismError, match=r"outcomes: integers below 2\^63, got 9223372036854775808"):
        GameForm(type("Wrong", (Vectorised,), {"outcomes": made})()).listing  # noqa: B018


def test_vectorised_outcomes_are_for_integers():
    with pytest.raises(MechanismError, match=r"outcomes: is for integer messages, got a"):
        GameForm(type("Wrong", (Vectorised,), {"types": ("a", "b")})()).listing  # noqa: B018


def test_large_payoffs_are_exact():
    """A lie that gains 1 where payoffs are 2^80, and one where the difference of two int64 is no int64."""
    for big in 2**80, 2**62:

        class Big(Sure):
            players, types = 1, (0, 1)

            def outcome(self, messages):
                return messages[0]

            def payoff(self, i, type, outcome):
                return big + (outcome != type) if type else (big if outcome else -big)  # noqa: B023

        found = check(Big(), ["truth-dominant", "epsilon-dominant"])
        assert found["truth-dominant"].evidence.endswith(f"gains {2 * big}")
        assert found["epsilon-dominant"].evidence.startswith(f"2 cases: ε = {2 * big}: ")


def test_what_is_too_large_is_sampled_or_open(monkeypatch):
    monkeypatch.setattr(listing, "MOST_PROFILES", 8)
    with pytest.raises(TooLargeError, match="9 message profiles, at most 8 are listed"):
        GameForm(SecondPrice()).listing  # noqa: B018
    found = check(SecondPrice(), ["truth-dominant", "anonymous", "no-deficit-ex-post"])
    assert {each.verdict for each in found.values()} == {Verdict.OPEN}
    assert found["anonymous"].evidence == "9 message profiles, at most 8 are listed"
    assert (
        found["truth-dominant"].scope == "9 message profiles, at most 8 are listed; a random sample (seed 0)"
    )
    assert "none against" in found["truth-dominant"].evidence


def test_a_sample_refutes_and_the_witness_is_made_smaller(monkeypatch):
    monkeypatch.setattr(listing, "MOST_PROFILES", 8)
    found = check(FirstPrice(), ["truth-dominant", "ex-post-ic"])
    for each in found.values():
        assert each.verdict is Verdict.REFUTED
        assert each.evidence.startswith("player ")
        assert "says 0 instead of 1" in each.evidence
    assert check(Refund(), ["no-deficit-ex-post"])["no-deficit-ex-post"].verdict is Verdict.REFUTED
    assert (
        check(SecondPrice(), ["budget-balanced-ex-post"])["budget-balanced-ex-post"].verdict
        is Verdict.REFUTED
    )


def test_large_type_spaces_do_not_hang(monkeypatch):
    monkeypatch.setattr(sampling, "CASES", 500)

    class Large(SecondPrice):
        players, types = 3, range(3_000)

    found = check(
        Large(), ["truth-dominant", "individually-rational-ex-post", "bayesian-ic", "dominance-solvable"]
    )
    assert {each.verdict for each in found.values()} == {Verdict.OPEN}
    assert "27,000,000,000" in found["truth-dominant"].scope
    assert "27,000,000,000" in found["bayesian-ic"].evidence


def test_where_all_is_zero_a_long_denominator_does_not_overflow():
    class Zero(Mechanism):
        players, types = 1, (0,)

        def outcome(self, said):
            return "nothing"

        def payoff(self, i, type, outcome):
            return Fraction(int(outcome == "little"), 10**9)

        def feasible(self):
            return ["nothing", "little"]

    assert check(Zero(), ["pareto-efficient"])["pareto-efficient"].verdict is Verdict.REFUTED


def test_more_players_than_numpy_has_axes_for_are_open():
    class Crowd(Mechanism):
        players, types = 33, (0,)

        def outcome(self, m):
            return m[0]

        def payoff(self, i, t, o):
            return 0

    with pytest.raises(TooLargeError, match="33 players, at most 32 in a game that is listed"):
        assert GameForm(Crowd()).listing
    assert {row.verdict for row in check(Crowd()).values()} <= {Verdict.OPEN, Verdict.INAPPLICABLE}
    Crowd.players = 32
    assert check(Crowd(), ["anonymous"])["anonymous"].verdict is not Verdict.OPEN


def test_a_message_that_is_blank_can_be_seen():
    class Silent(Mechanism):
        players, types = 2, ("", "a", "a ")

        def outcome(self, m):
            return m

        def payoff(self, i, t, o):
            return len(o[i])

    form = GameForm(Silent())
    assert [form.message_name(0, m) for m in range(3)] == ['""', "a", '"a "']
    assert form.types_name((0, 1)) == '("", a)'


def test_messages_whose_products_wrap_around_in_an_array_are_refused():
    wide = type("Wide", (Vectorised,), {"types": (0, 2**31), "messages": (0, 2**31)})
    with pytest.raises(MechanismError, match=r"outcomes: is for messages below 2\^31.*got 2147483648"):
        GameForm(wide()).listing  # noqa: B018


def test_a_rule_that_would_never_be_asked_is_refused():
    """An heir that changes `outcome` of a class with `outcomes` would get the verdicts of that class."""

    def first_price(self, bids):
        return bids.index(max(bids)), max(bids)

    said = "outcome: one of outcome and outcomes, which stands in its place"
    for wrong in (
        type("FirstPrice", (Vectorised,), {"outcome": first_price}),
        type("Both", (Sure,), {"outcome": Sure.outcome, "outcomes": Vectorised.outcomes}),
    ):
        with pytest.raises(MechanismError, match=said):
            GameForm(wrong())
    assert GameForm(type("Faster", (Sure,), {"outcomes": Vectorised.outcomes})()).listing
