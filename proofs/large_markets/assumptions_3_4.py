"""What section 3.4 assumes of a sequence of markets with a macro shock, decided for every n, or left open.

(8)    If a buyer's own signal makes a trade worth an odd multiple of 1/(2T) to her, a different one for each
       signal, then a price of the grid lies strictly between any two, and no message is in two sets D_i.
(13)   Σ |f_b(· | ω_0) - f_b(· | ω_0')| is at least the sum over blocks of the differences of their shares.
Limit  Given ω_0 the excess per seller at a price, were the shock known, is a mean of 2n independent
       differences of two indicators, which has a variance of 1/(4n) at most. Its mean differs from
       ρ**(ω_0)(p) by at most C/(2n): as in section 2.4 for the numbers of signals, and |share - limit| <= c/n
       for each block. With private values, or where a belief about the shock moves nobody, the third messages
       are those. Otherwise a belief that gives ω_0 all but κ moves what a trade is worth by at most κ times
       the range of the shifts, and ρ** is continuous. Where buyers' signals are of finitely
       many blocks with shares that are the same at every n, and differ between shocks, the law of large
       numbers sends κ to 0.
p**    ρ**(ω_0) does not fall and has one zero, at which it changes its sign. If the excess at p** - δ, p**,
       p** + δ is off by less than a third of the smaller of ρ**(p** + δ) and -ρ**(p** - δ), every clearing
       price is between.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, pairwise
from math import gcd
from typing import TYPE_CHECKING

from mechanisms.markets.market import Side
from mechanisms.sequences.shocks import Block, ShockSequence, limit_share
from proofs.large_markets.assumptions import BOUNDED, UNIQUE, Assumption
from proofs.large_markets.for_every_n import never_negative

if TYPE_CHECKING:
    from sympy import Expr

RARE_SHOCK = "no shock becomes rare"


def assumptions(sequence: ShockSequence) -> Iterator[Assumption]:
    """Those that section 3.4 states."""
    yield Assumption("f(ω) > 0 everywhere", _has_full_support(sequence) or None, "all shares are positive")
    yield Assumption("T -> ∞, η -> 0", sequence.tau > 0 and _vanishes(sequence), f"T = {sequence.tau} n")
    yield Assumption("(8)", _reveals(sequence) or None, "first messages reveal the buyers' signals")
    yield Assumption(
        "Condition 2",
        all(len(set(block.shift.values())) == 1 for block in sequence.of(Side.SELLER))
        and _sellers_know_nothing(sequence),
        "sellers have private values and signals that say nothing about the shock",
    )
    least = xi(sequence)
    told_apart = True if least else False if _some_are_alike(sequence) else None
    yield Assumption("(12), (13)", told_apart, f"with ξ = {least}")
    beliefs = _beliefs_settle(sequence)
    constants = [limit_constant(sequence, shock) for shock in sequence.shocks]
    settled = beliefs is True and None not in constants
    why = (
        f"means differ from ρ** by at most {max(c for c in constants if c is not None)}/(2n)"
        if settled
        else "?"
    )
    yield Assumption("the excess tends to ρ**(ω_0)(p) in probability", True if settled else None, why)
    single = all(_crosses_once(sequence, shock) for shock in sequence.shocks)
    yield Assumption(
        "p**(n) -> p**(ω_0) in probability",
        True if settled and single else None,
        "ρ** crosses zero there, once",
    )


def further(sequence: ShockSequence) -> Iterator[Assumption]:
    """Those that the paper does not state."""
    single = all(_crosses_once(sequence, shock) for shock in sequence.shocks)
    yield Assumption(UNIQUE, single, "for every shock")
    yield Assumption(BOUNDED, all(block.per_n == 0 for block in sequence.blocks), "no payoff grows with n")
    yield Assumption(RARE_SHOCK, not _some_prior_vanishes(sequence), "f_0 does not vanish exponentially")


def broken(sequence: ShockSequence) -> list[str]:
    """The stated assumptions that are not seen to be met, by name: open ones too."""
    return [each.name for each in assumptions(sequence) if each.met is not True]


def missing(sequence: ShockSequence) -> list[str]:
    """The hypotheses that the paper does not state and the sequence breaks."""
    return [each.name for each in further(sequence) if each.met is not True]


def _has_full_support(sequence: ShockSequence) -> bool:
    """Are all shares, and f_0, positive at every n, and do they sum to 1?"""
    from sympy import expand, simplify, together

    n = _n()
    rates = [block.share[shock] for block in sequence.blocks for shock in sequence.shocks]
    parts = [
        expand(part)
        for rate in (*rates, *sequence.prior.values())
        for part in together(rate(n)).as_numer_denom()
    ]
    sums = [
        sum(block.share[shock](n) for block in sequence.of(side))
        for side in Side
        for shock in sequence.shocks
    ]
    sums.append(sum(f_0(n) for f_0 in sequence.prior.values()))
    return (
        all(part.is_positive for part in parts)
        and all(simplify(total - 1) == 0 for total in sums)
        and all(block.count(1) >= 1 and block.mult >= 0 for block in sequence.blocks)
    )


def _n() -> "Expr":
    from sympy import Symbol

    return Symbol("n", integer=True, positive=True)


def _vanishes(sequence: ShockSequence) -> bool:
    """Does η tend to zero, and is it in (0, 1/3) at every n?"""
    from sympy import Rational, limit, oo

    n = _n()
    eta = sequence.eta(n)
    return (
        bool(eta.is_positive)
        and bool(limit(eta, n, oo) == 0)
        and never_negative(Rational(1, 3) - eta, 1)
        and bool(eta.subs(n, 1) < Rational(1, 3))
    )


def _sellers_know_nothing(sequence: ShockSequence) -> bool:
    n = _n()
    return all(
        len({block.share[shock](n) for shock in sequence.shocks}) == 1 for block in sequence.of(Side.SELLER)
    )


def _is_private(block: Block) -> bool:
    return len(set(block.shift.values())) == 1


def nobody_is_moved(sequence: ShockSequence) -> bool:
    """Does everybody believe in `believed`, whatever any number of buyers' signals say, so that it moves
    nobody?

    The prior odds of the other shock are at most base^(-n), and 2n signals multiply them by ratio^(2n) at the
    most, to q^(-n) or less, where q = base/ratio². Where a block's worth depends on the shock, it is above 1
    given `believed`, and remains so when 1/q of the probability is elsewhere.
    """
    from sympy import Pow, simplify

    n, sure = _n(), sequence.believed
    others = [shock for shock in sequence.shocks if shock != sure]
    if sure is None or len(others) != 1:
        return False
    (other,) = others
    odds = simplify(sequence.prior[other](n) / sequence.prior[sure](n))
    if not isinstance(odds, Pow) or odds.args[1] != -n or not odds.args[0].is_Integer:
        return False
    base, ratios = Fraction(int(odds.args[0])), _ratios(sequence, other, sure)
    if ratios is None or (q := base / max(*ratios, Fraction(1)) ** 2) <= 1:
        return False
    return all(
        _is_private(block)
        or (
            block.mult == 0
            and block.low + block.shift[sure] - abs(block.shift[other] - block.shift[sure]) / q > 1
        )
        for block in sequence.of(Side.BUYER)
    )


def _ratios(sequence: ShockSequence, a: str, b: str) -> list[Fraction] | None:
    """How much likelier each block of buyers' signals is given a than given b, the same at every n."""
    n = _n()
    found = [block.share[a](n) / block.share[b](n) for block in sequence.of(Side.BUYER)]
    if any(ratio.free_symbols for ratio in found):
        return None
    return [Fraction(int(ratio.p), int(ratio.q)) for ratio in found]


