"""A sequence with a macro shock in which ρ** is zero on an interval, and messages straddle a grid price."""

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from mechanisms.markets.market import Side
from mechanisms.sequences.shock_catalogue import EVEN_CHANCES, PRIVATE
from mechanisms.sequences.shocks import Block, ShockSequence
from mechanisms.sequences.steps import share_below

SELLER, BUYER = Side.SELLER, Side.BUYER
NONE, ONE, THIRD = Fraction(0), Fraction(1), Fraction(1, 3)
FLAT_FROM, FLAT_TO = THIRD, Fraction(5, 6)
B, W_L = Fraction(2, 3), Fraction(1, 2)  # p** given H and given L


def rare(n: Fraction) -> Fraction:
    """q: how likely an agent is special; n q grows as √n."""
    return Fraction(1, isqrt(int(n)) + 1)


def exponent(n: int) -> int:
    """t of τ = 3^(-t)."""
    return 3 * n // 4 + 1


def tiny(n: Fraction) -> Fraction:
    """τ: by how much a special buyer's value given H is above 2/3."""
    return Fraction(1, 3 ** exponent(int(n)))


@dataclass(frozen=True)
class FlatSequence(ShockSequence):
    """Special agents are rare, so that they leave no trace in ρ**."""

    def rho(self, shock: str, p: Fraction) -> Fraction:
        """The same but for the share of buyers whose values end at 1."""
        soft = Fraction(1, 4) if shock == "H" else Fraction(3, 4)
        return share_below(NONE, THIRD, p) - 1 + soft * share_below(FLAT_TO, ONE, p)


# Costs (2y-1)/(12n), and 2/3 - 1/(12n) of special sellers; firm buyers are worth 2, soft ones
# 5/6 + (2z-1)/(12n), special ones 1/2 given L and 2/3 + τ given H. Firm is three times as likely as soft
# given H, a third given L.
FLAT = FlatSequence(
    "flat zero",
    "Group and market see a special buyer on two sides of a price",
    (
        Block(SELLER, "y", NONE, -1, 2, 12, 2, dict.fromkeys("LH", lambda n: 1 - rare(n)), PRIVATE),
        Block(SELLER, "special", B, -1, 0, 12, 0, dict.fromkeys("LH", rare), PRIVATE, 1),
        Block(
            BUYER,
            "firm",
            Fraction(2),
            0,
            0,
            1,
            0,
            {"L": lambda n: (1 - rare(n)) / 4, "H": lambda n: 3 * (1 - rare(n)) / 4},
            PRIVATE,
            1,
        ),
        Block(
            BUYER,
            "soft",
            FLAT_TO,
            -1,
            2,
            12,
            1,
            {"L": lambda n: 3 * (1 - rare(n)) / 4, "H": lambda n: (1 - rare(n)) / 4},
            PRIVATE,
        ),
        Block(
            BUYER,
            "special",
            W_L,
            0,
            0,
            1,
            0,
            dict.fromkeys("LH", rare),
            {"L": NONE, "H": B - W_L},
            1,
            0,
            {"L": lambda n: NONE, "H": tiny},
        ),
    ),
    EVEN_CHANCES,
    tau=6,
    eta=lambda n: 1 / (10 * n),
    p_star={"L": W_L, "H": B},
)
