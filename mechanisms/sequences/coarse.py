"""A sequence whose prices get finer very slowly: T = 2M, M the smallest odd number with M^20 >= n."""

from dataclasses import dataclass
from fractions import Fraction

from mechanisms.markets.market import Side
from mechanisms.sequences.steps import Single, Spread, StepSequence

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class CoarseSequence(StepSequence):
    """As `StepSequence`, but for T; the whole market clears at `first_zero` alone."""

    def T(self, n: int) -> int:
        """2M, 6 at least."""
        M = 3
        while n > M**20:
            M += 2
        return 2 * M


# The even economy without its two best buyers; in their place one of value 1/(8n), and one who wants two
# units or none, up to 1/2 + 1/(512n) each.
COARSE_PAIR = CoarseSequence(
    "coarse pair",
    "A buyer wants two units or none, at a price that hardly ever moves",
    (
        Spread(Side.SELLER, Fraction(0), -3, 4, 8, 2),
        Spread(Side.BUYER, Fraction(0), -1, 4, 8, 2, -2),
        Single(Side.BUYER, Fraction(0), 1, 8),
        Single(Side.BUYER, HALF, 1, 512, weight=2),
    ),
    tau=0,
    first_zero=(HALF, 0),
    last_zero=(HALF, 0),
    l=2,
)
