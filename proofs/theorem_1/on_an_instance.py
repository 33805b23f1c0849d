"""Theorem 1 as claims on one instance of G*."""

from collections.abc import Iterator

from mechanisms.g_star.literal import events
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.instance import Instance
from proofs.claims.claim import Claim, Watch
from proofs.claims.evidence import described
from proofs.claims.on_an_instance import Subject
from proofs.claims.verdict import Finding, Reading, Witnessed, held, not_settled, refuted
from proofs.conditions.hypotheses import CONDITION_1
from proofs.theorem_1 import statement as theorem_1
from proofs.theorem_1.sharp_form import frontier

# Pairs of a grouping and a profile: up to here all are listed, beside the plan form.
FEW_OUTCOMES = 50_000_000


def on_g_star(subject: Subject[Instance]) -> Iterator[Claim]:
    """The theorem as printed, and whether every agent has a dominant message."""
    yield subject.claim(
        "theorem-1.printed",
        "Theorem 1",
        "dominant means price-taking, and dominant profiles are ex post individually rational",
        Reading.PRINTED,
        _theorem_1,
        needs=(CONDITION_1,),
    )
    yield subject.claim(
        "theorem-1.read.has-dominant",
        "Theorem 1",
        "every agent has a dominant message (sharp form)",
        Reading.READ,
        _has_dominant,
        is_fact=True,
    )


def _theorem_1(instance: Instance, watch: Watch) -> Finding:
    g, market = instance.mechanism, instance.mechanism.market
    witness = None
    for i in market.agents:
        watch(f"{market.name(i)} in plan form")
        gap = next(theorem_1.price_taking_shortfalls(market, instance.traders[i]), None)
        found = (
            next(theorem_1.violations_in_plans(g, i, instance.traders[i]), None)
            if gap is None
            else theorem_1.IsolatedShortfall(i, gap)
        )
        if found is not None:
            if not found.holds(instance):
                return not_settled("plan form", f"the witness does not hold: {found.describe(instance)}")
            witness = Witnessed(found, instance)
            break
    scope = "plan form"
    profiles = market.profiles_up_to(FEW_OUTCOMES // grouping_count(market))
    if profiles is not None:
        watch(f"listing {profiles:,} profiles")
        scope = f"all {profiles:,} message profiles listed, and in plan form"
        listed = next(_violations_by_listing(instance), None)
        if (listed is None) != (witness is None):
            failing = None if witness is None else witness.describe()
            return not_settled(
                scope, f"plan form ({failing}) and listing ({described(listed, instance)}) disagree"
            )
    if witness is not None:
        return refuted(scope, witness)
    return held(len(instance.traders), scope, "no agent violates it")


def _violations_by_listing(instance: Instance) -> Iterator[theorem_1.Violation]:
    market = instance.mechanism.market
    of_agent = events(instance.mechanism, market.agents)
    announced = []
    for i in market.agents:
        yield from theorem_1.violations_by_listing(of_agent[i], i, instance.traders[i])
        announced.append(theorem_1.dominant_rows(of_agent[i].payoffs(instance.traders[i])[0], i))
    for i in market.agents:
        yield from theorem_1.losses_by_listing(of_agent[i], i, instance.traders[i], announced)


def _has_dominant(instance: Instance, watch: Watch) -> Finding:
    market = instance.mechanism.market
    without = [i for i in market.agents if not frontier(market, instance.traders[i]).some_dominant]
    if without:
        return refuted("sharp form", f"{market.name(without[0])} has none")
    return held(len(instance.traders), "sharp form", "every agent has one")
