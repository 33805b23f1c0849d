"""Bertrand's duopoly, on a grid of prices: the cheaper firm sells first, and equals share.

Bertrand, J. des Savants (1883). Edgeworth, The pure theory of monopoly (1897), in his Papers I (1925).
On a grid cost is not the only price in equilibrium: pages that name it alone have prices without steps.
"""

from fractions import Fraction

from mechanisms import Mechanism


class Bertrand(Mechanism):
    """Three buyers pay up to 10 for a unit; an outcome is what each firm sells, and the prices."""

    players, messages = 2, range(1, 11)
    buyers, cost, capacity = 3, 1, 3

    def outcome(self, prices):
        low = min(self.capacity, self.buyers)
        if prices[0] == prices[1]:
            sales = (min(self.capacity, Fraction(self.buyers, 2)),) * 2
        else:
            high = min(self.capacity, self.buyers - low)
            sales = (low, high) if prices[0] < prices[1] else (high, low)
        return sales, prices

    def payoff(self, i, type, outcome):
        sales, prices = outcome
        return sales[i] * (prices[i] - self.cost)

    expect = {
        "pure-equilibrium": "held",  # Bertrand 1883, page 503
        "dominance-solvable": "held",  # Bertrand 1883, page 503: each undercuts the other
        "anonymous": "held",  # by its rules (Bertrand 1883)
    }
