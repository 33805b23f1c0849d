"""The claims that can be checked on one instance of G*.

A claim whose hypothesis fails on the instance is refused with the place where it fails (*unchecked*), unless
the user asks to see what happens without that hypothesis.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from mechanisms.g_star.literal import events
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.instance import Instance
from proofs.claims.claim import Claim, Watch
from proofs.claims.evidence import described
from proofs.claims.verdict import Finding, Reading, Verdict, held, refuted
from proofs.claims.words import describe_trader
from proofs.conditions import singletons
from proofs.conditions.condition_1 import find_violator
from proofs.rules import feasibility
from proofs.theorem_1 import statement as theorem_1
from proofs.theorem_1.sharp_form import frontier
from proofs.theorem_3 import statement as theorem_3

FEW_OUTCOMES = (
    50_000_000  # pairs of a grouping and a profile: up to here all are listed, beside the plan form
)
LISTED_OUTCOMES = 5_000  # up to here feasibility is checked on all of them, else on random ones
RANDOM_OUTCOMES = 500
MOST_ENTRIES = 5_000_000  # entries of the messages that are drawn for one random outcome, times outcomes
SEED = 0


def claims_on(instance: Instance, without: Collection[str] = ()) -> list[Claim]:
    """The claims on this instance, each refused where a hypothesis not named in `without` fails."""

    def under(hypothesis: str, check: Callable[[Watch], Finding]) -> Callable[[Watch], Finding]:
        def checked(watch: Watch) -> Finding:
            failure = None if hypothesis in without else HYPOTHESES[hypothesis](instance)
            return (
                Finding(Verdict.UNCHECKED, "", f"{hypothesis} fails: {failure}") if failure else check(watch)
            )

        return checked

    def check(function: Callable[[Instance, Watch], Finding]) -> Callable[[Watch], Finding]:
        return lambda watch: function(instance, watch)

    return [
        Claim("(1)", "goods balance, and the budget (2)", Reading.PRINTED, check(_feasibility)),
        Claim(
            "Condition 1",
            "no externality, monotone unit costs and values",
            Reading.PRINTED,
            check(_condition_1),
        ),
        Claim(
            "Theorem 1",
            "dominant means price-taking, and dominant profiles are ex post individually rational",
            Reading.PRINTED,
            under("Condition 1", check(_theorem_1)),
        ),
        Claim(
            "Theorem 1", "every agent has a dominant message (sharp form)", Reading.READ, check(_has_dominant)
        ),
        Claim(
            "Theorem 3",
            "the price-taking messages are dominant",
            Reading.PRINTED,
            under(SINGLETONS, check(_theorem_3)),
        ),
    ]


def _condition_1_failure(instance: Instance) -> str | None:
    found = find_violator(instance.mechanism.market, instance.traders)
    if found is None:
        return None
    i, broken = found
    return f"{instance.mechanism.market.name(i)}: {broken.describe(instance.traders[i])}"


SINGLETONS = "D_i is a singleton"
HYPOTHESES: Mapping[str, Callable[[Instance], str | None]] = {
    "Condition 1": _condition_1_failure,
    SINGLETONS: lambda instance: described(singletons.find_several(instance), instance),
}


def _feasibility(instance: Instance, watch: Watch) -> Finding:
    g, market = instance.mechanism, instance.mechanism.market
    if market.profiles_up_to(LISTED_OUTCOMES // grouping_count(market)) is not None:
        outcomes, scope = feasibility.every_outcome(market), "every outcome"
    else:
        count = min(RANDOM_OUTCOMES, max(1, MOST_ENTRIES // (len(market.P) * len(market.agents))))
        outcomes = feasibility.random_outcomes(market, count, SEED)
        scope = f"{count} random outcomes (seed {SEED})"
    cases = 0
    for phi, m in outcomes:
        cases += 1
        wrong = next(feasibility.violations(g, phi, m), None)
        if wrong is not None:
            return refuted(scope, wrong.describe(g))
    return held(cases, scope, "no outcome that is not an allocation")


def _condition_1(instance: Instance, watch: Watch) -> Finding:
    failure = _condition_1_failure(instance)
    count = len(instance.traders)
    return (
        refuted("all agents", failure) if failure else held(count, "all agents", "every agent satisfies it")
    )


def _theorem_1(instance: Instance, watch: Watch) -> Finding:
    g, market = instance.mechanism, instance.mechanism.market
    assert isinstance(g, GStar)
    failing = None
    for i in market.agents:
        watch(f"{market.name(i)} in plan form")
        gap = next(theorem_1.price_taking_shortfalls(market, instance.traders[i]), None)
        if gap is not None:
            found = theorem_1.IsolatedShortfall(i, gap)
            failing = found.describe(instance)
            if not found.holds(instance):
                return Finding(Verdict.OPEN, "plan form", f"the witness does not hold: {failing}")
            break
        other = next(theorem_1.violations_in_plans(g, i, instance.traders[i]), None)
        if other is not None:
            failing = other.describe(instance)
            break
    scope = "plan form"
    profiles = market.profiles_up_to(FEW_OUTCOMES // grouping_count(market))
    if profiles is not None:
        watch(f"listing {profiles:,} profiles")
        scope = f"all {profiles:,} message profiles listed, and in plan form"
        listed = next(_violations_by_listing(instance), None)
        if (listed is None) != (failing is None):
            found_listing = described(listed, instance)
            disagree = f"plan form ({failing}) and listing ({found_listing}) disagree"
            return Finding(Verdict.OPEN, scope, disagree)
    return refuted(scope, failing) if failing else held(len(instance.traders), scope, "no agent violates it")


def _violations_by_listing(instance: Instance) -> Iterator[theorem_1.Violation]:
    market = instance.mechanism.market
    happens = events(instance.mechanism, market.agents)
    announced = []
    for i in market.agents:
        yield from theorem_1.violations_by_listing(happens[i], i, instance.traders[i])
        announced.append(theorem_1.dominant_rows(happens[i].payoffs(instance.traders[i])[0], i))
    for i in market.agents:
        yield from theorem_1.losses_by_listing(happens[i], i, instance.traders[i], announced)


def _has_dominant(instance: Instance, watch: Watch) -> Finding:
    market = instance.mechanism.market
    without = [i for i in market.agents if not frontier(market, instance.traders[i]).some_dominant]
    if without:
        return refuted(
            "sharp form", f"{describe_trader(market, without[0], instance.traders[without[0]])} has none"
        )
    return held(len(instance.traders), "sharp form", "every agent has one")


def _theorem_3(instance: Instance, watch: Watch) -> Finding:
    found = theorem_3.find_shortfall(instance)
    if found is None:
        return held(
            len(instance.traders), "plan form", "every m_i* is dominant, at this n and at every other"
        )
    shortfall = found.describe(instance)
    if not found.holds(instance):
        return Finding(Verdict.OPEN, "plan form", f"the witness does not hold: {shortfall}")
    return refuted(f"n={instance.mechanism.market.n} replayed; the same at every n", shortfall)
