"""The claims on Theorem 3."""

from collections.abc import Sequence
from itertools import groupby

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.instance import everybody_is
from mechanisms.markets.market import Market, grid_steps
from mechanisms.markets.price_taking import price_taking
from proofs.claims.claim import Watch
from proofs.claims.evidence import described
from proofs.claims.scopes import listing
from proofs.claims.verdict import Finding, Witnessed, held, not_settled, refuted
from proofs.claims.words import describe_trader
from proofs.conditions import singletons
from proofs.conditions.families import tables
from proofs.conditions.ranges import LISTED, Range, one_of_each_side
from proofs.theorem_1 import sharp_form
from proofs.theorem_1 import statement as theorem_1
from proofs.theorem_1.every_n import IsolationForEveryN
from proofs.theorem_3 import statement as theorem_3

NUMBERS = (1, 2, 3)  # n


def check_theorem_3(watch: Watch) -> Finding:
    """Theorem 3 as printed, at n = 1, 2, 3 with T = 2, 4, 8 by replay and for every n with n a symbol."""
    evidence, replayed = set(), []
    for n in NUMBERS:
        instance = theorem_3.instance(n)
        market = instance.mechanism.market
        replayed.append(f"n={n} T={grid_steps(market.k, market.P)}")
        watch(f"{replayed[-1]}: replaying the witness")
        found = theorem_3.find_shortfall(instance)
        if found is None or singletons.find_several(instance) is not None:
            return held(n, f"n up to {n}", "the price-taking messages are dominant")
        isolated = IsolationForEveryN(market, market.side(found.i), found.gap.cell, found.gap.state)
        if not (found.holds(instance) and isolated.holds()):
            return not_settled(f"n={n}", f"the witness does not hold: {found.describe(instance)}")
        evidence.add(found.describe(instance))
    # One text for all n: the event, its probability and the loss do not depend on n.
    scope = f"{', '.join(replayed)} replayed; every n, with n a symbol"
    if len(evidence) > 1:
        return not_settled(scope, "; ".join(sorted(evidence)))
    return refuted(scope, evidence.pop(), Witnessed(found, instance))


def check_theorem_3_read(watch: Watch) -> Finding:
    """What is true instead: whether the price-taking messages are dominant does not depend on n."""
    cases, sizes = 0, LISTED[2:4]
    for size in sizes:
        for n in NUMBERS:
            market = Market(n, size.k, size.l, size.P)
            watch(f"n={n}: {size}")
            g = GStar(market)
            for i, side in one_of_each_side(market):
                for trader in tables(side, size.k, size.l, size.values):
                    cases += 1
                    instance = everybody_is(g, trader)
                    caps = all(
                        sharp_form.caps_are_optimal(market, trader, m) for m in price_taking(trader, market)
                    )
                    found = next(theorem_1.violations_in_plans(g, i, trader), None)
                    replayed = found is None or (
                        isinstance(found, theorem_1.NotDominant) and found.holds(instance)
                    )
                    if caps != (found is None) or not replayed:
                        why = described(found, instance) or "not dominant by its caps, but in plan form"
                        return refuted(f"n={n}", f"{describe_trader(market, i, trader)}: {why}")
    return held(
        cases,
        f"n={', '.join(map(str, NUMBERS))}; all payoffs on a value grid at {_without_n(sizes)}",
        "dominant at one n if and only if at every n (sharp form); every failure replayed at its n",
    )


def _without_n(sizes: Sequence[Range]) -> str:
    """The sizes but for n, which runs by itself."""
    together = groupby(sizes, key=lambda size: (size.k, size.l))
    return "; ".join(
        f"k={k} l={l}, {listing(str(size).split(' ', 3)[3] for size in own)}" for (k, l), own in together
    )