def _beliefs_settle(sequence: ShockSequence) -> bool | None:
    """Are third messages those of somebody who knows the shock, or is sure of `believed`, in the limit?"""
    if all(_is_private(block) for block in sequence.of(Side.BUYER)):
        return True
    if sequence.believed is not None:
        return nobody_is_moved(sequence) or None
    # Signals say one thing of finitely many, with shares that do not depend on n: by the law of large numbers
    # they tell any two shocks apart.
    rates = [block.share[shock] for block in sequence.of(Side.BUYER) for shock in sequence.shocks]
    constant = not any(rate(_n()).free_symbols for rate in (*rates, *sequence.prior.values()))
    return True if constant and xi(sequence) else None


def xi(sequence: ShockSequence) -> Fraction | None:
    """ξ of (13), or None: the distance at n = 1, where no block's difference ever gets smaller."""
    from sympy import Abs, Rational

    n, least = _n(), None
    for one, other in combinations(sequence.shocks, 2):
        total = Rational(0)
        for block in sequence.of(Side.BUYER):
            difference = block.share[one](n) - block.share[other](n)
            first = difference.subs(n, 1)
            sign = 1 if first >= 0 else -1
            if not never_negative(sign * (difference - first), 1):
                return None
            total += Abs(first)
        distance = Fraction(int(total.p), int(total.q))
        least = distance if least is None else min(least, distance)
    return least or None


def _some_are_alike(sequence: ShockSequence) -> bool:
    """Do two shocks give all buyers' signals the same probabilities, at every n?"""
    n = _n()
    return any(
        all(block.share[one](n) == block.share[other](n) for block in sequence.of(Side.BUYER))
        for one, other in combinations(sequence.shocks, 2)
    )


