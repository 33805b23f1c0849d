"""Probabilities whose denominator no machine integer holds are counted like others, for one player too."""

from fractions import Fraction

import pytest

from mechanisms import Mechanism
from proofs import check

LONG = 10**20


class Rare(Mechanism):
    """Says what she has; only type 1 of player 1 pays, which is rare."""

    players, types = 1, (0, 1)

    def prior(self, types: tuple[int, ...]) -> Fraction:
        """One in 10^20 and one has the type; others have either type by even chances."""
        first = Fraction(1, LONG + 1) if types[0] else Fraction(LONG, LONG + 1)
        return first * Fraction(1, 2) ** (len(types) - 1)

    def outcome(self, messages: tuple[int, ...]) -> int:
        """What player 1 says."""
        return messages[0]

    def payoff(self, i: int, type: int, outcome: int) -> int:
        """She gains by a lie where she has the rare type."""
        return -outcome if i == 0 else 0

    def payments(self, outcome: int) -> list[int]:
        """Player 1 pays one for the one outcome, and gets one for the other."""
        return [1 if outcome else -1] + [0] * (self.players - 1)

    def feasible(self) -> list[int]:
        """Both outcomes."""
        return [0, 1]


@pytest.mark.parametrize("players", [1, 2])
@pytest.mark.parametrize("stage", ["interim", "ex ante", "ex post"])
def test_a_rare_type_counts(players: int, stage: str) -> None:
    cls = type("Rarely", (Rare,), {"players": players, "elimination": stage})
    found = {claim: each.verdict.value for claim, each in check(cls()).items()}
    refuted = {
        "truth-dominant",
        "ex-post-ic",
        "bayesian-ic",
        "individually-rational-ex-post",
        "individually-rational-interim",
        "individually-rational-ex-ante",
        "no-deficit-ex-ante",
        "truth-survives",
    }
    assert {claim: found[claim] for claim in refuted} == dict.fromkeys(refuted, "refuted")
    assert found["pure-equilibrium"] == found["dominance-solvable"] == "held"
