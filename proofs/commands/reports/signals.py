"""An instance with private signals, of G** or G+, as a person reads it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from mechanisms.g_double_star.mechanism import GDoubleStar
from mechanisms.g_plus.mechanism import GPlus
from mechanisms.markets.grouping import grouping_count
from mechanisms.markets.informed_messages import second_messages, third_messages
from mechanisms.markets.informed_price_taking import (
    InformedDemands,
    price_taking_given_own,
    second_demands,
    third_demands,
)
from mechanisms.markets.interdependent import InterdependentInstance
from mechanisms.markets.market import Market, Side, show
from proofs.commands.reports.market import describe_agents, describe_box, describe_market, describe_worth
from proofs.commands.reports.parts import Part, Title
from proofs.commands.reports.table import Column, Table
from proofs.conditions import anonymity, seller_costs
from proofs.conditions.hypotheses import HYPOTHESES

MOST_TUPLES = 5_000  # of first messages that W_i(ω_i) is worked out for
MOST_PROFILES = 500  # of signals, likewise


@dataclass(frozen=True)
class Later:
    """The set of second or of third messages: its letter, how many first messages these see, and the set."""

    letter: str
    seen: Callable[[Market], int]
    build: Callable[..., InformedDemands]


@dataclass(frozen=True)
class Shown:
    """What there is to say of an instance of one mechanism."""

    later: tuple[Later, Later]
    sellers_answer: bool  # or do sellers announce one supply function only?


SHOWN = {
    GDoubleStar.symbol: Shown(
        (
            Later("Ξ", lambda market: market.n, second_demands),
            Later("W", lambda market: market.side_size, third_demands),
        ),
        sellers_answer=False,
    ),
    GPlus.symbol: Shown(
        (
            Later("M^{2+}", lambda market: 2 * market.n, second_messages),
            Later("M^{3+}", lambda market: 2 * (market.side_size - market.n), third_messages),
        ),
        sellers_answer=True,
    ),
}


def interdependent_report(instance: InterdependentInstance) -> Iterator[Part]:
    """The market, the signals, everybody's sets of price-taking messages, and which conditions hold."""
    g, market = instance.mechanism, instance.mechanism.market
    shown = SHOWN[g.symbol]
    yield Title(instance.title)
    if instance.paper:
        yield instance.paper
    yield from describe_market(g.symbol, market)
    yield f"η = {g.eta}; groupings: |Φ| = {grouping_count(market):,}"
    sellers, buyers = (instance.prior.spaces[agents[0]] for agents in (market.sellers, market.buyers))
    yield f"signals: sellers {', '.join(sellers)}; buyers {', '.join(buyers)}"
    yield f"signal profiles: {instance.prior.size():,}"
    yield _agents(instance, shown)
    for name, failure in HYPOTHESES[g.symbol].items():
        found = failure(instance)
        yield f"{name}: {'holds' if found is None else f'fails: {found}'}"
    costs = seller_costs.find_violation(instance)
    yield f"sellers' part of Condition 1: {'holds' if costs is None else f'fails: {costs}'}"
    named = anonymity.find_violation(instance)
    yield f"anonymous payoffs: {'yes' if named is None else f'no: {named.describe(instance)}'}"


def _agents(instance: InterdependentInstance, shown: Shown) -> Table:
    """A row for agents of a side who are alike given a signal."""
    market = instance.mechanism.market
    columns = (
        Column("agent"),
        Column("signal"),
        Column("expected cost or value", prose=1),
        Column("D_i(ω_i): what is best at which prices", prose=1),
        Column(", ".join(f"|{later.letter}_i|" for later in shown.later), prose=1),
    )
    alike: dict[tuple[Side, tuple[str, ...]], list[int]] = {}
    for i in market.agents:
        answers = shown.later if i in market.buyers or shown.sellers_answer else ()
        for signal in instance.prior.spaces[i]:
            worth = describe_worth(instance.informed(i, {i: signal}))
            box = describe_box(market, price_taking_given_own(instance, i, signal))
            sizes = "; ".join(_size(later, instance, i, signal) for later in answers)
            alike.setdefault((market.side(i), (signal, worth, box, sizes)), []).append(i)
    return Table("", columns, [(describe_agents(market, own), *row) for (_, row), own in alike.items()])


def _size(later: Later, instance: InterdependentInstance, i: int, signal: str) -> str:
    """How many functions the set holds, or why it is empty."""
    market = instance.mechanism.market
    seen = later.seen(market)
    if market.message_count**seen > MOST_TUPLES or instance.prior.size() > MOST_PROFILES:
        return f"{later.letter}: on {market.tuple_count(seen)} tuples"
    demands = later.build(instance, i, signal)
    if (conflict := demands.find_conflict()) is not None:
        return f"{later.letter}: empty at price {show(market.P[conflict.p])}"
    size = demands.size()
    return f"{later.letter}: {size:,}" if size < 10**9 else f"{later.letter}: about 2^{size.bit_length() - 1}"
