"""Posted price: a seller and a buyer trade at a price that neither sets, if both like to.

Hagerty and Rogerson, Robust trading mechanisms, J. Economic Theory 42 (1987).
Myerson and Satterthwaite, Efficient mechanisms for bilateral trading, J. Economic Theory 29 (1983).
"""

from mechanisms import Mechanism


class PostedPrice(Mechanism):
    """A type is the seller's cost, or the buyer's value; an outcome is the price, or None."""

    players, types = ("seller", "buyer"), range(5)
    parameters = {"posted": (1, 2, 3)}

    def outcome(self, messages):
        cost, value = messages
        price = self.posted
        return price if cost <= price <= value else None

    def payoff(self, i, type, price):
        if price is None:
            return 0
        return price - type if i == 0 else type - price

    def payments(self, price):
        return (0, 0) if price is None else (-price, price)

    def feasible(self):
        return [None, 0]

    expect = {
        "truth-dominant": "held",  # Hagerty and Rogerson 1987, page 94 (the easy half)
        "budget-balanced-ex-post": "held",  # Hagerty and Rogerson 1987: payments are a price
        "individually-rational-ex-post": "held",  # Hagerty and Rogerson 1987, page 94: if all agree
        "surplus-maximising": "refuted",  # Myerson and Satterthwaite's theorem of 1983
    }
