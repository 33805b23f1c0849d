"""Efficiency in Theorem 2 needs payoffs that are bounded: one buyer's value grows, and nobody sees it.

Expected surplus, for distinct thresholds with a grid price between any two: the other group takes the price
just after its n-th threshold. Let that have rank r among all 4n, with s sellers and t buyers among the first
r. A group with a sellers and b = r - n - a buyers among them trades min(a, n - b) times; who trades is random
among those who want to, so each trade is worth the mean value of the later buyers less the mean cost of the
earlier sellers (whoever has rank r is in the other group).

Bound. Let Δ be the excess of the other group at 1/2; Δ = A + B - n. If Δ > 0 the other group's price lies Δ
thresholds or more below 1/2, under every tie rule. There the excess demand of her own group is Δ at least,
since the whole market's excess is zero at 1/2 and a threshold further down is one unit. She wants to buy at
every price, and her place is random among at most n who do: she is left out with a probability of Δ/n or
more. Then the surplus is short by V - 1, since without her a seller of cost below 1 is idle. So the loss per
capita is at least (V - 1) EΔ⁺/(4 n²), and EΔ⁺ = E|Δ|/2, as the groups may be exchanged.
"""

from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING

from gametheory.games.exact import common_denominator
from mechanisms.large.surplus import largest_surplus, total_surplus
from mechanisms.markets.grouping import grouping_count, groupings
from mechanisms.markets.market import Side, Tie
from mechanisms.markets.price_taking import price_taking
from mechanisms.sequences.catalogue import TOP_BUYER, TOP_BUYER_SLOW
from mechanisms.sequences.steps import StepSequence
from proofs.large_markets import assumptions
from proofs.large_markets.for_every_n import moments_of_imbalance, never_negative
from proofs.large_markets.quantity import Quantity

if TYPE_CHECKING:
    from sympy import Expr


class LossPerCapita(Quantity[StepSequence]):
    """The expected loss of surplus per capita."""

    reason = "efficiency"
    words = "the expected loss of surplus per capita"

    def broken(self, sequence: StepSequence) -> list[str]:
        return assumptions.broken(sequence)

    def missing(self, sequence: StepSequence) -> list[str]:
        return assumptions.missing(sequence)

    def covers(self, sequence: StepSequence) -> bool:
        return sequence.name in (TOP_BUYER.name, TOP_BUYER_SLOW.name) and sequence.tie is Tie.LOWEST

    def replayed(self, sequence: StepSequence, n: int) -> Fraction:
        instance = sequence.market(n)
        g, market = instance.mechanism, instance.mechanism.market
        m = [next(iter(price_taking(trader, market))) for trader in instance.traders]
        total = sum(
            (total_surplus(instance.traders, g.allocation(phi, m).x) for phi in groupings(market)),
            Fraction(0),
        )
        best = largest_surplus([(trader, 1) for trader in instance.traders])
        return (best - total / grouping_count(market)) / len(market.agents)

    def formula(self, sequence: StepSequence, n: int) -> Fraction:
        return expected_loss(sequence, n) / (4 * n)

    def is_at_least(self, sequence: StepSequence, least: Fraction, start: int) -> bool:
        from sympy import Rational

        square = Rational(least.numerator, least.denominator) ** 2
        return never_negative(square_of_the_bound(sequence) - square, start)


def square_of_the_bound(sequence: StepSequence) -> "Expr":
    """A rational function of n that is no more than the square of (V - 1) E|Δ|/(8n²), for n >= 1.

    (V - 1)² is n⁴ for V = n² + 1, and n² ⌊√n⌋² >= n³/4 for V = n ⌊√n⌋ + 1, as ⌊x⌋ >= x/2 for x >= 1.
    """
    from sympy import Symbol

    n = Symbol("n")
    second, fourth = moments_of_imbalance()
    worth = n**4 if sequence.name == TOP_BUYER.name else n**3 / 4
    return worth * second**3 / fourth / (64 * n**4)


def expected_loss(sequence: StepSequence, n: int) -> Fraction:
    """W* less the expected surplus of G*, where a grid price lies between any two thresholds up to 1."""
    if sequence.tie is not Tie.LOWEST:
        raise ValueError(f"the formula is for the lowest clearing price, not the {sequence.tie.value}")
    order = sorted((threshold, side is Side.SELLER) for side, threshold, _ in sequence.agents(n))
    unit = common_denominator(threshold for threshold, _ in order)
    ranked = [(int(threshold * unit), sells) for threshold, sells in order]
    costs = [t for t, sells in ranked if sells]
    values = [t for t, sells in reversed(ranked) if not sells]
    best = sum(max(v - c, 0) for v, c in zip(values, costs, strict=True))
    total, denominator = Fraction(0), comb(2 * n, n) ** 2
    s = t = early = 0
    late = sum(values)
    for r, (threshold, sells) in enumerate(ranked, start=1):
        before = (s, t)
        if sells:
            s += 1
        else:
            t, late = t + 1, late - threshold
        S, R = 2 * n - s, 2 * n - t
        trades = 0
        for a in range(max(0, r - n - before[1]), min(before[0], n, r - n) + 1):
            b = r - n - a
            if b <= n:
                ways = comb(before[0], a) * comb(before[1], b) * comb(S, n - a) * comb(R, n - b)
                trades += ways * min(a, n - b)
        if trades:
            total += trades * (Fraction(late, R) - Fraction(early, before[0]))
        if sells:
            early += threshold
    return (best - 2 * total / denominator) / unit
