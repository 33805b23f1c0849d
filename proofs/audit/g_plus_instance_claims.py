"""The claims that can be checked on one instance of G+."""

from collections.abc import Callable, Mapping
from typing import Any

from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.allocation import infeasibilities
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.informed_messages import second_messages, third_messages
from mechanisms.markets.informed_price_taking import InformedDemands
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import show
from proofs.claims.claim import Claim, Watch
from proofs.claims.evidence import described
from proofs.claims.verdict import Finding, Reading, Verdict, held, refuted
from proofs.conditions import condition_3, full_support, revealing_demands, symmetric_prior, unnamed_signals
from proofs.rules import branch_7 as branch_7_rule
from proofs.rules.g_plus_outcomes import Outcome, random_outcomes
from proofs.theorem_6 import statement as theorem_6

SOME_OUTCOMES = 100  # profiles, each with a draw of every branch

G_PLUS_CONDITIONS: Mapping[str, Callable[[InterdependentInstance], str | None]] = {
    "full support": lambda instance: described(full_support.find_violation(instance), instance),
    "symmetry": lambda instance: described(symmetric_prior.find_violation(instance), instance),
    "(15)": lambda instance: described(revealing_demands.find_violation(instance), instance),
    "Condition 3": lambda instance: described(condition_3.find_violation(instance), instance),
}


def g_plus_claims_on(instance: InterdependentInstance) -> list[Claim]:
    """The claims on this instance."""

    def condition(name: str) -> Callable[[Watch], Finding]:
        def check(watch: Watch) -> Finding:
            failure = G_PLUS_CONDITIONS[name](instance)
            return refuted("the instance", failure) if failure else held(1, "the instance", "it holds")

        return check

    def over_outcomes(
        wrong: Callable[[GPlus, Outcome], str | None], evidence: str
    ) -> Callable[[Watch], Finding]:
        return lambda watch: _over_outcomes(instance.mechanism, wrong, evidence)

    return [
        Claim(
            "(1)",
            "goods balance, and the budget (2), at every outcome",
            Reading.PRINTED,
            over_outcomes(_infeasible, "no outcome that is not an allocation"),
        ),
        Claim(
            "(14)",
            "sellers are served or raised in order in branch 7",
            Reading.READ,
            over_outcomes(_no_place, "the place i+ exists in every group and commodity"),
        ),
        Claim("(15)", "no message is price-taking under two signals", Reading.PRINTED, condition("(15)")),
        Claim(
            "(15)",
            "first messages reveal the signals, though they carry no names",
            Reading.READ,
            lambda watch: _revealing(instance),
        ),
        Claim(
            "Condition 3",
            "sellers' preferences are settled by the signals of other groups",
            Reading.PRINTED,
            condition("Condition 3"),
        ),
        Claim(
            "(17)",
            "M_i^{2+}(ω_i) is not empty, with the own signal known",
            Reading.READ,
            lambda watch: _not_empty(instance, second_messages, watch),
        ),
        Claim(
            "(18)",
            "M_i^{3+}(ω_i) is not empty, with the own signal known",
            Reading.READ,
            lambda watch: _not_empty(instance, third_messages, watch),
        ),
        Claim(
            "Theorem 6",
            "S^∞ = S² is what (16) to (18) ask on the path, with the own signal known",
            Reading.READ,
            lambda watch: _theorem_6(instance, watch),
        ),
    ]


def _theorem_6(instance: InterdependentInstance, watch: Watch) -> Finding:
    watch("every state behind every tuple on the path")
    cells = states = 0
    scope, alike = (
        "every agent and signal, every cell on the path, up to names",
        theorem_6.are_alike(instance),
    )
    for agent in theorem_6.players(instance, alike):
        for found in theorem_6.decide(agent, alike):
            if isinstance(found, theorem_6.Asked):
                cells, states = cells + 1, states + found.states
                continue
            why = found.describe(instance)
            broken = [name for name, failure in G_PLUS_CONDITIONS.items() if failure(instance) is not None]
            if broken:
                return Finding(Verdict.UNCHECKED, "", f"refused: {', '.join(broken)} fails; so {why}")
            if isinstance(found, theorem_6.NothingBest):
                return refuted(scope, f"no s satisfies (17) and (18): {why}")
            return Finding(Verdict.OPEN, scope, why)
    return held(cells, scope, f"what (17) and (18) ask is best in every one of {states:,} states")


def _over_outcomes(
    g: BranchMechanism[Any], wrong: Callable[[GPlus, Outcome], str | None], evidence: str
) -> Finding:
    assert isinstance(g, GPlus)
    cases, scope = 0, f"{SOME_OUTCOMES} random profiles, a draw of every branch"
    for outcome in random_outcomes(g, SOME_OUTCOMES, seed=0):
        cases += 1
        found = wrong(g, outcome)
        if found is not None:
            return refuted(scope, found)
    return held(cases, scope, evidence)


def _infeasible(g: GPlus, outcome: Outcome) -> str | None:
    a = g.allocation(outcome.phi, outcome.p, outcome.m, outcome.b)
    return described(next(infeasibilities(g.market, a), None), g.market)


def _no_place(g: GPlus, outcome: Outcome) -> str | None:
    return described(next(branch_7_rule.violations(g, outcome), None), g)


def _revealing(instance: InterdependentInstance) -> Finding:
    failure = described(unnamed_signals.find_ambiguity(instance), instance)
    pairs = "every two agents of a side and their signals"
    return refuted(pairs, failure) if failure else held(1, pairs, "no message that both may send")


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
                    "every agent and signal", f"{market.name(i)} with {signal}: empty at price {price}"
                )
    return held(cases, "every agent and signal", "none is empty")
