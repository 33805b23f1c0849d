"""Uniform-price auction of two units: all pay the highest losing bid, and it pays to ask for less.

Ausubel, Cramton, Pycia, Rostek and Weretka, Demand reduction and inefficiency in multi-unit auctions,
Review of Economic Studies 81 (2014). Vickrey, J. Finance 16 (1961).
"""

from itertools import combinations_with_replacement

from mechanisms import Mechanism


class UniformPrice(Mechanism):
    """A type: the worth of a first and a second unit; an outcome: how many each gets, and the price."""

    players = 2
    types = tuple((high, low) for low, high in combinations_with_replacement(range(4), 2))

    def outcome(self, demands):
        bids = sorted((-bid, i) for i, own in enumerate(demands) for bid in own)
        winners = [i for _, i in bids[:2]]
        return (winners.count(0), winners.count(1)), -bids[2][0]

    def payoff(self, i, type, outcome):
        units, price = outcome
        return sum(type[: units[i]]) - units[i] * price

    def payments(self, outcome):
        units, price = outcome
        return [each * price for each in units]

    def feasible(self):
        return [((0, 2), 0), ((1, 1), 0), ((2, 0), 0)]

    expect = {
        "truth-dominant": "refuted",  # Ausubel and others 2014, on demand reduction
        "surplus-maximising": "held",  # by its rules, of what is said: the highest bids win (Vickrey 1961)
        "individually-rational-ex-post": "held",  # by its rules: the price is a losing bid (Vickrey 1961)
    }
