"""The claims on G*, each checked over the ranges of `ranges`. The modules they call say what is claimed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from mechanisms.g_star.literal import Events, events
from mechanisms.g_star.mechanism import GStar
from mechanisms.g_star.plan_form import Isolation
from mechanisms.markets.grouping import Grouping, grouping_count, groupings
from mechanisms.markets.market import Market, Message, Side, price_grid, show
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader
from proofs.claims.claim import Watch
from proofs.claims.verdict import Finding, Reading, Verdict, held, refuted
from proofs.claims.words import describe_trader
from proofs.conditions import singletons
from proofs.conditions.condition_1 import find_violation
from proofs.conditions.families import condition_1_traders, grid, tables
from proofs.conditions.ranges import HALF, LISTED, PLANNED, Range, one_of_each_side
from proofs.rules import clearing as clearing_rule
from proofs.rules import feasibility, own_price
from proofs.rules import rationing as rationing_rule
from proofs.theorem_1 import sharp_form
from proofs.theorem_1 import statement as theorem_1
from proofs.theorem_1.every_n import IsolationForEveryN
from proofs.theorem_1.words import describe_shortfall
from proofs.theorem_3 import statement as theorem_3

EVERY_OUTCOME = LISTED[:1] + LISTED[2:3] + LISTED[4:5]  # n=1: T=1 with l=1 and l=2, and k=2 at a single price
RANDOM_OUTCOMES = 250  # a market size, tie rule and seed


LISTED_SCOPE = f"every message listed in {len(LISTED)} markets from {LISTED[0]} to {LISTED[-1]}"


def _outcomes(watch: Watch, smallest: list[Range]) -> Iterator[tuple[GStar, Grouping, tuple[Message, ...]]]:
    """Every outcome of the smallest markets and random outcomes of larger ones, under both tie rules."""
    for size in smallest:
        for g in size.mechanisms():
            watch(f"{size}, {g.market.tie.value}: every outcome")
            yield from ((g, phi, m) for phi, m in feasibility.every_outcome(g.market))
    for seed, size in enumerate(PLANNED):
        for g in size.mechanisms():
            watch(f"{size}, {g.market.tie.value}: random outcomes")
            drawn = feasibility.random_outcomes(g.market, RANDOM_OUTCOMES, seed)
            yield from ((g, phi, m) for phi, m in drawn)


def _outcome_scope(smallest: list[Range]) -> str:
    return (
        f"every outcome at {'; '.join(map(str, smallest))}; {RANDOM_OUTCOMES} random ones at each of "
        f"{len(PLANNED)} sizes up to {PLANNED[-1]}; both tie rules"
    )


def _over_outcomes(violations: Iterable[object], cases: list[int], evidence: str) -> Finding:
    """Held if there is no violation; `cases` holds the count once `violations` has been run through."""
    found = next(iter(violations), None)
    if found is not None:
        return refuted(_outcome_scope(EVERY_OUTCOME), str(found))
    return held(cases[0], _outcome_scope(EVERY_OUTCOME), evidence)


def check_goods(watch: Watch) -> Finding:
    """(1) on every outcome."""
    return _check_feasibility(watch, "(1)", "goods balance, bundles in X, prices in P")


def check_budget(watch: Watch) -> Finding:
    """(2) on every outcome."""
    return _check_feasibility(watch, "(2)", "sellers receive what buyers pay")


def _check_feasibility(watch: Watch, item: str, evidence: str) -> Finding:
    cases = [0]

    def violations() -> Iterator[object]:
        for g, phi, m in _outcomes(watch, EVERY_OUTCOME):
            cases[0] += 1
            found = feasibility.violations(g, phi, m)
            yield from (v for v in found if v.infeasibility.clause.startswith(item))

    return _over_outcomes(violations(), cases, evidence)


def check_rationing(watch: Watch) -> Finding:
    """(3) on every outcome."""
    cases = [0]

    def violations() -> Iterator[object]:
        for g, phi, m in _outcomes(watch, EVERY_OUTCOME):
            cases[0] += 1
            yield from rationing_rule.violations(g, phi, m)

    return _over_outcomes(violations(), cases, "the place î exists in every group and commodity")


def check_weights(watch: Watch) -> Finding:
    """That there are ((2n)!)² groupings, and that the probabilities of a lottery add up to 1."""
    cases = 0
    for size in LISTED + PLANNED[:1]:
        for seed, g in enumerate(size.mechanisms()):
            watch(f"{size}, {g.market.tie.value}: the lottery")
            _, m = next(feasibility.random_outcomes(g.market, 1, seed))
            cases += 1
            listed = sum(1 for _ in groupings(g.market))
            total = sum(g.lottery(m).values())
            if listed != grouping_count(g.market) or total != 1:
                return refuted(str(size), f"{listed} groupings, probabilities that add up to {total}")
    scope = f"a random profile at each of {len(LISTED) + 1} sizes up to {PLANNED[0]}; both tie rules"
    return held(cases, scope, "probabilities of allocations add up to 1 exactly")


def check_printed_groups(watch: Watch) -> Finding:
    """Section 2.2's sentence on who belongs to group 1, to the letter."""
    market = Market(n=1, k=1, l=1, P=price_grid(1, 1))
    phi = next(groupings(market))
    group_1 = {
        *phi.sellers[: 2 * market.n],
        *phi.buyers,
    }  # "sellers φ(1), …, φ(2n), buyers φ(2n+1), …, φ(4n)"
    group_2 = {*phi.sellers[market.n :], *phi.buyers[market.n :]}
    both = sorted(group_1 & group_2)
    if not both:
        return held(1, "n=1", "the two groups are disjoint")
    names = " and ".join(market.name(i) for i in both)
    return refuted("n=1", f"with φ the identity {names} are in both groups")


