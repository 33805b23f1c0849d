"""Theorem 6, (17) and (18) as claims on one instance of G+."""

from collections.abc import Callable, Iterator

from mechanisms.markets.informed_messages import second_messages, third_messages
from mechanisms.markets.informed_price_taking import InformedDemands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import show
from proofs.claims.claim import Claim, Watch
from proofs.claims.on_an_instance import Subject
from proofs.claims.scopes import number_of
from proofs.claims.verdict import Finding, Reading, Witnessed, held, inapplicable, not_settled, refuted
from proofs.theorem_6 import statement as theorem_6
from proofs.theorem_6.orbits import decisions


def on_g_plus(subject: Subject[InterdependentInstance]) -> Iterator[Claim]:
    """Whether the sets of (17) and (18) have elements, and the theorem as read."""
    yield subject.claim(
        "17.read",
        "(17)",
        "M_i^{2+}(ω_i) is not empty, with the own signal known",
        Reading.READ,
        lambda instance, watch: _not_empty(instance, second_messages, watch),
    )
    yield subject.claim(
        "18.read",
        "(18)",
        "M_i^{3+}(ω_i) is not empty, with the own signal known",
        Reading.READ,
        lambda instance, watch: _not_empty(instance, third_messages, watch),
    )

    def theorem(instance: InterdependentInstance, watch: Watch) -> Finding:
        found = _theorem_6(instance, watch)
        if found.witness is None:
            return found
        # A place where the argument fails counts only where the hypotheses hold.
        needed = (name for name in subject.hypotheses if name not in subject.without)
        broken = [name for name in needed if subject.hypotheses[name](instance) is not None]
        if broken:
            return inapplicable(", ".join(broken), f"so {found.evidence}")
        if isinstance(found.witness.record, theorem_6.NothingBest):
            return refuted(found.scope, f"no s satisfies (17) and (18): {found.evidence}", found.witness)
        return not_settled(found.scope, found.evidence)

    yield subject.claim(
        "theorem-6.read",
        "Theorem 6",
        "S^∞ = S² = S^1 ∩ (17) ∩ (18), and interchangeable, with the own signal known",
        Reading.READ,
        theorem,
    )


def _theorem_6(instance: InterdependentInstance, watch: Watch) -> Finding:
    """*Held* where the argument of `statement` applies, else *refuted* by the first place where it fails."""
    watch("every state behind every tuple on the path")
    cells = states = 0
    scope = "every agent and signal, every cell on the path, up to names"
    for _, _, decided in decisions(instance):
        for found in decided:
            if not isinstance(found, theorem_6.Asked):
                return refuted(scope, Witnessed(found, instance))
            cells, states = cells + 1, states + found.states
    return held(
        cells, scope, f"what (17) and (18) ask is best in every state, {number_of(states, 'state')} in all"
    )


def _not_empty(
    instance: InterdependentInstance, messages: Callable[..., InformedDemands], watch: Watch
) -> Finding:
    market, cases = instance.mechanism.market, 0
    for i in market.agents:
        for signal in instance.prior.spaces[i]:
            watch(f"{market.name(i)} with signal {signal}")
            cases += 1
            conflict = messages(instance, i, signal).find_conflict()
            if conflict is not None:
                price = show(market.P[conflict.p])
                return refuted(
                    "every agent and signal",
                    f"{market.name(i)} with {signal}: empty at price {price}",
                    Witnessed(conflict, instance),
                )
    return held(cases, "every agent and signal", "none is empty")
