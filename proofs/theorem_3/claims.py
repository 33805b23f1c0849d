"""The claims on Theorem 3."""

from collections.abc import Sequence
from itertools import groupby

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.market import Market, grid_steps
from mechanisms.markets.price_taking import price_taking
from proofs.claims.claim import Watch
from proofs.claims.scopes import listing
from proofs.claims.verdict import Finding, held, not_settled, refuted
from proofs.claims.words import describe_trader
from proofs.conditions import singletons
from proofs.conditions.families import tables
from proofs.conditions.ranges import LISTED, Range, one_of_each_side
from proofs.theorem_1 import sharp_form
from proofs.theorem_1 import statement as theorem_1
from proofs.theorem_1.every_n import IsolationForEveryN
from proofs.theorem_1.words import describe_shortfall
from proofs.theorem_3 import statement as theorem_3

NUMBERS = (1, 2, 3)  # n


def check_theorem_3(watch: Watch) -> Finding:
    """Theorem 3 as printed, at n = 1, 2, 3 with T = 2, 4, 8 by replay and for every n with n a symbol."""
    evidence, replayed = set(), []
    for n in NUMBERS:
        instance = theorem_3.instance(n)
        g, traders = instance.mechanism, instance.traders
        replayed.append(f"n={n} T={grid_steps(g.market.k, g.market.P)}")
        watch(f"{replayed[-1]}: replaying the witness")
        found = theorem_3.find_shortfall(g.market, traders)
        if found is None or singletons.find_several(g.market, traders) is not None:
            return held(n, f"n up to {n}", "the price-taking messages are dominant")
        i, gap = found
        violation = theorem_1.isolated_violation(g.market, i, traders[i], gap)
        isolated = IsolationForEveryN(g.market, g.market.side(i), gap.cell, gap.state)
        if not (violation.holds(g, traders) and isolated.holds()):
            return not_settled(f"n={n}", f"the witness does not hold: {violation}")
        evidence.add(describe_shortfall(g.market, i, traders[i], gap, violation.payoffs(g, traders[i])))
    # One text for all n: the event, its probability and the loss do not depend on n.
    scope = f"{', '.join(replayed)} replayed; every n, with n a symbol"
    if len(evidence) > 1:
        return not_settled(scope, "; ".join(sorted(evidence)))
    return refuted(scope, evidence.pop())


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
                    caps = all(
                        sharp_form.caps_are_optimal(market, trader, m) for m in price_taking(trader, market)
                    )
                    found = next(theorem_1.violations_in_plans(g, i, trader), None)
                    replayed = found is None or (
                        isinstance(found, theorem_1.NotDominant)
                        and found.holds(g, [trader] * len(market.agents))
                    )
                    if caps != (found is None) or not replayed:
                        return refuted(f"n={n}", f"{describe_trader(market, i, trader)}: {found}")
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
