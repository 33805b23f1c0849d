"""Reads prices back from the words in which a person reads them."""

import re
from fractions import Fraction

from mechanisms.markets.market import Market


def places(market: Market, words: str) -> list[int]:
    """The places in P of prices such as "0 to 1/3, 1" or "(0, 0 to 1), (1/2, 0)"."""
    found = []
    for token in re.findall(r"\([^)]*\)|[^,()]+", words.replace("), ", ")")):
        *others, last = token.strip().strip("()").split(", ")
        low, *high = last.split(" to ")
        between = Fraction(low), Fraction(*high or [low])
        leading = tuple(map(Fraction, others))
        found += [
            p for p, q in enumerate(market.P) if q[:-1] == leading and between[0] <= q[-1] <= between[1]
        ]
    return found
