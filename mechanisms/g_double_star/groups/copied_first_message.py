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

from gametheory.games.exact import IntegerArray
from gametheory.plans.form import Plan
from gametheory.plans.realisation import RealisationPlan
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.markets.triplicate import FirstMessages


def copied(buyer: BuyerForm, d: int, instead: int, part: int, shown: FirstMessages) -> dict[int, Fraction]:
    """Where the demand at a tuple after root `d` goes after root `instead`, with weights.

    By the first of the |P| |X| coordinates of each tuple: prices and bundles stay as they are. Summed over
    all tuples the weights make a realisation plan with the root `instead` of any plan with the root `d`.
    Roots are places in D.
    """
    own, other = buyer.demands[d], buyer.demands[instead]
    fixed = buyer.i - buyer.market.buyers[0]
    found: dict[int, Fraction] = {}
    for q, message in enumerate(shown):
        if message == own and (part == 2 or q == fixed):
            copy = (*shown[:q], other, *shown[q + 1 :])
            share = Fraction(1, copy.count(other)) if part == 2 else Fraction(1)
            found[buyer.start(instead, part, copy)] = share
    return found


@lru_cache(maxsize=64)
def copies_exactly(buyer: BuyerForm, d: int, instead: int) -> bool:
    """Does the copy earn the same in branches 2, 3 and 4, whatever the others do, for every plan after `d`?

    The gains of all coordinates are a linear function (`BuyerGains.spread`) of what second messages earn by
    the mates' first messages, in any order, and third ones by all others', the same at every price and for
    every bundle. So it is enough that both weigh these alike, tuple by tuple, and that the weights that come
    to a tuple sum to 1.
    """
    form, scale = buyer.form, lcm(*range(1, buyer.market.n + 1))
    total = np.zeros(form.size, dtype=np.int64)
    for part, shown in buyer.tuples[d]:
        moved = np.zeros(form.size, dtype=np.int64)
        for target, weight in copied(buyer, d, instead, part, shown).items():
            moved[target] = int(weight * scale)
        total += moved
        moved[buyer.start(d, part, shown)] -= scale
        second, third = buyer.gather(moved)
        if third.any() or _in_any_order(second, buyer.market.n - 1).any():
            return False
    arrived = [total[buyer.start(instead, part, shown)] for part, shown in buyer.tuples[instead]]
    return set(arrived) == {scale} and int(total.sum()) == scale * len(arrived)


def copied_plan(buyer: BuyerForm, plan: Plan, instead: int) -> RealisationPlan:
    """The copy of a plan after the root `instead`."""
    weights = [Fraction(0)] * buyer.form.size
    weights[buyer.form.roots[instead]] = Fraction(1)
    size = len(buyer.market.P) * len(buyer.market.X)
    for part, shown in buyer.tuples[plan.root]:
        start = buyer.start(plan.root, part, shown)
        offsets = [at - start for at in buyer.form.coordinates(plan) if start <= at < start + size]
        for target, weight in copied(buyer, plan.root, instead, part, shown).items():
            for offset in offsets:
                weights[target + offset] += weight
    return RealisationPlan(tuple(weights))


def _in_any_order(second: IntegerArray, mates: int) -> IntegerArray:
    """The sum over all orders of the mates."""
    orders = [second.transpose(*g, mates, mates + 1) for g in permutations(range(mates))]
    total: IntegerArray = np.sum(orders, axis=0)
    return total
