"""Theorem 4 as claims on one instance of G** with one seller and one buyer in a group."""

from collections.abc import Callable, Iterator

from gametheory.games.errors import TooLargeError
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_double_star.one_buyer.plans import plan_count
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Claim, Watch
from proofs.claims.on_an_instance import Subject
from proofs.claims.verdict import Finding, Reading, Witnessed, held, not_settled, refuted
from proofs.conditions.hypotheses import (
    CONDITION_2,
    CONDITION_2_PRINTED,
    FULL_SUPPORT,
    REVEALING,
    SYMMETRY,
)
from proofs.theorem_4.one_buyer.idle_sellers import find_influence_on_trade
from proofs.theorem_4.one_buyer.printed import SellerSurvivor
from proofs.theorem_4.one_buyer.search import (
    buyer_survivors,
    buyers_eliminated,
    seller_survivors,
    unsent_entries,
)
from proofs.theorem_4.one_buyer.statement import solve, violations


def on_g_double_star(
    subject: Subject[InterdependentInstance], beyond: Callable[[InterdependentInstance, Watch], Finding]
) -> Iterator[Claim]:
    """The theorem as printed and as read, by listing every plan; the latter `beyond` that where need be."""
    yield subject.claim(
        "theorem-4.printed",
        "Theorem 4",
        "S^∞ is (9) and (10)",
        Reading.PRINTED,
        _printed,
        needs=(FULL_SUPPORT, SYMMETRY, CONDITION_2_PRINTED, REVEALING),
    )
    yield subject.claim(
        "theorem-4.read",
        "Theorem 4",
        "for buyers S^∞ = S² = S^1 ∩ (10), and interchangeable",
        Reading.READ,
        lambda instance, watch: _read(instance, watch, beyond),
        needs=(FULL_SUPPORT, CONDITION_2, REVEALING),
    )


def _printed(instance: InterdependentInstance, watch: Watch) -> Finding:
    watch("every plan of every buyer and signal")
    try:
        solved = solve(instance)
    except TooLargeError as wrong:
        return _printed_for_sellers(instance, watch, str(wrong))
    found = (
        next(seller_survivors(instance), None),
        next(buyer_survivors(solved), None),
        *(next(buyers_eliminated(solved, on_path=on_path), None) for on_path in (False, True)),
        next(unsent_entries(solved), None),
    )
    witnesses = [Witnessed(record, instance) for record in found if record is not None]
    if witnesses:
        sentences = "; ".join(witness.describe() for witness in witnesses)
        return refuted("every plan", sentences, witnesses[0])
    return held(_plan_count(instance), "every plan", "S^∞ is (9) and (10)")


def _printed_for_sellers(instance: InterdependentInstance, watch: Watch, limit: str) -> Finding:
    """Where buyers' plans cannot be listed: (9), by every trade."""
    watch("what each seller can do to herself")
    g, market = instance.mechanism, instance.mechanism.market
    for i in market.sellers if type(g) is GDoubleStar else ():
        idle = find_influence_on_trade(g, i) is None
        for signal in instance.prior.spaces[i] if idle else ():
            taking = price_taking_given_own(instance, i, signal)
            strange = next((message for message in market.messages() if message not in taking), None)
            if strange is not None:
                survivor = SellerSurvivor(i, signal, strange)
                return refuted("every trade of every seller", Witnessed(survivor, instance))
    return not_settled("every trade of every seller", f"sellers do not refute it; for buyers {limit}")


def _read(
    instance: InterdependentInstance,
    watch: Watch,
    beyond: Callable[[InterdependentInstance, Watch], Finding],
) -> Finding:
    watch("every plan of every buyer and signal")
    try:
        solved = solve(instance)
    except TooLargeError:
        return beyond(instance, watch)
    found = next(violations(solved), None)
    if found is not None:
        return refuted("every plan", Witnessed(found, instance))
    sizes = "; ".join(
        f"{instance.mechanism.market.name(i)}, {signal}: "
        f"{' → '.join(f'{sets[i, signal].size():,}' for sets in solved.run.sets)}"
        for i, signal in solved.rules
    )
    return held(_plan_count(instance), "every plan", f"plans left after each round: {sizes}")


def _plan_count(instance: InterdependentInstance) -> int:
    """How many plans were decided, over all buyers and signals."""
    market = instance.mechanism.market
    return plan_count(market) * sum(len(instance.prior.spaces[i]) for i in market.buyers)
