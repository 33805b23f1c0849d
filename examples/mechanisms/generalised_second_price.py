"""Generalised second price: each advertiser pays for a click what the next below her bids.

Edelman, Ostrovsky and Schwarz, Internet advertising and the generalized second-price auction, American
Economic Review 97 (2007). Varian, Position auctions, Int. J. Industrial Organization 25 (2007).
"""

from mechanisms import Mechanism


class GeneralisedSecondPrice(Mechanism):
    """A type is what a click is worth; an outcome lists who is where, and what she pays for a click."""

    players, types = 3, range(5)
    clicks = (4, 3)

    def outcome(self, bids):
        ranked = sorted(range(3), key=lambda i: (-bids[i], i))
        return tuple((ranked[k], bids[ranked[k + 1]]) for k in range(2))

    def payoff(self, i, type, outcome):
        return sum(self.clicks[k] * (type - price) for k, (who, price) in enumerate(outcome) if who == i)

    def payments(self, outcome):
        return [-self.payoff(i, 0, outcome) for i in range(3)]

    def feasible(self):
        return [((i, 0), (j, 0)) for i in range(3) for j in range(3) if i != j]

    expect = {
        "truth-dominant": "refuted",  # Edelman, Ostrovsky and Schwarz 2007, abstract
        "ex-post-ic": "refuted",  # Edelman, Ostrovsky and Schwarz 2007, abstract: nor an equilibrium
        "surplus-maximising": "held",  # Varian 2007: higher bids have more clicks
        "individually-rational-ex-post": "held",  # by its rules: no price is above her bid (Varian 2007)
    }
