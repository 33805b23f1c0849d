"""The claims of sections 3.2 and 3.3, and what settles them at one seller and one buyer in a group."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.allocation import infeasibilities
from mechanisms.markets.branch_mechanism import LotteryError
from mechanisms.markets.informed_price_taking import OwnPlace, second_demands
from mechanisms.markets.market import Market, Tie, price_grid
from proofs.claims.case_log import CaseLog
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Reading, Verdict, held, refuted
from proofs.conditions import anonymity, condition_2, symmetric_prior
from proofs.rules import serving as serving_rule
from proofs.rules.g_double_star_outcomes import Outcome, every_outcome, influences_on_price, random_outcomes
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer import witnesses
from proofs.theorem_4.one_buyer.family import Case, family
from proofs.theorem_4.one_buyer.outcome import Outcome as Result
from proofs.theorem_4.one_buyer.outcome import outcome
from proofs.theorem_4.one_buyer.printed import PrintedWeights
from proofs.theorem_4.one_buyer.statement import solve, violations
from proofs.theorem_4.one_buyer.words import (
    describe_eliminated,
    describe_seller,
    describe_survivor,
    describe_unsent,
)

ETA = Fraction(1, 10)
SIZES = [(1, 1, 1, 1), (1, 1, 2, 1), (2, 1, 1, 1), (2, 2, 1, 1), (1, 1, 1, 3), (3, 1, 2, 2)]  # n, k, l, T
RANDOM = 60  # profiles for a size and tie rule
NEEDED = {"full support", "Condition 2", "(8)"}  # symmetry turns out not to be
FAMILY = (
    "n=k=l=T=1; every value v(own signal, mate's signal) from {0, 1/2, 1, 2}; three priors; both tie rules; "
    "η = 1/100, 1/10, 3/10"
)


def _size(n: int, k: int, l: int, T: int, tie: Tie) -> GDoubleStar:
    return GDoubleStar(Market(n, k, l, price_grid(k, T), tie), ETA)


def _outcomes(watch: Watch) -> Iterator[tuple[GDoubleStar, Outcome]]:
    for tie in Tie:
        g = _size(1, 1, 1, 1, tie)
        watch(f"every outcome at n=k=l=T=1, {tie.value}")
        yield from ((g, out) for out in every_outcome(g))
        for seed, size in enumerate(SIZES[1:]):
            g = _size(*size, tie)
            watch(f"random outcomes at (n, k, l, T) = {size}, {tie.value}")
            yield from ((g, out) for out in random_outcomes(g, RANDOM, seed))


OUTCOMES = (
    "every draw and profile at n=k=l=T=1; random ones at (n, k, l, T) = "
    f"{', '.join(str(size).replace(' ', '') for size in SIZES[1:])}; both tie rules"
)


def _over_outcomes(
    wrong: Callable[[GDoubleStar, Outcome], object | None], evidence: str
) -> Callable[[Watch], Finding]:
    def check(watch: Watch) -> Finding:
        cases = 0
        for g, out in _outcomes(watch):
            cases += 1
            found = wrong(g, out)
            if found is not None:
                return refuted(OUTCOMES, str(found))
        return held(cases, OUTCOMES, evidence)

    return check


def _infeasible(g: GDoubleStar, out: Outcome) -> object | None:
    return next(infeasibilities(g.market, g.allocation(out.phi, out.p, out.m, out.b)), None)


def _no_place(g: GDoubleStar, out: Outcome) -> object | None:
    return next(serving_rule.violations(g, out.phi, out.p, out.b, out.m), None)


def _influence(g: GDoubleStar, out: Outcome) -> object | None:
    found = next(influences_on_price(g, out), None)
    return None if found is None else f"{g.market.name(found)} changes her own price"


check_feasibility = _over_outcomes(_infeasible, "goods and budget balance, bundles in X, prices in P")
check_serving = _over_outcomes(_no_place, "the place î exists in every group and commodity")
check_own_price = _over_outcomes(_influence, "another message leaves the buyer's price as it is")


def check_printed_weights(watch: Watch) -> Finding:
    """The printed probabilities, added up; and the printed range of η."""
    sums = []
    for n, k, _, T in SIZES:
        watch(f"n={n} k={k} T={T}")
        g = GDoubleStar(Market(n, k, 1, price_grid(k, T)), ETA)
        if n < 3 and PrintedWeights(T).holds(g):
            sums.append(f"{PrintedWeights(T).total(g)} at k={k}, T={T}")
    evidence = "; ".join(dict.fromkeys(sums))
    return refuted(
        "n=1, 2", f"with (2n!)² read as |Φ| they sum to {evidence}; at η = 2/5 branch 4 has weight 1−3η < 0"
    )


def check_weights(watch: Watch) -> Finding:
    """The weights as read, added up over all draws, for η up to 1/3."""
    cases = 0
    for n, k, _, T in SIZES:
        for eta in (Fraction(1, 100), ETA, Fraction(33, 100)):
            watch(f"n={n} k={k} T={T}")
            g = GDoubleStar(Market(n, k, 1, price_grid(k, T)), eta)
            cases += 1
            weights = [g.weight(b) for b in g.branches]
            total = sum((share for _, _, _, share in g.draws()), Fraction(0)) if n < 3 else 1
            if total != 1 or min(weights) <= 0:
                return refuted(f"n={n} k={k} T={T}", f"they sum to {total}")
    for eta in (Fraction(1, 3), Fraction(2, 5)):
        try:
            GDoubleStar(Market(1, 1, 1, price_grid(1, 1)), eta)
        except LotteryError:
            continue
        return refuted(f"η = {eta}", "accepted")
    return held(cases, "n=1, 2, 3; k=1, 2; T=1, 2, 3; three η", "positive, and they sum to 1")


def check_theorem_4_printed(watch: Watch) -> Finding:
    """Every independent reason, each replayed from its smallest witness."""
    evidence = []
    for name, sentence in printed_reasons():
        watch(name)
        if sentence is None:
            return Finding(Verdict.OPEN, "n=1", f"the witness {name} does not hold")
        evidence.append(sentence)
    numbered = (f"({place}) {sentence}" for place, sentence in enumerate(evidence, start=1))
    return refuted("n=k=l=1, one or two prices", "; ".join(numbered))


def printed_reasons() -> Iterator[tuple[str, str | None]]:
    """The reasons by name; None in place of a sentence if a witness does not hold."""
    game, seller = witnesses.a_seller()
    yield "sellers", describe_seller(game, seller) if seller.holds(game) else None
    game, off_path = witnesses.off_the_path()
    yield "off the path", describe_eliminated(game, off_path) if off_path.holds(game) else None
    game, on_path = witnesses.on_the_path()
    yield "a tie on the path", describe_eliminated(game, on_path) if on_path.holds(game) else None
    game, unsent = witnesses.unsent()
    yield "own messages not sent", describe_unsent(game, unsent) if unsent.holds(game) else None
    game, survivor = witnesses.printed_condition_2()
    fine = condition_2.find_violation(game, Reading.PRINTED) is None and survivor.holds(game)
    yield "Condition 2 as printed", describe_survivor(game, survivor) if fine else None
    holds = PrintedWeights(1).holds(game.mechanism)
    yield "weights", "the printed weights sum to 2 at k = T = 1" if holds else None


def check_seller(watch: Watch) -> Finding:
    """(9) at n = 1."""
    game, seller = witnesses.a_seller()
    watch("every draw and profile")
    if not seller.holds(game):
        return Finding(Verdict.OPEN, "n=1", "the witness does not hold")
    return refuted("n=1", describe_seller(game, seller))


@dataclass(frozen=True)
class _Results:
    """The outcomes of the family's members that satisfy the hypotheses, and how many break one."""

    good: tuple[Result, ...]
    broken: int


