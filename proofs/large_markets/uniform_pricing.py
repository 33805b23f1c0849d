"""Uniform pricing in Theorem 2 needs a zero of ρ* that is unique: the two groups' prices stay apart.

In a group the excess supply at a price is minus n plus the number of its members with thresholds below. Let A
sellers and B buyers of the lower block be in group 1.

gap           The groups' excesses between the blocks are K = A + B - n and -K. If K is not 0 one group clears
              in the lower block and the other in the upper one, whatever clearing price each takes; if it is
              0 both clear from 2/5 to 3/5. P(K = 0) = Σ_a C(n, a)⁴ / C(2n, n)².
anchored gap  Group 1 has s of the seller and b of the buyer at 1/2. Its excess is K at first, K + s + b after
              1/2; that of group 2 is -K-1, then 1 - K - s - b. Every clearing price of the one is in the
              lower and every one of the other in the upper block if and only if K >= 1 and K + s + b >= 2, or
              K <= -2 and K + s + b <= -1. All but four values of K suffice for it.
special buyer The group without her clears at every price from 1/3 on and takes 1; the other takes 1/2.
"""

from fractions import Fraction
from math import comb

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.clearing import excess
from mechanisms.markets.grouping import Group, grouping_count, groupings
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Message, Side
from mechanisms.markets.price_taking import price_taking
from mechanisms.sequences.catalogue import ANCHORED_GAP, GAP, SPECIAL_BUYER
from mechanisms.sequences.steps import Spread, StepSequence
from proofs.large_markets import assumptions
from proofs.large_markets.for_every_n import misses_most
from proofs.large_markets.quantity import Quantity

ENDS = {
    GAP.name: (Fraction(2, 5), Fraction(3, 5)),
    ANCHORED_GAP.name: (Fraction(2, 5), Fraction(3, 5)),
    SPECIAL_BUYER.name: (Fraction(1, 2), Fraction(1)),
}
EXCEPTIONS = {GAP.name: 1, ANCHORED_GAP.name: 4}  # values of K that do not suffice


class PricesApart(Quantity[StepSequence]):
    """The probability that one group's price is no higher than the gap's lower end, the other's no lower than
    its upper one.

    Where the whole market has the same p* whichever clearing price it takes, that is asked of all clearing
    prices of both groups; else of those that the tie rule takes.
    """

    reason = "uniform pricing"
    words = "the probability that the groups' prices are on the two sides of the gap"

    def broken(self, sequence: StepSequence) -> list[str]:
        return assumptions.broken(sequence)

    def missing(self, sequence: StepSequence) -> list[str]:
        return assumptions.missing(sequence)

    def covers(self, sequence: StepSequence) -> bool:
        return sequence.name in ENDS

    def replayed(self, sequence: StepSequence, n: int) -> Fraction:
        instance = sequence.market(n)
        m = [next(iter(price_taking(t, instance.mechanism.market))) for t in instance.traders]
        every = sequence.first_zero[0] == sequence.last_zero[0]
        low, high = ENDS[sequence.name]

        def ends(group: Group) -> tuple[Fraction, Fraction]:
            return _clearing(instance, group, m) if every else _taken(instance, group, m)

        count = 0
        for phi in groupings(instance.mechanism.market):
            (a, b), (c, d) = map(ends, phi.groups(n))
            count += (b <= low and high <= c) or (d <= low and high <= a)
        return Fraction(count, grouping_count(instance.mechanism.market))

    def formula(self, sequence: StepSequence, n: int) -> Fraction:
        if sequence.name == GAP.name:
            return 1 - Fraction(sum(comb(n, a) ** 4 for a in range(n + 1)), comb(2 * n, n) ** 2)
        if sequence.name == ANCHORED_GAP.name:
            return _anchored(n)
        return Fraction(1)

    def is_at_least(self, sequence: StepSequence, least: Fraction, start: int) -> bool:
        if sequence.name == SPECIAL_BUYER.name:
            return least <= 1 and sequence.tie is SPECIAL_BUYER.tie and _one_buyer_is_special(sequence)
        return misses_most(EXCEPTIONS[sequence.name], start, least)


def _clearing(instance: Instance, group: Group, m: list[Message]) -> tuple[Fraction, Fraction]:
    """The lowest and the highest of the group's clearing prices."""
    market = instance.mechanism.market
    supplies, demands = [m[i] for i in group.sellers], [m[i] for i in group.buyers]
    excesses = [excess(market, supplies, demands, p) for p in range(len(market.P))]
    places = [p for p, value in enumerate(excesses) if value == min(excesses)]
    return market.P[places[0]][0], market.P[places[-1]][0]


def _taken(instance: Instance, group: Group, m: list[Message]) -> tuple[Fraction, Fraction]:
    g = instance.mechanism
    assert isinstance(g, GStar)
    price = g.market.P[g.price(group, m)][0]
    return price, price


def _anchored(n: int) -> Fraction:
    total = 0
    for s in range(2):
        for b in range(2):
            for lower_sellers in range(n - s + 1):
                for lower_buyers in range(n - b + 1):
                    K = lower_sellers + lower_buyers - n
                    if (K >= 1 and K + s + b >= 2) or (K <= -2 and K + s + b <= -1):
                        sellers = comb(n, lower_sellers) * comb(n - 1, n - s - lower_sellers)
                        buyers = comb(n - 1, lower_buyers) * comb(n, n - b - lower_buyers)
                        total += sellers * buyers
    return Fraction(total, comb(2 * n, n) ** 2)


def _one_buyer_is_special(sequence: StepSequence) -> bool:
    """Are all costs below the gap, one value at its lower end, and all others above every price, at every n?

    A threshold that is off the grid by a/(d n) is less than a step 1/(tau n) above its `low`.
    """
    low, high = ENDS[sequence.name]
    sellers = [part for part in sequence.parts if part.side is Side.SELLER]
    buyers = [part for part in sequence.singles() if part.side is Side.BUYER]
    special = [part for part in buyers if part.low <= high]
    return (
        not assumptions.broken(sequence)
        and all(isinstance(part, Spread) for part in sellers)
        and all(part.high < low and part.a <= 0 and part.add == 0 for part in sequence.spreads())
        and len(special) == 1
        and (special[0].low, special[0].mult, special[0].add, special[0].weight) == (low, 0, 1, 1)
        and 0 < special[0].a * sequence.tau < special[0].d
    )
