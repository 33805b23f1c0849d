"""Vickrey-Clarke-Groves for two objects: each pays what her presence costs the others.

Clarke, Public Choice 11 (1971). Groves, Econometrica 41 (1973). Ausubel and Milgrom, The lovely but
lonely Vickrey auction (2006).
"""

from itertools import product

from mechanisms import Mechanism


class VickreyClarkeGroves(Mechanism):
    # A type: the worth of a, of b, of both; an outcome: who gets a, who b, and all payments
    players, types = 3, ((0, 0, 0), (2, 0, 2), (0, 2, 2), (2, 2, 4), (0, 0, 2), (1, 1, 1))

    def worth(self, values, i, owners):
        return (0, *values)[(owners[0] == i) + 2 * (owners[1] == i)]

    def best(self, reports, who):
        every = product(range(3), repeat=2)
        return max((sum(self.worth(reports[j], j, each) for j in who), each) for each in every)

    def outcome(self, reports):
        total, owners = self.best(reports, range(3))
        without = [self.best(reports, {0, 1, 2} - {i})[0] for i in range(3)]
        return owners, tuple(without[i] - total + self.worth(reports[i], i, owners) for i in range(3))

    def payoff(self, i, type, outcome):
        return self.worth(type, i, outcome[0]) - outcome[1][i]

    def payments(self, outcome):
        return outcome[1]

    expect = {
        "truth-dominant": "held",  # Groves 1973, theorem 1
        "no-deficit-ex-post": "held",  # Clarke 1971: nobody is paid
        "individually-rational-ex-post": "held",  # Ausubel and Milgrom 2006, on participation
        "group-strategy-proof-weak": "refuted",  # Ausubel and Milgrom 2006, on collusion by losers
    }