def decide(case: Case) -> dict[str, object]:
    """The outcome on a case, or the hypotheses that it breaks where they are needed."""
    names = broken_hypotheses(instance := case.instance())
    return asdict(outcome(instance)) if NEEDED.isdisjoint(names) else {"broken": names}


@cache
def _results(priors: tuple[str, ...] = ("independent", "correlated", "asymmetric")) -> _Results:
    log = CaseLog(list(family(priors=priors)), decide, version="")
    found: list[dict[str, Any]] = list(log.run(workers=2).values())
    good = tuple(Result(**each) for each in found if NEEDED.isdisjoint(each["broken"]))
    return _Results(good, len(found) - len(good))


def _over_family(wrong: Callable[[Result], bool], evidence: str) -> Callable[[Watch], Finding]:
    def check(watch: Watch) -> Finding:
        watch("every plan of every buyer and signal, on a family of instances")
        results = _results()
        if any(wrong(result) for result in results.good):
            return refuted(FAMILY, "some instance of the family")
        others = f"; {results.broken:,} instances that break (8) are left out"
        return held(len(results.good), FAMILY, evidence + others)

    return check


check_theorem_4_read = _over_family(
    lambda result: not result.read,
    "all 4,096 plans of each buyer and signal: S^∞ = S^1 ∩ (10), S^∞ = S², survivors are best replies "
    "(argument for every k, l, P and η: docs/theorem-4.md)",
)
check_one_round = _over_family(
    lambda result: (result.rounds <= 1) != result.common_best, "S^1 = S^∞ exactly then"
)
check_only_if = _over_family(lambda result: not result.only_if, "every surviving plan satisfies (10)")
check_uneven_ties = _over_family(
    lambda result: result.on_path != result.uneven_tie,
    "some plan in (10) leaves for what it does on the path exactly where a tie is uneven",
)


