"""A bound on the loss of G* for one commodity, from the duality lemma: it needs no limit and no unique zero.

Let e_g be the excess supply of group g, e = e_1 + e_2, Δ = e_1 - e_2, p* the price that clears the whole
market, B what a rationed unit costs an agent at most, and s how far apart prices can be. As price-taking
messages are subgradients of indirect utilities,

    W* - Σ u_i  <=  B (|e_1(p̃)| + |e_2(p̂)|) + s min(|e_1(p̂)|, |e_2(p̃)|)          for every φ.

Since p̃ clears group 2 best, |e_2(p̃)| <= |e_2(p*)| <= (|e(p*)| + |Δ(p*)|) / 2, and |e_1(p̃)| is at most
that and sup |Δ|; likewise for the other group. So the sum is at most (B + s/2)(|e(p*)| + |Δ(p*)|) + 2 B
sup |Δ|. Then

- E |Δ(p*)| <= l n √(2 / (2n - 1)), the standard deviation at its largest, and
- E sup |Δ| <= 2 l κ_n: by units and by sides, as the price rises Δ is a walk of n steps up and n steps
  down, and κ_n the mean of the largest distance of such a walk from 0, by the reflection principle.
"""

from fractions import Fraction
from math import comb, isqrt

from gametheory.games.errors import InputError
from mechanisms.large.types import LargeMarket
from mechanisms.markets.market import Market, Tie

ONE = Fraction(1)
DIGITS = 10**12  # to which a root is rounded, upwards


def loss_bound(of: LargeMarket) -> Fraction:
    """A rational upper bound on the loss per capita, (B + s/2)(e_0 + E |Δ(p*)|) + 2 B E sup |Δ|, over 4n."""
    market = of.market
    if market.k != 1:
        raise InputError(f"k: one commodity, got {market.k}")
    return efficiency_bound(market.n, market.l, cost_of_rationing(of), abs(whole_excess(of)), spread(market))


def efficiency_bound(n: int, l: int, B: Fraction, e_0: int, s: Fraction = ONE) -> Fraction:
    """2E, per capita, whatever the market is: B is what a rationed unit costs at most, e_0 = |e(p*)|."""
    at_p = l * n * root_above(Fraction(2, 2 * n - 1))
    everywhere = 2 * l * walk_mean(n)
    return ((B + s / 2) * (e_0 + at_p) + 2 * B * everywhere) / (4 * n)


def n_star(epsilon: Fraction, l: int, B: Fraction, e_0: int, s: Fraction = ONE) -> int:
    """From which n on the loss per capita is at most ε, by 2E: n*(ε) = (K/ε)², rounded up.

    With n √(2/(2n-1)) <= √n + 1 and κ_n <= 2√n - 1 the bound is at most K/√n, where
    K = ((B + s/2)(e_0 + 2l) + 8 B l)/4.

    >>> [n_star(Fraction(1, d), 1, Fraction(1), 0) for d in (1, 10, 1000)]  # K = 11/4
    [8, 757, 7562500]
    """
    K = ((B + s / 2) * (e_0 + 2 * l) + 8 * B * l) / 4
    square = (K / epsilon) ** 2
    return -(-square.numerator // square.denominator)


def walk_mean(n: int) -> Fraction:
    """κ_n: the mean of max |S| over all walks of n steps up and n steps down.

    By reflection at λ and -λ in turn, P(max |S| >= λ) = 2 Σ_i (-1)^(i+1) C(2n, n + iλ) / C(2n, n), i >= 1.

    >>> [str(walk_mean(n)) for n in (1, 2)]  # of two steps up and two down, two walks of six reach ±2
    ['1', '4/3']
    """
    total = sum(
        2 * (1 if i % 2 else -1) * comb(2 * n, n + i * reach)
        for reach in range(1, n + 1)
        for i in range(1, n // reach + 1)
    )
    return Fraction(total, comb(2 * n, n))


def root_above(x: Fraction) -> Fraction:
    """A fraction no smaller than √x, and larger by less than 10^-11.

    >>> root_above(Fraction(2)) ** 2 > 2
    True
    """
    return Fraction(isqrt(x.numerator * DIGITS**2 // x.denominator) + 1, DIGITS)


def spread(market: Market) -> Fraction:
    """s: how far apart prices of the first commodity can be, at least 1, as in the paper."""
    prices = [p[0] for p in market.P]
    return max(ONE, max(prices) - min(prices))


def whole_excess(of: LargeMarket) -> int:
    """e(p*): the whole market's excess supply at the price that clears it best."""
    return _excesses(of)[_clearing(of)]


def whole_price(of: LargeMarket) -> int:
    """The place in P of p*, the price that clears the whole market best."""
    j = _clearing(of)
    ends = [*of.places[1:], len(of.market.P)]
    return of.places[j] if of.market.tie is Tie.LOWEST else ends[j] - 1


def _clearing(of: LargeMarket) -> int:
    distances = list(map(abs, _excesses(of)))
    least = min(distances)
    if of.market.tie is Tie.LOWEST:
        return distances.index(least)
    return len(distances) - 1 - distances[::-1].index(least)


def _excesses(of: LargeMarket) -> list[int]:
    supply, demand = (
        [sum(one.demand.at(p)[0] * one.count for one in side) for p in of.places]
        for side in (of.sellers, of.buyers)
    )
    return [a - b for a, b in zip(supply, demand, strict=True)]


def cost_of_rationing(of: LargeMarket) -> Fraction:
    """B: what an agent loses at most for each unit of which she trades less than she names, at any price of
    P.

    On a step of her message both payoffs are linear in the price, so the ends of the step are enough.
    """
    P, found = of.market.P, Fraction(0)
    for one in of.sellers + of.buyers:
        ends = [*one.demand.places[1:], len(P)]
        for start, end, (want,) in zip(one.demand.places, ends, one.demand.bundles, strict=True):
            for p in (P[start], P[end - 1]):
                hoped = one.trader.payoff((want,), p)
                losses = ((hoped - one.trader.payoff((x,), p)) / (want - x) for x in range(want))
                found = max(found, *losses) if want else found
    return found