def check_clearing(watch: Watch) -> Finding:
    """The clearing prices on every outcome."""
    cases = [0]

    def violations() -> Iterator[object]:
        for g, phi, m in _outcomes(watch, EVERY_OUTCOME):
            cases[0] += 1
            yield from clearing_rule.violations(g, phi, m)

    return _over_outcomes(violations(), cases, "every group trades at the price that the rule names")


def own_price_check(reading: Reading, side: Side) -> Callable[[Watch], Finding]:
    """(4) for sellers, (5) for buyers: the price, and that the own message changes only the own trade."""

    def check(watch: Watch) -> Finding:
        cases = 0
        for g, phi, m in _outcomes(watch, EVERY_OUTCOME[:1]):
            cases += 1
            for wrong in own_price.wrong_prices(g, reading, phi, m):
                if g.market.side(wrong.i) is side:
                    return refuted(f"n={g.market.n}", _describe_wrong_price(g, wrong))
            for influence in own_price.own_influences(g, phi, m):
                if g.market.side(influence.i) is side:
                    return refuted(f"n={g.market.n}", f"{g.market.name(influence.i)} changes her own terms")
        evidence = "her message changes neither her price nor what she is left"
        return held(cases, _outcome_scope(EVERY_OUTCOME[:1]), evidence)

    return check


def _describe_wrong_price(g: GStar, wrong: own_price.WrongPrice) -> str:
    a = g.allocation(wrong.phi, wrong.m)
    group_1, _ = wrong.phi.groups(g.market.n)
    p_tilde = next(a.q[i] for i in group_1.sellers)
    messages = "; ".join(
        f"{g.market.name(i)}: {' '.join(map(show, message))}" for i, message in enumerate(wrong.m)
    )
    return (
        f"{g.market.name(wrong.i)}, in group 2, trades at p̂* = {show(a.q[wrong.i])}, not at p̃* = "
        f"{show(p_tilde)}, when the messages (a bundle at each price) are {messages}"
    )


def _traders(size: Range, side: Side, *, condition_1: bool) -> Iterator[Trader]:
    family = condition_1_traders if condition_1 else tables
    return family(side, size.k, size.l, size.values)