def check_without_8(watch: Watch) -> Finding:
    """(8) dropped."""
    game = witnesses.not_revealing()
    watch("its smallest witness")
    found = next(violations(solve(game)), None)
    if found is None or not found.holds(game) or broken_hypotheses(game) != ("(8)",):
        return Finding(Verdict.OPEN, "n=1", "the witness does not hold")
    return refuted(
        "n=k=l=1, P={1/2}",
        "a unit is worth 0 given the mate's L and 2 given her H, whatever the own signal: all ask for it at "
        "the mean 1, first messages reveal nothing, no third demand is best given either: (10) is empty",
    )


def check_without_full_support(watch: Watch) -> Finding:
    """Full support dropped: perfectly correlated buyers."""
    cases = 0
    for case in family(priors=("perfectly correlated",), etas=(ETA,)):
        game = case.instance()
        if "(8)" in broken_hypotheses(game):
            continue
        watch(case.name)
        cases += 1
        if not outcome(game).read:
            return refuted(case.name, "S^∞ is not S^1 ∩ (10)")
    scope = "the family with perfectly correlated signals, η = 1/10"
    return held(cases, scope, "null events ask for nothing")


def check_without_symmetry(watch: Watch) -> Finding:
    """Symmetry of f dropped: the members of the family with the asymmetric prior."""
    watch("the members of the family with an asymmetric prior")
    results = [result for result in _results().good if "symmetry" in result.broken]
    if not all(result.read for result in results):
        return refuted(FAMILY, "S^∞ is not S^1 ∩ (10)")
    return held(len(results), "the members of the family with f(L, H) ≠ f(H, L)", "nothing changes")


def check_without_condition_2(watch: Watch) -> Finding:
    """Condition 2, as read, dropped."""
    game, survivor = witnesses.printed_condition_2()
    watch("its smallest witness")
    found = next(violations(solve(game)), None)
    if found is None or not found.holds(game) or not survivor.holds(game):
        return Finding(Verdict.OPEN, "n=1", "the witness does not hold")
    return refuted("n=k=l=T=1", describe_survivor(game, survivor))


def check_xi_is_not_empty(watch: Watch) -> Finding:
    """Ξ_i(ω_i) under symmetry of f alone."""
    game = witnesses.choosy_buyer()
    watch("n=2")
    found = second_demands(game, 4, "L", OwnPlace.FIRST).find_conflict()
    if (
        found is None
        or not found.holds(game, 4)
        or symmetric_prior.find_violation(game) is not None
        or anonymity.find_violation(game) is None
    ):
        return Finding(Verdict.OPEN, "n=2", "the witness does not hold")
    return refuted(
        "n=2, k=l=1, P={1/2}",
        "buyer 5 with signal L values a unit at 9/16 given that buyer 6's signal is high and at 1/8 given "
        "that buyer 7's is; the first messages (0, 1) may be hers and either one's, so at price 1/2 θ must "
        "ask for a unit and must not. Payoffs must be anonymous",
    )
