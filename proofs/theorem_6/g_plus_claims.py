"""The claims of section 3.5 on G+ itself, its conditions and its sets of price-taking messages."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import infeasibilities
from mechanisms.markets.branch_mechanism import LotteryError
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, Tie, price_grid
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Reading, Verdict, held, refuted
from proofs.conditions import anonymity, condition_3, private_preferences, symmetric_prior
from proofs.conditions import g_plus_instances as instances
from proofs.conditions.condition_3_families import FAMILIES
from proofs.conditions.revealing_demands import find_violation
from proofs.conditions.unnamed_signals import find_ambiguity
from proofs.rules import branch_7 as branch_7_rule
from proofs.rules import own_influence as g_plus_influence
from proofs.rules.g_plus_outcomes import Outcome, every_outcome, random_outcomes, random_triplicate
from proofs.theorem_6.printed_17_18 import SETS, find_interdependence, misses

ETA = instances.ETA
SMALLEST = instances.three_groups()
# n, k, l, T, r
SIZES = [(1, 1, 1, 1, 3), (1, 1, 2, 2, 3), (2, 1, 2, 1, 3), (1, 2, 1, 1, 4), (2, 2, 1, 1, 3), (3, 1, 1, 2, 5)]
RANDOM = 20  # profiles for a size and tie rule
FEW_RANDOM = 5  # where every agent tries other messages too
LISTED_SIZES = ", ".join(str(size).replace(" ", "") for size in SIZES)


def _mechanisms() -> Iterator[GPlus]:
    for n, k, l, T, r in SIZES:
        for tie in Tie:
            yield GPlus(Market(n, k, l, price_grid(k, T), tie, groups=r), ETA)


def _random(watch: Watch, count: int) -> Iterator[tuple[GPlus, Outcome]]:
    for seed, g in enumerate(_mechanisms()):
        watch(f"random outcomes, n={g.market.n}, r={g.market.groups}, {g.market.tie.value}")
        yield from ((g, outcome) for outcome in random_outcomes(g, count, seed))


def _every(watch: Watch) -> Iterator[tuple[GPlus, Outcome]]:
    watch("every outcome at r=3, n=k=l=1 and a single price")
    g = GPlus(SMALLEST, ETA)
    yield from ((g, outcome) for outcome in every_outcome(g))


OUTCOMES = (
    "every outcome at r=3, n=k=l=1 and a single price (φ the identity); "
    f"{RANDOM} random profiles in every branch at (n,k,l,T,r) = {LISTED_SIZES}; both tie rules"
)


def _over_outcomes(
    wrong: Callable[[GPlus, Outcome], str | None], evidence: str
) -> Callable[[Watch], Finding]:
    def check(watch: Watch) -> Finding:
        cases = 0
        for outcomes in (_every(watch), _random(watch, RANDOM)):
            for g, outcome in outcomes:
                cases += 1
                found = wrong(g, outcome)
                if found is not None:
                    return refuted(OUTCOMES, found)
        return held(cases, OUTCOMES, evidence)

    return check


def _infeasible(item: str) -> Callable[[GPlus, Outcome], str | None]:
    def wrong(g: GPlus, outcome: Outcome) -> str | None:
        a = g.allocation(outcome.phi, outcome.p, outcome.m, outcome.b)
        broken = (v for v in infeasibilities(g.market, a) if v.clause.startswith(item))
        found = next(broken, None)
        return None if found is None else f"{found.clause}: got {found.sold} and {found.bought}"

    return wrong


def _no_place(reading: Reading) -> Callable[[GPlus, Outcome], str | None]:
    def wrong(g: GPlus, outcome: Outcome) -> str | None:
        found = next(branch_7_rule.violations(g, outcome, reading), None)
        return None if found is None else f"in branch 7, {found.describe(g)}"

    return wrong


check_goods = _over_outcomes(_infeasible("(1)"), "goods balance, bundles in X, prices in P")
check_budget = _over_outcomes(_infeasible("(2)"), "sellers receive what buyers pay")
check_14_printed = _over_outcomes(_no_place(Reading.PRINTED), "the place i+ exists in every group")
check_14 = _over_outcomes(_no_place(Reading.READ), "the place i+ exists in every group and commodity")


def check_own_influence(watch: Watch) -> Finding:
    """What section 3.5 says each of an agent's three messages influences, and that none moves her price."""
    cases, random = 0, Random(0)
    scope = (
        f"{FEW_RANDOM} random profiles in every branch at (n,k,l,T,r) = {LISTED_SIZES}; both tie rules; "
        "every agent with another random triplicate"
    )
    for g, outcome in _random(watch, FEW_RANDOM):
        others = [random_triplicate(g.market, random) for _ in g.market.agents]
        cases += len(others)
        found = next(g_plus_influence.violations(g, outcome, others), None)
        if found is not None:
            return refuted(scope, f"{g.market.name(found.i)} in branch {outcome.b}: {type(found).__name__}")
    return held(
        cases, scope, "the own messages change the own trade only where the paper says, never the price"
    )


