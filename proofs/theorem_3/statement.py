"""Theorem 3: without Condition 1, in large markets, the price-taking messages are dominant.

Claim    If every D_i is a singleton {m_i*}, there is n* such that for every n >= n* m* is the unique
         dominant message profile of G*, and it satisfies the participation constraint.  (paper, 2.4)
Refuted  Dominance quantifies over all messages of the others, likely or not. Whether m_i* is dominant does
         not depend on n at all (sharp form). Here a seller's second unit is almost free:
         cost(1) = 9/10, cost(2) = 19/20. At price 1/2 she supplies 2 and earns 1/20; when only one unit is
         asked of her she loses 2/5. The others can bring this about with probability 1/2 at every n.
See also  `large_markets.participation`, on the participation constraint.
"""

from fractions import Fraction

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, Side, price_grid
from mechanisms.markets.trader import separable, tabulated
from proofs.theorem_1.statement import IsolatedShortfall, price_taking_shortfalls

SELLER = tabulated(Side.SELLER, 1, 2, lambda x: (Fraction(0), Fraction(9, 10), Fraction(19, 20))[x[0]])


def instance(n: int) -> Instance:
    """Member n of a sequence of markets as section 2.4 asks for, with this seller as seller 1.

    k = 1, l = 2, T = 2^n. For the i-th of the other sellers, and of the buyers, both units cost or are worth
    (3i - 1)/(6n), i = 1, ..., 2n. That is never a price of a grid with T = 2^n, since 3 does not divide
    2^n (3i - 1), so every D_i is a singleton; and the excess supply per seller tends to ρ*(p) = 4p - 2, which
    rises and vanishes at p* = 1/2. One seller more or less changes no limit.
    """
    market = Market(n=n, k=1, l=2, P=price_grid(1, 2**n))
    units = [[[Fraction(3 * i - 1, 6 * n)] * 2] for i in range(1, 2 * n + 1)]
    sellers = [SELLER, *(separable(Side.SELLER, own) for own in units[1:])]
    buyers = [separable(Side.BUYER, own) for own in units]
    title = f"Theorem 3 fails at n = {n}"
    return Instance(title, GStar(market), (*sellers, *buyers), "Section 2.4, Theorem 3")


def find_shortfall(instance: Instance) -> IsolatedShortfall | None:
    """The first agent whose m_i* is not dominant, with the event in which it falls short, or None."""
    market = instance.mechanism.market
    found = (
        IsolatedShortfall(i, gap)
        for i in market.agents
        for gap in price_taking_shortfalls(market, instance.traders[i])
    )
    return next(found, None)
