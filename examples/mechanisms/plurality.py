"""Plurality: whoever is first with most voters wins; of equals the first by name.

Gibbard, Manipulation of voting schemes, Econometrica 41 (1973). Satterthwaite, J. Economic Theory 10 (1975).
Aziz and Lam, Obvious manipulability of voting rules, Algorithmic Decision Theory (2021).
"""

from itertools import permutations

from mechanisms import Mechanism


class Plurality(Mechanism):
    """Three voters; a type ranks the candidates, best first; an outcome is a candidate."""

    players, types, ordinal = 3, tuple(permutations("abc")), True

    def outcome(self, rankings):
        firsts = [ranking[0] for ranking in rankings]
        return max("abc", key=firsts.count)

    def payoff(self, i, type, outcome):
        return -type.index(outcome)

    def feasible(self):
        return "abc"

    expect = {
        "truth-dominant": "refuted",  # Satterthwaite's theorem of 1975, and Gibbard's
        "pareto-efficient": "held",  # Satterthwaite 1975: it never elects who is first with nobody
        "anonymous": "held",  # Gibbard 1973: it counts votes, and has no dictator
        "not-obviously-manipulable": "held",  # Aziz and Lam 2021: almost unanimous
    }
