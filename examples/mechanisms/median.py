"""Median of peaks: what more voters would not move either way.

Moulin, On strategy-proofness and single peakedness, Public Choice 35 (1980).
Black, On the rationale of group decision-making, J. Political Economy 56 (1948).
"""

from fractions import Fraction

from mechanisms import Mechanism


class Median(Mechanism):
    """Three voters on a line; a type is the point that she likes best, the nearer the better."""

    players, types, symmetric = 3, range(5), True

    def outcome(self, peaks):
        return Fraction(sorted(peaks)[1])

    def payoff(self, i, type, outcome):
        return -abs(type - outcome)

    def feasible(self):
        return self.types

    expect = {
        "truth-dominant": "held",  # Moulin 1980, page 437: a median with fixed ballots
        "group-strategy-proof-strong": "held",  # Moulin 1980, on coalitions
        "pareto-efficient": "held",  # Moulin 1980, page 437
        "anonymous": "held",  # Moulin 1980, page 437
    }
