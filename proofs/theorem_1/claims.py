"""The claims on Theorem 1, its sharp form and Condition 1, over the ranges of `ranges`."""

from collections.abc import Iterator
from itertools import product

from mechanisms.g_star.literal import Events, events
from mechanisms.g_star.mechanism import GStar
from mechanisms.g_star.plan_form import Isolation
from mechanisms.markets.instance import Instance, everybody_is
from mechanisms.markets.market import Market, Side, show
from mechanisms.markets.trader import Trader
from proofs.claims.claim import Watch
from proofs.claims.evidence import Witness
from proofs.claims.scopes import in_steps
from proofs.claims.verdict import Finding, Witnessed, held, not_settled, refuted
from proofs.claims.words import describe_trader
from proofs.conditions.condition_1 import find_violation
from proofs.conditions.families import condition_1_traders, grid, tables
from proofs.conditions.ranges import HALF, LISTED, PLANNED, Range, one_of_each_side
from proofs.theorem_1 import sharp_form
from proofs.theorem_1 import statement as theorem_1
from proofs.theorem_1.every_n import IsolationForEveryN
from proofs.theorem_1.without_condition_1 import ConclusionAnyway

FINE, TOP = HALF / 4, HALF * 3  # of the grid on which payoff functions are counted


def _listed_scope() -> str:
    return f"every message listed in {len(LISTED)} markets from {LISTED[0]} to {LISTED[-1]}"


def _traders(size: Range, side: Side, *, condition_1: bool) -> Iterator[Trader]:
    family = condition_1_traders if condition_1 else tables
    return family(side, size.k, size.l, size.values)


def _listed(watch: Watch, *, condition_1: bool) -> Iterator[tuple[Range, GStar, int, Events, Trader]]:
    """Every case that is decided by listing: the outcomes of all profiles are computed once per market."""
    for size in LISTED:
        for g in size.mechanisms():
            agents = dict(one_of_each_side(g.market))
            of_agent = events(g, agents)
            for i, side in agents.items():
                watch(f"{size}, {g.market.tie.value}: {side.value}s, by listing")
                for trader in _traders(size, side, condition_1=condition_1):
                    yield size, g, i, of_agent[i], trader


def _refuted(size: Range, g: GStar, i: int, trader: Trader, found: Witness[Instance]) -> Finding:
    """By a record about the instance in which everybody on her side is this trader."""
    witness = Witnessed(found, everybody_is(g, trader))
    return refuted(str(size), f"{describe_trader(g.market, i, trader)}: {witness.describe()}", witness)


def check_theorem_1(watch: Watch) -> Finding:
    """Theorem 1 for every payoff function of the ranges that satisfies Condition 1."""
    listed = planned = 0
    for size, g, i, events_of_i, trader in _listed(watch, condition_1=True):
        listed += 1
        dominant = theorem_1.dominant_rows(events_of_i.payoffs(trader)[0], i)
        # Individual rationality here whatever the others announce, which is more than the theorem says.
        announced = [dominant if j == i else range(g.market.message_count) for j in g.market.agents]
        found: theorem_1.Violation | None = next(
            theorem_1.violations_by_listing(events_of_i, i, trader), None
        )
        found = found or next(theorem_1.losses_by_listing(events_of_i, i, trader, announced), None)
        if found is not None:
            return _refuted(size, g, i, trader, found)
    for size in PLANNED:
        for g in size.mechanisms():
            for i, side in one_of_each_side(g.market):
                watch(f"{size}, {g.market.tie.value}: {side.value}s, in plan form")
                for trader in _traders(size, side, condition_1=True):
                    planned += 1
                    found = next(theorem_1.violations_in_plans(g, i, trader), None)
                    if found is not None:
                        return _refuted(size, g, i, trader, found)
    scope = (
        f"all payoffs with Condition 1 on a value grid; {_listed_scope()}, {len(PLANNED)} larger ones in "
        f"plan form, up to {PLANNED[-1]}; both tie rules"
    )
    return held(listed + planned, scope, f"{listed:,} by listing, {planned:,} in plan form; no violation")


