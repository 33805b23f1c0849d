"""Copying plans of G** to another first message: what a buyer who may randomise earns by sending another one.

A buyer whose plan z has the first message d can send d* instead and earn in branches 2, 3 and 4 exactly what
z does, against everything, if she may randomise. Her third message after d* is z's after d. In her second
one, at a tuple in which d* stands at some places, she draws one of these places and demands what z does at
the tuple with d there. For her own place and the order of her mates are drawn uniformly; exchanging her place
with that of a mate who sends d* too is a draw as likely. Only at tuples that show d* twice must she
randomise.
"""

from collections import Counter, defaultdict
from fractions import Fraction
from functools import lru_cache

from gametheory.plans.form import Plan
from gametheory.plans.realisation import RealisationPlan
from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.markets.triplicate import FirstMessages


def copies(
    buyer: BuyerForm, d: int, instead: int, part: int, shown: FirstMessages
) -> dict[FirstMessages, Fraction]:
    """At which tuples after root `instead` the copy demands what the plan does at `shown` after `d`.

    With weights, which are shares of the draws of a place. Roots are places in D.
    """
    own, other = buyer.demands[d], buyer.demands[instead]
    fixed = buyer.i - buyer.market.buyers[0]
    found: dict[FirstMessages, Fraction] = {}
    for q, message in enumerate(shown):
        if message == own and (part == 2 or q == fixed):
            copy = (*shown[:q], other, *shown[q + 1 :])
            found[copy] = Fraction(1, copy.count(other)) if part == 2 else Fraction(1)
    return found


def copied(buyer: BuyerForm, d: int, instead: int, part: int, shown: FirstMessages) -> dict[int, Fraction]:
    """The same by the first of the |P| |X| coordinates of each tuple: prices and bundles stay as they are.

    Summed over all tuples the weights make a realisation plan with the root `instead` of any plan with `d`.
    """
    found = copies(buyer, d, instead, part, shown)
    return {buyer.start(instead, part, copy): share for copy, share in found.items()}


def _read_by(buyer: BuyerForm, root: int, part: int, shown: FirstMessages) -> Counter[FirstMessages]:
    """The others' first messages with which a tuple is read, how often: `BuyerForm.gather` of one coordinate.

    In branch 2 the mates' in any order, once for each place that may be hers; else all others'.
    """
    if part == 3:
        fixed = buyer.i - buyer.market.buyers[0]
        return Counter([(*shown[:fixed], *shown[fixed + 1 :])])
    places = (q for q, message in enumerate(shown) if message == buyer.demands[root])
    return Counter(tuple(sorted((*shown[:q], *shown[q + 1 :]))) for q in places)


@lru_cache(maxsize=64)
def copies_exactly(buyer: BuyerForm, d: int, instead: int) -> bool:
    """Does the copy earn the same in branches 2, 3 and 4, whatever the others do, for every plan after `d`?

    The gains of all coordinates are a linear function (`BuyerGains.spread`) of what second messages earn by
    the mates' first messages, in any order, and third ones by all others', the same at every price and for
    every bundle. So it is enough that both weigh these alike, tuple by tuple, and that the weights that come
    to a tuple sum to 1.
    """
    arrived: defaultdict[tuple[int, FirstMessages], Fraction] = defaultdict(Fraction)
    for part, shown in buyer.tuples[d]:
        weighed: defaultdict[FirstMessages, Fraction] = defaultdict(Fraction)
        for others, times in _read_by(buyer, d, part, shown).items():
            weighed[others] -= times
        for copy, share in copies(buyer, d, instead, part, shown).items():
            arrived[part, copy] += share
            for others, times in _read_by(buyer, instead, part, copy).items():
                weighed[others] += share * times
        if any(weighed.values()):
            return False
    return arrived.keys() == set(buyer.tuples[instead]) and set(arrived.values()) == {Fraction(1)}


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
