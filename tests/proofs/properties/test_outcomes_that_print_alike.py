"""A lottery is what it brings: in which order outcomes that print alike were given says nothing."""

from fractions import Fraction

import pytest

from mechanisms import Mechanism
from mechanisms.general.game_form import GameForm
from proofs import check
from proofs.claims.verdict import Verdict
from proofs.properties.equilibria import OtherEquilibrium
from proofs.properties.surviving_truth import OtherResult

ONE, OTHER = {1: Fraction(1, 3), "1": Fraction(2, 3)}, {"1": Fraction(2, 3), 1: Fraction(1, 3)}


class Alike(Mechanism):
    """Whatever is said, there is the number 1 with probability 1/3, and else the text."""

    players, types, prior = 1, ("x", "y"), "uniform"

    def outcome(self, messages: tuple[str]) -> dict[object, Fraction]:
        """The one lottery, in two orders."""
        return ONE if messages == ("x",) else OTHER

    def payoff(self, i: int, type: str, outcome: object) -> int:
        """Only y minds the number."""
        return -int(type == "y" and outcome == 1)

    def payments(self, outcome: object) -> list[int]:
        """The number costs nothing, the text is paid for."""
        return [0 if outcome == 1 else 1]

    def feasible(self) -> list[object]:
        """Both."""
        return list(ONE)


def test_equal_lotteries_are_no_evidence_that_survivors_bring_something_else() -> None:
    form = GameForm(Alike())
    assert form.lottery((0,)) != form.lottery((1,))  # as they print
    assert not OtherResult((0,), (1,)).shows(form)
    assert not OtherEquilibrium((1, 1), (0,)).shows(form)
    assert {each.verdict for each in check(Alike(), BRINGS).values()} == {Verdict.HELD}


BRINGS = ["survivors-implement-truth", "equilibria-implement-truth"]


@pytest.mark.parametrize(
    ("claim", "place"),
    [("individually-rational-ex-post", 1), ("pareto-efficient", 1), ("surplus-maximising", 0)],
)
def test_the_outcome_that_refutes_is_found_in_the_order_of_its_own_lottery(claim: str, place: int) -> None:
    found = check(Alike(), [claim])[claim]
    assert found.verdict is Verdict.REFUTED, found.evidence
    assert found.witness is not None
    assert found.witness.record.place == place


def test_a_budget_is_refuted_by_the_outcome_that_is_paid_for() -> None:
    class Swapped(Alike):
        types = ("y", "z")  # both have their lottery in the other order
        messages = ("x", "y", "z")

    found = check(Swapped(), ["budget-balanced-ex-post"])["budget-balanced-ex-post"]
    assert found.verdict is Verdict.REFUTED, found.evidence
    assert found.witness is not None
    assert found.witness.record.place == 0