def check_rationality(watch: Watch) -> Finding:
    """Ex post individual rationality of dominant messages, with Condition 1 or without it."""
    cases = 0
    for size, g, i, events_of_i, trader in _listed(watch, condition_1=False):
        dominant = theorem_1.dominant_rows(events_of_i.payoffs(trader)[0], i)
        if not dominant:
            continue
        cases += 1
        announced = [dominant if j == i else range(g.market.message_count) for j in g.market.agents]
        found = next(theorem_1.losses_by_listing(events_of_i, i, trader, announced), None)
        if found is not None:
            return _refuted(size, g, i, trader, found)
    scope = f"all payoffs on a value grid with a dominant message; {_listed_scope()}; both tie rules"
    return held(cases, scope, "a dominant message never loses, at any φ, whatever the others announce")


def check_sharp_form(watch: Watch) -> Finding:
    """The sharp form against listing on every payoff function, and its isolating profiles."""
    cases = 0
    for size, g, i, events_of_i, trader in _listed(watch, condition_1=False):
        cases += 1
        found = next(sharp_form.disagreements(events_of_i, i, trader), None)
        if found is not None:
            return _refuted(size, g, i, trader, found)
    isolated = 0
    for size in LISTED + PLANNED:
        replayed = size is not PLANNED[-1]  # where replaying takes long, n as a symbol has to do
        for g in size.mechanisms():
            watch(f"{size}, {g.market.tie.value}: isolating profiles")
            for (i, side), p, r in product(one_of_each_side(g.market), range(len(g.market.P)), g.market.X):
                isolated += replayed
                for_every_n = IsolationForEveryN(g.market, side, p, r).holds()
                if not for_every_n or (replayed and not Isolation(i, p, r).holds(g)):
                    return refuted(str(size), f"{g.market.name(i)} cannot be left {show(r)} alone")
    scope = f"all payoffs on a value grid, with and without Condition 1; {_listed_scope()}; both tie rules"
    return held(
        cases,
        scope,
        f"listing and caps agree; {isolated:,} isolating profiles replayed, and with n a symbol",
    )


def check_condition_1_is_needed(watch: Watch) -> Finding:
    """Is there a trader who breaks Condition 1 and for whom Theorem 1's conclusion holds all the same?"""
    size = LISTED[3]
    g = next(size.mechanisms())
    found = None
    for i, side in one_of_each_side(g.market):
        events_of_i = events(g, [i])[i]
        watch(f"{size}: {side.value}s who break Condition 1")
        for trader in tables(side, size.k, size.l, size.values):
            broken = find_violation(trader)
            if broken and next(theorem_1.violations_by_listing(events_of_i, i, trader), None) is None:
                found = found or ConclusionAnyway(i, trader, broken)
    counts = _frontier_counts(g.market)
    if found is None:
        return held(1, str(size), counts)
    if not found.holds(g):
        return not_settled(str(size))
    return refuted(str(size), f"{found.describe(g)}. {counts}", Witnessed(found, g))


def _frontier_counts(market: Market) -> str:
    """How many payoff functions of a finer grid stand where."""
    values = grid(FINE, TOP)
    satisfying = conclusion = some = total = 0
    for side in Side:
        for trader in tables(side, market.k, market.l, values):
            total += 1
            satisfying += find_violation(trader) is None
            stand = sharp_form.frontier(market, trader)
            conclusion += stand.all_price_taking
            some += stand.some_dominant
    return (
        f"Of {total:,} payoff functions {in_steps(FINE)} up to {TOP}, {satisfying:,} satisfy Condition 1, "
        f"{conclusion:,} Theorem 1's conclusion, {some:,} have a dominant message"
    )