def _listed(watch: Watch, *, condition_1: bool) -> Iterator[tuple[Range, GStar, int, Events, Trader]]:
    """Every case that is decided by listing: the outcomes of all profiles are computed once per market."""
    for size in LISTED:
        for g in size.mechanisms():
            agents = dict(one_of_each_side(g.market))
            happens = events(g, agents)
            for i, side in agents.items():
                watch(f"{size}, {g.market.tie.value}: {side.value}s, by listing")
                for trader in _traders(size, side, condition_1=condition_1):
                    yield size, g, i, happens[i], trader


def check_theorem_1(watch: Watch) -> Finding:
    """Theorem 1 for every payoff function of the ranges that satisfies Condition 1."""
    listed = planned = 0
    for size, g, i, happens, trader in _listed(watch, condition_1=True):
        listed += 1
        dominant = theorem_1.dominant_rows(happens.payoffs(trader)[0], i)
        # Individual rationality here whatever the others announce, which is more than the theorem says.
        announced = [dominant if j == i else range(g.market.message_count) for j in g.market.agents]
        found: theorem_1.Violation | None = next(theorem_1.violations_by_listing(happens, i, trader), None)
        found = found or next(theorem_1.losses_by_listing(happens, i, trader, announced), None)
        if found is not None:
            return refuted(str(size), f"{describe_trader(g.market, i, trader)}: {found}")
    for size in PLANNED:
        for g in size.mechanisms():
            for i, side in one_of_each_side(g.market):
                watch(f"{size}, {g.market.tie.value}: {side.value}s, in plan form")
                for trader in _traders(size, side, condition_1=True):
                    planned += 1
                    found = next(theorem_1.violations_in_plans(g, i, trader), None)
                    if found is not None:
                        return refuted(str(size), f"{describe_trader(g.market, i, trader)}: {found}")
    scope = (
        f"all payoffs with Condition 1 on a value grid; {LISTED_SCOPE}, {len(PLANNED)} larger ones in plan "
        f"form, up to {PLANNED[-1]}; both tie rules"
    )
    return held(listed + planned, scope, f"{listed:,} by listing, {planned:,} in plan form; no violation")


def check_rationality(watch: Watch) -> Finding:
    """Ex post individual rationality of dominant messages, with Condition 1 or without it."""
    cases = 0
    for size, g, i, happens, trader in _listed(watch, condition_1=False):
        dominant = theorem_1.dominant_rows(happens.payoffs(trader)[0], i)
        if not dominant:
            continue
        cases += 1
        announced = [dominant if j == i else range(g.market.message_count) for j in g.market.agents]
        found = next(theorem_1.losses_by_listing(happens, i, trader, announced), None)
        if found is not None:
            return refuted(str(size), f"{describe_trader(g.market, i, trader)}: {found}")
    scope = f"all payoffs on a value grid with a dominant message; {LISTED_SCOPE}; both tie rules"
    return held(cases, scope, "a dominant message never loses, at any φ, whatever the others announce")


def check_sharp_form(watch: Watch) -> Finding:
    """The sharp form against listing on every payoff function, and its isolating profiles."""
    cases = 0
    for size, g, i, happens, trader in _listed(watch, condition_1=False):
        cases += 1
        found = next(sharp_form.disagreements(happens, i, trader), None)
        if found is not None:
            return refuted(str(size), f"{describe_trader(g.market, i, trader)}: {found}")
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
    scope = f"all payoffs on a value grid, with and without Condition 1; {LISTED_SCOPE}; both tie rules"
    return held(
        cases,
        scope,
        f"listing and caps agree; {isolated:,} isolating profiles replayed, and with n a symbol",
    )


