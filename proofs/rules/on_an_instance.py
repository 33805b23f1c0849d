"""What the mechanisms must satisfy whoever plays, as claims on one instance: (1), (2), (7), (14)."""

from collections.abc import Iterator

from mechanisms.g_plus.mechanism import require_g_plus
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.instance import Instance
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.claims.cases import examine
from proofs.claims.claim import Claim, Watch
from proofs.claims.on_an_instance import Subject
from proofs.claims.verdict import Finding, Reading, Witnessed
from proofs.rules import branch_7, feasibility, g_double_star_outcomes, g_plus_outcomes, serving

LISTED_OUTCOMES = 5_000  # up to here feasibility in G* is checked on all of them, else on random ones
RANDOM_OUTCOMES = 500
MOST_ENTRIES = 5_000_000  # entries of the messages that are drawn for one random outcome, times outcomes
SOME_PROFILES = 100  # in G** and G+, each with a draw of every branch
SEED = 0
DRAWS = f"{SOME_PROFILES} random profiles, a draw of every branch"
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
    if market.profiles_up_to(LISTED_OUTCOMES // grouping_count(market)) is not None:
        outcomes, scope = feasibility.every_outcome(market), "every outcome"
    else:
        count = min(RANDOM_OUTCOMES, max(1, MOST_ENTRIES // (len(market.P) * len(market.agents))))
        outcomes = feasibility.random_outcomes(market, count, SEED)
        scope = f"{count} random outcomes (seed {SEED})"
    return examine(
        outcomes,
        lambda at: next((Witnessed(found, g) for found in feasibility.violations(g, *at)), None),
        scope,
        FEASIBLE,
    )


def _feasible_draws(instance: InterdependentInstance, _: Watch) -> Finding:
    g = instance.mechanism
    return examine(
        g_double_star_outcomes.random_outcomes(g, SOME_PROFILES, SEED),
        lambda out: next((Witnessed(found, g) for found in feasibility.draw_violations(g, out)), None),
        DRAWS,
        FEASIBLE,
    )


def _served(instance: InterdependentInstance, _: Watch) -> Finding:
    g = instance.mechanism
    return examine(
        g_double_star_outcomes.random_outcomes(g, SOME_PROFILES, SEED),
        lambda out: next(
            (Witnessed(found, g) for found in serving.violations(g, out.phi, out.p, out.b, out.m)), None
        ),
        DRAWS,
        PLACED.format("î"),
    )


def _feasible_draws_in_g_plus(instance: InterdependentInstance, _: Watch) -> Finding:
    g = require_g_plus(instance.mechanism)
    return examine(
        g_plus_outcomes.random_outcomes(g, SOME_PROFILES, SEED),
        lambda out: next((Witnessed(found, g) for found in feasibility.draw_violations(g, out)), None),
        DRAWS,
        FEASIBLE,
    )


def _served_in_branch_7(instance: InterdependentInstance, _: Watch) -> Finding:
    g = require_g_plus(instance.mechanism)
    return examine(
        g_plus_outcomes.random_outcomes(g, SOME_PROFILES, SEED),
        lambda out: next((Witnessed(found, g) for found in branch_7.violations(g, out)), None),
        DRAWS,
        PLACED.format("i+"),
    )
