"""Top trading cycles: all point at the owner of the best house that is left; cycles trade, and leave.

Shapley and Scarf, J. Mathematical Economics 1 (1974). Roth, Economics Letters 9 (1982). Bird, Economics
Letters 14 (1984). Ma, International J. Game Theory 23 (1994).
"""

from itertools import permutations

from mechanisms import Mechanism


class TopTradingCycles(Mechanism):
    """Agent i owns house i; a type ranks the houses, best first."""

    players, types, ordinal = 3, tuple(permutations(range(3))), True

    def outcome(self, rankings):
        got = {}
        while left := [i for i in range(3) if i not in got]:
            at = {i: next(house for house in rankings[i] if house in left) for i in left}
            cycle = next((i, j, k) for i in left for j in (at[i],) for k in (at[j],) if i in (j, k, at[k]))
            got.update((i, at[i]) for i in cycle)
        return got[0], got[1], got[2]

    def payoff(self, i, type, outcome):
        return -type.index(outcome[i])

    def outside(self, i, type):
        return -type.index(i)

    def feasible(self):
        return permutations(range(3))

    expect = {
        "truth-dominant": "held",  # Roth's theorem of 1982
        "group-strategy-proof-strong": "held",  # Bird's theorem of 1984
        "individually-rational-ex-post": "held",  # Shapley and Scarf 1974: it is in the core
        "pareto-efficient": "held",  # Ma's theorem of 1994
    }
