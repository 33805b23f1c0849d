"""The claims that can be checked on one instance of G**.

As for G*: a claim whose hypothesis fails on the instance is refused with the place where it fails, unless the
user asks to see what happens without it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping

from gametheory.games.errors import TooLargeError, UndecidedError
from mechanisms.g_double_star.one_buyer.plans import plan_count
from mechanisms.markets.allocation import infeasibilities
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.claim import Claim, Watch
from proofs.claims.evidence import described
from proofs.claims.verdict import Finding, Reading, Verdict, held, refuted
from proofs.conditions import anonymity, condition_2, full_support, revealing_demands, symmetric_prior
from proofs.rules import serving as serving_rule
from proofs.rules.g_double_star_outcomes import random_outcomes
from proofs.theorem_4.hedges.first_message_rounds import first_message_rounds
from proofs.theorem_4.hedges.hedged_refutation import Hedged
from proofs.theorem_4.mixed import statement as theorem_4_mixed
from proofs.theorem_4.mixed.statement import Looked
from proofs.theorem_4.one_buyer.search import buyer_survivors, buyers_eliminated, seller_survivors
from proofs.theorem_4.one_buyer.statement import solve, violations

SOME_OUTCOMES = 100  # profiles, each with a draw of every branch
Check = Callable[[InterdependentInstance, Watch], Finding]


def interdependent_claims_on(instance: InterdependentInstance, without: Collection[str] = ()) -> list[Claim]:
    """The claims on this instance, each refused where a hypothesis not named in `without` fails."""

    def under(hypotheses: Collection[str], check: Check) -> Callable[[Watch], Finding]:
        def checked(watch: Watch) -> Finding:
            for hypothesis in hypotheses:
                failure = None if hypothesis in without else INTERDEPENDENT_HYPOTHESES[hypothesis](instance)
                if failure:
                    return Finding(Verdict.UNCHECKED, "", f"{hypothesis} fails: {failure}")
            try:
                return check(instance, watch)
            except TooLargeError as wrong:
                return Finding(Verdict.UNCHECKED, "", str(wrong))

        return checked

    return [
        Claim(
            "(1)",
            "goods balance, and the budget (2)",
            Reading.PRINTED,
            lambda watch: _feasibility(instance),
        ),
        Claim(
            "(7)", "sellers are served or raised in order", Reading.PRINTED, lambda watch: _serving(instance)
        ),
        *(
            Claim(item, statement, reading, _condition(instance, INTERDEPENDENT_HYPOTHESES[name]))
            for name, item, statement, reading in (
                (
                    CONDITION_2_PRINTED,
                    "Condition 2",
                    "values ignore the own signal",
                    Reading.PRINTED,
                ),
                (CONDITION_2, "Condition 2", "values ignore the sellers' signals", Reading.READ),
                (REVEALING, "(8)", "price-taking first messages reveal the signals", Reading.PRINTED),
            )
        ),
        *(_at_one_buyer(under) if instance.mechanism.market.n == 1 else _at_more_buyers(under)),
    ]


Under = Callable[[Collection[str], Check], Callable[[Watch], Finding]]


def _at_one_buyer(under: Under) -> Iterator[Claim]:
    yield Claim(
        "Theorem 4",
        "S^∞ is (9) and (10)",
        Reading.PRINTED,
        under((FULL_SUPPORT, SYMMETRY, CONDITION_2_PRINTED, REVEALING), _theorem_4_printed),
    )
    yield Claim(
        "Theorem 4",
        "for buyers S^∞ = S² = S^1 ∩ (10), and interchangeable",
        Reading.READ,
        under((FULL_SUPPORT, CONDITION_2, REVEALING), _theorem_4_read),
    )


def _at_more_buyers(under: Under) -> Iterator[Claim]:
    yield Claim(
        "Theorem 4",
        "by pure dominance S^∞ = S² is (9) and (10)",
        Reading.PRINTED,
        under((FULL_SUPPORT, SYMMETRY, ANONYMITY, CONDITION_2, REVEALING), _theorem_4_pure),
    )
    yield Claim(
        "Theorem 4",
        "for buyers, by mixed dominance, S^∞ = S² = S^1 ∩ (10), and interchangeable",
        Reading.READ,
        under((FULL_SUPPORT, SYMMETRY, ANONYMITY, CONDITION_2, REVEALING), _theorem_4_mixed),
    )


FULL_SUPPORT, SYMMETRY, REVEALING = "full support", "symmetry", "(8)"
CONDITION_2, CONDITION_2_PRINTED = "Condition 2", "Condition 2 as printed"
ANONYMITY = "anonymity"


INTERDEPENDENT_HYPOTHESES: Mapping[str, Callable[[InterdependentInstance], str | None]] = {
    FULL_SUPPORT: lambda instance: described(full_support.find_violation(instance), instance),
    SYMMETRY: lambda instance: described(symmetric_prior.find_violation(instance), instance),
    CONDITION_2: lambda instance: described(condition_2.find_violation(instance), instance),
    CONDITION_2_PRINTED: lambda instance: described(
        condition_2.find_violation(instance, Reading.PRINTED), instance
    ),
    REVEALING: lambda instance: described(revealing_demands.find_violation(instance), instance),
    ANONYMITY: lambda instance: described(anonymity.find_violation(instance), instance),
}


def _condition(
    instance: InterdependentInstance, failure: Callable[[InterdependentInstance], str | None]
) -> Callable[[Watch], Finding]:
    def check(watch: Watch) -> Finding:
        found = failure(instance)
        return refuted("the instance", found) if found else held(1, "the instance", "it holds")

    return check


def _feasibility(instance: InterdependentInstance) -> Finding:
    g, scope = instance.mechanism, f"{SOME_OUTCOMES} random profiles, a draw of every branch"
    cases = 0
    for out in random_outcomes(g, SOME_OUTCOMES, seed=0):
        cases += 1
        wrong = next(infeasibilities(g.market, g.allocation(out.phi, out.p, out.m, out.b)), None)
        if wrong is not None:
            return refuted(scope, wrong.describe(g.market))
    return held(cases, scope, "no outcome that is not an allocation")


def _serving(instance: InterdependentInstance) -> Finding:
    g, scope = instance.mechanism, f"{SOME_OUTCOMES} random profiles, a draw of every branch"
    cases = 0
    for out in random_outcomes(g, SOME_OUTCOMES, seed=0):
        cases += 1
        wrong = next(serving_rule.violations(g, out.phi, out.p, out.b, out.m), None)
        if wrong is not None:
            return refuted(scope, wrong.describe(g))
    return held(cases, scope, "the place î exists in every group and commodity")


def _theorem_4_printed(instance: InterdependentInstance, watch: Watch) -> Finding:
    watch("every plan of every buyer and signal")
    solved = solve(instance)
    sentences = []
    if seller := next(seller_survivors(instance), None):
        sentences.append(seller.describe(instance))
    if survivor := next(buyer_survivors(solved), None):
        sentences.append(survivor.describe(instance))
    eliminated = (next(buyers_eliminated(solved, on_path=on_path), None) for on_path in (False, True))
    sentences += [found.describe(instance) for found in eliminated if found]
    if sentences:
        return refuted("every plan", "; ".join(sentences))
    return held(_plan_count(instance), "every plan", "S^∞ is (9) and (10)")


def _theorem_4_read(instance: InterdependentInstance, watch: Watch) -> Finding:
    watch("every plan of every buyer and signal")
    solved = solve(instance)
    found = next(violations(solved), None)
    if found is not None:
        return refuted("every plan", found.describe(instance))
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


def _theorem_4_pure(instance: InterdependentInstance, watch: Watch) -> Finding:
    """Whether hedges refute it. They cannot establish it, so where they do not it is not decided."""
    watch("first messages, round by round")
    scope = "first messages, round by round"
    try:
        rounds = first_message_rounds(instance)
    except UndecidedError as wrong:
        return Finding(Verdict.UNCHECKED, scope, f"not decided: {wrong}")
    for hedges, forever in (rounds.rounds[-1], True), (rounds.rounds[0], False):
        found = Hedged(tuple(hedge for own in hedges.values() for hedge in own.values()), forever)
        if found.strange(instance):
            return refuted(scope, found.describe(instance))
    return Finding(Verdict.UNCHECKED, scope, "not decided: no first message is kept for a hedge")


def _theorem_4_mixed(instance: InterdependentInstance, watch: Watch) -> Finding:
    watch("first messages, and every cell on the path")
    looked, scope = Looked(), "every first message, and every cell on the path"
    found = theorem_4_mixed.find_violation(instance, looked)
    if found is not None:
        return refuted(scope, found.describe(instance))
    return held(
        looked.cells,
        scope,
        "first messages that are not price-taking are outdone by copies; each cell on the path has a bundle "
        "that is best in every state",
    )
