"""An instance of G* as a person reads it."""

from collections.abc import Iterator

from mechanisms.g_star.mechanism import GStar
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.instance import Instance
from mechanisms.markets.market import Market, show
from mechanisms.markets.price_taking import price_taking
from mechanisms.markets.trader import Trader
from proofs.commands.reports.market import describe_agents, describe_box, describe_market, describe_worth
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table
from proofs.conditions.condition_1 import find_violation, find_violator
from proofs.conditions.singletons import find_several
from proofs.theorem_1.sharp_form import messages_with_optimal_caps

WRITTEN_OUT = 10**15  # larger numbers are given as a power only


def instance_report(instance: Instance) -> Iterator[Part]:
    """The market, sizes, everybody's D_i and dominant messages, and which conditions hold."""
    market = instance.mechanism.market
    yield Title(instance.title)
    if instance.paper:
        yield instance.paper
    yield from describe_market(instance.mechanism.symbol, market)
    base, exponent = len(market.X), len(market.P)
    yield (
        f"messages: {_power(base, exponent)} for each agent, {_power(base, exponent * len(market.agents))} "
        f"profiles; groupings: |Φ| = {_squared_factorial(market)}"
    )
    yield _agents(instance)
    violator = find_violator(market, instance.traders)
    yield f"Condition 1: {'holds' if violator is None else f'fails for {market.name(violator[0])}'}"
    several = find_several(instance)
    yield (
        "every D_i is a singleton (hypothesis of Theorem 3): "
        + ("yes" if several is None else f"no, see {market.name(several.i)} at {show(market.P[several.p])}")
    )


def _agents(instance: Instance) -> Table:
    """A row for agents who are alike."""
    market = instance.mechanism.market
    is_g_star = type(instance.mechanism) is GStar  # the sharp form of Theorem 1 says what is dominant there
    dominant = [Column("dominant", prose=1)] if is_g_star else []
    columns = (
        Column("agent"),
        Column("cost or value", prose=1),
        Column("D_i: what is best at which prices", prose=1),
        *dominant,
        Column("Condition 1", prose=1),
    )
    rows = []
    for agents in _alike(instance):
        trader = instance.traders[agents[0]]
        rows.append(
            (
                describe_agents(market, agents),
                describe_worth(trader),
                describe_box(market, price_taking(trader, market)),
                *([_dominant(market, trader)] if is_g_star else []),
                "holds" if (broken := find_violation(trader)) is None else broken.describe(trader),
            )
        )
    return Table("", columns, rows)


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


def _power(base: int, exponent: int) -> str:
    written = f"{base}^{exponent}"
    # base >= 2, so a larger exponent cannot stay below the bound.
    small = exponent < WRITTEN_OUT.bit_length() and base**exponent <= WRITTEN_OUT
    return f"{written} = {base**exponent:,}" if small else written


def _squared_factorial(market: Market) -> str:
    count = grouping_count(market)
    return f"{count:,}" if count <= WRITTEN_OUT else f"({market.side_size}!)^2"
