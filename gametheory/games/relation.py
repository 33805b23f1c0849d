"""The kinds of dominance: how much better a dominator must be, and what may be one."""

from enum import Enum


class Relation(Enum):
    """How much better the dominator must be, against the others' profiles under consideration."""

    STRICT = "strict"  # better at every profile
    WEAK = "weak"  # never worse, and better at one
    VERY_WEAK = "very weak"  # never worse


class By(Enum):
    """What may dominate: one strategy, or any mixture of strategies."""

    PURE = "pure"
    MIXED = "mixed"
