"""Theorem 5, and participation at the end of section 3.4, where nobody's message turns on others' signals.

Then the groups are independent and alike given ω_0, and `mechanisms.large.drawn_thresholds` has the law of
the price in either; what a group trades at a price of the other one is a sum over how many sellers and buyers
are counted there. So all numbers are exact at every n.

rare shock       ε-efficiency is asked for given *every* ω_0, however unlikely. Given H nobody believes in it:
    firm buyers buy at every price what is worth nothing, and every unit costs more than 1/4. Without the
    purchases of F firm buyers, and the costliest sales, the surplus is F/4 higher, and E F = n: at every n
    the expected loss per capita is at least 1/16. It never is above 1: of 2n units none costs more than 1, or
    could be worth more. So 1/32 is lost with a probability of 1/32 at least.
dear sellers     Costs are not bounded. Given L a seller is willing at 1/2, and a buyer is not, with
    probability 1/2 each: the excesses e_1, e_2 of the groups at 1/2 are independent, and symmetric around 0.
    Where e_1 < 0 <= e_2 the price in group 1 is no higher than 1/2, so some seller of group 1 is forced to
    sell, first of all the first who is unwilling; at least half of the unwilling are dear. With P_0 =
    P(e_1 = 0) = C(2n, n)/4^n that has a probability of (1 - P_0²)/8 at least, and P_0² <= 1/(3n+1). A dear
    sale costs 4n + 2 and gives 1 at most: without it and one purchase the surplus is higher by more than 4n.
forced to sell   That each seller's cost is below p**(ω_0) for *some* ω_0 is not enough. Given L the costliest
    seller is unwilling at 7/16. She is first in her group with probability 1/n; the price is no higher than
    7/16 if the other group's excess there is not negative (probability at least (1 - n δ)/2, where δ =
    1/(n+1)³); her own group's is negative with probability at least 1/2, whatever group the others are in.
    Then she is forced to sell. She gains given L only at a price above her cost, for which some value given L
    must be a high one: at most n δ. Given H, or in the branches 1 to 3, she gains at most 1.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import accumulate, pairwise
from math import comb
from typing import TYPE_CHECKING

from gametheory.games.errors import InputError
from gametheory.games.exact import common_denominator
from mechanisms.g_double_star.mechanism import MessageProfile
from mechanisms.large.drawn_thresholds import DrawnGroup
from mechanisms.large.surplus import largest_surplus, total_surplus
from mechanisms.markets.market import Side, Tie
from mechanisms.markets.prior import Shock
from mechanisms.sequences.shock_catalogue import DEAR, FORCED, RARE
from mechanisms.sequences.shocks import Block, ShockSequence
from proofs.large_markets import assumptions_3_4 as assumptions
from proofs.large_markets.for_every_n import central_binomials_are_bounded, never_negative
from proofs.large_markets.with_a_shock import WithAShock

if TYPE_CHECKING:
    from sympy import Expr


class _OwnSignals(WithAShock):
    """What these have in common: formulas for the lowest clearing prices."""

    replays, largest = (1,), 40

    def covers(self, sequence: ShockSequence) -> bool:
        return super().covers(sequence) and sequence.tie is Tie.LOWEST


class RareShock(_OwnSignals):
    """What is expected to be lost per capita, given the rare shock."""

    reason = "rare shock"
    words = "the expected loss per capita, given the rare shock, where none is above 1,"
    sequence = RARE

    def replayed(self, sequence: ShockSequence, n: int) -> Fraction:
        return sum((share * lost for share, lost, _ in _draws(sequence, n, "H")), Fraction(0)) / (4 * n)

    def formula(self, sequence: ShockSequence, n: int) -> Fraction:
        group = _Given(sequence, n, "H")
        return (group.largest() - 2 * group.over_prices(group.surplus)) / (4 * n)

    def is_at_least(self, sequence: ShockSequence, least: Fraction, start: int) -> bool:
        return assumptions.nobody_is_moved(sequence) and least <= Fraction(1, 16)


class DearSellers(_OwnSignals):
    """The probability, given L, that a dear seller of group 1 sells: then 1 or more per capita is lost."""

    reason = "dear sellers"
    words = "the probability, given L, that a dear seller of group 1 sells, which loses 1 per capita,"
    sequence = DEAR

    def replayed(self, sequence: ShockSequence, n: int) -> Fraction:
        total = Fraction(0)
        for share, lost, sells in _draws(sequence, n, "L"):
            total += share * ("dear1" in sells and lost >= 4 * n)
        return total

    def formula(self, sequence: ShockSequence, n: int) -> Fraction:
        group = _Given(sequence, n, "L")
        return group.over_prices(group.dear_sale)

    def bound(self, sequence: ShockSequence) -> "Expr":
        """The probability is at least this function of n."""
        from sympy import Symbol

        n = Symbol("n")
        return (1 - 3 * sequence.eta(n)) * (1 - 1 / (3 * n + 1)) / 8

    def is_at_least(self, sequence: ShockSequence, least: Fraction, start: int) -> bool:
        from sympy import Rational

        return central_binomials_are_bounded() and never_negative(
            self.bound(sequence) - Rational(least.numerator, least.denominator), start
        )


class ForcedToSell(_OwnSignals):
    """n times what the costliest seller expects to lose, given her signal."""

    reason = "participation"
    words = "n times what a seller expects to lose"
    sequence = FORCED

    def broken(self, sequence: ShockSequence) -> list[str]:
        highest = max(sequence.p_star.values())
        below = all(
            block.high <= highest and block.a < 0 and block.per_n == 0 for block in sequence.of(Side.SELLER)
        )
        return [*super().broken(sequence), *([] if below else ["some p**(ω_0) is above each cost"])]

    def replayed(self, sequence: ShockSequence, n: int) -> Fraction:
        instance = sequence.market(n)
        member, own = sequence.member(n), f"costly{n}"
        total = Fraction(0)
        for omega, share in instance.prior.given({0: own}).items():
            m, trader = member.profile(omega), instance.traders[0].at[omega]
            for phi, p, b, weight in member.g.draws():
                a = member.g.allocation(phi, p, m, b)
                total += share * weight * trader.payoff(a.x[0], a.q[0])
        return -n * total

    def formula(self, sequence: ShockSequence, n: int) -> Fraction:
        # Sellers' signals say nothing about the shock.
        total = Fraction(0)
        for shock, f_0 in sequence.prior.items():
            group = _Given(sequence, n, shock)
            total += f_0(Fraction(n)) * group.over_prices(group.payoff_of_the_costliest)
        return -n * total

    def bound(self) -> "Expr":
        """n times the loss is at least this function of n."""
        from sympy import Rational, Symbol

        n = Symbol("n")
        delta = 1 / (n + 1) ** 3  # also η, and the probability of H
        loss = Rational(7, 16) - 3 / (32 * n)
        forced = (1 - n * delta) / 2 * Rational(1, 2) / n
        return n * ((1 - delta) * (1 - 3 * delta) * loss * forced - n * delta - delta - 3 * delta)

    def is_at_least(self, sequence: ShockSequence, least: Fraction, start: int) -> bool:
        from sympy import Rational

        return never_negative(self.bound() - Rational(least.numerator, least.denominator), start)


class _Given:
    """A group given a shock, where messages turn on own signals alone, at the lowest clearing prices."""

    def __init__(self, sequence: ShockSequence, n: int, shock: str) -> None:
        if sequence.tie is not Tie.LOWEST:
            raise InputError(f"tie: lowest, got {sequence.tie.value}")
        self.sequence, self.n, self.shock = sequence, n, shock
        self.T = sequence.T(n)
        self.rows = {side: [row for block in sequence.of(side) for row in self._rows(block)] for side in Side}
        self.scale = {
            side: common_denominator(share for _, _, share in rows) for side, rows in self.rows.items()
        }
        weights: dict[Side, dict[int, int]] = {side: {} for side in Side}
        for side, rows in self.rows.items():
            for place, _, share in rows:
                weights[side][place] = weights[side].get(place, 0) + int(share * self.scale[side])
        self.group = DrawnGroup(n, self.T + 1, weights[Side.SELLER], weights[Side.BUYER])

    def _rows(self, block: Block) -> Iterator[tuple[int, Fraction, Fraction]]:
        """Of each signal: from which place on she is counted, what a unit is worth, the probability."""
        share = block.share[self.shock](Fraction(self.n)) / block.count(self.n)
        believed = self.sequence.believed or self.shock
        for worth in block.worths(self.n):
            at = (worth + block.shift_at(believed, self.n)) * self.T
            place = at.numerator // at.denominator + 1 if block.side is Side.SELLER else -(-at // 1)
            yield min(max(place, 0), self.T + 1), worth + block.shift_at(self.shock, self.n), share

    def over_prices(self, at: Callable[[int], Fraction]) -> Fraction:
        """The mean over the price that the group takes: that of the other one, or in branches 1 to 3 any."""
        eta = Fraction(self.sequence.eta(Fraction(self.n)))
        law = {p: (1 - 3 * eta) * share for p, share in self.group.price_law.items()}
        for p in range(self.T + 1):
            law[p] = law.get(p, Fraction(0)) + 3 * eta / (self.T + 1)
        return sum((share * at(p) for p, share in law.items()), Fraction(0))

    def surplus(self, p: int) -> Fraction:
        """What the group's trade is expected to be worth."""
        n, demand = self.n, self._mean(Side.BUYER, lambda place: place > p)[0]
        supply, cost = self._mean(Side.SELLER, lambda place: place <= p)
        gain = self._mean(Side.BUYER, lambda place: place > p)[1]
        dearer = self._mean(Side.SELLER, lambda place: place > p)[1]
        offered, wanted = self.group.law(p)
        wanted.reverse()  # by how many are not counted
        more = [[*accumulate(reversed(own))][::-1] for own in (offered, wanted)]
        both = Fraction(sum(a * b for a, b in zip(more[0][1:], more[1][1:], strict=True)), self.group.whole)
        total = n * gain
        if supply:
            total -= both * cost / supply
        if supply < 1:
            total -= (n * demand - both) * dearer / (1 - supply)
        return total

    def _mean(self, side: Side, chosen: Callable[[int], bool]) -> tuple[Fraction, Fraction]:
        """The probability of such a place, and that times what a unit is worth then."""
        some = [(share, worth) for place, worth, share in self.rows[side] if chosen(place)]
        return sum((share for share, _ in some), Fraction(0)), sum((s * w for s, w in some), Fraction(0))

    def largest(self) -> Fraction:
        """E[W* | ω_0]: at each worth x the next unit is traded if a seller below and a buyer above are left.

        So W* is the integral over x of min(#{costs <= x}, #{values > x}).
        """
        n, total = self.n, Fraction(0)
        ends = sorted({worth for rows in self.rows.values() for _, worth, _ in rows})
        for x, y in pairwise(ends):
            below = sum((share for _, worth, share in self.rows[Side.SELLER] if worth <= x), Fraction(0))
            above = sum((share for _, worth, share in self.rows[Side.BUYER] if worth > x), Fraction(0))
            tails = []
            for share in (below, above):
                a, b = share.numerator, share.denominator - share.numerator
                law = [comb(2 * n, m) * a**m * b ** (2 * n - m) for m in range(2 * n + 1)]
                tails.append([*accumulate(reversed(law))][::-1])
            units = sum(one * other for one, other in zip(tails[0][1:], tails[1][1:], strict=True))
            total += (y - x) * Fraction(units, (below.denominator * above.denominator) ** (2 * n))
        return total

    def dear_sale(self, p: int) -> Fraction:
        """The probability that a dear seller is raised: somebody who never offers."""
        n, group = self.n, self.group
        dear, rest = group.sellers[self.T + 1], sum(group.sellers.values()) - group.counted(p)[0]
        offered, wanted = group.law(p)
        none = 0  # over rest^n
        for a, sold in enumerate(offered):
            for b, out in enumerate(wanted):
                raised = max(n - a - b, 0)
                none += sold * out * (rest - dear) ** raised * rest ** (n - raised)
        return 1 - Fraction(none, group.whole * rest**n)

    def payoff_of_the_costliest(self, p: int) -> Fraction:
        """What the seller of the highest cost is expected to earn in a group at the p-th price.

        With M of the n - 1 others and her offering she sells if she is among the first of M + 1, where K
        units are wanted; if she does not offer, she is raised if K - M is no less than her place among the
        n - M who do not. C(n-1, M)/(M+1) = C(n, M+1)/n, and C(n-1, M)/(n-M) = C(n, M)/n.
        """
        n, group = self.n, self.group
        place, cost, _ = max(self.rows[Side.SELLER], key=lambda row: row[1])
        here, whole = group.counted(p)[0], sum(group.sellers.values())
        wanted = group.law(p)[1][::-1]
        offers = place <= p
        total = 0
        for M in range(n):
            ways = (comb(n, M + 1) if offers else comb(n, M)) * here**M * (whole - here) ** (n - 1 - M)
            if ways:
                units = ((min(M + 1, K) if offers else max(K - M, 0)) for K in range(n + 1))
                total += ways * sum(w * x for w, x in zip(wanted, units, strict=True))
        sold = Fraction(total, n * whole ** (n - 1) * sum(group.buyers.values()) ** n)
        return sold * (Fraction(p, self.T) - cost)


def _draws(sequence: ShockSequence, n: int, shock: str) -> Iterator[tuple[Fraction, Fraction, set[str]]]:
    """Given the shock, over all ω, φ, p and b: the probability, what is lost, and the signals of those
    sellers of group 1 who sell."""
    instance, member = sequence.market(n), sequence.member(n)
    market, macro = member.g.market, sequence.macro(n)
    given = _shock(macro.shocks, shock)
    for omega in instance.prior.profiles():
        share = macro.joint(market, given, omega) / given.probability
        traders = member.traders(omega, shock)
        best = largest_surplus([(trader, 1) for trader in traders])
        m: MessageProfile = member.profile(omega)
        for phi, p, b, weight in member.g.draws():
            x = member.g.allocation(phi, p, m, b).x
            sells = {omega[i] for i in phi.groups(n)[0].sellers if any(x[i])}
            yield share * weight, best - total_surplus(traders, x), sells


def _shock(shocks: tuple[Shock, ...], name: str) -> Shock:
    return next(each for each in shocks if each.name == name)
