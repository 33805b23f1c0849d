"""First-price auction: the highest bid wins and is paid; ties are drawn by lot.

Vickrey, Counterspeculation, auctions, and competitive sealed tenders, J. Finance 16 (1961).
Troyan and Morrill, Obvious manipulations, J. Economic Theory 185 (2020).
"""

from fractions import Fraction

from mechanisms import Mechanism


class FirstPrice(Mechanism):
    """One object; a type is what it is worth to her, uniform and independent."""

    players, types, symmetric, prior = 2, range(4), True, "uniform"

    def outcome(self, bids):
        price = max(bids)
        winners = [i for i, bid in enumerate(bids) if bid == max(bids)]
        return {(i, price): Fraction(1, len(winners)) for i in winners}

    def payoff(self, i, type, outcome):
        winner, price = outcome
        return type - price if i == winner else 0

    def payments(self, outcome):
        winner, price = outcome
        return [price if i == winner else 0 for i in range(self.players)]

    expect = {
        "truth-dominant": "refuted",  # Vickrey 1961: to gain at all she bids below her value
        "bayesian-ic": "refuted",  # Vickrey 1961: of two, each bids half her value
        "not-obviously-manipulable": "refuted",  # Troyan and Morrill 2020, on pay-as-bid auctions
        "pure-equilibrium": "held",  # Vickrey 1961, here on a grid
        "no-deficit-ex-post": "held",  # by its rules: whoever pays, pays a bid (Vickrey 1961)
    }
