"""Whether the order of elimination matters: by shared indifference, by the ends of all orders, or open."""

from mechanisms import Mechanism
from proofs import check
from proofs.claims.verdict import Verdict
from proofs.properties import order


class Guess(Mechanism):
    """Guess two thirds of the average: whoever is closest has all, or an equal share."""

    players, messages, parameters = 2, range(9), {}

    def outcome(self, guesses):
        distances = [abs(3 * self.players * guess - 2 * sum(guesses)) for guess in guesses]
        return tuple(int(each == min(distances)) for each in distances)

    def payoff(self, i, type, won):
        return 12 * won[i] // sum(won)


class OfThree(Guess):
    players, messages = 3, range(5)


def found(cls):
    return check(cls(), ["order-independent"])["order-independent"]


def test_between_two_players_who_share_a_prize_indifference_is_shared():
    """For each of two players 9 * 8 / 2 pairs of numbers, against 9 of the other one's."""
    finding = found(Guess)
    assert finding.verdict is Verdict.HELD
    assert finding.evidence.startswith("648 cases: whenever a player is indifferent so is everybody")


def test_between_three_it_is_not_and_their_orders_are_looked_at(monkeypatch):
    assert found(OfThree).evidence == "42 cases: all orders leave the same game"
    monkeypatch.setattr(order, "MOST_SETS", 40)
    finding = found(OfThree)
    assert finding.verdict is Verdict.OPEN
    assert finding.evidence.startswith("40 sets of survivors, which end alike; there are more")


def test_by_mixtures_shared_indifference_does_not_settle_it():
    """One pays the other: B is dominated by T, and C by L and R at equal odds as long as B is there."""

    class Paid(Mechanism):
        players, messages, elimination = 2, {0: [*"TMB"], 1: [*"LCR"]}, "mixed"

        def outcome(self, said):
            return {"TL": 2, "TC": 1, "MC": 1, "MR": 2, "BC": 1}.get("".join(said), 0)

        def payoff(self, i, type, paid):
            return -paid if i else paid

    class ByPure(Paid):
        elimination = "pure"

    assert found(Paid).verdict is Verdict.REFUTED
    assert "Marx and Swinkels" in found(ByPure).evidence


def test_whoever_says_yes_alone_is_paid_and_so_it_matters_who_is_told_first():
    """No is weakly dominated by yes; once the other says yes for sure, she has nothing to say that matters."""

    class Alone(Mechanism):
        players, messages = 2, ("no", "yes")

        def outcome(self, said):
            return said

        def payoff(self, i, type, said):
            return int(said[i] == "yes" and said[1 - i] == "no")

    finding = found(Alone)
    assert finding.verdict is Verdict.REFUTED
    assert "one order leaves" in finding.evidence
