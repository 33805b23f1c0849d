"""What section 2.4 assumes of a sequence of markets, each assumption decided for every n, or left open.

With T = tau n and thresholds low + (a + b j)/(d n), three lemmas do it.

Grid    A threshold times T is tau low n + tau a/d + (tau b/d) j. If tau low and tau b/d are integers and tau
        a/d is none, it is on the grid at no n and no j. Then every D_i is a singleton, so property (6) leaves
        one profile of messages.
Limit   Of N = mult n + add such thresholds as many are below p as the largest integer below (p - low) d n/b -
        a/b says, cut to 0..N. Cut to 0..mult n and with a = 0 that is N times the share of the interval that
        lies below p, up to 1. So the number is off by at most 1 + |a|/b + |add|, at every p and n: the excess
        per seller differs from ρ*(p) by at most C/(2n), and ρ* is continuous. Hence p^(n) -> p is enough.
Zeros   At the grid price p + s/T, if (p - low) d/b is an integer α, exactly α n + ⌊s d/(tau b) - a/b⌋
        thresholds lie below it, cut to 0..N. So the excess there is affine in n from some n on. It never
        falls in the price; being zero at two grid prices and not at their neighbours it says which prices
        clear the whole market.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TypeAlias

from mechanisms.markets.market import Side, Tie
from mechanisms.sequences.steps import Part, Point, Spread, StepSequence

Affine: TypeAlias = tuple[Fraction, Fraction]  # c, e: the number c n + e


@dataclass(frozen=True)
class Assumption:
    """An assumption on a sequence: met, not met, or open (None), and why."""

    name: str
    met: bool | None
    why: str


def assumptions(sequence: StepSequence) -> Iterator[Assumption]:
    """Those that section 2.4 states."""
    sized = _numbers(sequence)
    yield Assumption("2n sellers and 2n buyers", sized, "at every n")
    grid = all(_is_off_the_grid(sequence, part) for part in sequence.parts)
    yield Assumption(
        SINGLETONS, grid or None, "no threshold is a price of the grid, so (6) leaves one profile"
    )
    yield Assumption("T -> ∞", sequence.tau > 0, f"T = {sequence.tau} n")
    rises = all(a <= b for a, b in pairwise(map(sequence.rho, _kinks(sequence))))
    yield Assumption("ρ* is continuous and does not fall", rises and not _jumps(sequence), "piecewise linear")
    constant = excess_constant(sequence)
    yield Assumption(
        "the excess tends to ρ*(p) whenever p^(n) -> p",
        None if constant is None or not (sized and grid) else True,
        f"it differs from ρ*(p) by at most {constant}/(2n)",
    )
    zeros = clears_between(sequence)
    yield Assumption(
        "p*(n) -> p*",
        (True if zeros else None) if sequence.rho(sequence.p_star) == 0 else False,
        f"the whole market clears from {_said(sequence.first_zero)} to {_said(sequence.last_zero)}, and "
        f"takes the {sequence.tie.value}",
    )


def _said(point: Point) -> str:
    p, s = point
    return f"{p}{f' {chr(43) if s > 0 else chr(45)} {abs(s)}/T' if s else ''}"


SINGLETONS = "every D_i is a singleton"
UNIQUE, BOUNDED = "the zero of ρ* is unique", "payoffs are bounded"


def further(sequence: StepSequence) -> Iterator[Assumption]:
    """Those that the paper does not state."""
    low, high = zeros_of_rho(sequence)
    yield Assumption(UNIQUE, low == high, f"ρ* is zero from {low} to {high}")
    yield Assumption(
        BOUNDED, all(part.worth is None for part in sequence.singles()), "no payoff grows with n"
    )


def broken(sequence: StepSequence) -> list[str]:
    """The stated assumptions that are not seen to be met, by name: open ones too."""
    return [each.name for each in assumptions(sequence) if each.met is not True]


def missing(sequence: StepSequence) -> list[str]:
    """The hypotheses that the paper does not state and the sequence breaks."""
    return [each.name for each in further(sequence) if each.met is not True]


def _numbers(sequence: StepSequence) -> bool:
    for side in Side:
        own = [part for part in sequence.parts if part.side is side]
        if (sum(part.mult for part in own), sum(part.add for part in own)) != (2, 0):
            return False
    return all(part.count(sequence.start) >= 0 for part in sequence.parts)


def _is_off_the_grid(sequence: StepSequence, part: Part) -> bool:
    tau = sequence.tau
    if not isinstance(part, Spread) and part.low > 1 and part.a >= 0:
        return True  # above every price
    steps = (
        (part.low * tau, Fraction(tau * part.b, part.d)) if isinstance(part, Spread) else (part.low * tau,)
    )
    return all(step.denominator == 1 for step in steps) and Fraction(tau * part.a, part.d).denominator > 1


def _kinks(sequence: StepSequence) -> list[Fraction]:
    inside = (end for part in sequence.spreads() for end in (part.low, part.high) if 0 < end < 1)
    return sorted({Fraction(0), Fraction(1), *inside})


def _jumps(sequence: StepSequence) -> bool:
    return any(part.mult and part.low <= 1 for part in sequence.singles())


def excess_constant(sequence: StepSequence) -> Fraction | None:
    """C: the excess supply per seller differs from ρ*(p) by at most C/(2n), at every price p and every n.

    None where the lemma does not apply.
    """
    total = Fraction(0)
    for part in sequence.parts:
        if isinstance(part, Spread):
            if part.b <= 0 or part.low < 0:
                return None
            total += 1 + Fraction(abs(part.a), part.b) + abs(part.add)
        elif part.low > 1:
            continue  # never below a price; counted at price 0 with all buyers
        elif part.mult:
            return None
        else:
            total += part.weight * part.add
    # At price 0 the excess is minus what buyers ask, 2n if each asks one unit.
    return total + sum(part.weight - 1 for part in sequence.singles() if part.side is Side.BUYER)


def zeros_of_rho(sequence: StepSequence) -> tuple[Fraction, Fraction]:
    """Where in [0, 1] ρ* is zero: from the one to the other. It is piecewise linear and does not fall."""
    ends: list[Fraction] = []
    for a, b in pairwise(_kinks(sequence)):
        at_a, at_b = sequence.rho(a), sequence.rho(b)
        if at_a <= 0 <= at_b:
            ends += [a, b] if at_a == at_b else [a - at_a * (b - a) / (at_b - at_a)]
    return min(ends), max(ends)


def clears_between(sequence: StepSequence) -> bool:
    """Is the excess zero at `first_zero` and `last_zero` and not just outside, for every n >= `start`?"""
    if sequence.tau < 1:
        return False  # another T
    (p, s), (q, t) = sequence.first_zero, sequence.last_zero
    inside = [excess_at(sequence, point) for point in ((p, s), (q, t))]
    below, above = excess_at(sequence, (p, s - 1)), excess_at(sequence, (q, t + 1))
    if None in (*inside, below, above) or (p * sequence.tau).denominator + (q * sequence.tau).denominator > 2:
        return False
    assert below is not None
    assert above is not None
    start = sequence.start
    return (
        inside == [(Fraction(0), Fraction(0))] * 2
        and _always((-below[0], -below[1] - 1), start)
        and _always((above[0], above[1] - 1), start)
    )


def excess_at(sequence: StepSequence, point: Point) -> Affine | None:
    """The whole market's excess supply at the grid price p + s/T as an affine function of n, or None.

    It is that for every n >= `start`.
    """
    total = [Fraction(0), Fraction(0)]
    for part in sequence.parts:
        weight = 1 if isinstance(part, Spread) else part.weight
        below = _number_below(sequence, part, point)
        if below is None:
            return None
        asked = (part.mult, part.add) if part.side is Side.BUYER else (0, 0)
        for place in range(2):
            total[place] += weight * (below[place] - asked[place])
    return total[0], total[1]


def _number_below(sequence: StepSequence, part: Part, point: Point) -> Affine | None:
    (p, s), start = point, sequence.start
    everybody, nobody = (Fraction(part.mult), Fraction(part.add)), (Fraction(0), Fraction(0))
    if not isinstance(part, Spread):
        difference = (p - part.low, Fraction(s, sequence.tau) - Fraction(part.a, part.d))  # times n
        if part.low > 1 and p < part.low - 1:
            return nobody
        if _always(difference, start) and difference != nobody:
            return everybody
        return nobody if _always((-difference[0], -difference[1]), start) else None
    slope = (p - part.low) * part.d / part.b
    rest = Fraction(s * part.d, sequence.tau * part.b) - Fraction(part.a, part.b)
    # The integer below slope n + rest, cut to 0..N: nobody below 1, everybody from N on.
    if _always((-slope, 1 - rest), start) and 1 - rest > slope * start:
        return nobody
    if _always((slope - everybody[0], rest - everybody[1]), start):
        return everybody
    number = (slope, Fraction(floor(rest)))
    spare = (everybody[0] - slope, everybody[1] - number[1])
    return number if slope.denominator == 1 and _always(number, start) and _always(spare, start) else None


def _always(value: Affine, start: int) -> bool:
    """Is c n + e >= 0 for every n >= start?"""
    return value[0] >= 0 and value[0] * start + value[1] >= 0


def takes(sequence: StepSequence, tie: Tie) -> bool:
    """Does the whole market's price have the limit p* whichever of the clearing prices it takes?"""
    return sequence.tie is tie or sequence.first_zero[0] == sequence.last_zero[0]
