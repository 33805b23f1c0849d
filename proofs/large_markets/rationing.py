"""How likely somebody is rationed, and what participation costs then (3P).

Lemma   On a side with W willing agents, of whose wants e units cannot be met, each is rationed with a
        probability of min(1, e/W) at the most. For she is rationed if and only if those after her want fewer
        than e units in all; each wants one at least, so fewer than e are after her, and her place is random.
3P      k = 1, payoffs bounded. E|e_1(p̃)| <= E_n = (e_0 + E|Δ(p*)|)/2 + E sup|Δ| by `rates`. If at least w on
        her side of her group are willing, but for a probability of P_w, she expects at least minus
        B' (E_n/w + P_w), where B' is what rationing may cost her. With w proportional to n that vanishes;
        where V_i is at least δ near p*, it is no more than δ from some n on, and she gains.
Here    In the sequence "pair", w = n/8: a quarter of the buyers have values above 3/4. By Chebyshev fewer
        than n/8 of them are in her group with a probability of 16/n at the most; and no group's price is
        above 3/4 but for the probability of 2U. B' = 2.
n*(ε)   With n √(2/(2n-1)) <= √n + 1 and κ_n <= 2√n the bound is 2 (8 (9√n + 1)/n + 16/n + 6 exp(-x)) at most,
        x = (n-1)²/(32 (n+1)) >= n/64 from n = 5 on; and from n = 300 on 6 exp(-n/64) <= 24/n, since exp(n/64)
        >= 2^(n/45), which is above n/4 at 300 and rises faster. So it is at most 2 (72/√n + 48/n) <= 240/√n.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations
from math import comb

from mechanisms.large.bound import root_above, walk_mean
from mechanisms.markets.rationing import serve_in_order
from mechanisms.sequences.catalogue import PAIR
from proofs.large_markets.rates import exp_above

COST = 2  # B'


def shares_rationed(wants: Sequence[int], total: int) -> list[Fraction]:
    """How likely each of those who want something is to get less, over all orders."""
    counts = [0] * len(wants)
    orders = list(permutations(range(len(wants))))
    for order in orders:
        served = serve_in_order([wants[i] for i in order], total)
        for i, amount in zip(order, served, strict=True):
            counts[i] += amount < wants[i]
    return [Fraction(count, len(orders)) for count in counts]


def most_likely_rationed(wants: Sequence[int], total: int) -> Fraction:
    """min(1, e/W)."""
    return min(Fraction(1), Fraction(max(sum(wants) - total, 0), len(wants)))


def payoff_of_the_pair(n: int) -> Fraction:
    """What the buyer of the sequence "pair" who wants two units expects, at the lowest clearing prices.

    The other group takes the price r/(4n) if its n-th threshold has rank r, among 2n sellers and 2n - 1
    buyers with thresholds (2r-1)/(8n), alternately. With a sellers and b buyers of her group among these, W =
    n - 1 - b others want a unit, and she comes after any number of them with the same probability.
    """
    theta, total = Fraction(3, 4) + Fraction(1, 8 * n), Fraction(0)
    for r in range(n, 3 * n + 1):
        sells = r % 2 == 1  # costs are those of odd rank
        s, t = (r + 1) // 2, r // 2
        S, R = 2 * n - s, 2 * n - 1 - t
        before = (s - 1, t) if sells else (s, t - 1)
        p, weighted = Fraction(r, 4 * n), Fraction(0)
        for a in range(min(before[0], n, r - n) + 1):
            b = r - n - a
            if b > before[1] or b > n - 1:
                continue
            ways = comb(before[0], a) * comb(before[1], b) * comb(S, n - a) * comb(R, n - 1 - b)
            W = n - 1 - b
            two = W + 1 if a >= W + 2 else max(a - 1, 0)
            one = 0 if a >= W + 2 else min(a, W + 1) - two
            weighted += ways * (two * 2 * (theta - p) - one * p) / (W + 1)
        total += weighted
    return total / (comb(2 * n, n) * comb(2 * n - 1, n))


def participation_bound(n: int) -> Fraction:
    """3P for the sequence "pair": she expects no less than minus that."""
    l, e_0 = PAIR.l, 0
    spread = l * n * root_above(Fraction(2, 2 * n - 1))
    excess = (e_0 + spread) / 2 + 2 * l * walk_mean(n)
    gamma = n - 1  # the whole excess is n - 1 at 3/4, -n - 1 at 1/4, and 0 at p*
    outside = 6 * exp_above(Fraction(gamma**2, 8 * l**2 * (n + 1)))
    return COST * (excess / Fraction(n, 8) + Fraction(16, n) + outside)


def n_star_participation(epsilon: Fraction) -> int:
    """From which n on the buyer of the sequence "pair" expects no less than -ε."""
    square = (240 / epsilon) ** 2
    return max(300, -(-square.numerator // square.denominator))