def check_printed_weights(watch: Watch) -> Finding:
    """The printed probabilities, added up."""
    sums = []
    for n, k, _, T, r in SIZES:
        watch(f"n={n} k={k} T={T} r={r}")
        g = GPlus(Market(n, k, 1, price_grid(k, T), groups=r), ETA)
        draws = grouping_count(g.market) * len(g.market.P)
        total = sum((g.printed_weight(b, T) * draws for b in g.branches), Fraction(0))
        if total == 1:
            return held(1, f"n={n} k={k} T={T} r={r}", "they sum to 1")
        sums.append(f"{total} at n={n}, k={k}, T={T}, r={r}")
    return refuted(f"η = {ETA}", f"they sum to {'; '.join(sums)}; at η = 1/5 branch 7 has weight 1−6η < 0")


def check_weights(watch: Watch) -> Finding:
    """The weights as read, added up over Φ × P × {1, ..., 7}, for η up to 1/6."""
    cases = 0
    for n, k, _, T, r in SIZES:
        for eta in (Fraction(1, 100), ETA, Fraction(16, 100)):
            watch(f"n={n} k={k} T={T} r={r}")
            g = GPlus(Market(n, k, 1, price_grid(k, T), groups=r), eta)
            cases += 1
            draws = grouping_count(g.market) * len(g.market.P)
            total = sum((g.weight(b) * draws for b in g.branches), Fraction(0))
            # Over all draws themselves where Φ is small enough to be listed.
            listed = sum((share for *_, share in g.draws()), Fraction(0)) if n * r <= 4 else total
            if not total == listed == 1 or min(map(g.weight, g.branches)) <= 0:
                return refuted(f"n={n} k={k} T={T} r={r}", f"they sum to {listed}")
    for eta in (Fraction(1, 6), Fraction(1, 5), Fraction(0)):
        try:
            GPlus(SMALLEST, eta)
        except LotteryError:
            continue
        return refuted(f"η = {eta}", "accepted")
    return held(cases, f"(n,k,l,T,r) = {LISTED_SIZES}; three η", "positive, and they sum to 1")


def check_15_printed(watch: Watch) -> Finding:
    """That (15) makes a tuple of first messages reveal the signals behind it."""
    watch("a buyer who wants what the others do not")
    game = instances.contrary_buyer()
    found = find_ambiguity(game)
    if find_violation(game) is not None or found is None or not found.holds(game):
        return Finding(Verdict.OPEN, "r=3, n=1", "the witness does not hold")
    return refuted("r=3, n=k=l=1", f"(15) holds, yet {found.describe(game)}: the tuples carry no names")


def _revealing(watch: Watch) -> Iterator[InterdependentInstance]:
    """The anonymous instances with (15) and a symmetric prior."""
    watch("anonymous instances")
    for game in instances.anonymous_family((Fraction(0), Fraction(1, 4))):
        hypotheses = (anonymity.find_violation, symmetric_prior.find_violation, find_violation)
        if all(find(game) is None for find in hypotheses):
            yield game


ANONYMOUS = (
    "r=3, n=k=l=1, P = {1/2} or {0, 1}; worth (low, high) from {0, 1/2, 1, 2}², and 0 or 1/4 more for every "
    "other H; two symmetric priors; those with (15)"
)


def check_15(watch: Watch) -> Finding:
    """The same with anonymous payoffs and symmetric f."""
    cases = 0
    for game in _revealing(watch):
        cases += 1
        found = find_ambiguity(game)
        if found is not None:
            return refuted(ANONYMOUS, found.describe(game))
    return held(
        cases, ANONYMOUS, "no message is price-taking for two agents of a side with different signals"
    )


