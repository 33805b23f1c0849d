"""The sequences of section 3.4 that the checks on large markets use, by name."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from mechanisms.markets.market import Side
from mechanisms.sequences.shocks import Block, Rate, ShockSequence

SELLER, BUYER = Side.SELLER, Side.BUYER
ZERO, HALF, QUARTER = Fraction(0), Fraction(1, 2), Fraction(1, 4)
PRIVATE = {"L": ZERO, "H": ZERO}


def _always(share: Fraction) -> Rate:
    return lambda n: share + 0 * n


def both(low: Fraction, high: Fraction) -> dict[str, Rate]:
    """Shares that do not depend on n, given L and given H."""
    return {"L": _always(low), "H": _always(high)}


def _tenth(n: Any) -> Any:
    return 1 / (10 * n)


def _cubed(n: Any) -> Any:
    return 1 / (n + 1) ** 3


def _rest(n: Any) -> Any:
    return 1 - _cubed(n)


def _rare(n: Any) -> Any:
    return 1 / (1 + 16**n) if not isinstance(n, Fraction) else Fraction(1, 1 + 16 ** int(n))


SURE, EVEN_CHANCES = both(Fraction(1), Fraction(1)), both(HALF, HALF)

# Costs (8y-3)/(16n); values (4z-3+2s)/(16n), and 1/2 more given H; s = 1 has probability 3/4 given H, 1/4
# given L.
OPPOSITE = ShockSequence(
    "opposite shocks",
    "The groups learn opposite shocks",
    (
        Block(SELLER, "y", ZERO, -3, 8, 16, 2, SURE, PRIVATE),
        Block(BUYER, "0,", ZERO, -3, 4, 16, 2, both(3 * QUARTER, QUARTER), {"L": ZERO, "H": HALF}),
        Block(BUYER, "1,", ZERO, -1, 4, 16, 2, both(QUARTER, 3 * QUARTER), {"L": ZERO, "H": HALF}),
    ),
    EVEN_CHANCES,
    tau=8,
    eta=_tenth,
    p_star={"L": Fraction(1, 3), "H": Fraction(2, 3)},
)

# Costs 1/4 + 3(2y-1)/(16n); firm buyers are worth 2 given L and 0 given H, the others (2z-1)/(4n).
RARE = ShockSequence(
    "rare shock",
    "A shock that nobody comes to believe in",
    (
        Block(SELLER, "y", QUARTER, -3, 6, 16, 2, SURE, PRIVATE),
        Block(BUYER, "firm", Fraction(2), 0, 0, 1, 0, both(QUARTER, HALF), {"L": ZERO, "H": Fraction(-2)}, 1),
        Block(BUYER, "z", ZERO, -1, 2, 4, 2, both(3 * QUARTER, HALF), PRIVATE),
    ),
    {"L": lambda n: 1 - _rare(n), "H": _rare},
    tau=2,
    eta=_tenth,
    p_star={"L": Fraction(16, 25), "H": Fraction(8, 11)},
    believed="L",
)

# Half the sellers' signals are costs (2y-1)/(4n), y = 1, ..., n, the other half a cost of 4n + 2; values
# (2z-1)/(4n).
DEAR = ShockSequence(
    "dear sellers",
    "Sellers whose costs grow are forced to sell",
    (
        Block(SELLER, "y", ZERO, -1, 2, 4, 1, EVEN_CHANCES, PRIVATE),
        Block(SELLER, "dear", Fraction(2), 0, 0, 1, 0, EVEN_CHANCES, PRIVATE, 1, 4),
        Block(BUYER, "low", ZERO, -1, 2, 4, 1, both(HALF, QUARTER), PRIVATE),
        Block(BUYER, "high", HALF, -1, 2, 4, 1, both(HALF, 3 * QUARTER), PRIVATE),
    ),
    EVEN_CHANCES,
    tau=2,
    eta=_tenth,
    p_star={"L": HALF, "H": Fraction(2, 3)},
)

# Costs 7(2y-1)/(32n) and 3/4 + (4y-3)/(32n), y = 1, ..., n; values 7(2z-1)/(32n) given L and 7/8 +
# (2z-1)/(32n) given H, z = 1, ..., 2n, but for a probability of 1/(n+1)³; H has that probability too.
FORCED = ShockSequence(
    "forced to sell",
    "A seller who would gain given a rare shock loses given the other",
    (
        Block(SELLER, "cheap", ZERO, -7, 14, 32, 1, EVEN_CHANCES, PRIVATE),
        Block(SELLER, "costly", 3 * QUARTER, -3, 4, 32, 1, EVEN_CHANCES, PRIVATE),
        Block(BUYER, "low", ZERO, -7, 14, 32, 2, {"L": _rest, "H": _cubed}, PRIVATE),
        Block(BUYER, "high", Fraction(7, 8), -1, 2, 32, 2, {"L": _cubed, "H": _rest}, PRIVATE),
    ),
    {"L": _rest, "H": _cubed},
    tau=16,
    eta=_cubed,
    p_star={"L": Fraction(7, 16), "H": Fraction(7, 8)},
)

# As section 3.4 prints its model, which Condition 2 does not allow: f_s(· | ω_0), or costs, depend on ω_0.
_SELLERS, *_BUYERS = OPPOSITE.blocks
INFORMED_SELLERS = replace(
    OPPOSITE,
    name="informed sellers",
    title="A seller's signal says something about the shock",
    blocks=(
        replace(_SELLERS, name="low", share=both(QUARTER, 3 * QUARTER)),
        replace(_SELLERS, name="high", share=both(3 * QUARTER, QUARTER), mult=0, add=1, a=7, b=0),
        *_BUYERS,
    ),
)
SHOCKED_COSTS = replace(
    OPPOSITE,
    name="shocked costs",
    title="Costs depend on the shock",
    blocks=(replace(_SELLERS, shift={"L": ZERO, "H": QUARTER}), *_BUYERS),
)

SHOCK_SEQUENCES: Mapping[str, ShockSequence] = {each.name: each for each in (OPPOSITE, RARE, DEAR, FORCED)}