def _reveals(sequence: ShockSequence) -> bool:
    """(8), by the lemma above; a signal alone in its block may instead be worth more than every price."""
    odd: list[tuple[Block, int, int, int]] = []
    for block in sequence.of(Side.BUYER):
        mean = _mean_shift(sequence, block)
        if mean is None:
            if block.mult or sequence.believed is None or not nobody_is_moved(sequence):
                return False
            mean = block.shift[sequence.believed]
        if block.mult == 0:
            if block.low + mean <= 1 or any(other[0].mult == 0 for other in odd):
                return False
            odd.append((block, 0, 0, 0))
            continue
        twice = 2 * sequence.tau
        numbers = (
            twice * (block.low + mean),
            Fraction(twice * block.a, block.d),
            Fraction(twice * block.b, block.d),
        )
        if any(number.denominator > 1 for number in numbers):
            return False
        alpha, beta, gamma = (int(number) for number in numbers)
        if alpha % 2 or gamma % 2 or beta % 2 == 0 or gamma == 0:
            return False
        if block.high + mean > 1:
            return False
        odd.append((block, alpha, beta, gamma))
    spread = [each for each in odd if each[0].mult]
    return all(_differ(one, other) for one, other in combinations(spread, 2))


def _differ(one: tuple[Block, int, int, int], other: tuple[Block, int, int, int]) -> bool:
    """Is alpha n + beta + gamma j never the same for both: remainders differ, or one range is above?"""
    common = gcd(one[3], other[3])
    if all(((one[1] - other[1]) * n + one[2] - other[2]) % common for n in range(common)):
        return True
    for (low, a, b, c), (_, d, e, f) in ((one, other), (other, one)):
        # the last of the one, a n + b + c mult n, and the first of the other, d n + e + f
        slope, rest = d - a - c * low.mult, e + f - b - c * low.add
        if slope >= 0 and slope + rest > 0:
            return True
    return False


def _mean_shift(sequence: ShockSequence, block: Block) -> Fraction | None:
    """What her own signal makes a buyer add to the block's worth, if it does not depend on n."""
    from sympy import Rational, simplify

    n = _n()
    if _is_private(block):
        return next(iter(block.shift.values()))
    joint = {shock: f_0(n) * block.share[shock](n) for shock, f_0 in sequence.prior.items()}
    mean = simplify(
        sum(Rational(block.shift[s].numerator, block.shift[s].denominator) * joint[s] for s in joint)
        / sum(joint.values())
    )
    return None if mean.free_symbols else Fraction(int(mean.p), int(mean.q))


def limit_constant(sequence: ShockSequence, shock: str) -> Fraction | None:
    """C: the mean excess per seller given ω_0 differs from ρ**(ω_0)(p) by at most C/(2n), for all p, n."""
    from sympy import Rational

    n, total = _n(), Fraction(0)
    for block in sequence.blocks:
        share, limit = block.share[shock](n), limit_share(block, shock)
        if block.mult:
            if block.b <= 0 or block.add or block.per_n:
                return None
            total += 2 * limit * (1 + Fraction(abs(block.a), block.b)) / block.mult
        elif block.low + min(block.shift.values()) <= 1 and sequence.believed is None:
            return None
        difference = share - Rational(limit.numerator, limit.denominator)
        first = difference.subs(n, 1)
        sign = 1 if first >= 0 else -1
        if not never_negative(sign * (first / n - difference), 1) or not never_negative(sign * difference, 1):
            return None
        total += 2 * Fraction(int(abs(first).p), int(abs(first).q))
    return total


def _crosses_once(sequence: ShockSequence, shock: str) -> bool:
    """Is p**(ω_0) in (0, 1) the only zero of ρ**(ω_0), which does not fall?"""
    sure = sequence.believed or shock
    ends = (end + block.shift[sure] for block in sequence.blocks for end in (block.low, block.high))
    kinks = sorted({Fraction(0), Fraction(1), *(end for end in ends if 0 < end < 1)})
    p, values = sequence.p_star[shock], [sequence.rho(shock, kink) for kink in kinks]
    around = [(a, b) for a, b in pairwise(kinks) if a <= p <= b]
    return (
        0 < p < 1
        and all(a <= b for a, b in pairwise(values))
        and sequence.rho(shock, p) == 0
        and sequence.rho(shock, around[0][0]) < 0 < sequence.rho(shock, around[-1][1])
        and all(sequence.rho(shock, a) < sequence.rho(shock, b) for a, b in around)
    )


def _some_prior_vanishes(sequence: ShockSequence) -> bool:
    n = _n()
    return not all(f_0(n).is_rational_function(n) for f_0 in sequence.prior.values())
