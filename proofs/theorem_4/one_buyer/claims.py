"""The claims of section 3.3 on Theorem 4, (8), (9), (10) and Condition 2 with one buyer in a group."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from mechanisms.g_double_star.one_buyer.plans import mate, plan_count
from mechanisms.markets.informed_price_taking import OwnPlace, second_demands
from mechanisms.markets.market import grid_steps, show, show_message, show_size
from proofs.claims.case_log import CaseLog
from proofs.claims.claim import Watch
from proofs.claims.jobs import jobs
from proofs.claims.scopes import common, how_many_prices, listing, number_of, short_size
from proofs.claims.verdict import Finding, Reading, Witnessed, held, not_settled, refuted
from proofs.conditions import anonymity, condition_2, revealing_demands, symmetric_prior
from proofs.rules.weights import PrintedWeights
from proofs.theorem_4.hypotheses import broken_hypotheses
from proofs.theorem_4.one_buyer import witnesses
from proofs.theorem_4.one_buyer.family import SIGNALS, Case, family, scope
from proofs.theorem_4.one_buyer.outcome import Outcome, outcome
from proofs.theorem_4.one_buyer.statement import solve, violations

ETA = Fraction(1, 10)
NEEDED = {"full support", "Condition 2", "(8)"}  # symmetry turns out not to be


def check_theorem_4_printed(watch: Watch) -> Finding:
    """Every independent reason, each replayed from its smallest witness."""
    evidence, markets = [], [make()[0].mechanism.market for make in witnesses.SMALLEST]
    size = common(short_size(market, prices=False) for market in markets)
    for name, sentence in printed_reasons():
        watch(name)
        if sentence is None:
            return not_settled(size, f"the witness {name} does not hold")
        evidence.append(sentence)
    numbered = (f"({place}) {sentence}" for place, sentence in enumerate(evidence, start=1))
    prices = how_many_prices(len(market.P) for market in markets)
    return refuted(f"{size}, {prices}", "; ".join(numbered))


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
    printed = PrintedWeights(grid_steps(game.mechanism.market.k, game.mechanism.market.P) or 1)
    yield "weights", printed.describe(game.mechanism) if printed.holds(game.mechanism) else None


def check_seller(watch: Watch) -> Finding:
    """(9) at n = 1."""
    game, seller = witnesses.a_seller()
    watch("every draw and profile")
    size = f"n={game.mechanism.market.n}"
    if not seller.holds(game):
        return not_settled(size)
    return refuted(size, Witnessed(seller, game))


@dataclass(frozen=True)
class _Results:
    """The outcomes of the family's members that satisfy the hypotheses, and how many break which one."""

    scope: str
    plans: int  # of each buyer and signal
    good: tuple[Outcome, ...]
    broken: int
    hypotheses: tuple[str, ...]  # those that are broken


def decide(case: Case) -> dict[str, object]:
    """The outcome on a case, or the hypotheses that it breaks where they are needed."""
    names = broken_hypotheses(instance := case.instance())
    return asdict(outcome(instance, broken=names)) if NEEDED.isdisjoint(names) else {"broken": names}


@cache
def _results(priors: tuple[str, ...] = ("independent", "correlated", "asymmetric")) -> _Results:
    cases = list(family(priors=priors))
    found: list[dict[str, Any]] = list(CaseLog(cases, decide, version="").run(jobs()).values())
    good = tuple(Outcome(**each) for each in found if NEEDED.isdisjoint(each["broken"]))
    broken = tuple(sorted(NEEDED.intersection(name for each in found for name in each["broken"])))
    return _Results(scope(cases), plan_count(cases[0].market), good, len(found) - len(good), broken)


def _over_family(wrong: Callable[[Outcome], bool], evidence: str) -> Callable[[Watch], Finding]:
    def check(watch: Watch) -> Finding:
        watch("every plan of every buyer and signal, on a family of instances")
        results = _results()
        if any(wrong(result) for result in results.good):
            return refuted(results.scope, "some instance of the family")
        said = evidence.format(plans=results.plans)
        if results.broken:
            names = listing(results.hypotheses, "or")
            said += f"; {number_of(results.broken, 'instance')} that break {names} are left out"
        return held(len(results.good), results.scope, said)

    return check


