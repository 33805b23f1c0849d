"""Boston mechanism: schools admit for good, those who rank them first before those who rank them second.

Abdulkadiroglu and Sönmez, School choice, American Economic Review 93 (2003).
Troyan and Morrill, Obvious manipulations, J. Economic Theory 185 (2020).
"""

from itertools import permutations

from mechanisms import Mechanism


class Boston(Mechanism):
    """Three schools with a seat each; a type ranks them, best first; an outcome is the school of each."""

    players, types, ordinal = 3, tuple(permutations("abc")), True
    priority = {"a": (1, 0, 2), "b": (2, 0, 1), "c": (0, 2, 1)}

    def outcome(self, rankings):
        school = {}
        for step in range(3):
            for s in sorted(set("abc") - set(school.values())):
                asking = [i for i in range(3) if i not in school and rankings[i][step] == s]
                if asking:
                    school[min(asking, key=self.priority[s].index)] = s
        return school[0], school[1], school[2]

    def payoff(self, i, type, outcome):
        return -type.index(outcome[i])

    def feasible(self):
        return permutations("abc")

    expect = {
        "truth-dominant": "refuted",  # Abdulkadiroglu and Sönmez 2003, on Boston
        "pareto-efficient": "held",  # Abdulkadiroglu and Sönmez 2003, for what is said
        "not-obviously-manipulable": "refuted",  # Troyan and Morrill 2020, on school choice
    }
