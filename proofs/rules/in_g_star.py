"""The claims of section 2.2 and the proof of Theorem 1 on G* itself, whoever plays: (1) to (5)."""

from collections.abc import Iterator
from itertools import chain

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.allocation import budget_infeasibilities, goods_infeasibilities
from mechanisms.markets.grouping import Grouping, grouping_count, groupings
from mechanisms.markets.market import Market, Message, Side, price_grid
from proofs.claims.cases import examine
from proofs.claims.claim import Watch
from proofs.claims.scopes import seeds
from proofs.claims.verdict import Finding, Reading, Witnessed, held, refuted
from proofs.conditions.ranges import LISTED, PLANNED, Range
from proofs.rules import clearing, feasibility, own_price, rationing
from proofs.rules.printed_groups import SharedAgents

EVERY_OUTCOME = LISTED[:1] + LISTED[2:3] + LISTED[4:5]  # n=1: T=1 with l=1 and l=2, and k=2 at a single price
RANDOM_OUTCOMES = 250  # a market size, tie rule and seed

Outcome = tuple[GStar, Grouping, tuple[Message, ...]]


def _outcomes(watch: Watch, smallest: list[Range]) -> Iterator[Outcome]:
    """Every outcome of the smallest markets and random outcomes of larger ones, under both tie rules."""
    for size in smallest:
        for g in size.mechanisms():
            watch(f"{size}, {g.market.tie.value}: every outcome")
            yield from ((g, phi, m) for phi, m in feasibility.every_outcome(g.market))
    for seed, size in enumerate(PLANNED):
        for g in size.mechanisms():
            watch(f"{size}, {g.market.tie.value}: random outcomes")
            drawn = feasibility.random_outcomes(g.market, RANDOM_OUTCOMES, seed)
            yield from ((g, phi, m) for phi, m in drawn)


def _scope(smallest: list[Range]) -> str:
    return (
        f"every outcome at {'; '.join(map(str, smallest))}; {RANDOM_OUTCOMES} random ones at each of "
        f"{len(PLANNED)} sizes up to {PLANNED[-1]}; both tie rules; {seeds(len(PLANNED))}"
    )


def check_goods(watch: Watch) -> Finding:
    """(1) on every outcome."""
    return _check_feasibility(watch, goods_infeasibilities, "goods balance, bundles in X, prices in P")


def check_budget(watch: Watch) -> Finding:
    """(2) on every outcome."""
    return _check_feasibility(watch, budget_infeasibilities, "sellers receive what buyers pay")


def _check_feasibility(watch: Watch, clauses: feasibility.Clauses, evidence: str) -> Finding:
    def violation(outcome: Outcome) -> Witnessed | None:
        g, phi, m = outcome
        return next((Witnessed(v, g) for v in feasibility.violations(g, phi, m, clauses)), None)

    return examine(_outcomes(watch, EVERY_OUTCOME), violation, _scope(EVERY_OUTCOME), evidence)


def check_rationing(watch: Watch) -> Finding:
    """(3) on every outcome."""

    def violation(outcome: Outcome) -> Witnessed | None:
        g, phi, m = outcome
        return next((Witnessed(v, g) for v in rationing.violations(g, phi, m)), None)

    evidence = "the place î exists in every group and commodity"
    return examine(_outcomes(watch, EVERY_OUTCOME), violation, _scope(EVERY_OUTCOME), evidence)


def check_clearing(watch: Watch) -> Finding:
    """The clearing prices on every outcome."""

    def violation(outcome: Outcome) -> Witnessed | None:
        g, phi, m = outcome
        return next((Witnessed(v, g) for v in clearing.violations(g, phi, m)), None)

    evidence = "every group trades at the price that the rule names"
    return examine(_outcomes(watch, EVERY_OUTCOME), violation, _scope(EVERY_OUTCOME), evidence)


def check_weights(watch: Watch) -> Finding:
    """That there are ((2n)!)² groupings, and that the probabilities of a lottery add up to 1."""
    cases, sizes = 0, LISTED + PLANNED[:1]
    for size in sizes:
        for seed, g in enumerate(size.mechanisms()):
            watch(f"{size}, {g.market.tie.value}: the lottery")
            _, m = next(feasibility.random_outcomes(g.market, 1, seed))
            cases += 1
            listed = sum(1 for _ in groupings(g.market))
            total = sum(g.lottery(m).values())
            if listed != grouping_count(g.market) or total != 1:
                return refuted(str(size), f"{listed} groupings, probabilities that add up to {total}")
    drawn = seeds(max(len(list(size.mechanisms())) for size in sizes))
    scope = f"a random profile at each of {len(sizes)} sizes up to {sizes[-1]}; both tie rules; {drawn}"
    return held(cases, scope, "probabilities of allocations add up to 1 exactly")


# "Sellers φ(1), …, φ(2n) and buyers φ(2n+1), …, φ(4n) belong to group 1": how many of each side, in n.
PRINTED_GROUP_1 = (2, 2)


def check_printed_groups(watch: Watch) -> Finding:
    """Section 2.2's sentence on who belongs to group 1, to the letter."""
    g = GStar(Market(n=1, k=1, l=1, P=price_grid(1, 1)))
    found = SharedAgents(next(groupings(g.market)), PRINTED_GROUP_1)
    if not found.holds(g):
        return held(1, f"n={g.market.n}", "the two groups are disjoint")
    return refuted(f"n={g.market.n}", Witnessed(found, g))


def check_4_printed(watch: Watch) -> Finding:
    """(4) as the proof of Theorem 1 prints it: one price for both groups."""
    return _check_own_price(watch, Reading.PRINTED, Side.SELLER)


def check_4(watch: Watch) -> Finding:
    """(4): the price, and that a seller's own message changes only her own trade."""
    return _check_own_price(watch, Reading.READ, Side.SELLER)


def check_5_printed(watch: Watch) -> Finding:
    """(5) as the proof of Theorem 1 prints it: one price for both groups."""
    return _check_own_price(watch, Reading.PRINTED, Side.BUYER)


def check_5(watch: Watch) -> Finding:
    """(5): the price, and that a buyer's own message changes only her own trade."""
    return _check_own_price(watch, Reading.READ, Side.BUYER)


def _check_own_price(watch: Watch, reading: Reading, side: Side) -> Finding:
    cases = 0
    for g, phi, m in _outcomes(watch, EVERY_OUTCOME[:1]):
        cases += 1
        agents = g.market.sellers if side is Side.SELLER else g.market.buyers
        found: Iterator[own_price.WrongPrice | own_price.OwnInfluence] = chain(
            (wrong for wrong in own_price.wrong_prices(g, reading, phi, m) if wrong.i in agents),
            own_price.own_influences(g, phi, m, agents),
        )
        for wrong in found:
            return refuted(f"n={g.market.n}", Witnessed(wrong, g))
    evidence = "her message changes neither her price nor what she is left"
    return held(cases, _scope(EVERY_OUTCOME[:1]), evidence)
