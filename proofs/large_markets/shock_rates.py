"""Theorem 5 as meant (5R): in G**, what is lost given a shock is excesses, and errors of belief.

Claim    k = l = 1. At every ω, φ and shock ω_0, in branch 4, with the messages of price takers,
         W*(ω_0) - Σ u_i <= |e_2''(p̃)| + 2 n δ'' + 4 n δ''' + C (|e_1'''(p̃)| + |e_2'''(p̂)|),
         e'' and e''' being excesses by second and third messages, C the largest cost or 1, and δ'', δ''' how
         far, at most, a buyer's worth by her group's, or all, signals is from her worth given ω_0.
Proof    As the duality lemma: W*(ω_0) <= Σ V_i(p̃), and a demand that is best for a worth δ away is a
         subgradient up to 2 δ, for n buyers of group 2; each of 2n buyers gets her third message, which is
         best but for 2 δ'''. A seller who is served less, or raised, loses C for each unit at the most, and
         |e'''| units are so.
Beliefs  E[1 - π(ω_0) | ω_0] <= Σ_ω' √(f_0(ω')/f_0(ω_0)) β^n after n signals, β = Σ √(f_b(·|ω_0) f_b(·|ω')) <=
         1 - ξ²/8: for 1 - π(ω_0) <= Σ_ω' min(1, odds of ω') <= Σ_ω' √odds.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import comb

from mechanisms.g_double_star.mechanism import MessageProfile
from mechanisms.large.surplus import largest_surplus, total_surplus
from mechanisms.markets.grouping import Group, Grouping, groupings
from mechanisms.markets.market import Side
from mechanisms.markets.prior import Signals
from mechanisms.sequences.shocks import Member, ShockSequence


def profiles(member: Member) -> Iterator[Signals]:
    """All of Ω."""
    return iter(member.sequence.macro(member.n).prior(member.g.market).profiles())


def sides(
    member: Member, omega: Signals, m: MessageProfile, phi: Grouping, shock: str
) -> tuple[Fraction, Fraction]:
    """What is lost in branch 4 when m = s(ω), and what the claim allows."""
    g, n = member.g, member.n
    traders = member.traders(omega, shock)
    one, two = phi.groups(n)
    hat, tilde = g.price(one, m), g.price(two, m)

    def excess(group: Group, p: int, b: int) -> int:
        supply = sum(m.sellers[i][p][0] for i in group.sellers)
        return abs(supply - sum(d[p][0] for d in g.demands(group, m, b)))

    def error(group: Group, known: list[str]) -> Fraction:
        belief = member.belief(known)
        return max(
            abs(member.worth(Side.BUYER, omega[i], belief) - traders[i].worth[1,]) for i in group.buyers
        )

    buyers = [omega[i] for i in g.market.buyers]
    second = error(two, [omega[i] for i in two.buyers])
    third = max(error(group, buyers) for group in (one, two))
    C = max([Fraction(1), *(traders[i].worth[1,] for i in g.market.sellers)])
    allowed = (
        excess(two, tilde, 2)
        + 2 * n * second
        + 4 * n * third
        + C * (excess(one, tilde, 4) + excess(two, hat, 4))
    )
    x = g.allocation(phi, 0, m, 4).x
    return largest_surplus([(trader, 1) for trader in traders]) - total_surplus(traders, x), allowed


def violation(sequence: ShockSequence, n: int, omegas: list[Signals]) -> str | None:
    """The first ω, φ and shock at which more is lost."""
    member = sequence.member(n)
    for omega in omegas:
        m = member.profile(omega)
        for phi in groupings(member.g.market):
            for shock in sequence.shocks:
                lost, allowed = sides(member, omega, m, phi, shock)
                if lost > allowed:
                    where = f"{sequence.name}, n = {n}: given {shock} at {omega}, {phi}"
                    return f"{where}: {lost} is lost, more than {allowed}"
    return None


def doubt(n: int, rate: Fraction) -> Fraction:
    """E[1 - π(ω_0) | ω_0] after n signals that speak for ω_0 with probability `rate`; even prior odds."""
    odds = (1 - rate) / rate  # of the other shock, for each signal more that speaks for ω_0 than against it
    return sum(
        (
            comb(n, k) * rate**k * (1 - rate) ** (n - k) * odds ** (2 * k - n) / (1 + odds ** (2 * k - n))
            for k in range(n + 1)
        ),
        Fraction(0),
    )


def doubt_is_bounded(n: int, rate: Fraction) -> bool:
    """Is it at most β^n, and β at most 1 - ξ²/8? By squares: β² = 4 rate (1 - rate), ξ = 2 |2 rate - 1|."""
    beta_squared, xi = 4 * rate * (1 - rate), 2 * abs(2 * rate - 1)
    return doubt(n, rate) ** 2 <= beta_squared**n and beta_squared <= (1 - xi**2 / 8) ** 2
