"""What is best given what she may know, as pictures: bundles and what they earn, signal by signal."""

from mechanisms.g_plus.cells import State
from mechanisms.markets.informed_price_taking import Conflict, price_taking_given_own
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, show, show_message
from mechanisms.markets.trader import Trader
from proofs.conditions.unnamed_signals import Ambiguity
from proofs.pictures.bars import Bar, Bars, bars_panel
from proofs.pictures.messages import messages_panel
from proofs.pictures.picture import Picture
from proofs.theorem_6.printed_17_18 import PrintedMiss
from proofs.theorem_6.statement import NothingBest


def nothing_best(record: NothingBest, instance: InterdependentInstance) -> Picture:
    """For each state what each bundle earns: the best ones have nothing in common."""
    market, p = instance.mechanism.market, record.cell.p
    groups = [
        _worths(
            state.describe(market),
            instance.informed(record.i, {**dict(state.shown), record.i: record.own}),
            market,
            p,
        )
        for state in record.states
    ]
    caption = (
        f"{market.name(record.i)} with signal {record.own} reads the same first messages whoever sent "
        "them, and names "
        "one bundle. What each bundle earns at the price, by who may have sent them: no bundle is best "
        "in every case."
    )
    return Picture((bars_panel(f"What she earns at the price {show(market.P[p])}", groups),), caption)


def conflict(record: Conflict, instance: InterdependentInstance) -> Picture:
    """For each requirement what each bundle earns: nothing meets them all."""
    market = instance.mechanism.market
    groups = []
    for each in record.requirements:
        known = dict(zip(each.senders, each.signals, strict=True))
        told = State(tuple(known.items())).describe(market)
        informed = instance.informed(each.i, known if each.own is None else {**known, each.i: each.own})
        groups.append(_worths(told, informed, market, record.p))
    caption = (
        f"{market.name(record.i)} after the first messages "
        f"({'; '.join(map(show_message, record.shown))}), which do not "
        "say who sent which: what each bundle earns at the price, by whose they may be. No demand is "
        "best in every case."
    )
    return Picture((bars_panel(f"What she earns at the price {show(market.P[record.p])}", groups),), caption)


def ambiguity(record: Ambiguity, instance: InterdependentInstance) -> Picture:
    """The price-taking messages of two agents with different signals: the same."""
    market = instance.mechanism.market
    columns = []
    for agent, signal in zip(record.agents, record.signals, strict=True):
        if record.message not in price_taking_given_own(instance, agent, signal):
            raise ValueError(f"{market.name(agent)} with {signal} does not send it")
        columns.append((f"{market.name(agent)}, {signal}", record.message, "demand"))
    caption = (
        f"Both send {show_message(record.message)}: who reads it cannot tell which signal was behind it."
    )
    return Picture((messages_panel("Price-taking first messages", market, columns),), caption)


def printed_miss(record: PrintedMiss, instance: InterdependentInstance) -> Picture:
    """What she earns by naming what the printed set asks, and by naming what is best."""
    market, (part, shown, p) = instance.mechanism.market, record.cell
    got, more = record.payoffs(instance, record.asked[0])
    best = price_taking_given_own(instance, record.i, record.own).choices[p][0]
    bars = [
        Bar(f"{show(record.asked[0])}, as printed", got, "bad"),
        Bar(f"{show(best)}, best", more, "good"),
    ]
    words = f"{part.value} message after ({'; '.join(map(show_message, shown))}) at price {show(market.P[p])}"
    caption = (
        f"{market.name(record.i)} with signal {record.own}, whose values are private, knows what she "
        "wants; the printed "
        "set averages over her own signal and asks for something else. Expected payoffs, by running G+."
    )
    return Picture((bars_panel("What she earns", [Bars(words, bars)]),), caption)


def _worths(words: str, trader: Trader, market: Market, p: int) -> Bars:
    """What each bundle earns at the p-th price, those that earn most marked."""
    earned = {x: trader.payoff(x, market.P[p]) for x in market.X}
    most = max(earned.values())
    bars = [
        Bar(f"names {show(x)}", amount, *(("good", "best:") if amount == most else ("faint", "")))
        for x, amount in earned.items()
    ]
    return Bars(f"given {words}", bars)
