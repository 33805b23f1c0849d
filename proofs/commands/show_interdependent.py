"""Instances of G** and G+ as a person reads them: the market, signals, price-taking behaviour, conditions."""

from collections.abc import Callable, Iterator

from rich.box import HORIZONTALS
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mechanisms.g_double_star.agents import buyers_with_signals
from mechanisms.g_double_star.one_buyer.elimination import PlanElimination
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.informed_messages import second_messages, third_messages
from mechanisms.markets.informed_price_taking import (
    InformedDemands,
    price_taking_given_own,
    second_demands,
    third_demands,
)
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, show
from proofs.commands.show import describe_box, print_market
from proofs.conditions import anonymity, seller_costs
from proofs.conditions.hypotheses import HYPOTHESES
from proofs.theorem_4.one_buyer.elimination_words import reasons, who

MOST_TUPLES = 5_000  # of first messages that W_i(ω_i) is worked out for
MOST_PROFILES = 500  # of signals, likewise
REASONS = 12  # sentences for an agent and round


def print_interdependent(instance: InterdependentInstance, out: Console) -> None:
    """The market, the signals, everybody's sets of price-taking messages, and which conditions hold."""
    g, market = instance.mechanism, instance.mechanism.market
    out.print(Text(instance.title, style="bold"))
    if instance.paper:
        out.print(Text(instance.paper))
    print_market(g.symbol, market, out)
    out.print(f"η = {g.eta}; groupings: |Φ| = {grouping_count(market):,}")
    sellers, buyers = (instance.prior.spaces[agents[0]] for agents in (market.sellers, market.buyers))
    out.print(f"signals: sellers {', '.join(sellers)}; buyers {', '.join(buyers)}")
    out.print(f"signal profiles: {instance.prior.size():,}\n")
    table = Table(box=HORIZONTALS, expand=True)
    headings = (
        "agent",
        "signal",
        "expected cost or value",
        "D_i(ω_i): bundles at each price",
        ", ".join(f"|{name}_i|" for name, _, _ in _later_messages(market)),
    )
    for heading in headings:
        table.add_column(heading, ratio=1)
    for i in market.agents:
        for signal in instance.prior.spaces[i]:
            trader = instance.informed(i, {i: signal})
            worth = ", ".join(f"{show(x)}: {w}" for x, w in trader.worth.items() if any(x))
            box = describe_box(market, price_taking_given_own(instance, i, signal))
            table.add_row(market.name(i), signal, worth, box, "; ".join(_sizes(instance, i, signal)))
    out.print(table)
    conditions = HYPOTHESES[g.symbol]
    for name, failure in conditions.items():
        found = failure(instance)
        out.print(Text(f"{name}: {'holds' if found is None else f'fails: {found}'}"))
    costs = seller_costs.find_violation(instance)
    out.print(Text(f"sellers' part of Condition 1: {'holds' if costs is None else f'fails: {costs}'}"))
    named = anonymity.find_violation(instance)
    out.print(Text(f"anonymous payoffs: {'yes' if named is None else f'no: {named.describe(instance)}'}"))


def _later_messages(market: Market) -> tuple[tuple[str, int, Callable[..., InformedDemands]], ...]:
    """The sets of second and third messages: name, length of the tuples that they see, and the set."""
    n, side = market.n, market.side_size
    if market.groups == 2:
        return ("Ξ", n, second_demands), ("W", side, third_demands)
    return ("M^{2+}", 2 * n, second_messages), ("M^{3+}", 2 * (side - n), third_messages)


def _sizes(instance: InterdependentInstance, i: int, signal: str) -> Iterator[str]:
    """How many functions the sets of second and third messages hold, or why one is empty."""
    market = instance.mechanism.market
    if i not in market.buyers and market.groups == 2:
        return  # sellers in G** announce supply functions only
    for name, length, build in _later_messages(market):
        if market.message_count**length > MOST_TUPLES or instance.prior.size() > MOST_PROFILES:
            yield f"{name}: {market.message_count}^{length} tuples"
            continue
        conflict = build(instance, i, signal).find_conflict()
        if conflict is None:
            size = build(instance, i, signal).size()
            yield f"{name}: {size:,}" if size < 10**9 else f"{name}: about 2^{size.bit_length() - 1}"
        else:
            yield f"{name}: empty at price {show(market.P[conflict.p])}"


def print_elimination(run: PlanElimination, out: Console) -> None:
    """What leaves in each round, and why, for every buyer and signal."""
    out.print(Text(run.instance.title, style="bold"))
    rechecked = "rechecked" if run.holds() else "NOT as claimed"
    out.print(f"weak dominance by {run.by.value} plans; every removal and every survivor {rechecked}")
    out.print("sellers: nothing the only seller of a group says affects her; all her messages survive")
    agents = buyers_with_signals(run.instance)
    for r in range(1, len(run.sets)):
        out.print(Text(f"\nRound {r}", style="bold"))
        for agent in agents:
            before, after = run.sets[r - 1][agent].size(), run.sets[r][agent].size()
            out.print(Text(f"{who(run, agent)}: {before:,} plans, {after:,} left"))
            if before == after:
                continue
            found = list(reasons(run, r, agent))
            for reason in found[:REASONS]:
                out.print(Text(f"  {reason.sentence}"))
            if len(found) > REASONS:
                out.print(f"  ... and {len(found) - REASONS} more reasons")
    out.print(f"\nS^∞ = S^{len(run.rounds)}")
