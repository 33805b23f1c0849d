"""Random dictatorship: one ballot is drawn, and its first candidate wins.

Gibbard, Manipulation of schemes that mix voting with chance, Econometrica 45 (1977).
"""

from fractions import Fraction
from itertools import permutations

from mechanisms import Mechanism


class RandomDictatorship(Mechanism):
    """Three voters; a type ranks the candidates, best first; an outcome is a candidate."""

    players, types, ordinal = 3, tuple(permutations("abc")), True
    weights = (Fraction(1, 3), Fraction(1, 3), Fraction(1, 3))

    def outcome(self, rankings):
        lottery = {}
        for ranking, weight in zip(rankings, self.weights, strict=True):
            lottery[ranking[0]] = lottery.get(ranking[0], 0) + weight
        return lottery

    def payoff(self, i, type, outcome):
        return -type.index(outcome)

    def feasible(self):
        return "abc"

    expect = {
        "truth-dominant": "held",  # Gibbard 1977, page 665: a mixture of dictators
        "pareto-efficient": "held",  # Gibbard 1977, page 665: every outcome, if not the lottery
        "anonymous": "held",  # Gibbard 1977: with equal weights
    }