def check_condition_1_is_needed(watch: Watch) -> Finding:
    """Is there a trader who breaks Condition 1 and for whom Theorem 1's conclusion holds all the same?"""
    size = LISTED[3]
    g = next(size.mechanisms())
    example = ""
    for i, side in one_of_each_side(g.market):
        happens = events(g, [i])[i]
        watch(f"{size}: {side.value}s who break Condition 1")
        for trader in tables(side, size.k, size.l, size.values):
            broken = find_violation(trader)
            if broken and next(theorem_1.violations_by_listing(happens, i, trader), None) is None:
                example = example or f"{describe_trader(g.market, i, trader)} breaks it ({broken})"
    counts = _frontier_counts(g.market)
    if not example:
        return held(1, str(size), counts)
    return refuted(str(size), f"{example}, yet exactly her price-taking messages are dominant. {counts}")


def _frontier_counts(market: Market) -> str:
    """How many payoff functions of a finer grid stand where."""
    values = grid(HALF / 4, HALF * 3)
    satisfying = conclusion = some = total = 0
    for side in Side:
        for trader in tables(side, market.k, market.l, values):
            total += 1
            satisfying += find_violation(trader) is None
            stand = sharp_form.frontier(market, trader)
            conclusion += stand.all_price_taking
            some += stand.some_dominant
    return (
        f"Of {total:,} payoff functions in eighths up to 3/2, {satisfying:,} satisfy Condition 1, "
        f"{conclusion:,} Theorem 1's conclusion, {some:,} have a dominant message"
    )


def check_theorem_3(watch: Watch) -> Finding:
    """Theorem 3 as printed, at n = 1, 2, 3 with T = 2, 4, 8 by replay and for every n with n a symbol."""
    evidence = set()
    for n in (1, 2, 3):
        watch(f"n={n} T={2**n}: replaying the witness")
        instance = theorem_3.instance(n)
        g, traders = instance.mechanism, instance.traders
        found = theorem_3.find_shortfall(g.market, traders)
        if found is None or singletons.find_several(g.market, traders) is not None:
            return held(n, f"n up to {n}", "the price-taking messages are dominant")
        i, gap = found
        violation = theorem_1.isolated_violation(g.market, i, traders[i], gap)
        isolated = IsolationForEveryN(g.market, g.market.side(i), gap.cell, gap.state)
        if not (violation.holds(g, traders) and isolated.holds()):
            return Finding(Verdict.OPEN, f"n={n}", f"the witness does not hold: {violation}")
        evidence.add(describe_shortfall(g.market, i, traders[i], gap, violation.payoffs(g, traders[i])))
    # One text for all n: the event, its probability and the loss do not depend on n.
    scope = "n=1 T=2, n=2 T=4, n=3 T=8 replayed; every n, with n a symbol"
    if len(evidence) > 1:
        return Finding(Verdict.OPEN, scope, "; ".join(sorted(evidence)))
    return refuted(scope, evidence.pop())


def check_theorem_3_read(watch: Watch) -> Finding:
    """What is true instead: whether the price-taking messages are dominant does not depend on n."""
    cases = 0
    for size in LISTED[2:4]:
        for n in (1, 2, 3):
            market = Market(n, size.k, size.l, size.P)
            watch(f"n={n}: {size}")
            g = GStar(market)
            for i, side in one_of_each_side(market):
                for trader in tables(side, size.k, size.l, size.values):
                    cases += 1
                    caps = all(
                        sharp_form.caps_are_optimal(market, trader, m) for m in price_taking(trader, market)
                    )
                    found = next(theorem_1.violations_in_plans(g, i, trader), None)
                    replayed = found is None or (
                        isinstance(found, theorem_1.NotDominant)
                        and found.holds(g, [trader] * len(market.agents))
                    )
                    if caps != (found is None) or not replayed:
                        return refuted(f"n={n}", f"{describe_trader(market, i, trader)}: {found}")
    return held(
        cases,
        "n=1, 2, 3; all payoffs on a value grid at k=1 l=2, T=1 and T=2",
        "dominant at one n if and only if at every n (sharp form); every failure replayed at its n",
    )
