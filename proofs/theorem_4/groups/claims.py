"""The claims on G** with n >= 2 sellers and buyers in a group."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from random import Random

from mechanisms.g_double_star.groups.plan_form import BuyerForm
from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.markets.market import Market, Side, Tie, price_grid
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader
from proofs.claims.case_log import CaseLog
from proofs.claims.claim import Watch
from proofs.claims.evidence import described
from proofs.claims.jobs import jobs
from proofs.claims.scopes import common, number_of, seeds, short_size, show_grid, so_many
from proofs.claims.verdict import Finding, held, inapplicable, refuted
from proofs.claims.words import describe_message
from proofs.conditions.families import condition_1_traders, grid
from proofs.rules.g_double_star_outcomes import random_outcomes
from proofs.rules.random_messages import random_demand
from proofs.theorem_4.anonymous_buyers import AnonymousCase, single_price_family, two_price_family
from proofs.theorem_4.groups import best_after_price_taking
from proofs.theorem_4.groups.sellers_take_prices import OtherEvent, find_loss, find_regret
from proofs.theorem_4.groups.single_price import find_violation
from proofs.theorem_4.hypotheses import broken_hypotheses

ETA = Fraction(1, 10)
COSTS = grid(Fraction(1, 4), Fraction(5, 4))  # below, on, between and above the prices
SIZES = [(2, 1, 1, 1), (2, 1, 1, 2), (2, 1, 2, 1)]  # n, k, l, T
BEYOND = [(2, 2, 1, 1), (3, 1, 1, 1)]  # where price-taking is shown to be dominant, and no more
RANDOM = 40  # profiles for a size and tie rule, each with a draw of every branch


def mechanisms(sizes: list[tuple[int, int, int, int]]) -> Iterator[GDoubleStar]:
    """G** at these sizes, with either tie rule."""
    for n, k, l, T in sizes:
        for tie in Tie:
            yield GDoubleStar(Market(n, k, l, price_grid(k, T), tie), ETA)


def sellers(g: GDoubleStar) -> Iterator[Trader]:
    """The family of cost functions: each may be a seller's cost given her own signal."""
    yield from condition_1_traders(Side.SELLER, g.market.k, g.market.l, COSTS)


def check_sellers(watch: Watch) -> Finding:
    """Round 1 leaves a seller D_i(ω_i): see `sellers_take_prices`."""
    drawn = seeds(len(SIZES + BEYOND) * len(Tie))
    scope = (
        f"every message and every cost function with nondecreasing unit costs in {show_grid(COSTS)}, at "
        f"(n, k, l, T) = {', '.join(str(size).replace(' ', '') for size in SIZES)}; both tie rules; "
        f"{RANDOM} random profiles, {drawn}, to see what a draw is to a seller"
    )
    cases = 0
    for place, g in enumerate(mechanisms(SIZES + BEYOND)):
        watch(f"n={g.market.n} k={g.market.k} l={g.market.l} |P|={len(g.market.P)} {g.market.tie.value}")
        if (strange := _strange_draw(g, seed=place)) is not None:
            return refuted(scope, strange.describe(g))
        for trader in sellers(g):
            if (regret := find_regret(g, trader)) is not None:
                return refuted(scope, regret.describe(g))
            if place >= 2 * len(SIZES):
                continue
            box = price_taking(trader, g.market)
            for message in g.market.messages():
                cases += 1
                if message not in box and find_loss(g, trader, message) is None:
                    return refuted(
                        scope,
                        f"supplying {describe_message(g.market, message)} is never worse, and not in D_i",
                    )
    return held(
        cases,
        scope,
        "price-taking messages are never worse than others in any event of a draw (also at "
        f"{', '.join(str(size).replace(' ', '') for size in BEYOND)}), and every other message earns less "
        "at some profile: S^1 leaves D_i(ω_i)",
    )


def _strange_draw(g: GDoubleStar, seed: int) -> OtherEvent | None:
    random = Random(seed)
    for out in random_outcomes(g, RANDOM, seed):
        i = random.choice(g.market.sellers)
        found = OtherEvent(i, out.phi, out.p, out.b, out.m, random_demand(g.market, random))
        if found.holds(g):
            return found
    return None


@dataclass(frozen=True)
class _Decision:
    """What `decide` says of a case, so that it can be sent between processes."""

    broken: tuple[str, ...]  # hypotheses
    violation: str | None


def decide(case: AnonymousCase) -> dict[str, object]:
    """Eliminate to the end on one instance: the hypotheses it breaks, and where the claim fails."""
    instance = case.instance()
    found = find_violation(instance)
    return asdict(_Decision(broken_hypotheses(instance), described(found, instance)))


def check_single_price(watch: Watch) -> Finding:
    """Theorem 4 by listing all plans: see `single_price`."""
    watch("every plan of every buyer and signal, to the end")
    cases = list(single_price_family())
    plans = common(f"{buyer.form.plan_count:,}" for buyer in _buyers(cases))
    return _over(
        cases,
        decide,
        f"all {plans} plans of each buyer and signal, pure dominators: S^1 leaves price-taking first "
        "messages only, S^∞ = S² = S^1 ∩ (10), and survivors are best replies",
    )


def decide_best(case: AnonymousCase) -> dict[str, object]:
    """(10) against price-taking first messages, for the first buyer: payoffs are anonymous."""
    instance = case.instance()
    i = case.market.buyers[0]
    found = (best_after_price_taking.find_violation(instance, (i, signal)) for signal in case.values)
    violation = next((violation for violation in found if violation is not None), None)
    return asdict(_Decision(broken_hypotheses(instance), described(violation, instance)))


def check_best_after_price_taking(watch: Watch) -> Finding:
    """Where all first messages are price-taking, (10) is what is best: see `best_after_price_taking`."""
    watch("every action at every cell, against everything the others can do")
    cases = list(two_price_family())
    cells = common(f"{len(cells):,}" for buyer in _buyers(cases) for cells in buyer.cells)
    return _over(
        cases,
        decide_best,
        f"after a price-taking first message, at each of {cells} cells the actions that (10) allows are the "
        "best ones against all second messages and supplies, and those it forbids lose against some",
    )


def _buyers(cases: list[AnonymousCase]) -> list[BuyerForm]:
    """The first buyer of each market."""
    return [BuyerForm(market, market.buyers[0]) for market in dict.fromkeys(case.market for case in cases)]


def _over(
    cases: list[AnonymousCase], decide: Callable[[AnonymousCase], dict[str, object]], evidence: str
) -> Finding:
    size = common(short_size(case.market) for case in cases)
    signals = common(so_many(len(case.values), "signal") for case in cases)
    scope = (
        f"{size}: {number_of(len(cases), 'instance')} with {signals}, anonymous values and symmetric priors"
    )
    results = CaseLog(cases, decide, version="").run(jobs())
    for name, result in results.items():
        broken = result["broken"]
        if isinstance(broken, tuple | list) and broken:
            return inapplicable(" and ".join(broken), f"{name}, {scope}")
        if result["violation"] is not None:
            return refuted(scope, f"{name}: {result['violation']}")
    return held(len(results), scope, evidence)
