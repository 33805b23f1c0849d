"""Instances and counterexamples as a person reads them."""

from rich.box import HORIZONTALS
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gametheory.plans.box import Box
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Bundle, Market, show, show_size
from mechanisms.markets.price_taking import price_taking
from proofs.claims.words import minus
from proofs.conditions.condition_1 import find_violation, find_violator
from proofs.conditions.singletons import find_several
from proofs.theorem_1.counterexample import Counterexample
from proofs.theorem_1.sharp_form import messages_with_optimal_caps

WRITTEN_OUT = 10**15  # larger numbers are given as a power only


def print_instance(instance: Instance, out: Console) -> None:
    """The market, sizes, everybody's D_i and dominant messages, and which conditions hold."""
    market = instance.mechanism.market
    out.print(Text(instance.title, style="bold"))
    if instance.paper:
        out.print(Text(instance.paper))
    print_market(instance.mechanism.symbol, market, out)
    base, exponent = len(market.X), len(market.P)
    out.print(
        f"messages: {_power(base, exponent)} for each agent, {_power(base, exponent * len(market.agents))} "
        f"profiles; groupings: |Φ| = {_number(grouping_count(market))}\n"
    )
    table = Table(box=HORIZONTALS, expand=True)
    for heading in ("agent", "cost or value", "D_i: bundles at each price", "dominant", "Condition 1"):
        table.add_column(heading, ratio=1)
    for agents in _alike(instance):
        trader = instance.traders[agents[0]]
        worth = ", ".join(f"{show(x)}: {w}" for x, w in trader.worth.items() if any(x))
        taking, dominant = price_taking(trader, market), messages_with_optimal_caps(market, trader)
        table.add_row(
            _names(market, agents),
            worth,
            describe_box(market, taking),
            "the same"
            if dominant == taking
            else describe_box(market, dominant)
            if dominant.size()
            else "none",
            Text("holds" if (broken := find_violation(trader)) is None else broken.describe(trader)),
        )
    out.print(table)
    violator = find_violator(market, instance.traders)
    out.print(f"Condition 1: {'holds' if violator is None else f'fails for {market.name(violator[0])}'}")
    several = find_several(instance)
    out.print(
        "every D_i is a singleton (hypothesis of Theorem 3): "
        + ("yes" if several is None else f"no, see {market.name(several.i)} at {show(market.P[several.p])}")
    )


def print_market(symbol: str, market: Market, out: Console) -> None:
    """The mechanism and the market: sizes, prices and bundles."""
    out.print(
        f"{symbol}: n = {market.n}, {market.side_size} sellers and {market.side_size} "
        f"buyers in {market.groups} groups; k = {market.k}, l = {market.l}; ties: {market.tie.value}"
    )
    out.print(f"P: {len(market.P)} prices {_few([show(p) for p in market.P])}")
    out.print(f"X: {len(market.X)} bundles {_few([show(x) for x in market.X])}")


def print_counterexample(found: Counterexample, out: Console) -> None:
    """The counterexample step by step, every number exact."""
    instance, violation, loss = found.instance, found.record.violation, found.record.loss
    market, i = instance.mechanism.market, violation.i
    out.print(Text(f"Theorem 1 fails without Condition 1 at {show_size(market)}", "bold"))
    out.print(f"Condition 1 fails for {market.name(i)}: {found.broken.describe(instance.traders[i])}.")
    described = found.shortfall.describe(instance)
    out.print(f"{described[0].upper()}{described[1:]}.")
    out.print(
        "She has another message that is dominant." if found.has_dominant else "She has no dominant message."
    )
    table = Table(box=HORIZONTALS, title="messages: the bundle at each price", title_justify="left")
    table.add_column("agent")
    for p in market.P:
        table.add_column(show(p), justify="right")
    for j, message in enumerate(violation.profile):
        table.add_row(market.name(j), *map(show, message))
    table.add_row(f"{market.name(i)}, better", *map(show, violation.better), style="bold")
    out.print(table)
    payoff, better_payoff = violation.payoffs(instance)
    out.print(
        f"Expected payoff of {market.name(i)}: {minus(payoff)}; with the better message "
        f"{minus(better_payoff)}."
    )
    if loss is None:
        out.print("Ex post individual rationality does not fail: she loses in no event of this profile.")
        return
    a = instance.mechanism.allocation(loss.phi, loss.profile)
    sellers, buyers = (", ".join(str(j + 1) for j in order) for order in (loss.phi.sellers, loss.phi.buyers))
    out.print(
        f"Ex post individual rationality fails: with sellers in the order {sellers} and buyers {buyers} "
        f"she trades {show(a.x[i])} at {show(a.q[i])} and earns {minus(loss.payoff(instance))}."
    )


def _alike(instance: Instance) -> list[list[int]]:
    """The agents in classes: same side, same payoffs."""
    classes: list[list[int]] = []
    for i in instance.mechanism.market.agents:
        for known in classes:
            if instance.traders[known[0]] == instance.traders[i]:
                known.append(i)
                break
        else:
            classes.append([i])
    return classes


def _names(market: Market, agents: list[int]) -> str:
    side = market.side(agents[0]).value
    return f"{side}{'s' if len(agents) > 1 else ''} {', '.join(str(i + 1) for i in agents)}"


def describe_box(market: Market, box: Box[Bundle]) -> str:
    """What may be named at each price."""
    return "; ".join(
        f"{show(p)}: {' or '.join(map(show, choices))}"
        for p, choices in zip(market.P, box.choices, strict=True)
    )


def _few(items: list[str]) -> str:
    return ", ".join(items) if len(items) <= 12 else f"{', '.join(items[:6])}, ..., {items[-1]}"


def _power(base: int, exponent: int) -> str:
    written = f"{base}^{exponent}"
    # base >= 2, so a larger exponent cannot stay below the bound.
    small = exponent < WRITTEN_OUT.bit_length() and base**exponent <= WRITTEN_OUT
    return f"{written} = {base**exponent:,}" if small else written


def _number(value: int) -> str:
    return f"{value:,}" if value <= WRITTEN_OUT else f"a number of {len(str(value))} digits"
