"""Second-price auction: the highest bid wins and pays the second; ties are drawn by lot.

Vickrey, Counterspeculation, auctions, and competitive sealed tenders, J. Finance 16 (1961).
Graham and Marshall, Collusive bidder behavior at single-object auctions, J. Political Economy 95 (1987).
"""

from fractions import Fraction

from mechanisms import Mechanism


class SecondPrice(Mechanism):
    """One object; a type is what it is worth to her."""

    players, types, symmetric = 3, range(4), True

    def outcome(self, bids):
        price = sorted(bids)[-2]
        winners = [i for i, bid in enumerate(bids) if bid == max(bids)]
        return {(i, price): Fraction(1, len(winners)) for i in winners}

    def payoff(self, i, type, outcome):
        winner, price = outcome
        return type - price if i == winner else 0

    def payments(self, outcome):
        winner, price = outcome
        return [price if i == winner else 0 for i in range(self.players)]

    def feasible(self):
        return [(i, 0) for i in range(self.players)]

    expect = {
        "truth-weakly-dominant": "held",  # Vickrey's theorem of 1961
        "surplus-maximising": "held",  # Vickrey 1961: to whoever values it most
        "individually-rational-ex-post": "held",  # Vickrey 1961: no price is above her bid
        "group-strategy-proof-weak": "refuted",  # Graham and Marshall 1987, on rings
    }
