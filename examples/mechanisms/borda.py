"""Borda count: two points for a first place, one for a second; of equals the first by name.

Young, Social choice scoring functions, SIAM J. Applied Mathematics 28 (1975).
Gibbard, Manipulation of voting schemes, Econometrica 41 (1973).
"""

from itertools import permutations

from mechanisms import Mechanism


class Borda(Mechanism):
    """Three voters; a type ranks the candidates, best first; an outcome is a candidate."""

    players, types, ordinal = 3, tuple(permutations("abc")), True
    points = (2, 1, 0)

    def outcome(self, rankings):
        return max("abc", key=lambda each: sum(self.points[own.index(each)] for own in rankings))

    def payoff(self, i, type, outcome):
        return -type.index(outcome)

    def feasible(self):
        return "abc"

    expect = {
        "truth-dominant": "refuted",  # Gibbard's theorem of 1973
        "anonymous": "held",  # Young 1975: a scoring function
        "pareto-efficient": "held",  # Young 1975: points fall with every place
    }
