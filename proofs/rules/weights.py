"""The lotteries of G** and G+: whether the probabilities of all (φ, p, b) are positive and sum to 1.

printed  η/((2n!)²T) and (1-3η)/((2n!)²T) in G**, η/((2n!)²T) and (1-6η)/((2n!)²T) in G+, for η in (0, 1/2);
read     ((2n)!)²|P| in the denominator, in G+ ((rn)!)²|P|, for η in (0, 1/3) and (0, 1/6).  (paper, 3.2, 3.5)
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from mechanisms.markets.branch_mechanism import BranchMechanism, LotteryError
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.market import show_size
from proofs.claims.claim import Watch
from proofs.claims.scopes import number_of
from proofs.claims.verdict import Finding, Witnessed, held, refuted

FEW_GROUPINGS = 1_000  # up to here weights are added up over Φ itself

Lottery: TypeAlias = BranchMechanism[Any]


@dataclass(frozen=True)
class PrintedWeights:
    """Evidence that the probabilities as printed do not sum to 1."""

    T: int

    def total(self, g: Lottery) -> Fraction:
        """Their sum over all φ, p and b; they are the same for every φ and p."""
        draws = grouping_count(g.market) * len(g.market.P)
        return sum((g.printed_weight(b, self.T) for b in g.branches), Fraction(0)) * draws

    def holds(self, g: Lottery) -> bool:
        """Recheck by adding up."""
        return self.total(g) != 1

    def describe(self, g: Lottery) -> str:
        """The sum, and at which size."""
        return f"the printed weights sum to {self.total(g)} at {show_size(g.market)}"


def last_branch(g: Lottery, eta: Fraction) -> str:
    """What the printed range (0, 1/2) leaves the last branch at some η in it.

    >>> from mechanisms.g_double_star.mechanism import GDoubleStar
    >>> from mechanisms.markets.market import Market, price_grid
    >>> last_branch(GDoubleStar(Market(1, 1, 1, price_grid(1, 1)), Fraction(1, 10)), Fraction(2, 5))
    'at η = 2/5 branch 4 has weight 1-3η = -1/5'
    """
    *small, last = g.branches
    return f"at η = {eta} branch {last} has weight 1-{len(small)}η = {1 - len(small) * eta}"


def as_printed(watch: Watch, lotteries: Iterable[tuple[int, Lottery]], eta: Fraction) -> Finding:
    """*Refuted* by the sums at the sizes (T, mechanism) where they are not 1; *held* where all are."""
    found, cases = [], 0
    for T, g in lotteries:
        watch(show_size(g.market))
        cases += 1
        if PrintedWeights(T).holds(g):
            found.append((T, g))
    if not found:
        return held(cases, number_of(cases, "size"), "they sum to 1")
    sums = dict.fromkeys(f"{PrintedWeights(T).total(g)} at {show_size(g.market)}" for T, g in found)
    return refuted(
        f"η = {found[0][1].eta}",
        f"with (2n!)² read as |Φ| they sum to {'; '.join(sums)}; {last_branch(found[0][1], eta)}",
        Witnessed(PrintedWeights(found[0][0]), found[0][1]),
    )


def as_read(
    watch: Watch,
    lotteries: Iterable[Lottery],
    refused: Sequence[Fraction],
    make: Callable[[Fraction], Lottery],
    scope: str,
) -> Finding:
    """*Held* where the weights are positive and sum to 1, and no η in `refused` makes a mechanism."""
    cases = 0
    for g in lotteries:
        watch(show_size(g.market))
        cases += 1
        draws = grouping_count(g.market) * len(g.market.P)
        total = sum((g.weight(b) for b in g.branches), Fraction(0)) * draws
        # Over all draws themselves where Φ is small enough to be listed.
        few = grouping_count(g.market) <= FEW_GROUPINGS
        listed = sum((share for *_, share in g.draws()), Fraction(0)) if few else total
        if not total == listed == 1 or min(map(g.weight, g.branches)) <= 0:
            return refuted(show_size(g.market), f"they sum to {listed}")
    for eta in refused:
        try:
            make(eta)
        except LotteryError:
            continue
        return refuted(f"η = {eta}", "accepted")
    return held(cases, scope, "positive, and they sum to 1")
