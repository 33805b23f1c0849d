"""Public project with the pivotal rule: it is built if it is worth it, and who turns the scale is taxed.

Clarke, Multipart pricing of public goods, Public Choice 11 (1971).
Green and Laffont, Incentives in public decision-making (1979).
"""

from mechanisms import Mechanism


class PublicProject(Mechanism):
    """A type is what the project is worth to her less her share of its cost; an outcome: built? and taxes."""

    players, types, symmetric = 3, range(-2, 3), True

    def outcome(self, worths):
        built = sum(worths) >= 0
        others = [sum(worths) - own for own in worths]
        taxes = tuple(abs(rest) if (rest >= 0) != built else 0 for rest in others)
        return built, taxes

    def payoff(self, i, type, outcome):
        built, taxes = outcome
        return (type if built else 0) - taxes[i]

    def payments(self, outcome):
        return outcome[1]

    def feasible(self):
        return [(False, (0, 0, 0)), (True, (0, 0, 0))]

    expect = {
        "truth-dominant": "held",  # Clarke 1971; Green and Laffont 1979, on Groves mechanisms
        "surplus-maximising": "held",  # Green and Laffont 1979, on Groves mechanisms
        "no-deficit-ex-post": "held",  # Clarke 1971: taxes only
        "budget-balanced-ex-post": "refuted",  # Green and Laffont 1979: none of these always balances
        "group-strategy-proof-weak": "refuted",  # Green and Laffont 1979, on coalitions
    }
