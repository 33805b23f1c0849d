"""An instance of G* as a person reads it."""

from rich.box import HORIZONTALS
from rich.console import Console
from rich.table import Table
from rich.text import Text

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, show
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader
from proofs.commands.reports.market import describe_box, print_market
from proofs.conditions.condition_1 import find_violation, find_violator
from proofs.conditions.singletons import find_several
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
    is_g_star = type(instance.mechanism) is GStar  # the sharp form of Theorem 1 says what is dominant there
    dominant = ["dominant"] if is_g_star else []
    for heading in ("agent", "cost or value", "D_i: bundles at each price", *dominant, "Condition 1"):
        table.add_column(heading, ratio=1)
    for agents in _alike(instance):
        trader = instance.traders[agents[0]]
        worth = ", ".join(f"{show(x)}: {w}" for x, w in trader.worth.items() if any(x))
        table.add_row(
            _names(market, agents),
            worth,
            describe_box(market, price_taking(trader, market)),
            *([_dominant(market, trader)] if is_g_star else []),
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


def _dominant(market: Market, trader: Trader) -> str:
    """Which messages are dominant in G*."""
    dominant = messages_with_optimal_caps(market, trader)
    if dominant == price_taking(trader, market):
        return "the same"
    return describe_box(market, dominant) if dominant.size() else "none"


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


def _power(base: int, exponent: int) -> str:
    written = f"{base}^{exponent}"
    # base >= 2, so a larger exponent cannot stay below the bound.
    small = exponent < WRITTEN_OUT.bit_length() and base**exponent <= WRITTEN_OUT
    return f"{written} = {base**exponent:,}" if small else written


def _number(value: int) -> str:
    return f"{value:,}" if value <= WRITTEN_OUT else f"a number of {len(str(value))} digits"
