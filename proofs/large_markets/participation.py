"""Participation in Theorem 3 needs trade: where almost nobody trades, somebody pays for a useless unit.

Buyer A wants two units or none, up to θ = 5/8 + 1/(16n) each. Two sellers are willing at every positive grid
price, all others above 1/2 only, and all other buyers below 1/2 only. Let p be the price of the other group.

One of the two is in each group, with probability n/(2n-1). There exactly one buyer of the other group is
    worth more than p, so p < 1/2 under every tie rule, and A's group has one unit. She gets it, and pays p,
    if she comes before all others who want it. If the other group's second highest value has rank r among the
    2n-1 others, r - 2 of her group are worth more, and p is above the value of rank r.
Both are in her group, with probability (n-1)/(4n-2). Then p is above the highest value of the other group;
    she earns 2(θ - p) at the most.
Both are in the other group. Then p < 1/2, and there is nothing in her group.

The value of rank r from above is (8n - 4r - 1)/(16n), and n of the 2n-1 are in the other group:
    E[1/(r-1)] = n/(2n-1) for the second highest (hockey stick), E[r] = 2n/(n+1) for the highest.
So she earns less than minus L + G, under every tie rule, L = n/(2n-1) · ((8n-5)n/(2n-1) - 4)/(16n) and
    G = (n-1)/(2n-1) · (θ - (8n - 8n/(n+1) - 1)/(16n)), which tends to -1/8 + 1/16.
"""

from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from mechanisms.markets.market import Side, Tie
from mechanisms.markets.price_taking import price_taking
from mechanisms.sequences.catalogue import USELESS_UNIT
from mechanisms.sequences.steps import StepSequence, share_below
from proofs.large_markets import assumptions
from proofs.large_markets.for_every_n import never_negative
from proofs.large_markets.quantity import Quantity

if TYPE_CHECKING:
    from sympy import Expr


class LossOfABuyer(Quantity[StepSequence]):
    """What a price-taking buyer expects to lose by taking part."""

    reason = "useless unit"
    words = "what the buyer who wants two units or none expects to lose"
    replays = (2,)  # with two sellers in a group there is somebody to be served

    def broken(self, sequence: StepSequence) -> list[str]:
        return assumptions.broken(sequence)

    def missing(self, sequence: StepSequence) -> list[str]:
        return [TRADE, *assumptions.missing(sequence)] if volume(sequence) == 0 else []

    def covers(self, sequence: StepSequence) -> bool:
        return sequence.name == USELESS_UNIT.name and sequence.tie is Tie.LOWEST

    def replayed(self, sequence: StepSequence, n: int) -> Fraction:
        instance = sequence.market(n)
        g, market = instance.mechanism, instance.mechanism.market
        m = [next(iter(price_taking(trader, market))) for trader in instance.traders]
        i = market.agents[-1]
        return -g.expected_payoff(i, instance.traders[i], m)

    def formula(self, sequence: StepSequence, n: int) -> Fraction:
        """For n >= 2 and the lowest of the clearing prices."""
        if not self.covers(sequence):
            raise ValueError(f"the formula is for the lowest clearing price, not the {sequence.tie.value}")
        theta = Fraction(10 * n + 1, 16 * n)
        ways = comb(2 * n - 1, n)
        lost = won = Fraction(0)
        for r in range(1, n + 2):  # ranks from above; the grid price just above that value
            p = Fraction(8 * n - 4 * r, 16 * n)
            if r >= 2:
                lost += Fraction((r - 1) * comb(2 * n - 1 - r, n - 2), ways) * p / (r - 1)
            if r <= n:  # A before r - 1 others: two units if she is first, one if she is second
                share = Fraction(comb(2 * n - 1 - r, n - 1), ways)
                won += share * (2 * (theta - p) - (p if r >= 2 else 0)) / r
        return Fraction(n, 2 * n - 1) * lost - Fraction(n - 1, 4 * n - 2) * won

    def is_at_least(self, sequence: StepSequence, least: Fraction, start: int) -> bool:
        from sympy import Rational

        return start >= 2 and never_negative(bound() - Rational(least.numerator, least.denominator), start)


TRADE = "somebody trades at p* per capita"


def volume(sequence: StepSequence) -> Fraction:
    """How much is supplied at p* per seller in the limit."""
    p, total = sequence.p_star, Fraction(0)
    for part in sequence.spreads():
        if part.side is Side.SELLER:
            total += Fraction(part.mult, 2) * share_below(part.low, part.high, p)
    return total


def bound() -> "Expr":
    """L - G as a function of n: she loses more than that, under every tie rule."""
    from sympy import Symbol

    n = Symbol("n")
    lost = n / (2 * n - 1) * ((8 * n - 5) * n / (2 * n - 1) - 4) / (16 * n)
    gained = (n - 1) / (2 * n - 1) * ((10 * n + 1) - (8 * n - 8 * n / (n + 1) - 1)) / (16 * n)
    return lost - gained
