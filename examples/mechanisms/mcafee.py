"""McAfee's double auction: one price for all, or the last pair sets two prices and does not trade.

McAfee, A dominant strategy double auction, J. Economic Theory 56 (1992).
"""

from fractions import Fraction

from mechanisms import Mechanism


class McAfee(Mechanism):
    """Two buyers with values, two sellers with costs; an outcome: who trade, buyers' and sellers' price."""

    players, types = ("buyer 1", "buyer 2", "seller 1", "seller 2"), range(5)

    def outcome(self, reports):
        buyers = sorted((0, 1), key=lambda i: -reports[i])
        sellers = sorted((2, 3), key=lambda i: reports[i])
        b, s = [*(reports[i] for i in buyers), 0], [*(reports[i] for i in sellers), 4]
        k = sum(b[n] >= s[n] for n in range(2))
        price = Fraction(b[k] + s[k], 2)
        if k == 0 or s[k - 1] <= price <= b[k - 1]:
            return tuple(buyers[:k] + sellers[:k]), price, price
        return tuple(buyers[: k - 1] + sellers[: k - 1]), b[k - 1], s[k - 1]

    def payoff(self, i, type, outcome):
        traders, paid, got = outcome
        return 0 if i not in traders else type - paid if i < 2 else got - type

    def payments(self, outcome):
        return [-self.payoff(i, 0, outcome) for i in range(4)]

    expect = {
        "truth-dominant": "held",  # McAfee's theorem of 1992
        "individually-rational-ex-post": "held",  # McAfee 1992: no price is beyond a report
        "no-deficit-ex-post": "held",  # McAfee 1992: the buyers' price is the higher
        "budget-balanced-ex-post": "refuted",  # McAfee 1992: the market maker keeps the rest
    }
