"""The isolating profile for every n at once: its messages are G*'s own, the numbers of agents are symbols.

A group in which a_1 agents send message d_1, a_2 agents d_2, ... has the totals a_1 d_1 + a_2 d_2 + ...;
with n a symbol these are polynomials in n, and sympy decides inequalities between them for all n >= 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from mechanisms.g_star.plan_form import ISOLATED, isolating_profile
from mechanisms.markets.market import Bundle, Market, Message, Side

if TYPE_CHECKING:
    from sympy import Expr

Crowd: TypeAlias = "Sequence[tuple[Expr, Message]]"  # how many agents, and what each of them announces


@dataclass(frozen=True)
class IsolationForEveryN:
    """Evidence that at every n the others can single out residual r at the p-th price."""

    market: Market  # any n: only k, l and P matter
    side: Side  # of the agent in question
    p: int
    r: Bundle

    def holds(self) -> bool:
        """Recheck both cases of the proof of `isolating_profile` with n a symbol."""
        from sympy import Integer, Rational, Symbol, binomial, gammasimp

        n = Symbol("n", integer=True, positive=True)
        market = self.market
        i = market.sellers[0] if self.side is Side.SELLER else market.buyers[0]
        m = isolating_profile(market, i, self.p, self.r, own=((0,) * market.k,) * len(market.P))
        same, opposite = (
            (market.sellers, market.buyers) if self.side is Side.SELLER else (market.buyers, market.sellers)
        )
        rival, partner, blank = m[same[1]], m[opposite[0]], m[opposite[1]]
        nothing = (0,) * market.k

        # Case 1: the partner is in i's group. The other group clears at p, and only there.
        excess = [_excess(market, [(n, rival)], [(n, blank)], q) for q in range(len(market.P))]
        clears_at_p = all((e - excess[self.p]).is_positive for q, e in enumerate(excess) if q != self.p)
        # At any of the n places in the order i is left r: those before her take nothing.
        left = [_total([(Integer(1), partner), (n - 1, blank)], self.p, h) for h in range(market.k)]
        is_left_r = left == list(self.r) and rival[self.p] == nothing

        # Case 2: the partner is in the other group. Nobody opposite to i names anything, at any price.
        sells_nothing = all(bundle == nothing for bundle in blank)

        # The partner is in i's group at n of the 2n places: C(2n-1, n-1) of the C(2n, n) divisions.
        share = gammasimp(binomial(2 * n - 1, n - 1) / binomial(2 * n, n))
        return bool(
            self.r in market.X
            and clears_at_p
            and is_left_r
            and sells_nothing
            and share == Rational(ISOLATED.numerator, ISOLATED.denominator)
        )


def _total(crowd: Crowd, p: int, h: int) -> "Expr":
    from sympy import Integer

    return sum((count * message[p][h] for count, message in crowd), Integer(0))


def _excess(market: Market, one_side: Crowd, other_side: Crowd, p: int) -> "Expr":
    from sympy import Abs, Max

    return Max(*(Abs(_total(one_side, p, h) - _total(other_side, p, h)) for h in range(market.k)))
