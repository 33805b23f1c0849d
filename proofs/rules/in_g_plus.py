"""The claims of section 3.5 on G+ itself, whoever plays: (1), (2), (14), own influence and the lottery."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import budget_infeasibilities, goods_infeasibilities
from mechanisms.markets.market import Market, Tie, price_grid
from proofs.claims.cases import examine
from proofs.claims.claim import Watch
from proofs.claims.scopes import how_many_prices, seeds, short_size
from proofs.claims.verdict import Finding, Reading, Witnessed, held, refuted
from proofs.conditions import g_plus_instances as instances
from proofs.rules import branch_7, feasibility, own_influence, weights
from proofs.rules.g_plus_outcomes import GPlusOutcome, every_outcome, random_outcomes, random_triplicate

ETA = instances.ETA
SMALLEST = instances.three_groups()
# n, k, l, T, r
SIZES = [(1, 1, 1, 1, 3), (1, 1, 2, 2, 3), (2, 1, 2, 1, 3), (1, 2, 1, 1, 4), (2, 2, 1, 1, 3), (3, 1, 1, 2, 5)]
RANDOM = 20  # profiles for a size and tie rule
FEW_RANDOM = 5  # where every agent tries other messages too
ETAS = (Fraction(1, 100), ETA, Fraction(16, 100))

Case = tuple[GPlus, GPlusOutcome]


def _sizes() -> str:
    return f"(n,k,l,T,r) = {', '.join(str(size).replace(' ', '') for size in SIZES)}"


def _random(watch: Watch, count: int) -> Iterator[Case]:
    mechanisms = (
        GPlus(Market(n, k, l, price_grid(k, T), tie, groups=r), ETA) for n, k, l, T, r in SIZES for tie in Tie
    )
    for seed, g in enumerate(mechanisms):
        watch(f"random outcomes, n={g.market.n}, r={g.market.groups}, {g.market.tie.value}")
        yield from ((g, outcome) for outcome in random_outcomes(g, count, seed))


def _smallest() -> str:
    return f"{short_size(SMALLEST, prices=False)} and {how_many_prices([len(SMALLEST.P)])}"


def _outcomes(watch: Watch) -> Iterator[Case]:
    watch(f"every outcome at {_smallest()}")
    g = GPlus(SMALLEST, ETA)
    yield from ((g, outcome) for outcome in every_outcome(g))
    yield from _random(watch, RANDOM)


def _scope() -> str:
    return (
        f"every outcome at {_smallest()} (φ the identity); "
        f"{RANDOM} random profiles in every branch at {_sizes()}; both tie rules; {_seeds()}"
    )


def _seeds() -> str:
    return seeds(len(SIZES) * len(Tie))  # those of `_random`


def _over_outcomes(watch: Watch, violation: Callable[[Case], Witnessed | None], evidence: str) -> Finding:
    return examine(_outcomes(watch), violation, _scope(), evidence)


def check_goods(watch: Watch) -> Finding:
    """(1) on every outcome."""
    return _check_feasibility(watch, goods_infeasibilities, "goods balance, bundles in X, prices in P")


def check_budget(watch: Watch) -> Finding:
    """(2) on every outcome."""
    return _check_feasibility(watch, budget_infeasibilities, "sellers receive what buyers pay")


def _check_feasibility(watch: Watch, clauses: feasibility.Clauses, evidence: str) -> Finding:
    def violation(case: Case) -> Witnessed | None:
        g, out = case
        return next((Witnessed(v, g) for v in feasibility.draw_violations(g, out, clauses)), None)

    return _over_outcomes(watch, violation, evidence)


def check_14_printed(watch: Watch) -> Finding:
    """(14) on every outcome, with (i-1)l as printed."""
    return _check_14(watch, Reading.PRINTED, "the place i+ exists in every group")


def check_14(watch: Watch) -> Finding:
    """(14) on every outcome, places counted within the group."""
    return _check_14(watch, Reading.READ, "the place i+ exists in every group and commodity")


def _check_14(watch: Watch, reading: Reading, evidence: str) -> Finding:
    def violation(case: Case) -> Witnessed | None:
        g, out = case
        return next((Witnessed(v, g) for v in branch_7.violations(g, out, reading)), None)

    return _over_outcomes(watch, violation, evidence)


def check_own_influence(watch: Watch) -> Finding:
    """What section 3.5 says each of an agent's three messages influences, and that none moves her price."""
    cases, random = 0, Random(0)
    scope = (
        f"{FEW_RANDOM} random profiles in every branch at {_sizes()}; both tie rules; "
        f"every agent with another random triplicate; {_seeds()}, for the others {seeds(1)}"
    )
    for g, outcome in _random(watch, FEW_RANDOM):
        others = [random_triplicate(g.market, random) for _ in g.market.agents]
        cases += len(others)
        found = next(own_influence.violations(g, outcome, others), None)
        if found is not None:
            return refuted(scope, Witnessed(found, g))
    return held(
        cases, scope, "the own messages change the own trade only where the paper says, never the price"
    )


def _lottery(n: int, k: int, T: int, r: int, eta: Fraction = ETA) -> GPlus:
    return GPlus(Market(n, k, 1, price_grid(k, T), groups=r), eta)


def check_printed_weights(watch: Watch) -> Finding:
    """The printed probabilities, added up; and the printed range of η."""
    lotteries = ((T, _lottery(n, k, T, r)) for n, k, _, T, r in SIZES)
    return weights.as_printed(watch, lotteries, Fraction(1, 5))


def check_weights(watch: Watch) -> Finding:
    """The weights as read, added up over Φ × P × {1, ..., 7}, for η up to 1/6."""
    lotteries = (_lottery(n, k, T, r, eta) for n, k, _, T, r in SIZES for eta in ETAS)
    scope = f"{_sizes()}; {len(ETAS)} η"
    refused = (Fraction(1, 6), Fraction(1, 5), Fraction(0))
    return weights.as_read(watch, lotteries, refused, lambda eta: GPlus(SMALLEST, eta), scope)
