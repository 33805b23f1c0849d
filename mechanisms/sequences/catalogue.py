"""The sequences of section 2.4 that the checks on large markets use, by name."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import isqrt

from mechanisms.markets.market import Side, Tie
from mechanisms.sequences.steps import Single, Spread, StepSequence

SELLER, BUYER = Side.SELLER, Side.BUYER
ZERO, HALF, ABOVE = Fraction(0), Fraction(1, 2), Fraction(2)
LOW, HIGH, THIRD = Fraction(2, 5), Fraction(3, 5), Fraction(1, 3)

# Costs (4i-3)/(8n) and values (4i-1)/(8n), i = 1, ..., 2n.
EVEN = StepSequence(
    "even",
    "An even economy",
    (Spread(SELLER, ZERO, -3, 4, 8, 2), Spread(BUYER, ZERO, -1, 4, 8, 2)),
    tau=4,
    first_zero=(HALF, 0),
    last_zero=(HALF, 0),
)

# Thresholds (2m-1)/(10n) and 3/5 + (2m-1)/(10n), m = 1, ..., 2n, alternately a cost and a value.
GAP = StepSequence(
    "gap",
    "Nobody's threshold is between 2/5 and 3/5",
    tuple(Spread(side, low, a, 4, 10, 1) for low in (ZERO, HIGH) for side, a in ((SELLER, -3), (BUYER, -1))),
    tau=5,
    first_zero=(LOW, 0),
    last_zero=(HIGH, 0),
)

# The same but for one cost just below 1/2 and one value just above it.
ANCHORED_GAP = StepSequence(
    "anchored gap",
    "Two thresholds between 2/5 and 3/5, at 1/2",
    (
        Spread(SELLER, ZERO, -5, 8, 20, 1),
        Spread(BUYER, ZERO, -1, 8, 20, 1, -1),
        Spread(SELLER, HIGH, -7, 8, 20, 1, -1),
        Spread(BUYER, HIGH, -3, 8, 20, 1),
        Single(SELLER, HALF, -1, 20),
        Single(BUYER, HALF, 1, 20),
    ),
    tau=10,
    first_zero=(HALF, 0),
    last_zero=(HALF, 0),
)

# Costs (2i-1)/(12n); all values are 2 but for one of 1/2 + 1/(12n).
SPECIAL_BUYER = StepSequence(
    "special buyer",
    "All buyers but one buy at any price",
    (
        Spread(SELLER, ZERO, -1, 2, 12, 2),
        Single(BUYER, ABOVE, mult=2, add=-1),
        Single(BUYER, HALF, 1, 12),
    ),
    tau=6,
    first_zero=(THIRD, 0),
    last_zero=(HALF, 0),
    tie=Tie.HIGHEST,
)


def _square(n: int) -> int:
    return n * n + 1


def _three_halves(n: int) -> int:
    return n * isqrt(n) + 1


def _with_top_buyer(name: str, title: str, worth: Single) -> StepSequence:
    sellers, buyers = EVEN.parts
    assert isinstance(buyers, Spread)
    return replace(EVEN, name=name, title=title, parts=(sellers, replace(buyers, add=-1), worth))


# The even economy, but its top buyer is worth n² + 1, or n·⌊√n⌋ + 1.
TOP_BUYER = _with_top_buyer("top buyer", "One buyer is worth n^2 + 1", Single(BUYER, ABOVE, worth=_square))
TOP_BUYER_SLOW = _with_top_buyer(
    "top buyer, slow", "One buyer is worth n floor(sqrt(n)) + 1", Single(BUYER, ABOVE, worth=_three_halves)
)

# 2n - 2 costs 1/2 + (4j-3)/(16n), two tiny ones, 2n - 1 values (4j-1)/(16n), and a buyer who wants two units
# or none, up to 5/8 + 1/(16n) each.
USELESS_UNIT = StepSequence(
    "useless unit",
    "A buyer wants two units or none, and almost nobody trades",
    (
        Single(SELLER, ZERO, 1, 32),
        Single(SELLER, ZERO, 1, 64),
        Spread(SELLER, HALF, -3, 4, 16, 2, -2),
        Spread(BUYER, ZERO, -1, 4, 16, 2, -1),
        Single(BUYER, Fraction(5, 8), 1, 16, weight=2),
    ),
    tau=8,
    first_zero=(HALF, -2),
    last_zero=(HALF, 0),
    l=2,
    start=2,
)

# The even economy with somebody in the top buyer's place who wants two units or none, up to 3/4 + 1/(8n)
# each.
PAIR = StepSequence(
    "pair",
    "A buyer wants two units or none, and half of all trade",
    (
        Spread(SELLER, ZERO, -3, 4, 8, 2),
        Spread(BUYER, ZERO, -1, 4, 8, 2, -1),
        Single(BUYER, Fraction(3, 4), 1, 8, weight=2),
    ),
    tau=4,
    first_zero=(HALF, 1),
    last_zero=(HALF, 1),
    l=2,
    start=2,
)

SEQUENCES: Mapping[str, StepSequence] = {
    each.name: each
    for each in (EVEN, GAP, ANCHORED_GAP, SPECIAL_BUYER, TOP_BUYER, TOP_BUYER_SLOW, USELESS_UNIT, PAIR)
}
