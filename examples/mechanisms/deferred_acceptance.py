"""Deferred acceptance: students propose, colleges keep the best so far; truth on either side.

Roth, The economics of matching, Mathematics of Operations Research 7 (1982), from Gale and Shapley 1962.
Dubins and Freedman, Machiavelli and the Gale-Shapley algorithm, American Mathematical Monthly 88 (1981).
"""

from itertools import permutations

from mechanisms import Mechanism


class _DeferredAcceptance(Mechanism):
    players, types, ordinal = 3, tuple(permutations(range(3))), True
    others = ((1, 0, 2), (0, 1, 2), (0, 2, 1))  # how the other side, which is honest, ranks the players

    def outcome(self, rankings):
        students, colleges = (rankings, self.others) if self.propose else (self.others, rankings)
        holds, free, asked = [None] * 3, [0, 1, 2], [iter(each) for each in students]
        while free:
            s = free.pop()
            c = next(asked[s])
            rivals = [s] if holds[c] is None else [s, holds[c]]
            holds[c] = min(rivals, key=colleges[c].index)
            free += [each for each in rivals if each != holds[c]]
        return tuple(map(holds.index, range(3))) if self.propose else tuple(holds)

    def payoff(self, i, type, outcome):
        return -type.index(outcome[i])


class Students(_DeferredAcceptance):
    propose = True
    expect = {"truth-dominant": "held"}  # Roth's theorem of 1982 on those who propose
    expect["group-strategy-proof-weak"] = "held"  # Dubins and Freedman's theorem of 1981


class Colleges(_DeferredAcceptance):
    propose = False
    expect = {"truth-dominant": "refuted"}  # Roth's theorem of 1982: of one side only
