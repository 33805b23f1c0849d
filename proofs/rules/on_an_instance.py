"""What the mechanisms must satisfy whoever plays, as claims on one instance: (1), (2), (7), (14).

Decided by listing every outcome where there are few, else by `every_trade`, which stands for all of them in
G*, G** and G+. Where that is too much, or in another mechanism, random outcomes are looked at: it stays open.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias, TypeVar

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus, require_g_plus
from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.branch_mechanism import BranchMechanism
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.cases import examine
from proofs.claims.claim import Claim, Watch
from proofs.claims.on_an_instance import Subject
from proofs.claims.verdict import Finding, Reading, Verdict, Witnessed, sampled
from proofs.rules import branch_7, every_trade, feasibility, g_double_star_outcomes, g_plus_outcomes, serving
from proofs.rules.outcome import Outcome

At = TypeVar("At")
Violations: TypeAlias = Callable[[Any, Outcome[Any]], Iterator[Any]]  # by a mechanism and one of its draws

LISTED_OUTCOMES = 5_000  # up to here feasibility in G* is checked on all of them
MOST_TRADES = 20_000  # up to here every trade is looked at, else random outcomes
RANDOM_OUTCOMES = 500
MOST_ENTRIES = 5_000_000  # entries of the messages that are drawn for one random outcome, times outcomes
SOME_PROFILES = 100  # in G** and G+, each with a draw of every branch
SEED = 0
EVERY_TRADE = "every way to name amounts in a group, at every price"
DRAWS = f"{SOME_PROFILES} random profiles (seed {SEED}), a draw of every branch"
FEASIBLE, PLACED = "no outcome that is not an allocation", "the place {} exists in every group and commodity"


def on_g_star(subject: Subject[Instance]) -> Iterator[Claim]:
    """(1) and (2)."""
    yield subject.claim("1", "(1)", "goods balance, and the budget (2)", Reading.PRINTED, _feasible)


def on_g_double_star(subject: Subject[InterdependentInstance]) -> Iterator[Claim]:
    """(1), (2) and (7)."""
    yield subject.claim("1", "(1)", "goods balance, and the budget (2)", Reading.PRINTED, _feasible_draws)
    yield subject.claim("7", "(7)", "sellers are served or raised in order", Reading.PRINTED, _served)


def on_g_plus(subject: Subject[InterdependentInstance]) -> Iterator[Claim]:
    """(1), (2) and (14)."""
    yield subject.claim(
        "1",
        "(1)",
        "goods balance, and the budget (2), at every outcome",
        Reading.PRINTED,
        _feasible_draws_in_g_plus,
    )
    yield subject.claim(
        "14.read",
        "(14)",
        "sellers are served or raised in order in branch 7",
        Reading.READ,
        _served_in_branch_7,
    )


def _feasible(instance: Instance, _: Watch) -> Finding:
    g, market = instance.mechanism, instance.mechanism.market

    def violation(at: Any) -> Witnessed | None:
        return next((Witnessed(found, g) for found in feasibility.violations(g, *at)), None)

    outcomes = grouping_count(market) * market.message_count ** len(market.agents)
    if outcomes <= LISTED_OUTCOMES:
        return examine(feasibility.every_outcome(market), violation, "every outcome", FEASIBLE)
    if type(g) is GStar and every_trade.case_count(market) <= MOST_TRADES:
        return examine(every_trade.in_g_star(market), violation, EVERY_TRADE, FEASIBLE)
    count = min(RANDOM_OUTCOMES, max(1, MOST_ENTRIES // (len(market.P) * len(market.agents))))
    drawn = feasibility.random_outcomes(market, count, SEED)
    return _of_a_sample(drawn, violation, f"random outcomes (seed {SEED})", outcomes)


def _feasible_draws(instance: InterdependentInstance, _: Watch) -> Finding:
    return _in_g_double_star(instance, feasibility.draw_violations, FEASIBLE)


def _served(instance: InterdependentInstance, _: Watch) -> Finding:
    return _in_g_double_star(
        instance, lambda g, out: serving.violations(g, out.phi, out.p, out.b, out.m), PLACED.format("î")
    )


def _feasible_draws_in_g_plus(instance: InterdependentInstance, _: Watch) -> Finding:
    return _in_g_plus(instance, feasibility.draw_violations, FEASIBLE)


def _served_in_branch_7(instance: InterdependentInstance, _: Watch) -> Finding:
    return _in_g_plus(instance, branch_7.violations, PLACED.format("i+"))


def _in_g_double_star(instance: InterdependentInstance, violations: Violations, evidence: str) -> Finding:
    g = instance.mechanism
    trades = every_trade.case_count(g.market, len(g.branches)) if type(g) is GDoubleStar else None
    drawn = g_double_star_outcomes.random_outcomes(g, SOME_PROFILES, SEED)
    return _in_draws(g, violations, trades, lambda: every_trade.in_g_double_star(g), drawn, evidence)


def _in_g_plus(instance: InterdependentInstance, violations: Violations, evidence: str) -> Finding:
    g = require_g_plus(instance.mechanism)
    trades = every_trade.g_plus_case_count(g.market) if type(g) is GPlus else None
    drawn = g_plus_outcomes.random_outcomes(g, SOME_PROFILES, SEED)
    return _in_draws(g, violations, trades, lambda: every_trade.in_g_plus(g), drawn, evidence)


def _in_draws(
    g: BranchMechanism[Any],
    violations: Violations,
    trades: int | None,
    every: Callable[[], Iterator[Outcome[Any]]],
    drawn: Iterator[Outcome[Any]],
    evidence: str,
) -> Finding:
    """By every trade where their number is known and not too large, else *open* after some random draws."""

    def violation(out: Outcome[Any]) -> Witnessed | None:
        return next((Witnessed(found, g) for found in violations(g, out)), None)

    if trades is not None and trades <= MOST_TRADES:
        return examine(every(), violation, EVERY_TRADE, evidence)
    return _of_a_sample(drawn, violation, DRAWS, trades)


def _of_a_sample(
    drawn: Iterable[At], violation: Callable[[At], Witnessed | None], scope: str, of: int | None
) -> Finding:
    found = examine(drawn, violation, scope, "")
    if found.verdict is Verdict.REFUTED:
        return found
    return sampled(found.cases or 0, of, scope)
