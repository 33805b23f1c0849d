"""Copying plans of G** to another first message: what a buyer who may randomise earns by sending another one.

A buyer whose plan z has the first message d can send d* instead and earn in branches 2, 3 and 4 exactly what
z does, against everything, if she may randomise. Her third message after d* is z's after d. In her second
one, at a tuple in which d* stands at some places, she draws one of these places and demands what z does at
the tuple with d there. For her own place and the order of her mates are drawn uniformly; exchanging her place
with that of a mate who sends d* too is a draw as likely. Only at tuples that show d* twice must she
randomise.
"""

from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from math import lcm

import numpy as np

from gametheory.exact import IntegerArray
from mechanisms.buyer_form import BuyerForm


def copied(buyer: BuyerForm, d: int, instead: int, at: int) -> dict[int, Fraction]:
    """What the action of a coordinate after root `d` becomes after root `instead`: coordinates and weights.

    Roots are places in D. Summed over a plan's actions these make a realisation plan with the root `instead`.
    """
    place = int(np.searchsorted(buyer.form.first[d], at, side="right")) - 1
    action = at - buyer.form.first[d][place]
    cell = buyer.cells[d][place]
    own, other = buyer.demands[d], buyer.demands[instead]
    found: dict[int, Fraction] = {}
    for q, message in enumerate(cell.shown):
        if message != own or (cell.part == 3 and q != buyer.i - buyer.market.buyers[0]):
            continue
        shown = (*cell.shown[:q], other, *cell.shown[q + 1 :])
        target = buyer.start(instead, cell.part, shown) + cell.p * len(buyer.market.X) + action
        share = Fraction(1, shown.count(other)) if cell.part == 2 else Fraction(1)
        found[target] = found.get(target, Fraction(0)) + share
    return found


@lru_cache(maxsize=64)
def copies_exactly(buyer: BuyerForm, d: int, instead: int) -> bool:
    """Does the copy earn the same in branches 2, 3 and 4, whatever the others do, for every plan after `d`?

    The gains of all coordinates are a linear function (`BuyerGains.spread`) of what second messages earn by
    the mates' first messages, in any order, and third ones by all others'. So it is enough that both weigh
    these alike, action by action; and that at every cell the weights of a plan's copy sum to 1.
    """
    form, scale = buyer.form, lcm(*range(1, buyer.market.n + 1))
    total = np.zeros(form.size, dtype=object)
    for at, count in zip(form.first[d], form.cells[d], strict=True):
        for action in range(count):
            copy = copied(buyer, d, instead, at + action)
            before, after = (np.zeros(form.size, dtype=np.int64) for _ in range(2))
            before[at + action] = scale
            for target, weight in copy.items():
                after[target] = int(weight * scale)
            second, third = buyer.gather(before - after)
            if third.any() or _in_any_order(second, buyer.market.n - 1).any():
                return False
            if action == 0:
                total += after
    wanted = np.zeros(form.size, dtype=object)
    wanted[list(form.first[instead])] = scale
    return bool((total == wanted).all())


def _in_any_order(second: IntegerArray, mates: int) -> IntegerArray:
    """The sum over all orders of the mates."""
    orders = [second.transpose(*g, mates, mates + 1) for g in permutations(range(mates))]
    total: IntegerArray = np.sum(orders, axis=0)
    return total
