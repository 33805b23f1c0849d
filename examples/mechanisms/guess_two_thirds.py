"""Guess two thirds of the average: whoever is closest wins; of equals one is drawn.

Moulin, Game Theory for the Social Sciences, 2nd edition (1986). Nagel, American Economic Review 85 (1995).
Both have real numbers. With integers zero need not be all that is left: from five players on, all saying 1
is an equilibrium too, and 1 is never eliminated (López, On p-beauty contest integer games, 2001).
"""

from fractions import Fraction

from mechanisms import Mechanism


class Guess(Mechanism):
    players, messages = 3, range(6)

    def outcome(self, guesses):
        target = Fraction(2 * sum(guesses), 3 * self.players)
        closest = min(abs(guess - target) for guess in guesses)
        winners = [i for i, guess in enumerate(guesses) if abs(guess - target) == closest]
        return {i: Fraction(1, len(winners)) for i in winners}

    def payoff(self, i, type, outcome):
        return int(outcome == i)

    expect = {
        "dominance-solvable": "held",  # Moulin 1986; Nagel 1995
        "twice-dominance-solvable": "refuted",  # Nagel 1995: step by step
        "dominant-messages": "refuted",  # Nagel 1995
        "pure-equilibrium": "held",  # Nagel 1995: all say 0
    }
