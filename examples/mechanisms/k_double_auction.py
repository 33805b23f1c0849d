"""k-double auction: a seller asks, a buyer bids, and they share the difference.

Chatterjee and Samuelson, Bargaining under incomplete information, Operations Research 31 (1983).
Myerson and Satterthwaite, Efficient mechanisms for bilateral trading, J. Economic Theory 29 (1983).
Troyan and Morrill, Obvious manipulations, J. Economic Theory 185 (2020).
"""

from fractions import Fraction

from mechanisms import Mechanism


class DoubleAuction(Mechanism):
    """A type is the seller's cost, or the buyer's value; an outcome is the price, or None."""

    players, types, prior = ("seller", "buyer"), range(5), "uniform"
    k = Fraction(1, 2)

    def outcome(self, messages):
        ask, bid = messages
        return self.k * bid + (1 - self.k) * ask if ask <= bid else None

    def payoff(self, i, type, price):
        return 0 if price is None else price - type if i == 0 else type - price

    def payments(self, price):
        return (0, 0) if price is None else (-price, price)

    def feasible(self):
        return [None, 0]

    expect = {
        "truth-dominant": "refuted",  # Chatterjee and Samuelson 1983: both shade
        "bayesian-ic": "refuted",  # Myerson and Satterthwaite's theorem of 1983: it is efficient
        "surplus-maximising": "held",  # Chatterjee and Samuelson 1983, if both are honest
        "budget-balanced-ex-post": "held",  # by its rules: one price (Chatterjee and Samuelson 1983)
        "not-obviously-manipulable": "refuted",  # Troyan and Morrill 2020, on bilateral trade
    }
