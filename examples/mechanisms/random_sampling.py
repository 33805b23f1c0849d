"""Random sampling double auction: a market is split by lot, and each half trades at the other's price.

Baliga and Vohra, Market research and market design, Advances in Theoretical Economics 3 (2003).
Hagerty and Rogerson, Robust trading mechanisms, J. Economic Theory 42 (1987).
"""

from fractions import Fraction

from mechanisms import Mechanism


class RandomSampling(Mechanism):
    """Two sellers, then two buyers; an outcome: pairs that trade, each as (seller, buyer, price)."""

    players, types = ("seller 1", "seller 2", "buyer 1", "buyer 2"), range(4)

    def trades(self, pair, other, reports):
        cost, value = (reports[i] for i in pair)
        price = Fraction(reports[other[0]] + reports[other[1]], 2)
        return ((*pair, price),) if cost <= price <= value else ()

    def outcome(self, reports):
        lottery = {}
        for one, two in (((0, 2), (1, 3)), ((0, 3), (1, 2))):
            drawn = self.trades(one, two, reports) + self.trades(two, one, reports)
            lottery[drawn] = lottery.get(drawn, 0) + Fraction(1, 2)
        return lottery

    def payoff(self, i, type, outcome):
        return sum((price - type) * (1 if i < 2 else -1) for s, b, price in outcome if i in (s, b))

    def payments(self, outcome):
        return [-self.payoff(i, 0, outcome) for i in range(4)]

    expect = {
        "truth-dominant": "held",  # Baliga and Vohra 2003: her price comes from the other half
        "budget-balanced-ex-post": "held",  # Hagerty and Rogerson 1987: a price that neither sets
        "individually-rational-ex-post": "held",  # Hagerty and Rogerson 1987: trade is voluntary
    }