check_theorem_4_read = _over_family(
    lambda result: not result.read,
    "all {plans:,} plans of each buyer and signal: S^∞ = S^1 ∩ (10), S^∞ = S², survivors are best replies "
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
    size = short_size(game.mechanism.market)
    found = next(violations(solve(game)), None)
    if found is None or not found.holds(game) or broken_hypotheses(game) != ("(8)",):
        return not_settled(size)
    shared = revealing_demands.find_violation(game)
    assert shared is not None  # (8) is broken
    market, i = game.mechanism.market, shared.i
    other, (one, two) = mate(market, i), game.prior.spaces[i]
    unit, price = market.X[-1], market.P[0]
    worth = {t: game.informed(i, {i: one, other: t}).worth[unit] for t in (one, two)}
    return refuted(
        size,
        f"a unit is worth {worth[one]} given the mate's {one} and {worth[two]} given her {two}, whatever the "
        f"own signal: with both all send ({show_message(shared.message)}), best at the mean "
        f"{game.informed(i, {i: one}).worth[unit]} and the price {show(price)}; first messages reveal "
        "nothing, and no third demand is best given either signal: (10) is empty",
        Witnessed(found, game),
    )


def check_without_full_support(watch: Watch) -> Finding:
    """Full support dropped: perfectly correlated buyers."""
    cases, prior = 0, "perfectly correlated"
    for case in family(priors=(prior,), etas=(ETA,)):
        game = case.instance()
        if "(8)" in broken_hypotheses(game):
            continue
        watch(case.name)
        cases += 1
        if not outcome(game).read:
            return refuted(case.name, "S^∞ is not S^1 ∩ (10)")
    return held(cases, f"the family with {prior} signals, η = {ETA}", "null events ask for nothing")


def check_without_symmetry(watch: Watch) -> Finding:
    """Symmetry of f dropped: the members of the family with the asymmetric prior."""
    watch("the members of the family with an asymmetric prior")
    results = _results()
    asymmetric = [result for result in results.good if "symmetry" in result.broken]
    if not all(result.read for result in asymmetric):
        return refuted(results.scope, "S^∞ is not S^1 ∩ (10)")
    low, high = SIGNALS
    members = f"the members of the family with f({low}, {high}) ≠ f({high}, {low})"
    return held(len(asymmetric), members, "nothing changes")


def check_without_condition_2(watch: Watch) -> Finding:
    """Condition 2, as read, dropped."""
    game, survivor = witnesses.printed_condition_2()
    watch("its smallest witness")
    size = short_size(game.mechanism.market)
    found = next(violations(solve(game)), None)
    if found is None or not found.holds(game) or not survivor.holds(game):
        return not_settled(size)
    return refuted(size, Witnessed(survivor, game))


def check_xi_is_not_empty(watch: Watch) -> Finding:
    """Ξ_i(ω_i) under symmetry of f alone."""
    game, buyer, signal = witnesses.choosy_buyer(), 4, "L"
    market = game.mechanism.market
    watch(f"n={market.n}")
    found = second_demands(game, buyer, signal, OwnPlace.FIRST).find_conflict()
    if (
        found is None
        or not found.holds(game)
        or symmetric_prior.find_violation(game) is not None
        or anonymity.find_violation(game) is None
    ):
        return not_settled(f"n={market.n}")
    reasons = []
    for requirement in found.requirements:
        known = dict(zip(requirement.senders, requirement.signals, strict=True)) | {buyer: signal}
        others = " and ".join(f"{market.name(j)} has {t}" for j, t in known.items() if j != buyer)
        worth = game.informed(buyer, known).worth[market.X[-1]]
        best = " or ".join(map(show, requirement.best[found.p]))
        reasons.append(f"{best} if {others}, for a unit is then worth {worth}")
    messages = "; ".join(map(show_message, found.shown))
    return refuted(
        show_size(market),
        f"{market.name(buyer)} with signal {signal} sees the first messages ({messages}), her own the first, "
        f"and at price {show(market.P[found.p])} θ must ask for {', and for '.join(reasons)}; the tuple does "
        "not say who sent it. Payoffs must be anonymous",
        Witnessed(found, game),
    )
