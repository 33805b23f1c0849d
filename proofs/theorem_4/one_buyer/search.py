"""The search for witnesses against Theorem 4 as printed, one seller and one buyer in a group."""

from collections.abc import Iterator

import numpy as np

from mechanisms.g_double_star.mechanism import BuyerMessage
from mechanisms.g_double_star.one_buyer.elimination import payoff_matrix
from mechanisms.g_double_star.one_buyer.plans import message_of
from mechanisms.g_double_star.one_buyer.seller_influence import find_seller_influence
from mechanisms.markets.informed_price_taking import price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from proofs.theorem_4.one_buyer.printed import (
    BuyerEliminated,
    BuyerSurvivor,
    SellerSurvivor,
    UnsentEntry,
)
from proofs.theorem_4.one_buyer.statement import Solved


def seller_survivors(instance: InterdependentInstance) -> Iterator[SellerSurvivor]:
    """For every seller and signal one message outside D_i(ω_i) that nothing eliminates."""
    for i in instance.mechanism.market.sellers:
        if find_seller_influence(instance.mechanism, i) is not None:
            continue
        for signal in instance.prior.spaces[i]:
            taking = price_taking_given_own(instance, i, signal)
            for message in instance.mechanism.market.messages():
                if message not in taking:
                    yield SellerSurvivor(i, signal, message)
                    break


def buyer_survivors(solved: Solved) -> Iterator[BuyerSurvivor]:
    """For every buyer and signal one survivor that breaks (10), if there is one."""
    market = solved.instance.mechanism.market
    for agent, rule in solved.rules.items():
        left = solved.run.survivors[agent]
        asked = rule.among(left)
        if left.is_same(asked):
            continue
        fine = set(asked.plans(market))
        found = next((plan for plan in left.plans(market) if plan not in fine), None)
        if found is not None:
            yield BuyerSurvivor(agent, found)


def buyers_eliminated(solved: Solved, *, on_path: bool) -> Iterator[BuyerEliminated]:
    """For every buyer and signal one plan that satisfies (10) and leaves in round 1, with a small change.

    The better plan differs after one first message of the mate only, on the path or off it as asked. On the
    path the plan differs there from every survivor; off it, some survivor equals it on the whole path.
    """
    run = solved.run
    for agent, rule in solved.rules.items():
        left = run.survivors[agent]
        if not run.rounds or not left.size():
            continue
        payoffs = run.payoffs[agent]
        lost = run.rounds[0][agent].thirds
        matrix, columns = payoff_matrix(payoffs, run.sets[0][agent], run.sets[0])
        kept = {tuple(row) for row in left.thirds[:, rule.on_path].tolist()}
        fine = rule.optimal_on_path(lost.thirds)
        path = np.isin(np.arange(lost.thirds.shape[1]), rule.on_path)
        for a in (removal.a for removal in lost.dominations):
            row = lost.thirds[a]
            if not fine[a] or (tuple(row[path].tolist()) in kept) == on_path:
                continue
            changed = lost.thirds != row
            small = (changed.sum(axis=1) == 1) & (changed[:, path].any(axis=1) == on_path)
            better = small & (matrix >= matrix[a]).all(axis=1) & (matrix > matrix[a]).any(axis=1)
            if better.any():
                b = int(np.argmax(better))
                column = int(np.argmax(matrix[b] > matrix[a]))
                first, second = left.firsts[0], left.seconds[0]
                yield BuyerEliminated(
                    agent,
                    payoffs.plan(first, second, row),
                    payoffs.plan(first, second, lost.thirds[b]),
                    payoffs.others(columns, column),
                    on_path,
                )
                break


def unsent_entries(solved: Solved) -> Iterator[UnsentEntry]:
    """For every buyer and signal one survivor that breaks (10) after an own first message that is not sent.

    There is one exactly where D_i(ω_i) has several members and is not all of D: Ξ_i(ω_i) asks for a member
    after each of them, and a survivor sends only one.
    """
    market = solved.instance.mechanism.market
    for (i, signal), rule in solved.rules.items():
        plan = next(solved.run.survivors[i, signal].plans(market), None)
        unsent = next((d for d in rule.own if plan is not None and d != plan.first), None)
        asked = next((d for d in market.messages() if d not in rule.own), None)
        if plan is not None and unsent is not None and asked is not None:
            sent = message_of(market, i, plan)
            second = {**sent.second, (unsent,): asked}
            yield UnsentEntry((i, signal), BuyerMessage(sent.first, second, sent.third), unsent)
