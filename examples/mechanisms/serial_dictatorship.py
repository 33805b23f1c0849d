"""Serial dictatorship: agents choose an object each, one after the other.

Svensson, Strategy-proof allocation of indivisible goods, Social Choice and Welfare 16 (1999).
Pápai, Strategyproof assignment by hierarchical exchange, Econometrica 68 (2000).
"""

from itertools import permutations

from mechanisms import Mechanism


class SerialDictatorship(Mechanism):
    """A type ranks the objects, best first; an outcome is what each agent gets."""

    players, types, ordinal = 3, tuple(permutations("abc")), True

    def outcome(self, rankings):
        left, got = set("abc"), {}
        for i in (0, 1, 2):
            got[i] = min(left, key=rankings[i].index)
            left.remove(got[i])
        return got[0], got[1], got[2]

    def payoff(self, i, type, outcome):
        return -type.index(outcome[i])

    def feasible(self):
        return permutations("abc")

    def share(self, i, outcome):
        return outcome[i]

    expect = {
        "truth-dominant": "held",  # Svensson's theorem of 1999
        "non-bossy": "held",  # Svensson's theorem of 1999
        "group-strategy-proof-strong": "held",  # Pápai 2000, abstract: of hierarchical exchange
        "pareto-efficient": "held",  # Pápai 2000, abstract
        "anonymous": "refuted",  # Svensson's theorem of 1999: the order is one of names
    }
