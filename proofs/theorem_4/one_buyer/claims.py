"""The claims of section 3.3 on Theorem 4, (8), (9), (10) and Condition 2 with one buyer in a group."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from mechanisms.g_double_star.one_buyer.plans import mate, plan_count
from mechanisms.markets.informed_price_taking import OwnPlace, second_demands
from mechanisms.markets.market import show, show_message, show_size
from proofs.claims.case_log import CaseLog
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Reading, Witnessed, held, not_settled, refuted
from proofs.conditions import anonymity, condition_2, revealing_demands, symmetric_prior
from proofs.rules.weights import PrintedWeights
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer import witnesses
from proofs.theorem_4.one_buyer.family import Case, family
from proofs.theorem_4.one_buyer.outcome import Outcome, outcome
from proofs.theorem_4.one_buyer.statement import solve, violations

ETA = Fraction(1, 10)
NEEDED = {"full support", "Condition 2", "(8)"}  # symmetry turns out not to be
FAMILY = (
    "n=k=l=T=1; every value v(own signal, mate's signal) from {0, 1/2, 1, 2}; three priors; both tie rules; "
    "η = 1/100, 1/10, 3/10"
)
PLANS = plan_count(next(family()).instance().mechanism.market)


def check_theorem_4_printed(watch: Watch) -> Finding:
    """Every independent reason, each replayed from its smallest witness."""
    evidence = []
    for name, sentence in printed_reasons():
        watch(name)
        if sentence is None:
            return not_settled("n=1", f"the witness {name} does not hold")
        evidence.append(sentence)
    numbered = (f"({place}) {sentence}" for place, sentence in enumerate(evidence, start=1))
    return refuted("n=k=l=1, one or two prices", "; ".join(numbered))


def printed_reasons() -> Iterator[tuple[str, str | None]]:
    """The reasons by name; None in place of a sentence if a witness does not hold."""
    game, seller = witnesses.a_seller()
    yield "sellers", seller.describe(game) if seller.holds(game) else None
    game, off_path = witnesses.off_the_path()
    yield "off the path", off_path.describe(game) if off_path.holds(game) else None
    game, on_path = witnesses.on_the_path()
    yield "a tie on the path", on_path.describe(game) if on_path.holds(game) else None
    game, unsent = witnesses.unsent()
    yield "own messages not sent", unsent.describe(game) if unsent.holds(game) else None
    game, survivor = witnesses.printed_condition_2()
    fine = condition_2.find_violation(game, Reading.PRINTED) is None and survivor.holds(game)
    yield "Condition 2 as printed", survivor.describe(game) if fine else None
    printed = PrintedWeights(1)
    yield "weights", printed.describe(game.mechanism) if printed.holds(game.mechanism) else None


def check_seller(watch: Watch) -> Finding:
    """(9) at n = 1."""
    game, seller = witnesses.a_seller()
    watch("every draw and profile")
    if not seller.holds(game):
        return not_settled("n=1")
    return refuted("n=1", Witnessed(seller, game))


@dataclass(frozen=True)
class _Results:
    """The outcomes of the family's members that satisfy the hypotheses, and how many break one."""

    good: tuple[Outcome, ...]
    broken: int


def decide(case: Case) -> dict[str, object]:
    """The outcome on a case, or the hypotheses that it breaks where they are needed."""
    names = broken_hypotheses(instance := case.instance())
    return asdict(outcome(instance)) if NEEDED.isdisjoint(names) else {"broken": names}


@cache
def _results(priors: tuple[str, ...] = ("independent", "correlated", "asymmetric")) -> _Results:
    log = CaseLog(list(family(priors=priors)), decide, version="")
    found: list[dict[str, Any]] = list(log.run(workers=2).values())
    good = tuple(Outcome(**each) for each in found if NEEDED.isdisjoint(each["broken"]))
    return _Results(good, len(found) - len(good))


def _over_family(wrong: Callable[[Outcome], bool], evidence: str) -> Callable[[Watch], Finding]:
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
    f"all {PLANS:,} plans of each buyer and signal: S^∞ = S^1 ∩ (10), S^∞ = S², survivors are best replies "
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
        return not_settled("n=1")
    shared = revealing_demands.find_violation(game)
    assert shared is not None  # (8) is broken
    market, i = game.mechanism.market, shared.i
    other, (one, two) = mate(market, i), game.prior.spaces[i]
    unit, price = market.X[-1], market.P[0]
    worth = {t: game.informed(i, {i: one, other: t}).worth[unit] for t in (one, two)}
    return refuted(
        "n=k=l=1, P={1/2}",
        f"a unit is worth {worth[one]} given the mate's {one} and {worth[two]} given her {two}, whatever the "
        f"own signal: with both all send ({show_message(shared.message)}), best at the mean "
        f"{game.informed(i, {i: one}).worth[unit]} and the price {show(price)}; first messages reveal "
        "nothing, and no third demand is best given either signal: (10) is empty",
        Witnessed(found, game),
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
        return not_settled("n=1")
    return refuted("n=k=l=T=1", Witnessed(survivor, game))


def check_xi_is_not_empty(watch: Watch) -> Finding:
    """Ξ_i(ω_i) under symmetry of f alone."""
    game, buyer, signal = witnesses.choosy_buyer(), 4, "L"
    watch("n=2")
    found = second_demands(game, buyer, signal, OwnPlace.FIRST).find_conflict()
    if (
        found is None
        or not found.holds(game)
        or symmetric_prior.find_violation(game) is not None
        or anonymity.find_violation(game) is None
    ):
        return not_settled("n=2")
    market = game.mechanism.market
    reasons = []
    for requirement in found.requirements:
        known = dict(zip(requirement.senders, requirement.signals, strict=True)) | {buyer: signal}
        others = " and ".join(f"{market.name(j)} has {t}" for j, t in known.items() if j != buyer)
        worth = game.informed(buyer, known).worth[market.X[-1]]
        best = " or ".join(map(show, requirement.best[found.p]))
        reasons.append(f"{best} if {others}, for a unit is then worth {worth}")
    messages = "; ".join(map(show_message, found.shown))
    return refuted(
        f"{show_size(market)}",
        f"{market.name(buyer)} with signal {signal} sees the first messages ({messages}), her own the first, "
        f"and at price {show(market.P[found.p])} θ must ask for {', and for '.join(reasons)}; the tuple does "
        "not say who sent it. Payoffs must be anonymous",
        Witnessed(found, game),
    )