def check_condition_3(watch: Watch) -> Finding:
    """Condition 3 if and only if sellers' preferences are private, as `private_preferences` has it."""
    cases = holding = 0
    scope = (
        "a seller's costs: every function of her own, another seller's and a buyer's signal to two or three "
        "unit costs; n=1 and 2, r=3 and 4, l=1 and 2, one or two prices"
    )
    for family in FAMILIES:
        watch(f"n={family.n}, r={family.r}, l={family.l}: {family.size:,} cost functions")
        for game in family.instances():
            cases += 1
            violation = condition_3.find_violation(game)
            dependence = private_preferences.find_dependence(game)
            if (violation is None) != (dependence is None):
                reversal = (violation or dependence).reversal  # type: ignore[union-attr]
                return refuted(scope, reversal.describe(game))
            if violation is None or dependence is None:
                holding += 1
            elif not (violation.holds(game) and dependence.violation(game).holds(game)):
                return Finding(Verdict.OPEN, scope, "a witness does not hold")
    return held(
        cases,
        scope,
        f"Condition 3 holds in {holding:,}: those in which no preference at a grid price changes with the "
        "buyer's signal, nor, at n=2, with the other seller's; r plays no part",
    )


def check_17_printed(watch: Watch) -> Finding:
    """M_i^{2+} as printed, against private values."""
    return _check_printed(watch, "second")


def check_18_printed(watch: Watch) -> Finding:
    """M_i^{3+} as printed, against private values."""
    return _check_printed(watch, "third")


def _check_printed(watch: Watch, part: str) -> Finding:
    game = instances.private_values()
    evidence = []
    for i in (game.mechanism.market.buyers[0], game.mechanism.market.sellers[0]):
        watch(f"{game.mechanism.market.name(i)}: {part} messages")
        found = next(misses(game, i, part), None)
        if found is None:
            return held(1, "r=3, n=k=l=1", "the printed sets leave a best bundle")
        if find_violation(game) is not None or not found.holds(game):
            return Finding(Verdict.OPEN, "r=3, n=k=l=1", "the witness does not hold")
        evidence.append(found.describe(game))
    return refuted("r=3, n=k=l=1, two signals a side, a single price", "; ".join(evidence))


def check_17(watch: Watch) -> Finding:
    """M_i^{2+} as read: never empty with anonymous payoffs, and D_i(ω_i) at private values."""
    return _check_read(watch, "second")


def check_18(watch: Watch) -> Finding:
    """M_i^{3+} as read: never empty with anonymous payoffs, and D_i(ω_i) at private values."""
    return _check_read(watch, "third")


def _check_read(watch: Watch, part: str) -> Finding:
    cases = private = 0
    for game in _revealing(watch):
        for i in (game.mechanism.market.sellers[0], game.mechanism.market.buyers[0]):
            is_private = find_interdependence(game, i) is None
            for signal in game.prior.spaces[i]:
                asked = SETS[part](game, i, signal)
                cases += 1
                private += is_private
                conflict = asked.find_conflict()
                if conflict is not None:
                    return refuted(ANONYMOUS, f"empty: {conflict}")
                taking = price_taking_given_own(game, i, signal)
                if is_private and any(asked.at(tuple_) != taking for tuple_ in asked.requirements):
                    return refuted(ANONYMOUS, f"{game.mechanism.market.name(i)}: not D_i({signal})")
    evidence = f"not empty; in the {private:,} with private values D_i(ω_i) after price-taking first messages"
    return held(cases, ANONYMOUS, evidence)


def check_sets_are_not_empty(watch: Watch) -> Finding:
    """That M_i^{2+}(ω_i) and M_i^{3+}(ω_i) are not empty under (15) alone, with the own signal known."""
    game = instances.choosy_buyer()
    buyer = game.mechanism.market.buyers[0]
    if find_violation(game) is not None:
        return Finding(Verdict.OPEN, "r=3, n=k=l=1", "(15) fails")
    for part, messages in SETS.items():
        watch(f"{part} messages of a buyer who cares who has which signal")
        conflict = messages(game, buyer, "L").find_conflict()
        if conflict is None:
            return held(1, "r=3, n=k=l=1", f"{part} messages: not empty")
        if not conflict.holds(game, buyer):
            return Finding(Verdict.OPEN, "r=3, n=k=l=1", "the witness does not hold")
    return refuted(
        "r=3, n=k=l=1, a single price",
        f"(15) holds, yet both sets are empty for {game.mechanism.market.name(buyer)} with signal L, who "
        "likes buyer 5's signal H and dislikes buyer 6's: one tuple may show either, and asks for 0 and 1",
    )
